"""What follows where a paper shows somebody to be younger than the youngest age for training: later rooms let her go."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from jalur.foundation.accounts.access import Actor
from jalur.foundation.people.models import Person
from jalur.foundation.rulebook import queries as rulebook
from jalur.kit.dates import completed_years


class LetGo(Protocol):
    """The room's part of the correction, in its transaction, the person locked."""

    def __call__(self, *, actor: Actor, person: Person, today: date) -> None: ...


_rooms: dict[str, tuple[Callable[[Person], str], LetGo]] = {}


def register(room: str, *, consequence: Callable[[Person], str], let_go: LetGo) -> None:
    """A room that has young people on a path; consequence: what follows for one, in a sentence, or "". Again replaces."""
    _rooms[room] = (consequence, let_go)


def youngest(today: date) -> int:
    """The age at which training starts, 0 without a rule."""
    return rulebook.age_range(purpose="training", on=today).min_age or 0


def is_too_young(birth_date: date | None, today: date) -> bool:
    return birth_date is not None and completed_years(birth_date, today) < youngest(today)


def consequences(person: Person) -> list[str]:
    """What every room does once the correction is made."""
    return [sentence for consequence, _let_go in _rooms.values() if (sentence := consequence(person))]


def let_go(*, actor: Actor, person: Person, today: date) -> None:
    """Let every room do its part."""
    for _consequence, act in _rooms.values():
        act(actor=actor, person=person, today=today)
