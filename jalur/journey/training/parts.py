"""What this room adds to a person's file (her classes) and to the homes of institutes and everybody."""

from datetime import date, timedelta

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.people.models import Person
from jalur.journey.training import queries
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake
from jalur.journey.training.rights import Right
from jalur.kit import formats
from jalur.kit.components import Action, Figure, Need, Stage, Step
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, NextStep

SOON = timedelta(days=30)


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """The classes of a person, as far as the actor may see them."""
    rows = Enrolment.objects.visible_to(actor).filter(candidate__person=person)
    related = ("intake__programme__provider", "intake__place")
    enrolments = list(rows.select_related(*related).order_by("intake__starts", "pk"))
    return FilePart(
        stages=[_stage(enrolments, today)],
        steps=[_step(enrolment) for enrolment in enrolments],
        next_step=_next_step(enrolments, today),
    )


def _stage(enrolments: list[Enrolment], today: date) -> Stage:
    """From facts and the day: a seat taken is ahead until the class begins."""
    label = _("Training")
    kept = [enrolment for enrolment in enrolments if enrolment.state != EnrolmentState.WITHDRAWN]
    if not kept:
        return Stage(label)
    enrolled = (enrolment for enrolment in kept if enrolment.state == EnrolmentState.ENROLLED)
    enrolment = next(enrolled, kept[-1])
    intake = enrolment.intake
    about = {
        "holder": intake.programme.provider.name,
        "note": intake.programme.title,
        "url": link("training:intake", intake.number),
    }
    if enrolment.state == EnrolmentState.COMPLETED:
        return Stage(label, "done", intake.ends, **about)
    if enrolment.state == EnrolmentState.NOT_YET:
        return Stage(label, "problem", intake.ends, **about)
    if intake.starts > today:
        return Stage(label, "next", intake.starts, **about)
    return Stage(label, "now", intake.starts, since=intake.starts, **about)


def _step(enrolment: Enrolment) -> Step:
    intake = enrolment.intake
    return Step(
        intake.programme.title,
        intake.starts,
        intake.ends,
        f"{intake.programme.provider.name}, {intake.place}",
        enrolment.get_state_display(),
        link("training:intake", intake.number),
    )


def _next_step(enrolments: list[Enrolment], today: date) -> NextStep | None:
    coming = [enrolment for enrolment in enrolments if enrolment.state == EnrolmentState.ENROLLED]
    if not coming:
        return None
    intake = coming[0].intake
    values = {
        "day": formats.day(intake.starts if intake.starts > today else intake.ends, "long"),
        "provider": intake.programme.provider.name,
        "place": intake.place,
        "title": intake.programme.title,
    }
    sentence = (
        _("Come to %(provider)s, %(place)s, on %(day)s: the first day of “%(title)s”.")
        if intake.starts > today
        else _("Attend “%(title)s” at %(provider)s, %(place)s, until %(day)s.")
    )
    return NextStep(sentence % values, link("training:intake", intake.number), intake.starts)


def home(actor: Actor, today: date) -> HomePart:
    """An institute's work; for the ministry and visitors the seats that are free."""
    if actor.role in {Role.TRAINING_MANAGER, Role.INSTRUCTOR}:
        return _institute(actor, today)
    if actor.user_id is None or actor.role == Role.MINISTRY_ANALYST:
        return HomePart(figures=[_free_seats(today)])
    return HomePart()


def _free_seats(today: date) -> Figure:
    seats = Intake.objects.open(today).aggregate(left=Sum(F("seats") - F("taken")))["left"] or 0
    return Figure(
        _("Seats free in classes"),
        formats.number(seats),
        definition=_("Seats of classes open for enrolment that have not started, less those taken."),
        as_of=today,
        source=_("Jalur's own tables"),
        url=link("training:open_classes", query="state=open"),
    )


def _institute(actor: Actor, today: date) -> HomePart:
    mine = Intake.objects.visible_to(actor, Right.FOLLOW_INTAKE)
    least, soon = queries.least_people(today), today + SOON
    small = mine.small(least).filter(starts__range=(today, soon))
    sums = mine.open(today).aggregate(seats=Sum("seats"), taken=Sum("taken"))
    seats, taken = sums["seats"] or 0, sums["taken"] or 0
    needs = [
        Need(
            _("Classes start within 30 days with fewer than %(least)s people") % {"least": least},
            link("training:desk", query=f"needs=small&starts_from={today}&starts_to={soon}"),
            count=small.count(),
            tone="warn",
        ),
        Need(
            _("Classes have reached their last day: record the results"),
            link("training:desk", query="needs=ended"),
            count=mine.ended(today).count(),
            tone="now",
        ),
    ]
    in_classes = Enrolment.objects.visible_to(actor).filter(state=EnrolmentState.ENROLLED).count()
    new = Action(_("Open a class"), link("training:new_intake"), icon="calendar-plus")
    return HomePart(
        needs=[need for need in needs if need.count],
        figures=[
            Figure(
                _("Seats taken in coming classes"),
                formats.number(taken),
                trend=_("of %(all)s seats") % {"all": formats.number(seats)},
                share=taken / seats if seats else None,
                definition=_("Seats of your classes that have not started."),
                as_of=today,
            ),
            Figure(
                _("People in your classes"),
                formats.number(in_classes),
                definition=_("Enrolments that have not ended."),
                as_of=today,
            ),
        ],
        actions=[new] if access.may(actor, Right.EDIT_INTAKE) else [],
    )
