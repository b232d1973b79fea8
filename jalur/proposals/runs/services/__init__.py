"""A person starts and stops runs; a worker performs them."""

from jalur.proposals.runs.services.execution import perform_run
from jalur.proposals.runs.services.kernels import warm_up
from jalur.proposals.runs.services.requests import cancel_run, rename_run, start_run
