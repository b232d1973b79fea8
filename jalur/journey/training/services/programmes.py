"""Writing programmes: what an institute teaches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Competency
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import atomic
from jalur.journey.training.models import Programme
from jalur.journey.training.workflow import PROGRAMME
from jalur.kit.refusals import refusal

# What can stand in an address; "new" is the page that adds one.
CODE = re.compile(r"(?!new$)[A-Za-z0-9][A-Za-z0-9.-]*")


@dataclass(frozen=True)
class ProgrammeDetails:
    """What a programme says of itself; `teaches` and `prerequisites` are competency codes, `hours` is JP."""

    provider: Organisation
    code: str
    title: str
    teaches: Sequence[str]
    prerequisites: Sequence[str] = ()
    hours: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    min_education: int | None = None


@atomic()
def add_programme(*, actor: Actor, details: ProgrammeDetails) -> Programme:
    """A new programme of an institute."""
    programme = Programme()
    _fill(programme, details)
    with PROGRAMME.step("add", actor=actor, subject=programme):
        _check(programme, details)
    _write_competencies(programme, details)
    return programme


def change_programme(*, actor: Actor, programme: Programme, details: ProgrammeDetails) -> Programme:
    """Change a programme. Classes that already run keep their seats; what they teach follows the programme."""
    with PROGRAMME.step("change", actor=actor, subject=programme) as locked:
        _fill(locked, details)
        _check(locked, details)
        _write_competencies(locked, details)
    return locked


def close_programme(*, actor: Actor, programme: Programme, today: date) -> Programme:
    """No new classes from today on. Refused while a class is open for enrolment or running."""
    with PROGRAMME.step("close", actor=actor, subject=programme, today=today) as locked:
        locked.closed_on = today
    return locked


def _fill(programme: Programme, details: ProgrammeDetails) -> None:
    programme.provider = details.provider
    programme.code, programme.title = details.code.strip(), details.title.strip()
    programme.hours = details.hours
    programme.min_age, programme.max_age = details.min_age, details.max_age
    programme.min_education = details.min_education


def _check(programme: Programme, details: ProgrammeDetails) -> None:
    if not details.teaches:
        sentence = _("Choose at least one competency that the programme teaches.")
        raise refusal("teaches", "nothing", sentence)
    if not CODE.fullmatch(programme.code):
        sentence = _("Write the code with letters, digits, dots and hyphens only, for example LAS-KR-01.")
        raise refusal("code", "code", sentence)
    for field, codes in (("teaches", details.teaches), ("prerequisites", details.prerequisites)):
        if unknown := sorted(set(codes) - set(competencies.competency_labels(codes))):
            sentence = _("There is no competency %(code)s. Choose one from the list.") % {"code": unknown[0]}
            raise refusal(field, "unknown", sentence)
    programme.full_clean()


def _write_competencies(programme: Programme, details: ProgrammeDetails) -> None:
    programme.teaches.set(Competency.objects.filter(pk__in=details.teaches))
    programme.prerequisites.set(Competency.objects.filter(pk__in=details.prerequisites))
