"""Whom something takes, and competencies by kind, as every room's screens say it."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _

from jalur.foundation.competencies.models import SCHOOLING, SEXES, Competency, Kind


class Ages(Protocol):
    """Limits, a row that has them, an age range of the rulebook."""

    @property
    def min_age(self) -> int | None: ...

    @property
    def max_age(self) -> int | None: ...


def age_words(limits: Ages) -> str:
    """An age range in completed years, in words."""
    youngest, oldest = limits.min_age, limits.max_age
    if youngest is not None and oldest is not None:
        return _("%(youngest)s to %(oldest)s years") % {"youngest": youngest, "oldest": oldest}
    if youngest is not None:
        return _("at least %(youngest)s years") % {"youngest": youngest}
    if oldest is not None:
        return _("at most %(oldest)s years") % {"oldest": oldest}
    return _("any age")


def sex_words(sex: str) -> str:
    """women, men, or women and men."""
    return str(dict(SEXES)[sex])


def schooling_words(min_education: int | None) -> str:
    """The schooling that is asked for at least."""
    return str(dict(SCHOOLING)[min_education])


def by_kind(competencies: Iterable[Competency]) -> list[tuple[str, list[Competency]]]:
    """Competencies under the headings skill, language, soft skill, culture; empty headings are left out."""
    rows = list(competencies)
    groups = [(str(kind.label), [row for row in rows if row.kind == kind]) for kind in Kind]
    return [(heading, group) for heading, group in groups if group]
