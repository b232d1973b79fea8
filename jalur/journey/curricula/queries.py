"""Reads about curricula that other rooms use too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jalur.foundation.accounts.models import User
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.journey.curricula import rules
from jalur.journey.curricula.models import (
    Curriculum,
    Part,
    Party,
    PartyState,
    Remark,
    RemarkState,
    Version,
)


@dataclass(frozen=True)
class Totals:
    """What a version comes to: JP by kind and altogether, and the minutes of one JP."""

    by_kind: dict[str, int]
    lesson_minutes: int

    @property
    def hours(self) -> int:
        return sum(self.by_kind.values())

    @property
    def clock_minutes(self) -> int:
        return rules.clock_minutes(self.hours, self.lesson_minutes)


def parts_of(version: Version) -> list[Part]:
    """In their order, each with its competency."""
    return list(version.parts.select_related("competency").order_by("position"))


def totals_of(version: Version, parts: Iterable[Part] | None = None) -> Totals:
    rows = parts_of(version) if parts is None else parts
    return Totals(rules.hours_by_kind(rows), version.lesson_minutes)


def codes_of(version: Version) -> list[str]:
    """The competencies that its parts lead to, each once."""
    pairs = version.parts.filter(competency__isnull=False).order_by("competency")
    return list(pairs.values_list("competency", flat=True).distinct())


def lesson_minutes(provider: Any) -> int | None:
    """How long a JP of the institute is, by the version it wrote last; None where it has never said."""
    versions = Version.objects.filter(curriculum__provider=provider).order_by("-created_at", "pk")
    return versions.values_list("lesson_minutes", flat=True).first()


def choosable(provider: Any, on: date, *, beside: UUID | None = None) -> QuerySet[Version]:
    """Versions of an institute in force on a day, and the one that is chosen already."""
    rows = Version.objects.filter(curriculum__provider=provider)
    found = rows.in_force(on) | rows.filter(pk=beside)
    return found.select_related("curriculum").order_by("title", "number")


def versions_of(curriculum: Curriculum, actor: Any) -> list[Version]:
    """Those that the actor may see, the newest first."""
    return list(curriculum.versions.all().visible_to(actor).order_by("-number"))


def newer_than(version: Version, on: date) -> Version | None:
    """The version in force that replaced this one; None while this one is in force."""
    if version.valid_to is None or version.valid_to > on:
        return None
    return Version.objects.in_force(on).filter(curriculum=version.curriculum_id).first()


def open_remarks(version: Version) -> int:
    return version.remarks.filter(state=RemarkState.OPEN).count()


def not_agreed(version: Version) -> list[str]:
    """Names of the organisations invited that have not agreed."""
    states = version.parties.standing().order_by().values_list("organisation__name", "state")
    return rules.unanswered(dict(states), PartyState.AGREED)


def takes_part(version: Version, organisation_id: UUID | None) -> bool:
    """Whether somebody of the organisation comments: it wrote the curriculum or is invited to it."""
    if organisation_id is None:
        return False
    if version.curriculum.provider_id == organisation_id:
        return True
    return Party.objects.standing().filter(version=version, organisation=organisation_id).exists()


def people_of(organisation: Organisation, on: date, roles: Iterable[str]) -> list[User]:
    """Who works there in one of these roles and can sign in."""
    rows = Membership.objects.in_force(on).filter(
        organisation=organisation, role__in=roles, user__is_active=True
    )
    return [row.user for row in rows.select_related("user").order_by("user__name", "pk")]


def waiting_for(organisation_id: UUID | None) -> QuerySet[Party]:
    """Invitations that the organisation has not agreed yet, of versions under discussion."""
    rows = Party.objects.filter(organisation=organisation_id, version__state="discussion")
    return rows.filter(state=PartyState.INVITED)


def remarks_of(version: Version) -> list[Remark]:
    rows = version.remarks.select_related("author", "organisation")
    return list(rows.order_by("created_at", "pk"))
