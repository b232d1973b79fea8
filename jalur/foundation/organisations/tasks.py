"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.organisations import services
from jalur.foundation.organisations.workflow import INVITATION, LICENCE
from jalur.foundation.workflow.services import taken_by

taken_by(
    LICENCE,
    "expire",
    lambda licence, today: services.expire_licence(actor=SYSTEM, licence=licence, today=today),
)
taken_by(
    INVITATION,
    "expire",
    lambda invitation, today: services.expire_invitation(actor=SYSTEM, invitation=invitation, today=today),
)
