"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.services import taken_by
from jalur.journey.candidates.services import imports
from jalur.journey.candidates.workflow import IMPORT

taken_by(IMPORT, "drop", lambda draft, _today: imports.drop(actor=SYSTEM, draft=draft))
