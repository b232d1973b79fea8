"""What later rooms hold of people who may be one: each registers what it shows beside the other and what a decision means."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from jalur.foundation.accounts.access import Actor
from jalur.foundation.people.models import Person


@dataclass(frozen=True)
class Held:
    """What one room holds of two people: `lines` of (what, of the first, of the second), `consequence` of finding them one."""

    lines: tuple[tuple[str, str, str], ...] = ()
    consequence: str = ""


Compare = Callable[[Person, Person], Held]
"""(first, second) → what the room holds of each."""


class FollowUp(Protocol):
    """The room's part of a decision, in its transaction, both people locked."""

    def __call__(self, *, actor: Actor, kept: Person, gone: Person) -> None: ...


_rooms: dict[str, tuple[Compare, FollowUp]] = {}


def register(room: str, *, compare: Compare, follow_up: FollowUp) -> None:
    """A room that holds something of people. A second registration replaces the first."""
    _rooms[room] = (compare, follow_up)


def held(first: Person, second: Person) -> list[Held]:
    """What every room holds of two people."""
    return [compare(first, second) for compare, _follow_up in _rooms.values()]


def follow(*, actor: Actor, kept: Person, gone: Person) -> None:
    """Let every room do its part."""
    for _compare, follow_up in _rooms.values():
        follow_up(actor=actor, kept=kept, gone=gone)
