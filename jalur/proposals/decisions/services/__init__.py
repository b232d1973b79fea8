"""The office offers, the candidate answers: one proposal or many."""

from jalur.proposals.decisions.services.bulk import cancel_bulk, decide_many, perform_bulk
from jalur.proposals.decisions.services.decision import (
    accept,
    decline,
    expire,
    offer,
    record_no,
    record_yes,
    refuse,
    take_back,
    undo,
)
from jalur.proposals.decisions.services.link import open_link
