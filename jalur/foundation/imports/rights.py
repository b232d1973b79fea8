"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    DECIDE_IMPORT = "imports:import:decide"
