"""Every write of this room."""

from jalur.journey.job_orders.services.checks import Seen, note_checks
from jalur.journey.job_orders.services.employers import follow_employer
from jalur.journey.job_orders.services.ending import (
    attach_papers,
    close_order,
    expire_order,
    recall_order,
    remind_of_deadline,
    withdraw_order,
)
from jalur.journey.job_orders.services.holding import (
    Permitted,
    follow_permits,
    moves,
    pause_order,
    resume_order,
    stopped_by_law,
)
from jalur.journey.job_orders.services.openings import release_opening, reserve_opening
from jalur.journey.job_orders.services.orders import (
    change_draft,
    draft_order,
    open_many,
    refuse_order,
    revise_order,
    submit_order,
    verify_order,
)
from jalur.journey.job_orders.services.terms import Cost, set_terms
from jalur.journey.job_orders.services.versions import (
    agree_to_version,
    amend_order,
    refuse_version,
    withdraw_version,
)
