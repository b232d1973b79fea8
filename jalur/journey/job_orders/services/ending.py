"""How an order ends by itself or by its own office: past its deadline, called back, withdrawn; and the papers it came with."""

from datetime import date

from django.utils import timezone

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.due.queries import Owner
from jalur.foundation.due.services import tell_people
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.job_orders import messages, rules
from jalur.journey.job_orders.models import RELEASING, CloseReason, JobOrder, Reservation
from jalur.journey.job_orders.services.versions import lapse_versions
from jalur.journey.job_orders.workflow import ORDER, RESERVATION


def recall_order(*, actor: Actor, order: JobOrder) -> JobOrder:
    """The office takes an order back that waits for the attaché, to correct it."""
    with ORDER.step("recall", actor=actor, subject=order) as locked:
        locked.submitted_at = None
    return locked


def withdraw_order(*, actor: Actor, order: JobOrder) -> JobOrder:
    """The office gives an order up that has never been open."""
    with ORDER.step("withdraw", actor=actor, subject=order) as locked:
        pass
    return locked


def remind_of_deadline(*, actor: Actor, order: JobOrder, today: date) -> JobOrder:
    """Its office hears once that the deadline is near."""
    with ORDER.step("remind", actor=actor, subject=order, today=today) as locked:
        if locked.told_of_deadline is not None:
            raise UnchangedError
        locked.told_of_deadline = today
        role = Role.COMPANY_OFFICER if locked.mission_id is None else Role.LABOUR_ATTACHE
        tell_people(
            Owner(role, locked.mission_id or locked.company_id),
            messages.DEADLINE_NEAR,
            about=locked,
            once=locked.ready_by.isoformat(),
            day=locked.ready_by,
        )
    return locked


def expire_order(*, actor: Actor, order: JobOrder, today: date) -> JobOrder:
    """The day after its deadline an order closes by itself; who holds an opening keeps it."""
    with ORDER.step("expire", actor=actor, subject=order, today=today) as locked:
        lapse_versions(actor, locked)
        end(locked, CloseReason.DEADLINE)
    return locked


def attach_papers(
    *, actor: Actor, order: JobOrder, letter: Accepted | None = None, paper: Accepted | None = None
) -> JobOrder:
    """The demand letter, and what goes with it, as files of the order."""
    with ORDER.step("attach", actor=actor, subject=order) as locked:
        for kind, accepted in ((rules.DEMAND_LETTER, letter), (rules.PAPERS, paper)):
            if accepted is not None:
                files.keep(actor=actor, kind=kind_of(kind), owner=locked, accepted=accepted)
        if letter is None and paper is None:
            raise UnchangedError
    return locked


def close_order(*, actor: Actor, order: JobOrder, reason: str) -> JobOrder:
    """Close an open order. When there is no job to go to any more, openings held are given back, each recorded."""
    with ORDER.step("close", actor=actor, subject=order, reason=reason) as locked:
        end(locked, reason)
        lapse_versions(actor, locked)
        if reason in RELEASING:
            held = Reservation.objects.held().filter(order=locked)
            with RESERVATION.step_many("lose", actor=actor, subjects=held) as lost:
                for reservation in lost:
                    reservation.release_reason = str(CloseReason(reason).label)
            locked.reserved = 0
    return locked


def end(order: JobOrder, reason: str) -> None:
    """The locked order stands still for nothing any more."""
    order.closed_at, order.close_reason = timezone.now(), reason
    order.held_since, order.held_because = None, ""
    order.paused_on, order.paused_by, order.pause_reason = None, None, ""
