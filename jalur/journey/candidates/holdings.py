"""What later rooms hold for a candidate: each registers its rows, and how they are given back when she leaves the path."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow import locks
from jalur.journey.candidates.models import Candidate
from jalur.kit.refusals import refusal

ENDS = frozenset({"candidates:candidate:withdrawn", "people:duplicate:joined"})
"""The events with which a file ends: what is held follows from them."""


class GiveBack(Protocol):
    """The room's part of an end, in its transaction, every row locked; `why` is what people read."""

    def __call__(self, *, actor: Actor, rows: Sequence[Any], why: str) -> None: ...


@dataclass(frozen=True)
class Holding:
    """What one room holds for a candidate.

    model: its table, with a `candidate`; is_held: the rows not given back yet; called: how a sentence names one of them;
    hangs_on: foreign keys whose rows change along.
    """

    model: type[Model]
    is_held: Callable[[QuerySet[Any]], QuerySet[Any]]
    called: Callable[[Any], str]
    give_back: GiveBack
    hangs_on: tuple[str, ...] = ()

    def of(self, files: Sequence[Candidate]) -> list[Any]:
        """The rows held for these files."""
        rows = self.model._default_manager.filter(candidate__in=files)
        return list(self.is_held(rows).select_related(*self.hangs_on).order_by("pk"))


_rooms: dict[str, Holding] = {}


def register(room: str, holding: Holding) -> None:
    """A room that holds something for candidates. A second registration replaces the first."""
    _rooms[room] = holding


def registered() -> list[Holding]:
    """What every room holds."""
    return list(_rooms.values())


def called(candidate: Candidate) -> list[str]:
    """Everything held for a candidate, by name."""
    return [holding.called(row) for holding in registered() for row in holding.of([candidate])]


def lock_all(files: Sequence[Candidate]) -> None:
    """Lock everything held for these files, and the files, in the one order: before any of it moves."""
    keys: dict[type[Model], set[Any]] = {Candidate: {file.pk for file in files}}
    for holding in registered():
        for row in holding.of(files):
            for held in (row, *(getattr(row, name) for name in holding.hangs_on)):
                keys.setdefault(type(held), set()).add(held.pk)
    locks.lock_all(keys)


def give_back_all(*, actor: Actor, file: Candidate, why: str) -> None:
    """Give back everything held for a file, locked by `lock_all`, inside the step with which the file ends."""
    for holding in registered():
        rows = holding.of([file])
        if not locks.are_held(rows):
            sentence = _(
                "Somebody has just changed what is held for this candidate. Nothing was done; try again."
            )
            raise refusal("state", "changed_meanwhile", sentence)
        if rows:
            holding.give_back(actor=actor, rows=rows, why=why)
