"""Every write of the room, for whoever comes from outside. A worker makes plans; only named people decide."""

from jalur.proposals.decisions.services import (
    accept,
    cancel_bulk,
    decide_many,
    decline,
    expire,
    offer,
    open_link,
    perform_bulk,
    record_no,
    record_yes,
    refuse,
    take_back,
    undo,
)
from jalur.proposals.publishing.services import (
    cancel_job,
    perform_job,
    publish,
    request_publication,
    request_taking_back,
    take_plan_back,
)
from jalur.proposals.runs.services import cancel_run, perform_run, rename_run, start_run, warm_up
from jalur.proposals.services.lost_work import take_up_lost_work
from jalur.proposals.what_if.services import cancel_study, perform_study, start_study
