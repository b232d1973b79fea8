"""Writing vacancies, from draft to their end."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.vacancies import queries
from jalur.journey.vacancies.models import Vacancy
from jalur.journey.vacancies.workflow import VACANCY
from jalur.kit.numbers import new_number
from jalur.kit.refusals import refusal


@dataclass(frozen=True)
class Listed:
    """A vacancy as a list names it, unsaved, with the competency codes it asks for."""

    vacancy: Vacancy
    requirements: Sequence[str] = ()


@deed
def enter_vacancy(
    *, actor: Actor, vacancy: Vacancy, requirements: Iterable[str] = (), today: date
) -> Vacancy:
    """A new vacancy as a draft. requirements: competency codes."""
    vacancy.number = vacancy.number or new_number("LK")
    vacancy.entered_by_id = actor.organisation_id
    with VACANCY.step("enter", actor=actor, subject=vacancy, today=today):
        vacancy.full_clean()
    vacancy.requirements.set(competencies.known(requirements, field="requirements"))
    return vacancy


def change_vacancy(
    *, actor: Actor, vacancy: Vacancy, requirements: Iterable[str] = (), today: date
) -> Vacancy:
    """Make a draft or an open vacancy as given; how it was stays in its field history."""
    codes = frozenset(requirements)
    with VACANCY.step("change", actor=actor, subject=vacancy, today=today) as locked:
        before, asked_before = copy(locked), queries.requirements_of(locked)
        locked.take_over(vacancy)
        if not before.take_over(locked) and codes == asked_before:
            raise UnchangedError
        locked.full_clean()
        locked.requirements.set(competencies.known(codes, field="requirements"))
    return locked


def open_vacancy(*, actor: Actor, vacancy: Vacancy, today: date) -> Vacancy:
    """Everybody can read it from now on."""
    with VACANCY.step("open", actor=actor, subject=vacancy, today=today) as locked:
        locked.opened_on = today
    return locked


def count_filled(*, actor: Actor, vacancy: Vacancy, filled: int, today: date) -> Vacancy:
    """How many openings are filled so far, as counted by hand."""
    with VACANCY.step("count", actor=actor, subject=vacancy, today=today) as locked:
        if filled == locked.filled:
            raise UnchangedError
        if filled > locked.openings:
            sentence = _("There are %(openings)d openings; no more can be filled.")
            raise refusal("filled", "too_many", sentence % {"openings": locked.openings})
        locked.filled = filled
    return locked


def fill_vacancy(*, actor: Actor, vacancy: Vacancy, today: date) -> Vacancy:
    """All openings are filled; it takes nobody else."""
    with VACANCY.step("fill", actor=actor, subject=vacancy, today=today) as locked:
        locked.filled, locked.ended_on = locked.openings, today
    return locked


def close_vacancy(*, actor: Actor, vacancy: Vacancy, today: date) -> Vacancy:
    """The last day has passed; what was counted as filled stays as counted."""
    with VACANCY.step("close", actor=actor, subject=vacancy, today=today) as locked:
        locked.ended_on = today
    return locked


def withdraw_vacancy(*, actor: Actor, vacancy: Vacancy, reason: str, today: date) -> Vacancy:
    """It is no longer public."""
    with VACANCY.step("withdraw", actor=actor, subject=vacancy, reason=reason, today=today) as locked:
        locked.ended_on = today
    return locked


@deed
def enter_many(*, actor: Actor, rows: Sequence[Listed], today: date) -> Sequence[Vacancy]:
    """Vacancies of a list, each entered and open at once. All or none."""
    entered = [
        enter_vacancy(actor=actor, vacancy=row.vacancy, requirements=row.requirements, today=today)
        for row in rows
    ]
    return [open_vacancy(actor=actor, vacancy=vacancy, today=today) for vacancy in entered]
