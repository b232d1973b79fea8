"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    VIEW_COMPETENCY = "competencies:competency:view"
    VIEW_STANDARD = "competencies:standard:view"
    EDIT_STANDARD = "competencies:standard:edit"
    LOAD_STANDARD = "competencies:standard:load"
