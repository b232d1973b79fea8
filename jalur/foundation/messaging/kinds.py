"""The messages that rooms send, and the tables whose rows they are sent to: each room registers its own at the start."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model

M = TypeVar("M", bound=Model)
Value = date | int


@dataclass(frozen=True)
class MessageKind:
    """One kind of message. The words are lazily translated, and what stands in them is a day or a number: nothing else can.

    key: `room:what`, its name in addresses and as the template of a channel. title: what it is called on screens. subject: the head
    of a letter. text: a sentence or two with `%(name)s` for each of `values`, name → an example. link: the path that it leads to, from the
    key of what it is about; the page behind it asks who one is.
    holds: whether it is still true, from that key, asked right before it is sent. is_urgent: sent in the quiet hours too.
    is_needed: cannot be switched off, because the person's rights hang on it. is_everywhere: by every channel she has, because
    one of them may be in somebody else's hands.
    is_for_offices: it is about an office's work; nobody is asked for herself whether she wants it.
    """

    key: str
    title: str
    subject: str
    text: str
    link: Callable[[str], str]
    values: Mapping[str, Value] = field(default_factory=dict)
    holds: Callable[[str], bool] = lambda _about: True
    is_urgent: bool = False
    is_needed: bool = True
    is_everywhere: bool = False
    is_for_offices: bool = False


@dataclass(frozen=True)
class Reach:
    """How somebody is reached: addresses that she has shown to be hers, numbers in E.164; "" without one.

    push: the account whose devices show notices.
    """

    name: str
    email: str = ""
    phone: str = ""
    language: str = "id"
    push: str = ""


@dataclass(frozen=True)
class Recipient(Generic[M]):
    """A table whose rows messages are sent to.

    view: the right to a row, for whoever reads to whom a message went. has_preferences: its rows say how they want to be
    reached. person: the key of whose file it belongs to; place: the region it lies in; reach: many rows at once → how each is reached.
    """

    model: type[M]
    view: str
    person: Callable[[M], UUID | None]
    place: Callable[[M], str]
    reach: Callable[[Iterable[M]], Mapping[Any, Reach]]
    has_preferences: bool = False

    @property
    def table(self) -> str:
        return self.model._meta.label_lower


@dataclass(frozen=True)
class Written:
    """A message in words, in the recipient's language. values: the kind's, as they read, in its order; link: a whole address, or ""."""

    kind: str
    language: str
    subject: str
    text: str
    link: str
    values: tuple[str, ...] = ()
    unsubscribe: str = ""
    is_urgent: bool = False

    @property
    def short(self) -> str:
        """For a channel without a subject."""
        return " ".join(part for part in (f"Jalur: {self.text}", self.link) if part)


@dataclass(frozen=True)
class Quiet:
    """Hours of the day, by the clock of where she lives, in which only what is urgent is sent."""

    since: time
    until: time


_kinds: dict[str, MessageKind] = {}
_recipients: dict[str, Recipient[Any]] = {}


def register(*kinds: MessageKind) -> None:
    """Make kinds of messages known; a second registration replaces the first."""
    _kinds.update({kind.key: kind for kind in kinds})


def register_recipient(recipient: Recipient[Any]) -> None:
    """Make a table known whose rows messages are sent to."""
    _recipients[recipient.table] = recipient


def kinds() -> list[MessageKind]:
    return [_kinds[key] for key in sorted(_kinds)]


def kind_of(key: str) -> MessageKind:
    """A registered kind; KeyError when no room has it (any more)."""
    return _kinds[key]


def recipient_of(table: str) -> Recipient[Any]:
    return _recipients[table]


def with_preferences() -> Recipient[Any]:
    """The table whose rows say how they want to be reached: people."""
    return next(recipient for recipient in _recipients.values() if recipient.has_preferences)
