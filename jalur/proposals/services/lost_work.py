"""What happens to work whose worker is lost."""

from jalur.foundation.work.services import take_up_lost
from jalur.proposals.decisions.services.bulk import defer_bulk
from jalur.proposals.publishing.services.requests import defer_job
from jalur.proposals.runs.services.requests import defer_run
from jalur.proposals.what_if.services import defer_study
from jalur.proposals.workflow import BULK_DECISION, PUBLICATION_JOB, RUN, STUDY


def take_up_lost_work() -> int:
    """Queue again what a lost worker left behind; what is lost twice is given up with a sentence. Gives how many."""
    return (
        take_up_lost(RUN, defer_run, progress={})
        + take_up_lost(STUDY, defer_study, progress={})
        + take_up_lost(BULK_DECISION, defer_bulk)
        + take_up_lost(PUBLICATION_JOB, defer_job)
    )
