"""Taking seats and giving them back. The class's row is locked along: `taken` is a count, never a guess."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record_many
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates.holdings import Holding
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.workflow import CANDIDATE
from jalur.journey.training import models
from jalur.journey.training.models import CallPurpose, Enrolment, EnrolmentState, Intake, IntakeState
from jalur.journey.training.rights import Right
from jalur.journey.training.services.beds import free_beds, give_bed, tell_of_bed
from jalur.journey.training.services.sessions import join_sessions, leave_sessions
from jalur.journey.training.uses import seats_given_back
from jalur.journey.training.workflow import ENROLMENT
from jalur.kit import dates
from jalur.kit.jobs import enqueue
from jalur.kit.refusals import refusal


def enrol(*, actor: Actor, intake: Intake, candidate: Candidate, today: date) -> Enrolment:
    """Give a candidate a seat. Of many who want the last one, one gets it and the others are refused in plain words.

    Raises ValidationError with every obstacle: age and schooling, prerequisites, reach, days that overlap.
    """
    wanted = Enrolment(intake=intake, candidate=candidate)
    with ENROLMENT.step("enrol", actor=actor, subject=wanted, today=today) as seat:
        sit_down(seat, today)
    return seat


def sit_down(seat: Enrolment, today: date) -> None:
    """A seat of a locked class, with its meetings and its bed; in the body of the step that takes it."""
    seat.intake.taken += 1
    seat.intake.save(update_fields=["taken"])
    join_sessions(seat, dates.now())
    give_bed(seat, today, dates.now())
    tell_of_bed(seat)


def withdraw(*, actor: Actor, enrolment: Enrolment, reason: str) -> Enrolment:
    """Give a seat back. A second time changes nothing and is refused."""
    with ENROLMENT.step("withdraw", actor=actor, subject=enrolment, reason=reason) as seat:
        free_seat(seat)
        leave_sessions([seat], dates.now())
        move_files(actor, {"stop_training": [seat]})
        free_beds([seat], _("the seat was given back"), dates.now())
        seats_given_back(actor, [seat])
    return seat


def free_seat(seat: Enrolment) -> None:
    """The seat, of a locked class, is there for the next; in the body of the step that gives it back."""
    seat.intake.taken -= 1
    seat.intake.save(update_fields=["taken"])
    call_the_line()


def call_the_line() -> None:
    """Let a worker offer free seats to those who wait, once this deed is done; until then nobody else gets them."""
    enqueue("jalur.journey.training.tasks.offer_free_seats", queue="messages", once="offer_free_seats")


@deed
def open_phones(*, actor: Actor, intake: Intake, purpose: str) -> None:
    """Write down, in the file of everybody in the class, that the institute opens the phone number, and what for."""
    access.check(actor, Right.CALL_ENROLMENT, intake)
    if purpose not in CallPurpose.values:
        raise refusal("purpose", "unknown", _("Say what you need the phone numbers for."))
    seats = intake.enrolments.kept().filter(candidate__person__phone_sealed__isnull=False)
    record_many(
        actor=actor,
        event="training:enrolment:phone_opened",
        subjects=[(seat, seat.candidate.person_id, seat.home) for seat in seats.select_related("candidate")],
        detail={"purpose": purpose},
    )


def move_files(actor: Actor, moves: Mapping[str, Sequence[Enrolment]]) -> None:
    """Move files on with their seats (verb → seats); whoever sits in another class that runs stays in training."""
    seats = {seat.pk: seat.candidate_id for moved in moves.values() for seat in moved}
    files = {file.pk: file for file in lock(Candidate, seats.values())}
    elsewhere = Enrolment.objects.filter(
        candidate__in=files,
        state=EnrolmentState.ENROLLED,
        intake__state__in=(IntakeState.RUNNING, IntakeState.FINISHED),
    )
    busy = set(elsewhere.exclude(pk__in=seats).values_list("candidate_id", flat=True))
    for verb, moved in moves.items():
        due = [files[seat.candidate_id] for seat in moved]
        if verb != "start_training":
            due = [file for file in due if file.pk not in busy]
        ready = [file for file in due if CANDIDATE.row(verb, file.state)]
        with CANDIDATE.step_many(verb, actor=actor, subjects=ready):
            pass


def give_seats_back(*, actor: Actor, rows: Sequence[Enrolment], why: str) -> None:
    """Seats of people who left the path are free again; their classes are locked."""
    with ENROLMENT.step_many("lose", actor=actor, subjects=rows) as lost:
        seated = [seat for seat in lost if seat.state == EnrolmentState.ENROLLED]
        for seat in lost:
            seat.left_reason = why
        freed = Counter(seat.intake_id for seat in lost if seat.state != EnrolmentState.WAITING)
        for intake, count in freed.items():
            Intake.objects.filter(pk=intake).update(taken=F("taken") - count)
    leave_sessions(seated, dates.now())
    move_files(actor, {"stop_training": seated})
    seats_given_back(actor, seated)
    if freed:
        call_the_line()


HELD = Holding(
    model=Enrolment,
    is_held=lambda rows: rows.filter(state__in=models.HELD),
    called=ENROLMENT.called,
    give_back=give_seats_back,
    hangs_on=("intake",),
)
