"""Writing employers."""

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed
from jalur.journey.job_orders.models import Employer
from jalur.journey.job_orders.rights import Right


@deed
def register_employer(*, actor: Actor, employer: Employer) -> Employer:
    """A new employer; the same name in the same city is refused."""
    access.check(actor, Right.REGISTER_EMPLOYER, employer)
    employer.registered_by_id = actor.organisation_id
    employer.full_clean()
    employer.save()
    history.record(actor=actor, event="job_orders:employer:registered", subject=employer)
    return employer
