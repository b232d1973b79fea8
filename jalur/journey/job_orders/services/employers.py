"""What becomes of orders when two entries of their employer are joined."""

from jalur.foundation.accounts.access import Actor
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.job_orders.workflow import ORDER


def follow_employer(*, actor: Actor, kept: Employer, gone: Employer) -> None:
    """Every order of the entry that goes belongs to the one that is kept; part of the deed that joins them."""
    orders = JobOrder.objects.filter(employer=gone)
    with ORDER.step_many("follow_employer", actor=actor, subjects=orders) as moved:
        for order in moved:
            order.employer = kept
