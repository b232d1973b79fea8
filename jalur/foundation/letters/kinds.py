"""The kinds of letters that rows of rooms carry: a room registers each of its own when the application starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from jalur.kit.components import Crumb

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Words:
    """What a letter says beside head, number and signature: its subject, whom it goes to line by line, and the template's values."""

    subject: str
    recipient: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Together(Generic[M]):
    """A record to whose rows a letter of the kind is written in one go: a class to everybody who has a seat.

    model: its table; rows: those who are written to now, in the order of their numbers; label: what the button says; back: the
    way to its page.
    """

    model: type[Any]
    rows: Callable[[Any], QuerySet[M]]
    label: str
    back: Callable[[Any], Crumb]


@dataclass(frozen=True)
class LetterKind(Generic[M]):
    """A kind of letter. title and subject are lazily translated.

    key: its name in addresses. model: the table whose rows carry it; related: read along. template: its file below jalur/.
    issues: the right to the row with which it is issued; the letter itself is read by the office that issued it and by whom it
    is about. person: whose file the row belongs to. words: what the letter says of the row, with what was answered in `form`, in the
    language in force. example: the same of nobody, for the preview. back: the way to the row's page.
    guard: why it may not be issued now; None where it may. languages: in which it can be written, Indonesian first.
    is_statement: about somebody and to nobody (`#show: statement`), so without nature and enclosure. together: where many are written
    at once.
    """

    key: str
    model: type[M]
    title: str
    template: str
    issues: str
    person: Callable[[M], UUID | None]
    words: Callable[[M, Mapping[str, Any]], Words]
    example: Callable[[], Words]
    back: Callable[[M], Crumb]
    form: Callable[..., Any]
    related: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("id",)
    guard: Callable[[M], ValidationError | None] = lambda _row: None
    is_statement: bool = False
    together: Together[M] | None = None


_kinds: dict[str, LetterKind[Any]] = {}


def register(kind: LetterKind[Any]) -> None:
    """Make a kind of letter known; a second registration replaces the first."""
    _kinds[kind.key] = kind


def kinds() -> list[LetterKind[Any]]:
    return [_kinds[key] for key in sorted(_kinds)]


def kind_of(key: str) -> LetterKind[Any]:
    return _kinds[key]
