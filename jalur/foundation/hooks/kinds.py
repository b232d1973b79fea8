"""Which events a program can be told: those of records that it can read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.router import Reading, readings, rooms
from jalur.foundation.history import kinds
from jalur.foundation.workflow.workflow import declared

TEST = "hooks:hook:tested"
"""What a test tells of."""
NOTHING = _(
    "A program is told of what it may read, and this one may read nothing that changes. Connect one that may read more."
)


@dataclass(frozen=True)
class Group:
    """The events of one room: room, its words, event → words."""

    room: str
    words: str
    kinds: dict[str, str]


def thing_of(event: str) -> str:
    return event.rpartition(":")[0]


def reading_of(event: str) -> Reading | None:
    """Where a program reads what the event is about."""
    return readings().get(thing_of(event))


def groups(actor: Actor, scopes: Collection[str]) -> list[Group]:
    """What a program can be told, by room: changes of records, and what is public about them, where its rights and scopes let it read.

    Who looked at something is no change: that stays between the person and those who supervise.
    """
    known = readings()  # first: it reads the rooms
    found: dict[str, dict[str, str]] = {}
    for name, text in _changes():
        reading = known.get(thing_of(name))
        if reading and reading.scope in scopes and access.may(actor, reading.right):
            found.setdefault(name.partition(":")[0], {})[name] = text
    return [Group(room, words, found[room]) for room, words in rooms().items() if room in found]


def offered(actor: Actor, scopes: Collection[str]) -> set[str]:
    return {name for group in groups(actor, scopes) for name in group.kinds}


def words_of(event: str) -> str:
    """An event as it reads; its name when no room has it any more."""
    kind = kinds.kinds().get(event)
    return capfirst(str(kind.text)) if kind else event


def _changes() -> Iterator[tuple[str, str]]:
    steps = {step.event for table in declared() for step in table.steps}
    for name, kind in sorted(kinds.kinds().items()):
        if kind.is_public or name in steps:
            yield name, capfirst(str(kind.text))
