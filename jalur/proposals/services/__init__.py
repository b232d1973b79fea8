"""Every write of the room, for whoever comes from outside. A worker makes plans; only a named person decides."""

from jalur.proposals.decisions.services import accept, cancel_bulk, decide_many, perform_bulk, refuse, undo
from jalur.proposals.runs.services import cancel_run, perform_run, start_run, warm_up
from jalur.proposals.services.lost_work import take_up_lost_work
from jalur.proposals.what_if.services import cancel_study, perform_study, start_study
