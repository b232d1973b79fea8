"""Every write of this room."""

from jalur.journey.permits.services.applying import add_paper, apply_permit, change_positions, draft_permit
from jalur.journey.permits.services.bulk import enter_many
from jalur.journey.permits.services.deciding import (
    enter_permit,
    grant_permit,
    refuse_permit,
    reinstate_permit,
    return_permit,
    set_quotas,
)
from jalur.journey.permits.services.requests import (
    agree_request,
    ask_extension,
    propose_revocation,
    refuse_request,
)
