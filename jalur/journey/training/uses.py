"""What later rooms hang on a seat: each is told when seats are given back, in the step that gives them back."""

from collections.abc import Callable, Sequence
from typing import Any

from jalur.foundation.accounts.access import Actor

GivenBack = Callable[[Actor, Sequence[Any]], None]

_rooms: dict[str, GivenBack] = {}


def register(room: str, given_back: GivenBack) -> None:
    """A room that keeps something about seats. A second registration replaces the first."""
    _rooms[room] = given_back


def seats_given_back(actor: Actor, seats: Sequence[Any], *, but: str = "") -> None:
    """Let every room let go of what it keeps about these seats. but: the room whose own step it is."""
    for room, given_back in _rooms.items():
        if room != but:
            given_back(actor, seats)
