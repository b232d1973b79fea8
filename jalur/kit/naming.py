"""Rights with names for people."""

from enum import StrEnum
from typing import Any, Self


class NamedRight(StrEnum):
    """What each room's `Right` is made of: the action, and the words in which the table of rights names it."""

    words: Any

    def __new__(cls, action: str, words: Any) -> Self:
        right = str.__new__(cls, action)
        right._value_ = action
        right.words = words
        return right
