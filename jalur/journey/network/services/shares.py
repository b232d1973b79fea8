"""Seats of a class that its institution keeps for others of the network."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates.models import Candidate
from jalur.journey.network import messages
from jalur.journey.network.models import Share, SharedSeat, ShareState
from jalur.journey.network.rights import Right
from jalur.journey.network.services.telling import tell_managers
from jalur.journey.network.workflow import SHARE
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, Intake


@deed
def keep_share(*, actor: Actor, share: Share, today: date) -> Share:
    """Seats of a class of the actor's institution are there for another one alone; its managers are told."""
    access.check(actor, Right.KEEP_SHARE, share)
    (share.intake,) = lock(Intake, [share.intake_id], related=("programme__provider", "place"))
    share.left = share.seats
    with SHARE.step("keep", actor=actor, subject=share, today=today):
        share.full_clean()
        training.keep_seats(share.intake, share.left)
    tell_managers(messages.SEATS_KEPT, share, [share.centre_id], count=share.seats, last=share.until)
    return share


@deed
def fill_share(*, actor: Actor, share: Share, candidate: Candidate, today: date) -> Enrolment:
    """Somebody has one of the kept seats; what stands in the way is said as when a seat is taken."""
    access.check(actor, Right.FILL_SHARE, share)
    training.lock_for_kept_seat(share.intake, candidate)
    with SHARE.step("fill", actor=actor, subject=share, today=today) as locked:
        seat = training.take_kept_seat(locked.intake, candidate, today)
        SharedSeat.objects.create(share=locked, enrolment=seat)
        locked.left -= 1
    return seat


@deed
def end_share(*, actor: Actor, share: Share, reason: str, today: date) -> Share:
    """Either side lets go what nobody has taken yet; the other one is told."""
    lock(Intake, [share.intake_id])
    with SHARE.step("end", actor=actor, subject=share, reason=reason, today=today) as locked:
        training.keep_seats(locked.intake, -locked.left)
    sides = {locked.centre_id, locked.intake.programme.provider_id}
    tell_managers(messages.SEATS_LET_GO, locked, sides - {actor.organisation_id})
    return locked


@deed
def finish_share(*, actor: Actor, share: Share, today: date) -> Share:
    """The last day has passed: what nobody has taken is free for everybody."""
    lock(Intake, [share.intake_id])
    with SHARE.step("finish", actor=actor, subject=share, today=today) as locked:
        training.keep_seats(locked.intake, -locked.left)
    return locked


def keep_again(actor: Actor, seats: Sequence[Any]) -> None:
    """A kept seat that was given back is kept again, as long as its last day has not come; a consequence of the step around it."""
    given = SharedSeat.objects.filter(enrolment__in=seats, share__state=ShareState.KEPT).order_by("pk")
    for one in given.select_related("share__intake"):
        with SHARE.step("refill", actor=actor, subject=one.share) as locked:
            training.keep_seats(locked.intake, 1)
            locked.left += 1


def class_takes_nobody(actor: Actor, intake: Intake) -> None:
    """Its kept seats are over with it, and counted no more by the step around it."""
    rows = Share.objects.standing().filter(intake=intake)
    with SHARE.step_many("lapse", actor=actor, subjects=rows):
        pass
