"""What this room adds to a person's file (her classes) and to the homes of institutes and everybody."""

from collections.abc import Hashable
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.geography.queries import count_by_regency
from jalur.foundation.letters.kinds import LetterKind, Together
from jalur.foundation.notes.kinds import NoteKind
from jalur.foundation.organisations import words as organisation_words
from jalur.foundation.people.models import Person
from jalur.foundation.tasks.kinds import TaskKind
from jalur.foundation.workflow import dependants
from jalur.foundation.workflow.consequences import Change, Group, Keys, Moves, UnderLaw, people
from jalur.foundation.workflow.views import crumb_of
from jalur.journey.candidates import words as candidate_words
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.premises.collisions import hours_in_words
from jalur.journey.premises.models import Booking
from jalur.journey.premises.queries import clock_of
from jalur.journey.premises.uses import Use
from jalur.journey.training import guards, queries, services, words
from jalur.journey.training.forms import CallLetterForm
from jalur.journey.training.models import (
    IN_LINE,
    LEFT,
    SEATED,
    Enrolment,
    EnrolmentState,
    Intake,
    IntakeState,
    Programme,
    Session,
    Shortfall,
)
from jalur.journey.training.rights import Right
from jalur.journey.training.services import sessions
from jalur.journey.training.workflow import INTAKE
from jalur.kit import dates, formats
from jalur.kit.components import Action, Crumb, Figure, Grid, Need, Row, Stage, Step, Text
from jalur.kit.figures import counted
from jalur.kit.links import link
from jalur.kit.money import format_money
from jalur.kit.parts import FilePart, HomePart, NextStep, PagePart, Section


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """The classes of a person, as far as the actor may see them."""
    seats = list(Enrolment.objects.visible_to(actor).filter(candidate__person=person).for_lists())
    is_own = actor.person_id == person.pk and access.may(actor, Right.OWN_ENROLMENT)
    return FilePart(
        stages=[_stage(seats, today)],
        steps=[_step(seat) for seat in seats],
        needs=[
            *(_offered(seat, is_own=is_own) for seat in seats if seat.state == EnrolmentState.OFFERED),
            *(_on_hold(seat, is_own=is_own) for seat in seats if _stands_still(seat)),
        ],
        sections=_below(actor, person, today),
        next_step=_next_step(seats, today),
        actions=[Action(_("My classes, and those I can take"), link("training:mine"), "quiet")]
        if is_own
        else [],
    )


def _stage(seats: list[Enrolment], today: date) -> Stage:
    """From facts and the day: a seat taken is ahead until the class begins."""
    kept = [seat for seat in seats if seat.state in SEATED]
    if not kept:
        return Stage(_("Training"), is_optional=True)
    seat = next((seat for seat in kept if seat.state == EnrolmentState.ENROLLED), kept[-1])
    intake = seat.intake
    if seat.state == EnrolmentState.ENROLLED:
        state, day = "next" if intake.starts > today else "now", intake.starts
    else:
        state, day = "done" if seat.state == EnrolmentState.COMPLETED else "problem", intake.ends
    return Stage(
        _("Training"),
        state,
        day,
        holder=intake.programme.provider.name if state != "next" else "",
        since=day if state == "now" else None,
        note=_("%(job)s: on hold") % {"job": intake.programme.title}
        if _stands_still(seat)
        else intake.programme.title,
        url=link("training:intake", intake.number),
    )


def _below(actor: Actor, person: Person, today: date) -> list[Section]:
    """What is still missing to a standard, who looks after it and what comes next."""
    rows = Shortfall.objects.visible_to(actor).below().filter(candidate__person=person).for_lists()
    facts = [
        Row(
            row.programme.title,
            "; ".join(queries.missing_of(row, today)) or _("not yet competent"),
            Action(_("Open"), link("training:shortfall", row.pk)),
            hint=_("Looked after by %(who)s. Next: %(next)s.")
            % {"who": words.looked_after_by(row, today), "next": words.next_step_words(row)},
        )
        for row in rows
    ]
    return [Section(_("Still missing to the standard"), facts)] if facts else []


def _stands_still(seat: Enrolment) -> bool:
    return seat.state == EnrolmentState.ENROLLED and seat.intake.is_on_hold


def _offered(seat: Enrolment, *, is_own: bool) -> Need:
    """A seat from the waiting list that is kept for an answer."""
    label = _("A seat is free for you: %(title)s") if is_own else _("A free seat is offered: %(title)s")
    return Need(
        label % {"title": seat.intake.programme.title},
        link("training:intake", seat.intake.number),
        words.turn(seat),
        due=seat.answer_by,
        tone="warn",
    )


