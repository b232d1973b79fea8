"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    VIEW_PERSON = "people:person:view"
    REGISTER_PERSON = "people:person:register"
    EDIT_PERSON = "people:person:edit"
    CORRECT_IDENTITY = "people:identity:correct"
    REVEAL_IDENTITY = "people:identity:reveal"
    VIEW_DUPLICATE = "people:duplicate:view"
    DECIDE_DUPLICATE = "people:duplicate:decide"
