"""Writing programmes: what an institute teaches."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.curricula import queries as curricula
from jalur.journey.curricula.models import STANDING
from jalur.journey.training.models import Programme
from jalur.journey.training.workflow import PROGRAMME
from jalur.kit.refusals import refusal


@deed
def add_programme(
    *, actor: Actor, programme: Programme, teaches: Iterable[str], prerequisites: Iterable[str] = ()
) -> Programme:
    """A new programme of an institute; what it teaches and what must be held before are competency codes.

    With a curriculum it teaches what the parts of that lead to, whatever `teaches` says.
    """
    with PROGRAMME.step("add", actor=actor, subject=programme):
        teaches = _as_in_curriculum(programme, teaches)
        programme.full_clean()
    _write_competencies(programme, teaches, prerequisites)
    return programme


def change_programme(
    *, actor: Actor, programme: Programme, teaches: Iterable[str], prerequisites: Iterable[str] = ()
) -> Programme:
    """Make a programme as given. Classes that already run keep their seats; what they teach follows the programme."""
    with PROGRAMME.step("change", actor=actor, subject=programme) as locked:
        teaches = _as_in_curriculum(programme, teaches)
        changed = locked.take_over(programme)
        locked.full_clean()
        if not _write_competencies(locked, teaches, prerequisites) and not changed:
            raise UnchangedError
    return locked


def close_programme(*, actor: Actor, programme: Programme, today: date) -> Programme:
    """No new classes from today on. Refused while a class is open for enrolment or running."""
    with PROGRAMME.step("close", actor=actor, subject=programme, today=today) as locked:
        locked.closed_on = today
    return locked


def _as_in_curriculum(programme: Programme, teaches: Iterable[str]) -> Iterable[str]:
    """What a programme teaches, and its hours, by the curriculum that it names; as asked where it names none."""
    version = programme.curriculum
    if version is None:
        return teaches
    if version.curriculum.provider_id != programme.provider_id or version.state not in STANDING:
        raise refusal(
            "curriculum", "unknown", _("Choose a curriculum of your own institute that is in force.")
        )
    codes = curricula.codes_of(version)
    if not codes:
        sentence = _("No part of this curriculum leads to a competency. Choose another, or none.")
        raise refusal("curriculum", "no_competency", sentence)
    programme.hours = curricula.totals_of(version).hours
    return codes


def _write_competencies(programme: Programme, teaches: Iterable[str], prerequisites: Iterable[str]) -> bool:
    """Gives whether there was something to change."""
    changed = False
    for field, codes in (("teaches", teaches), ("prerequisites", prerequisites)):
        relation, asked = getattr(programme, field), competencies.known(codes, field=field)
        changed |= set(relation.all()) != set(asked)
        relation.set(asked)
    if not programme.teaches.exists():
        sentence = _("Choose at least one competency that the programme teaches.")
        raise refusal("teaches", "nothing", sentence)
    return changed