def _on_hold(seat: Enrolment, *, is_own: bool) -> Need:
    """A seat in a class that is on hold: what happened, what is safe, what to do."""
    label = (
        _("Your class is on hold: %(title)s") if is_own else _("The class of the seat is on hold: %(title)s")
    )
    hint = _("Because %(why)s. The seat stays yours; the labour office knows whether to wait or to change.")
    other = _("Because %(why)s. The seat is kept; say whether to wait or to change.")
    why = seat.intake.get_held_because_display()
    return Need(
        label % {"title": seat.intake.programme.title},
        link("training:intake", seat.intake.number),
        (hint if is_own else other) % {"why": why},
        tone="warn",
    )


def _step(seat: Enrolment) -> Step:
    intake = seat.intake
    return Step(
        intake.programme.title,
        intake.starts,
        intake.ends,
        f"{intake.programme.provider.name}, {intake.place}",
        seat.get_state_display(),
        link("training:intake", intake.number),
    )


def _next_step(seats: list[Enrolment], today: date) -> NextStep | None:
    """The class to come to or to go on with; else what became of the last one, where that asks something of her."""
    if (held := next((seat for seat in seats if seat.state == EnrolmentState.ENROLLED), None)) is not None:
        return _wait(held) if _stands_still(held) else _come_or_attend(held.intake, today)
    if (waiting := next((seat for seat in seats if seat.state in IN_LINE), None)) is not None:
        sentence = _("“%(title)s”: %(turn)s") % {
            "title": waiting.intake.programme.title,
            "turn": words.turn(waiting),
        }
        waits = waiting.state == EnrolmentState.WAITING
        return NextStep(sentence, link("training:intake", waiting.intake.number), is_idle=waits)
    latest = seats[-1] if seats else None
    if latest is None:
        return None
    intake, office = latest.intake, candidate_words.office_of(latest.candidate)
    params = {"title": intake.programme.title, "provider": words.where_taught(intake), "office": office}
    url = link("training:intake", intake.number)
    if latest.state == EnrolmentState.NOT_YET:
        row = queries.shortfall_of(latest.candidate_id, intake.programme_id)
        if row is not None:
            sentence = _(
                "You are not yet competent in “%(title)s”. Ask %(who)s what comes next: %(provider)s."
            )
            owner = queries.owner_of(row, today)
            who = owner.name if owner else _("the manager")
            return NextStep(sentence % {**params, "who": who}, link("training:shortfall", row.pk))
        sentence = _("You have not passed “%(title)s” yet. Ask %(provider)s when you can try again.")
        return NextStep(sentence % params, url)
    if latest.state == EnrolmentState.WITHDRAWN and intake.state == IntakeState.CANCELLED:
        sentence = _("“%(title)s” does not take place. Choose another class, or ask %(office)s.")
        return NextStep(
            sentence % params, link("training:mine"), is_urgent=today - intake.starts <= words.SOON
        )
    return None


def _wait(seat: Enrolment) -> NextStep:
    sentence = _(
        "“%(title)s” is on hold. Your seat stays yours; ask %(office)s whether to wait or to change."
    )
    params = {"title": seat.intake.programme.title, "office": candidate_words.office_of(seat.candidate)}
    return NextStep(sentence % params, link("training:intake", seat.intake.number))


def _come_or_attend(intake: Intake, today: date) -> NextStep:
    meeting = intake.sessions.ahead(dates.now()).select_related("booking").order_by("booking__starts").first()
    if meeting is not None:
        return _meet(intake, meeting.booking)
    if is_ahead := intake.starts > today:
        sentence = _("Come to %(provider)s on %(day)s: the first day of “%(title)s”.")
    elif intake.starts == today:
        sentence = _("Come to %(provider)s today: the first day of “%(title)s”.")
    else:
        sentence = _("Attend “%(title)s” at %(provider)s until %(day)s.")
    params = {
        "day": formats.day(intake.starts if is_ahead else intake.ends, "long"),
        "provider": words.where_taught(intake),
        "title": intake.programme.title,
    }
    return NextStep(sentence % params, link("training:intake", intake.number), intake.starts)


def _meet(intake: Intake, booking: Booking) -> NextStep:
    """The next meeting of a class that has a timetable."""
    zone = clock_of(booking.organisation)
    day = booking.starts.astimezone(zone).date()
    sentence = _("Come to %(provider)s on %(day)s, %(hours)s: “%(title)s”.")
    params = {
        "day": formats.day(day, "long"),
        "hours": hours_in_words(*booking.during, zone),
        "provider": words.where_taught(intake),
        "title": booking.title,
    }
    return NextStep(sentence % params, link("training:timetable", intake.number), day)


