"""Going on in another class: the one seat given back and the other taken, both or neither."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed, lock, lock_all
from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises.models import Booking, Resource
from jalur.journey.training import guards
from jalur.journey.training.models import Enrolment, Intake, IntakeState
from jalur.journey.training.services.beds import free_beds, rooms_of
from jalur.journey.training.services.enrolments import free_seat, move_files, sit_down
from jalur.journey.training.services.sessions import leave_sessions
from jalur.journey.training.uses import seats_given_back
from jalur.journey.training.workflow import ENROLMENT
from jalur.kit import dates

BEFOREHAND = (guards.class_can_be_joined_late, guards.seat_is_left, guards.class_is_for_her)


def cannot_go_on(seat: Enrolment, to: Intake, ask: Ask) -> ValidationError | None:
    """What can be said before she has left the one class against going on in another; changes nothing."""
    wanted = Enrolment(intake=to, candidate=seat.candidate)
    return next((refused for guard in BEFOREHAND if (refused := guard(wanted, ask))), None)


def lock_for_transfer(seat: Enrolment, to: Intake) -> None:
    """Everything that a transfer moves, in the one order, before any of it does."""
    lock_all(
        {
            Intake: [seat.intake_id, to.pk],
            Enrolment: [seat.pk],
            Candidate: [seat.candidate_id],
            Booking: [seat.bed_id] if seat.bed_id else [],
            Resource: rooms_of(to),
        }
    )


@deed
def transfer_seat(*, actor: Actor, seat: Enrolment, to: Intake, room: str, today: date) -> Enrolment:
    """Give back a seat and take one in the other class; refused as a whole with what stands in the way of the new one.

    A consequence of the step of the room that keeps transfers, `room`, after `lock_for_transfer`. Gives the new seat.
    """
    (to,) = lock(Intake, [to.pk], related=("programme__provider", "place"))
    with ENROLMENT.step("hand_on", actor=actor, subject=seat, today=today) as left:
        left.left_reason = _("goes on in class %(number)s") % {"number": to.number}
        free_seat(left)
        leave_sessions([left], dates.now())
        free_beds([left], _("the seat was given back"), dates.now())
    wanted = Enrolment(intake=to, candidate=left.candidate)
    with ENROLMENT.step("take_over", actor=actor, subject=wanted, today=today) as taken:
        sit_down(taken, today)
    _move_file(actor, left, [taken] if taken.intake.state == IntakeState.RUNNING else [])
    seats_given_back(actor, [left], but=room)
    return taken


def _move_file(actor: Actor, left: Enrolment, begun: Sequence[Enrolment]) -> None:
    """In training as long as a class of hers runs."""
    move_files(actor, {"start_training": begun, "stop_training": [] if begun else [left]})
