"""The words of a workflow: what a row of a room's table says. The mechanism that runs it: workflow.py."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from jalur.foundation.accounts.access import Actor, Role

NEW = frozenset({""})
"""The source of a step that makes the record."""
SAME = ""
"""The target of a step that changes the record and leaves its state as it is."""


class UnchangedError(Exception):
    """Raised in the body of a step: nothing was to be done, so nothing is saved or recorded."""


@dataclass(frozen=True)
class Reason:
    """Why a step is taken: kept in the record's field `name`. choices: code → words; empty means in the actor's own words."""

    name: str
    label: str
    missing: str
    choices: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    longest: int = 200


@dataclass(frozen=True)
class Due:
    """By when a step is to be taken, once a record waits in its `sources`: kept by foundation/due.

    name: what is to be done, as lists and pages call it. since: the record's field with the day or moment since which it waits; day: the
    one with the last day itself. Without a day the days of data/due/periods.csv count, found under `room:thing:verb`.
    then: the verb that the system takes once the last day has passed; without it, the next owner up the chain is told.
    place: where it lies, if not where the workflow says. reminder: the key of a message of the room's own, for whoever has no office.
    rests: which records nobody can move on for now; they are neither listed nor reminded of.
    office: key of the organisation whose turn it is, where a record is of several.
    """

    name: str
    since: str = "created_at"
    day: str = ""
    then: str = ""
    place: Callable[[Any], str] | None = None
    reminder: str = ""
    rests: Callable[[], Q] | None = None
    office: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Ask:
    """Who asks for a step, on which day, why; what a guard looks at beside the record itself."""

    actor: Actor
    today: date
    reason: str = ""


Guard = Callable[[Any, Ask], ValidationError | None]
"""Whether a step may be taken now: None, or the refusal. A guard changes nothing, so it can be asked at any time."""


@dataclass(frozen=True)
class Step:
    """From any of `sources`, by `verb`, to `target`.

    With SAME as target the right is asked once more of the record as the body changed it: nothing is moved out of one's own reach.

    right: what the actor must be allowed to do to the record. Without one the step is never taken for itself: it follows from a
    step of another record, in its body, and `causes` names the events that it may follow from.
    event, text: what is recorded and how that reads in a history; fields, codes: as in history.kinds.EventKind.
    label: title of the step's page; button: what is pressed; done: the sentence afterwards; lead: one sentence before.
    owner: whose turn it is while the record waits in `sources`, due: by when. asks: its page has a form of its own, beside a reason.
    leaves: guards of the record as the body leaves it, beside `guards`, which look at it as it was.
    by_system: rows for which the system takes the step by itself, from all rows and the day (services.taken_by says how).
    fits: records on whose page its button stands at all, so that none is dead for good; a guard refuses it on the others.
    """

    verb: str
    sources: AbstractSet[str]
    target: str
    event: str
    text: str
    right: str = ""
    causes: AbstractSet[str] = frozenset()
    fields: tuple[str, ...] = ()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    label: str = ""
    button: str = ""
    done: str = ""
    lead: str = ""
    weight: Literal["primary", "secondary", "quiet", "danger"] = "primary"
    reason: Reason | None = None
    asks: bool = False
    guards: tuple[Guard, ...] = ()
    leaves: tuple[Guard, ...] = ()
    owner: Role | None = None
    due: Due | None = None
    by_system: Callable[[QuerySet[Any], date], QuerySet[Any]] | None = None
    fits: Callable[[Any], bool] = lambda _record: True


@dataclass(frozen=True)
class Offer:
    """A step that the actor has the right to take now, and what stands in its way."""

    step: Step
    refusals: tuple[ValidationError, ...] = ()

    @property
    def is_free(self) -> bool:
        return not self.refusals

    @property
    def why_not(self) -> str:
        """What stands in its way, in sentences; "" when it is free."""
        return " ".join(sentence for refused in self.refusals for sentence in refused.messages)
