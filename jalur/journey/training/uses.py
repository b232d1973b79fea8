"""What later rooms hang on classes and seats: each is told in the step that gives seats back, or after which a class takes nobody."""

from collections.abc import Callable, Sequence
from typing import Any

from jalur.foundation.accounts.access import Actor

GivenBack = Callable[[Actor, Sequence[Any]], None]
TakesNobody = Callable[[Actor, Any], None]

_rooms: dict[str, GivenBack] = {}
_over: dict[str, TakesNobody] = {}


def register(room: str, given_back: GivenBack, *, takes_nobody: TakesNobody | None = None) -> None:
    """A room that keeps something about seats, or about classes as long as they take people. A second registration replaces the first."""
    _rooms[room] = given_back
    if takes_nobody is not None:
        _over[room] = takes_nobody


def seats_given_back(actor: Actor, seats: Sequence[Any], *, but: str = "") -> None:
    """Let every room let go of what it keeps about these seats. but: the room whose own step it is."""
    for room, given_back in _rooms.items():
        if room != but:
            given_back(actor, seats)


def takes_nobody(actor: Actor, intake: Any) -> None:
    """The class has begun or was cancelled: what rooms keep for those who might still have come is over."""
    for over in _over.values():
        over(actor, intake)
