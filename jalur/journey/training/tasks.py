"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.training import services
from jalur.journey.training.workflow import INTAKE

taken_by(
    INTAKE, "start", lambda intake, today: services.start_intake(actor=SYSTEM, intake=intake, today=today)
)
