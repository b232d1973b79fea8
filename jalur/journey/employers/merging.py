"""What later rooms hold of two entries that are one employer: each registers how its rows follow the entry that is kept."""

from typing import Protocol

from jalur.foundation.accounts.access import Actor
from jalur.journey.employers.models import Employer


class FollowUp(Protocol):
    """The room's part of joining, in its transaction, both entries locked."""

    def __call__(self, *, actor: Actor, kept: Employer, gone: Employer) -> None: ...


_rooms: dict[str, FollowUp] = {}


def register(room: str, follow_up: FollowUp) -> None:
    """A room that holds something of employers. A second registration replaces the first."""
    _rooms[room] = follow_up


def follow(*, actor: Actor, kept: Employer, gone: Employer) -> None:
    """Let every room do its part."""
    for follow_up in _rooms.values():
        follow_up(actor=actor, kept=kept, gone=gone)
