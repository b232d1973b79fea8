"""The kinds of files that rows of rooms carry: a room registers each of its own when the application starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model

from jalur.foundation.accounts.access import Actor
from jalur.kit.components import Action, Crumb, Row

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class FileKind(Generic[M]):
    """A kind of file. The words are lazily translated.

    key: its name in addresses and in data/files/retention.csv. model: the table whose rows carry it; related: read along.
    title: what such a file is called on screens. reads, adds: the rights to the row with which its files are read, and added or
    taken away.
    person: the key of whose file the row belongs to, place: the region it lies in. most: how many a row carries.
    guard: why the row's files may not be changed now; None where they may. crumbs: the way to the row, for this reader.
    beside: what the row says, to be compared with the file, and what may be done with it after looking.
    """

    key: str
    model: type[M]
    title: str
    reads: str
    adds: str
    person: Callable[[M], UUID | None]
    place: Callable[[M], str]
    crumbs: Callable[[Actor, M], list[Crumb]]
    beside: Callable[[Actor, M], tuple[list[Row], Sequence[Action]]]
    guard: Callable[[M], ValidationError | None] = lambda _row: None
    related: tuple[str, ...] = ()
    most: int = 5

    @property
    def table(self) -> str:
        return self.model._meta.label_lower


_kinds: dict[str, FileKind[Any]] = {}


def register(kind: FileKind[Any]) -> None:
    """Make a kind of file known; a second registration replaces the first."""
    _kinds[kind.key] = kind


def kinds() -> list[FileKind[Any]]:
    return [_kinds[key] for key in sorted(_kinds)]


def kind_of(key: str) -> FileKind[Any]:
    return _kinds[key]
