"""Everything that is done to a list that is read in."""

from jalur.foundation.imports.services.contents import contents_of, is_long, look_of, plan_of
from jalur.foundation.imports.services.drafts import answer, apply, drop, forget_left_out, take_rows, upload
from jalur.foundation.imports.services.headings import remembered
from jalur.foundation.imports.services.jobs import cancel_job, perform_job, take_up_lost_jobs

__all__ = [
    "answer",
    "apply",
    "cancel_job",
    "contents_of",
    "drop",
    "forget_left_out",
    "is_long",
    "look_of",
    "perform_job",
    "plan_of",
    "remembered",
    "take_rows",
    "take_up_lost_jobs",
    "upload",
]
