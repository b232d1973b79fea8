"""Every write of this room."""

from jalur.journey.candidates.services.evidence import (
    add_held,
    ask_for_more,
    confirm_held,
    drop_assessed,
    earn,
    hold_assessed,
    remove_held,
    send_back,
)
from jalur.journey.candidates.services.files import (
    NewCandidate,
    come_back,
    edit_candidate,
    opt_into_planning,
    opt_out_of_planning,
    register_candidate,
    register_many,
    set_wishes,
    withdraw,
    withdraw_the_young,
)
from jalur.journey.candidates.services.merging import carry_file_over
from jalur.journey.candidates.services.slips import (
    confirm_slip,
    expire_slip,
    issue_slip,
    use_slip,
    withdraw_slip,
)
