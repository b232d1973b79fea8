"""Seats that are kept for institutions of a network: gone for everybody else until one of these takes them or lets them go.

Each is a consequence of a step of room network, of a class that the deed has locked.
"""

from datetime import date

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.locks import lock, lock_all
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises.models import Resource
from jalur.journey.training.models import Enrolment, Intake
from jalur.journey.training.services.beds import rooms_of
from jalur.journey.training.services.enrolments import call_the_line, sit_down
from jalur.journey.training.workflow import ENROLMENT


def keep_seats(intake: Intake, count: int) -> None:
    """So many more seats of the class are kept; of a negative number, free again and offered to those who wait."""
    (intake,) = lock(Intake, [intake.pk])
    intake.kept += count
    intake.save(update_fields=["kept"])
    if count < 0:
        call_the_line()


def lock_for_kept_seat(intake: Intake, candidate: Candidate) -> None:
    """Everything that taking a kept seat moves, in the one order."""
    lock_all({Intake: [intake.pk], Candidate: [candidate.pk], Resource: rooms_of(intake)})


def take_kept_seat(intake: Intake, candidate: Candidate, today: date) -> Enrolment:
    """One of the kept seats is hers, with bed and meetings; refused as a seat is, but for those that are left."""
    wanted = Enrolment(intake=intake, candidate=candidate)
    with ENROLMENT.step("admit", actor=SYSTEM, subject=wanted, today=today) as seat:
        seat.intake.kept -= 1
        seat.intake.save(update_fields=["kept"])
        sit_down(seat, today)
    return seat
