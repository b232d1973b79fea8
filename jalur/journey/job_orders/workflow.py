"""How an order goes from draft to closed; the attaché verifies it (UU 18/2017 art. 10)."""

from jalur.journey.job_orders.models import State
from jalur.kit.workflow import Transition

TRANSITIONS = (
    Transition(
        verb="submit",
        sources=frozenset({State.DRAFT}),
        target=State.SUBMITTED,
        action="job_orders:order:draft",
        event="job_orders:order:submitted",
    ),
    Transition(
        verb="verify",
        sources=frozenset({State.SUBMITTED}),
        target=State.OPEN,
        action="job_orders:order:verify",
        event="job_orders:order:verified",
    ),
    Transition(
        verb="refuse",
        sources=frozenset({State.SUBMITTED}),
        target=State.REFUSED,
        action="job_orders:order:verify",
        event="job_orders:order:refused",
        needs_reason=True,
    ),
    Transition(
        verb="revise",
        sources=frozenset({State.REFUSED}),
        target=State.DRAFT,
        action="job_orders:order:draft",
        event="job_orders:order:revised",
    ),
    Transition(
        verb="close",
        sources=frozenset({State.OPEN}),
        target=State.CLOSED,
        action="job_orders:order:close",
        event="job_orders:order:closed",
        needs_reason=True,
    ),
)
