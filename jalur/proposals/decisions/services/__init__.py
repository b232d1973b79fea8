"""Only a named person decides, on one proposal or on many."""

from jalur.proposals.decisions.services.bulk import cancel_bulk, decide_many, perform_bulk
from jalur.proposals.decisions.services.decision import accept, refuse, undo
