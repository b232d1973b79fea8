"""Every write of this room."""

from jalur.journey.candidates.services.duplicates import decide_different, decide_same
from jalur.journey.candidates.services.evidence import add_held, confirm_held, remove_held
from jalur.journey.candidates.services.files import (
    NewCandidate,
    NewHeld,
    come_back,
    edit_candidate,
    opt_into_planning,
    opt_out_of_planning,
    register_candidate,
    register_many,
    set_wishes,
    withdraw,
)

__all__ = [
    "NewCandidate",
    "NewHeld",
    "add_held",
    "come_back",
    "confirm_held",
    "decide_different",
    "decide_same",
    "edit_candidate",
    "opt_into_planning",
    "opt_out_of_planning",
    "register_candidate",
    "register_many",
    "remove_held",
    "set_wishes",
    "withdraw",
]
