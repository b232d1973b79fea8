"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    VIEW_CANDIDATE = "candidates:candidate:view"
    REGISTER_CANDIDATE = "candidates:candidate:register"
    EDIT_CANDIDATE = "candidates:candidate:edit"
    CONFIRM_EVIDENCE = "candidates:evidence:confirm"
    OPT_OUT_PLANNING = "candidates:planning:opt_out"
    WITHDRAW_CANDIDATE = "candidates:candidate:withdraw"
    EXPORT_CANDIDATE = "candidates:candidate:export"
    VIEW_OWN = "candidates:own:view"
    VIEW_DESK = "candidates:desk:view"
    IMPORT_CANDIDATE = "candidates:candidate:import"
    RETURN_CANDIDATE = "candidates:candidate:return"
