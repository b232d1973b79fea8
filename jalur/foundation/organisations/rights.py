"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    VIEW_ORGANISATION = "organisations:organisation:view"
    REGISTER_ORGANISATION = "organisations:organisation:register"
    EDIT_ORGANISATION = "organisations:organisation:edit"
    RECORD_LICENCE = "organisations:licence:record"
    VIEW_MEMBER = "organisations:member:view"
    MANAGE_MEMBER = "organisations:member:manage"
    RESET_FACTOR = "organisations:factor:reset"
    CLOSE_ORGANISATION = "organisations:organisation:close"
    ACCEPT_INVITATION = "organisations:invitation:accept"
    LEAVE_MEMBER = "organisations:member:leave"