def leading_to(actor: Actor, order: JobOrder, today: date) -> PagePart:  # noqa: ARG001 - every room's part is asked alike
    """On the page of a job: the classes that lead there, with days, what a seat costs and who pays."""
    if not order.is_running(today):
        return PagePart()
    classes = Grid(
        _("Classes that lead there"),
        [_("Class"), _("Where"), _("From"), _("Until"), _("Left"), _("Cost per seat")],
        [
            [
                Text(intake.programme.title, url=link("training:intake", intake.number)),
                f"{intake.programme.provider.name}, {intake.place}",
                intake.starts,
                intake.ends,
                intake.left,
                format_money(intake.cost, locale=formats.locale()),
            ]
            for intake in queries.classes_towards(order, today)
        ],
        empty=_(
            "No open class ends by the day people must be ready. The labour office knows what is planned."
        ),
        hint=words.who_pays(order.occupation_id, today),
    )
    return PagePart(grids=[classes])


def home(actor: Actor, today: date) -> HomePart:
    """An institute's work; for the ministry and visitors the seats that are free."""
    if actor.role in {Role.TRAINING_MANAGER, Role.INSTRUCTOR}:
        return _institute(actor, today)
    if actor.user_id is None or actor.role == Role.MINISTRY_ANALYST:
        return HomePart(figures=[_free_seats(today)])
    return HomePart()


def _free_seats(today: date) -> Figure:
    return counted(
        _("Seats free in classes"),
        Intake.objects.open(today).for_everybody().aggregate(left=Sum(LEFT, default=0))["left"],
        _("Seats of classes open for enrolment that have not started, less those taken."),
        url=link("training:open_classes", query="state=open"),
    )


def _institute(actor: Actor, today: date) -> HomePart:
    mine = Intake.objects.visible_to(actor, Right.FOLLOW_INTAKE)
    coming = mine.open(today).aggregate(seats=Sum("seats", default=0), taken=Sum("taken", default=0))
    new = Action(_("Plan a class"), link("training:new_intake"), icon="calendar-plus")
    lost = organisation_words.own_licence(
        actor.organisation_id,
        today,
        follows=_(
            "Meanwhile your classes are on hold: no plan leads there and nobody new takes a seat; whoever has one keeps it."
        ),
        ask=_("Ask the labour office of the regency or city, which gives the licence."),
        stops=services.LAPSED,
    )
    to_do = words.class_needs(mine, today) if access.may(actor, Right.EDIT_INTAKE) else []
    return HomePart(
        needs=[*lost, *to_do, *_looked_after(actor, today)],
        figures=[
            counted(
                _("Seats taken in coming classes"),
                coming["taken"],
                _("Seats of your classes that have not started."),
                of=coming["seats"],
                url=link("training:desk", query="state=open"),
            ),
            counted(
                _("People in your classes"),
                mine.current().aggregate(taken=Sum("taken", default=0))["taken"],
                _("Enrolments that have not ended."),
                url=link("training:desk", query="state=current"),
            ),
        ],
        actions=[new] if access.may(actor, Right.EDIT_INTAKE) else [],
    )


def _looked_after(actor: Actor, today: date) -> list[Need]:
    """Whom the reader looks after, and who of them waits for a word."""
    mine = Shortfall.objects.of(actor, today)
    return [
        Need(
            _("People below the standard whom you look after: say what comes next"),
            link("training:below", query="owner=mine&next_step=none"),
            count=mine.undecided().count(),
            tone="warn",
        ),
        Need(
            _("People below the standard whom you look after"),
            link("training:below", query="owner=mine"),
            count=mine.count(),
        ),
    ]


def touched(change: Change) -> list[Group]:
    """Classes of an institute that may teach no longer, or may again, how many people sit in them from where, and what hangs on them
    in later rooms."""
    return [
        words.classes_touched(
            _("Classes of an institute that may not teach then: on hold until it may"),
            Intake.objects.filter(pk__in=change.stops),
        ),
        words.classes_touched(
            _("Classes of an institute that may teach again: they go on"),
            Intake.objects.filter(pk__in=change.frees),
        ),
        _enrolled(_("People enrolled in them"), change.stops | change.frees),
        *(group for room in dependants.of(Intake) for group in room.touched(change)),
    ]


def lacking(on: date) -> dict[Hashable, str]:
    """(programme, standard, competency) for all that is missing in programmes that lead to a standard of the day.

    A standard is known by destination, occupation and route, whatever its version.
    """
    return {
        (pk, (fit.standard.country_id, fit.standard.occupation_id, fit.standard.route), code): "missing"
        for pk, fits in queries.fits(on, Programme.objects.taught(on)).items()
        for fit in fits
        for code in fit.missing
    }


