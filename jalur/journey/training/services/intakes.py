"""Writing classes, from draft to closed or cancelled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.history import services as history
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import Ask, UnchangedError
from jalur.journey.candidates import services as candidates
from jalur.journey.premises import services as premises
from jalur.journey.premises.models import Booking
from jalur.journey.training import guards, messages, queries
from jalur.journey.training.models import HELD, ClassRules, Enrolment, EnrolmentState, Intake, IntakeState
from jalur.journey.training.rights import Right
from jalur.journey.training.services.beds import beds_of, free_beds, rooms_of
from jalur.journey.training.services.enrolments import call_the_line, move_files
from jalur.journey.training.services.pass_rates import learn_pass_rates_soon
from jalur.journey.training.services.sessions import cancel_sessions, shift_sessions
from jalur.journey.training.services.shortfalls import note_results
from jalur.journey.training.services.telling import know_timetable
from jalur.journey.training.uses import seats_given_back, takes_nobody
from jalur.journey.training.workflow import ENROLMENT, INTAKE
from jalur.kit import dates, formats
from jalur.kit.database import refused_in_words
from jalur.kit.numbers import new_number, number_apart
from jalur.kit.refusals import in_row, refusal

# What of a class stands as promised once somebody has a seat.
PROMISED = {"programme", "place", "reach", "starts", "ends", "with_bed"}


def draft_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """A new class that only its institute sees."""
    with INTAKE.step("draft", actor=actor, subject=intake, today=today):
        _plan(intake, today)
    return intake


def publish_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """Everybody sees the class; it opens by itself on the day that it names, or when the institute opens it."""
    with INTAKE.step("publish", actor=actor, subject=intake, today=today) as locked:
        _plan(locked, today)
    return locked


def open_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """A class, new or announced, takes people from now on."""
    with INTAKE.step("open", actor=actor, subject=intake, today=today) as locked:
        _plan(locked, today)
    return locked


def discard_intake(*, actor: Actor, intake: Intake) -> Intake:
    """A draft that nobody outside the institute has seen is put away."""
    with INTAKE.step("discard", actor=actor, subject=intake) as locked:
        cancel_sessions(actor=actor, intake=locked, reason=_("the class was discarded"), now=dates.now())
    return locked


def _plan(intake: Intake, today: date) -> None:
    """A class as a whole, with the day by which its institute says whether it goes ahead."""
    intake.full_clean()
    _set_decision(intake, queries.rules_of(intake.programme.provider_id), today)


def _set_decision(intake: Intake, by: ClassRules, today: date) -> None:
    intake.decide_by = max(today, intake.starts - timedelta(days=by.decide_days))


@deed
def open_many(*, actor: Actor, intakes: Sequence[Intake], today: date) -> Sequence[Intake]:
    """Classes in bulk, for a spreadsheet or the example country. All or nothing; a faulty row is named."""
    for position, intake in enumerate(intakes, start=1):
        access.check(actor, Right.EDIT_INTAKE, intake)
        with in_row(position):
            if refused := guards.class_is_possible(intake, Ask(actor, today)):
                raise refused
            intake.clean_fields(exclude=["programme", "place"])
    providers = {intake.programme.provider_id for intake in intakes}
    by = {provider: queries.rules_of(provider) for provider in providers}
    for intake in intakes:
        _set_decision(intake, by[intake.programme.provider_id], today)
    number_apart(intakes, Intake.objects.all(), lambda _intake: new_number("K"))
    with refused_in_words(Intake):
        Intake.objects.bulk_create(intakes, batch_size=1000)
    subjects = [(intake, None, intake.place_id) for intake in intakes]
    history.record_many(actor=actor, event="training:intake:opened", subjects=subjects)
    return intakes


def change_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """Make a class that has not begun as given. Once somebody has a seat, days, place and reach stay as promised."""
    with INTAKE.step("change", actor=actor, subject=intake, today=today) as locked:
        changed = locked.take_over(intake)
        if not changed:
            raise UnchangedError
        if locked.taken and PROMISED.intersection(changed):
            sentence = _(
                "People already have seats in this class, so its days, place, reach and beds cannot change. Postpone it, or cancel it "
                "and open another."
            )
            raise refusal("starts", "promised", sentence)
        if locked.left < 0:
            sentence = _("%(gone)s seats are taken or kept already. Choose at least that many.")
            raise refusal("seats", "taken", sentence % {"gone": locked.taken + locked.kept})
        _plan(locked, today)
    if "seats" in changed:
        call_the_line()
    return locked


def confirm_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """Enough people have a seat: the class goes ahead."""
    with INTAKE.step("confirm", actor=actor, subject=intake, today=today) as locked:
        know_timetable(locked)
    return locked


@dataclass(frozen=True)
class PostponedClass:
    """A class on its new days, and which of its meetings were cancelled because they could not move along, each with why."""

    intake: Intake
    cancelled: list[tuple[Booking, str]]


@deed
def postpone_intake(
    *, actor: Actor, intake: Intake, starts: date, ends: date, postponed_because: str, today: date
) -> PostponedClass:
    """The class begins later; every seat is kept, and everybody who has one gets one message with the new days. Its meetings move
    along; those that cannot are cancelled and told.

    Refused when somebody's other class would fall into the new days, or behind the one that it has to come before.
    """
    with INTAKE.step(
        "postpone", actor=actor, subject=intake, reason=postponed_because, today=today
    ) as locked:
        if starts <= locked.starts:
            sentence = _("Choose a first day after the one so far, %(day)s.")
            raise refusal("starts", "not_later", sentence % {"day": formats.day(locked.starts)})
        if elsewhere := queries.people_kept_by_other_classes(locked, starts, ends):
            sentence = ngettext(
                "%(count)s person in this class has a seat in another one on these days, or in one that follows it. "
                "Choose other days, or give that seat back first.",
                "%(count)s people in this class have a seat in another one on these days, or in one that follows it. "
                "Choose other days, or give those seats back first.",
                elsewhere,
            )
            raise refusal("starts", "elsewhere", sentence % {"count": elsewhere})
        later = starts - locked.starts
        locked.starts, locked.ends, locked.opens_on = starts, ends, None
        _plan(locked, today)
        with ENROLMENT.step_many("move", actor=actor, subjects=_everybody(locked)) as kept:
            for seat in kept:
                tell(
                    messages.POSTPONED,
                    to=seat.candidate.person,
                    about=seat,
                    once=starts.isoformat(),
                    first=starts,
                    last=ends,
                )
    beds = beds_of(kept, dates.now())
    cancelled = shift_sessions(
        actor=actor, intake=locked, by=later, now=dates.now(), beds=beds, rooms=rooms_of(locked)
    )
    premises.move_beds(actor=SYSTEM, bookings=beds, stay=queries.nights_of(locked, today), now=dates.now())
    return PostponedClass(locked, cancelled)


def start_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """The class begins: training starts for everybody who has a seat, and nobody is enrolled any more."""
    with INTAKE.step("start", actor=actor, subject=intake, today=today) as locked:
        if intake.state != IntakeState.CONFIRMED:
            know_timetable(locked)
        line = locked.enrolments.in_line()
        with ENROLMENT.step_many("lose", actor=actor, subjects=line) as lost:
            for place in lost:
                place.left_reason = _("the class has begun")
            offered = [place for place in lost if place.state == EnrolmentState.OFFERED]
            locked.taken -= len(offered)
        move_files(actor, {"start_training": _seats_held(locked)})
        free_beds(offered, _("the class has begun"), dates.now())
        takes_nobody(actor, locked)
        locked.kept = 0
    return locked


def finish_intake(*, actor: Actor, intake: Intake, today: date) -> Intake:
    """The last day has passed: nothing is taught any more, and the results are to be recorded."""
    with INTAKE.step("finish", actor=actor, subject=intake, today=today) as locked:
        locked.finished_on = today
    return locked


def close_intake(*, actor: Actor, intake: Intake, not_yet: Collection[UUID], today: date) -> Intake:
    """The results of a class: those in `not_yet` (enrolments) fell short, everybody else completed it and holds what it taught.

    Who fell short is below the standard from now on; who passed has met it, whatever she fell short in before.
    """
    with INTAKE.step("close", actor=actor, subject=intake, today=today) as locked:
        locked.finished_on = locked.finished_on or today
        seats = _seats_held(locked)
        if unknown := set(not_yet) - {seat.pk for seat in seats}:
            sentence = _("Tick only people in this class; %(count)s of those you ticked are not.")
            raise refusal("not_yet", "not_here", sentence % {"count": len(unknown)})
        short = [seat for seat in seats if seat.pk in not_yet]
        passed = [seat for seat in seats if seat.pk not in not_yet]
        with (
            ENROLMENT.step_many("fall_short", actor=actor, subjects=short),
            ENROLMENT.step_many("complete", actor=actor, subjects=passed),
        ):
            pass
        note_results(actor=actor, intake=locked, short=short, passed=passed, today=today)
        move_files(actor, {"stop_training": short, "finish_training": passed})
        candidates.earn(
            actor=actor,
            files=[seat.candidate_id for seat in passed],
            codes=list(locked.programme.teaches.values_list("pk", flat=True)),
            note=f"{locked.number}, {locked.programme.provider.name}",
            on=locked.ends,
        )
        learn_pass_rates_soon()
    return locked


def cancel_intake(*, actor: Actor, intake: Intake, reason: str) -> Intake:
    """The class does not take place: every seat is given back, and everybody who had one is told."""
    with INTAKE.step("cancel", actor=actor, subject=intake, reason=reason) as locked:
        seated = _seats_held(locked)
        with ENROLMENT.step_many("lose", actor=actor, subjects=_everybody(locked)) as lost:
            for seat in lost:
                seat.left_reason = _("the class was cancelled")
                tell(messages.CANCELLED, to=seat.candidate.person, about=seat)
        move_files(actor, {"stop_training": seated})
        cancel_sessions(
            actor=actor, intake=locked, reason=_("the class was cancelled"), now=dates.now(), beds=lost
        )
        takes_nobody(actor, locked)
        seats_given_back(actor, seated)
        locked.taken = locked.kept = 0
    return locked


def _seats_held(intake: Intake) -> list[Enrolment]:
    return list(intake.enrolments.filter(state=EnrolmentState.ENROLLED).order_by("pk"))


def _everybody(intake: Intake) -> list[Enrolment]:
    """Who has a seat and who waits for one."""
    return list(intake.enrolments.filter(state__in=HELD).order_by("pk"))
