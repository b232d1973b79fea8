"""What the system does in this room by the clock."""

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.imports import services
from jalur.foundation.imports.workflow import IMPORT
from jalur.foundation.workflow.services import taken_by

taken_by(IMPORT, "drop", lambda draft, _today: services.drop(actor=SYSTEM, draft=draft))
