"""What rows carry tasks: a room registers each of its tables when the application starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model

from jalur.foundation.accounts.access import Actor
from jalur.kit.components import Crumb

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class TaskKind(Generic[M]):
    """A table whose rows carry tasks.

    key: its name in addresses; title: what such a row is called on screens. thing: whose record page shows them; "" where the
    file of a person does. right: what somebody who puts a task on a row must be allowed to do to it; related: read along.
    person: the key of whose file it belongs to, place: the region it lies in; crumbs: the way to the row, for this reader.
    """

    key: str
    model: type[M]
    title: str
    right: str
    person: Callable[[M], UUID | None]
    place: Callable[[M], str]
    crumbs: Callable[[Actor, M], list[Crumb]]
    thing: str = ""
    related: tuple[str, ...] = ()


_kinds: dict[str, TaskKind[Any]] = {}


def register(kind: TaskKind[Any]) -> None:
    """Make a table known whose rows carry tasks; a second registration replaces the first."""
    _kinds[kind.key] = kind


def kinds() -> list[TaskKind[Any]]:
    return [_kinds[key] for key in sorted(_kinds)]


def kind_of(key: str) -> TaskKind[Any] | None:
    """A registered kind; None when no room has it (any more)."""
    return _kinds.get(key)
