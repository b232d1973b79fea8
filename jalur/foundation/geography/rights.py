"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    VIEW_PLACE = "geography:place:view"
    LOAD_PLACE = "geography:place:load"
