"""Every write of the room. Runs are started and stopped here and performed by a worker; only a named person decides."""

from jalur.proposals.services.bulk import cancel_bulk, decide_many, perform_bulk
from jalur.proposals.services.deciding import accept, refuse, undo
from jalur.proposals.services.performing import perform_run
from jalur.proposals.services.runs import cancel_run, start_run
from jalur.proposals.services.studying import cancel_study, perform_study, start_study
from jalur.proposals.services.upkeep import take_up_lost_work
from jalur.proposals.services.warming import warm_up

__all__ = [
    "accept",
    "cancel_bulk",
    "cancel_run",
    "cancel_study",
    "decide_many",
    "perform_bulk",
    "perform_run",
    "perform_study",
    "refuse",
    "start_run",
    "start_study",
    "take_up_lost_work",
    "undo",
    "warm_up",
]
