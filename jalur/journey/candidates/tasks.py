"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.candidates import services
from jalur.journey.candidates.workflow import SLIP

taken_by(SLIP, "expire", lambda slip, today: services.expire_slip(actor=SYSTEM, slip=slip, today=today))
