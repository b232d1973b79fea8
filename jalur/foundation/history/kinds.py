"""What can happen: every room declares its events with the words they read as, and nothing else is recorded."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

Names = Callable[[Collection[str]], Mapping[str, str]]
"""Codes → their words in the reader's language."""


@dataclass(frozen=True)
class EventKind:
    """One kind of event, named `room:thing:past_participle`.

    text: how it reads in a history, lazily translated. is_public: whoever sees the subject may read that it happened (as which
    role, never who); other kinds are read by those whose `history:event:view` reaches the person or the place. fields: names
    of the subject's fields whose values before and after are shown. codes: key of the detail → code → words. names: key of the
    detail → how the codes of a table read, asked for many at once.
    """

    name: str
    text: str
    is_public: bool = False
    fields: tuple[str, ...] = ()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, "Names"] = field(default_factory=dict)


_kinds: dict[str, EventKind] = {}


def declare(*kinds: EventKind) -> None:
    """Add kinds of events; two rooms, or two texts for one event, are a programming error."""
    for kind in kinds:
        if _kinds.setdefault(kind.name, kind) != kind:
            raise LookupError(f"event {kind.name} is declared twice, with different words")


def kind_of(event: str) -> EventKind:
    """The declaration of an event; LookupError when no room declares it."""
    try:
        return _kinds[event]
    except KeyError:
        raise LookupError(f"no room declares the event {event}: add it beside the room's workflow") from None


def kinds() -> dict[str, EventKind]:
    """Every kind by its name."""
    return dict(_kinds)
