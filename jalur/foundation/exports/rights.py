"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    EXPORT_LIST = "exports:list:export"
    VIEW_EXPORT = "exports:export:view"
