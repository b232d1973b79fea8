"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    VIEW_RULE = "rulebook:rule:view"
    EDIT_RULE = "rulebook:rule:edit"
    LOAD_RULE = "rulebook:rule:load"