def standards_moved(change: Change) -> list[Group]:
    """Programmes that a standard asks more or less of, what each must do, and the classes and people in them."""
    more = Intake.objects.current().filter(programme__in={key[0] for key in _triples(change.stops)})
    return [
        _to_change(
            _("Programmes that no longer complete a standard, or lead to a new one"),
            change.stops,
            _("Each must add what is missing, or its people need it from elsewhere before they leave."),
        ),
        _to_change(
            _("Programmes of which a standard asks less"),
            change.frees,
            _("They may leave it out in a new version; nobody has to."),
        ),
        words.classes_touched(_("Classes of programmes that must add something"), more),
        _enrolled(
            _("People in these classes: they need what is missing as well"),
            frozenset(more.values_list("pk", flat=True)),
        ),
    ]


def _triples(keys: Keys) -> list[tuple[Any, tuple[str, str, str], str]]:
    return [key for key in keys if isinstance(key, tuple)]


def _to_change(title: str, keys: Keys, hint: str) -> Group:
    """A row for each programme: what is added, or left out, and where that is written down."""
    codes: dict[Any, set[str]] = {}
    for pk, _standard, code in _triples(keys):
        codes.setdefault(pk, set()).add(code)
    known = competencies.titles({code for several in codes.values() for code in several})
    programmes = Programme.objects.filter(pk__in=codes).select_related("provider", "curriculum")
    rows = []
    for programme in programmes.order_by("provider__name", "title", "pk"):
        named = "; ".join(f"{known[code]} ({code})" for code in sorted(codes[programme.pk]))
        version = programme.curriculum
        where = (
            Text(
                _("in a new version of its curriculum"), version.code, link("curricula:version", version.code)
            )
            if version
            else Text(_("in the programme"), "")
        )
        way = link("training:programme", programme.code)
        rows.append([Text(programme.title, programme.code, way), str(programme.provider), named, where])
    heads = [_("Programme"), _("Institute"), _("Competencies"), _("Where")]
    return Group(title, len(rows), Grid(title, heads, rows, hint=hint))


def _enrolled(title: str, keys: Keys) -> Group:
    seats = Enrolment.objects.filter(intake__in=keys, state=EnrolmentState.ENROLLED)
    return people(title, count_by_regency(seats.values_list("home", flat=True)))


def _class_of(booking: Booking) -> Row | None:
    session = Session.objects.filter(booking=booking).select_related("intake__programme").first()
    if session is None:
        return None
    intake = session.intake
    open_it = Action(_("Open"), link("training:timetable", intake.number))
    return Row(_("Class"), f"{intake.programme.title}, {intake.number}", open_it)


USE = Use(
    guests=sessions.guests,
    people=sessions.people_of,
    hang=sessions.hang,
    objection=sessions.objection,
    row=lambda booking: _class_of(booking) or sessions.bed_row(booking),
    kept=sessions.kept,
    guest=sessions.guest,
    taught=sessions.taught,
    changed=lambda booking: services.note_change(booking, dates.now()),
)
NOTES = NoteKind(
    key="class",
    model=Intake,
    thing=INTAKE.thing,
    title=gettext_lazy("Class"),
    right=Right.FOLLOW_INTAKE,
    related=INTAKE.related,
    place=lambda intake: intake.place_id or "",
    crumbs=lambda _actor, intake: [crumb_of(INTAKE, intake)],
)
TASKS = TaskKind(
    key="class",
    model=Intake,
    thing=INTAKE.thing,
    title=gettext_lazy("Class"),
    right=Right.FOLLOW_INTAKE,
    related=INTAKE.related,
    person=lambda _intake: None,
    place=lambda intake: intake.place_id or "",
    crumbs=lambda _actor, intake: [crumb_of(INTAKE, intake)],
)
KEPT_UNDER_LAW = UnderLaw(services.stopped_by_law, touched, services.moves)


CALL = LetterKind(
    key="training_call",
    model=Enrolment,
    title=gettext_lazy("Call to a class"),
    template="journey/training/letters/call.typ",
    issues=Right.SUMMON_ENROLMENT,
    related=("candidate__person", "intake__programme__provider", "intake__place"),
    person=lambda seat: seat.candidate.person_id,
    words=words.call_words,
    example=words.call_example,
    form=CallLetterForm,
    back=lambda seat: Crumb(seat.intake.programme.title, link("training:intake", seat.intake.number)),
    guard=guards.seat_can_be_called,
    together=Together(
        model=Intake,
        rows=lambda intake: intake.enrolments.filter(state=EnrolmentState.ENROLLED).order_by("name", "pk"),
        label=gettext_lazy("Call everybody by letter"),
        back=lambda intake: Crumb(intake.programme.title, link("training:intake", intake.number)),
    ),
)
UNDER_STANDARDS = UnderLaw(lacking, standards_moved, lambda _today: Moves())
