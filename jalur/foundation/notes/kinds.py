"""What rows carry notes: a room registers each of its tables when the application starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model

from jalur.foundation.accounts.access import Actor
from jalur.kit.components import Crumb

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class NoteKind(Generic[M]):
    """A table whose rows carry notes.

    key: its name in addresses; thing: whose record page shows them; title: what such a row is called on screens. right: whoever has it to
    a row works on it, writes notes there and reads those for all who do; related: read along. person: the path from a row to the key
    of whose file it belongs to, "" where it is nobody's; place: the region it lies in; crumbs: the way to the row, for this reader.
    named: the field by which programs name a row.
    """

    key: str
    model: type[M]
    thing: str
    title: str
    right: str
    place: Callable[[M], str]
    crumbs: Callable[[Actor, M], list[Crumb]]
    person: str = ""
    named: str = "number"
    related: tuple[str, ...] = ()

    def person_of(self, row: M) -> UUID | None:
        """The key of whose file a row belongs to."""
        found: Any = row if self.person else None
        for step in self.person.split("__") if self.person else ():
            found = getattr(found, step)
        return found


_kinds: dict[str, NoteKind[Any]] = {}


def register(kind: NoteKind[Any]) -> None:
    """Make a table known whose rows carry notes; a second registration replaces the first."""
    _kinds[kind.key] = kind


def kinds() -> list[NoteKind[Any]]:
    return [_kinds[key] for key in sorted(_kinds)]


def kind_of(key: str) -> NoteKind[Any] | None:
    """A registered kind; None when no room has it (any more)."""
    return _kinds.get(key)
