"""What can be done in this room, by name: exactly the actions of access.csv."""

from enum import StrEnum


class Right(StrEnum):
    VIEW_RUN = "proposals:run:view"
    START_RUN = "proposals:run:start"
    CANCEL_RUN = "proposals:run:cancel"
    VIEW_PROPOSAL = "proposals:proposal:view"
    LIST_PROPOSAL = "proposals:proposal:list"
    VIEW_PATH = "proposals:path:view"
    DECIDE_PROPOSAL = "proposals:proposal:decide"
    ANSWER_PROPOSAL = "proposals:proposal:answer"
    RECORD_ANSWER = "proposals:answer:record"
    OPEN_LINK = "proposals:link:open"
    UNDO_PROPOSAL = "proposals:proposal:undo"
