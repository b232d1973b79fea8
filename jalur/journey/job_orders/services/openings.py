"""Holding openings and giving them back. The order's row is locked along: `reserved` is a count, never a guess."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import F

from jalur.foundation.accounts.access import Actor
from jalur.journey.candidates.holdings import Holding
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.job_orders.workflow import RESERVATION


def reserve_opening(*, actor: Actor, order: JobOrder, candidate: Candidate, today: date) -> Reservation:
    """Hold one opening for a candidate. Of two who want the last one, one is refused in plain words."""
    wanted = Reservation(order=order, candidate=candidate)
    with RESERVATION.step("hold", actor=actor, subject=wanted, today=today) as held:
        held.order.reserved += 1
        held.order.save(update_fields=["reserved"])
    order.reserved = held.order.reserved
    return held


def release_opening(*, actor: Actor, reservation: Reservation, reason: str) -> Reservation:
    """Give a held opening back. A second time changes nothing and is refused."""
    with RESERVATION.step("release", actor=actor, subject=reservation, reason=reason) as held:
        held.order.reserved -= 1
        held.order.save(update_fields=["reserved"])
    return held


def give_openings_back(*, actor: Actor, rows: Sequence[Reservation], why: str) -> None:
    """Openings of people who left the path are free again; their orders are locked."""
    with RESERVATION.step_many("lose", actor=actor, subjects=rows) as lost:
        for held in lost:
            held.release_reason = why
        for order, count in Counter(held.order_id for held in lost).items():
            JobOrder.objects.filter(pk=order).update(reserved=F("reserved") - count)


HELD = Holding(
    model=Reservation,
    is_held=lambda rows: rows.filter(released_at=None),
    called=RESERVATION.called,
    give_back=give_openings_back,
    hangs_on=("order",),
)
