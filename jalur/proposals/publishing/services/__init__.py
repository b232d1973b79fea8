"""A plan is published and taken back: at once, or where it is large by a worker."""

from jalur.proposals.publishing.services.publication import nothing_left, publish, take_plan_back
from jalur.proposals.publishing.services.requests import (
    cancel_job,
    perform_job,
    request_publication,
    request_taking_back,
)
