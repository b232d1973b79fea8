"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.talent_pool import services
from jalur.journey.talent_pool.workflow import CONSENT, REQUEST

taken_by(
    CONSENT,
    "expire",
    lambda consent, today: services.expire_consent(actor=SYSTEM, consent=consent, today=today),
)
taken_by(
    REQUEST,
    "lapse",
    lambda request, today: services.lapse_request(actor=SYSTEM, request=request, today=today),
)
