"""Which days are worked, how long a thing may take, whose turn it is and who comes after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from jalur.foundation.accounts.access import Role, Scope, behind
from jalur.foundation.accounts.models import User
from jalur.foundation.due import rules
from jalur.foundation.due.models import Deadline, Holiday, Period, kind_of
from jalur.foundation.geography.rules import ancestor_codes, zone_of
from jalur.foundation.organisations.models import Membership, Organisation, OrganisationQuerySet
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.steps import Step
from jalur.foundation.workflow.workflow import Workflow
from jalur.kit import dates

REGIONAL = {
    Role.VILLAGE_OFFICER: OrganisationKind.VILLAGE,
    Role.LABOUR_OFFICER: OrganisationKind.LABOUR_OFFICE,
}
"""Roles whose offices lie in one another: a village in a regency, a regency in a province."""


@dataclass(frozen=True)
class Owner:
    """Whose turn it is: everybody in a role at an organisation, or a person herself; an office that is not there is None."""

    role: str
    organisation_id: UUID | None = None
    person_id: UUID | None = None


def holidays() -> Mapping[date, str]:
    """Day → what it is, in the language of the screen."""
    return {holiday.day: str(holiday) for holiday in Holiday.objects.order_by("day")}


def period_of(kind: str, on: date) -> Period | None:
    """How long a thing may take by what is in force on a day; None when nothing is."""
    return Period.objects.in_force(on).filter(kind=kind).order_by("-valid_from").first()


def place_of(workflow: Workflow[Any], step: Step, record: Any) -> str:
    place = step.due.place if step.due else None
    return (place or workflow.place)(record) or ""


def since_of(step: Step, record: Any, place: str) -> date:
    """The day since which a record waits, by the clock of where it lies."""
    assert step.due is not None
    since = getattr(record, step.due.since) or record.created_at
    return dates.day_at(since, zone_of(place)) if isinstance(since, datetime) else since


class Desk:
    """What is asked again and again while deadlines of many records are worked out: read once each."""

    def __init__(self) -> None:
        self.off = holidays()
        self.period = cache(period_of)
        self.office = cache(_office_over)

    def deadline_of(self, workflow: Workflow[Any], step: Step, record: Any) -> Deadline | None:
        """What is due of a record that waits, unsaved; None where neither the record nor a period says when."""
        assert step.due is not None
        place, kind = place_of(workflow, step, record), kind_of(workflow.thing, step)
        since = since_of(step, record, place)
        period = self.period(kind, since)
        last_day = getattr(record, step.due.day) if step.due.day else None
        working = bool(period and period.working)
        if last_day is None:
            if period is None or period.days is None:
                return None
            last_day = rules.moved(since, period.days, working=working, holidays=self.off)
        ahead = period.remind if period else 0
        remind = rules.moved(last_day, -ahead, working=working, holidays=self.off)
        zone = zone_of(place)
        owner = self.first_owner(workflow, step, record, place)
        return Deadline(
            thing=workflow.thing,
            kind=kind,
            subject_key=record.pk,
            since=since,
            last_day=last_day,
            working=working,
            ends_at=rules.ends(last_day, zone),
            next_at=rules.next_look(last_day, since, remind, zone),
            person_id=owner.person_id,
            role=owner.role,
            organisation_id=owner.organisation_id,
            place_code=place,
        )

    def first_owner(self, workflow: Workflow[Any], step: Step, record: Any, place: str) -> Owner:
        role = Role(step.owner or "")
        if role == Role.CANDIDATE:
            return Owner(role, person_id=workflow.person(record))
        if role in REGIONAL:
            return self.office(role, place) or Owner(role)
        office = step.due.office if step.due else None
        keys = [key for key in ([office(record)] if office else behind(record, Scope.ORGANISATION)) if key]
        offices = manned(role).filter(pk__in=keys)
        if not keys or not offices:
            countries = [code for code in behind(record, Scope.DESTINATION) if code]
            offices = manned(role).filter(country__in=countries)
        return Owner(role, offices.order_by("created_at", "pk").values_list("pk", flat=True).first())


def next_owner(owner: Owner) -> Owner | None:
    """Who is told after: village, then regency, then province; elsewhere, and last, the organisation's administrators."""
    if owner.organisation_id is None or owner.role == Role.ORGANISATION_ADMINISTRATOR:
        return None
    role = Role(owner.role)
    if role in REGIONAL:
        place = Organisation.objects.values_list("place_id", flat=True).get(pk=owner.organisation_id)
        above = ancestor_codes(place)[-1:] if place else []
        if above and (office := _office_over(Role.LABOUR_OFFICER, above[0])):
            return office
    return Owner(Role.ORGANISATION_ADMINISTRATOR, owner.organisation_id)


def manned(role: Role) -> OrganisationQuerySet:
    """Open organisations at which somebody holds the role today."""
    today = dates.today()
    held = Membership.objects.in_force(today).filter(organisation=OuterRef("pk"), role=role)
    return Organisation.objects.open_on(today).filter(Exists(held))


def _office_over(role: Role, place: str) -> Owner | None:
    """The nearest office with people in the role, from the place up."""
    if not place:
        return None
    around = [*ancestor_codes(place), place]
    offices = manned(role).filter(kind=REGIONAL[role], place__in=around)
    codes = dict(offices.order_by("created_at", "pk").values_list("place_id", "pk"))
    nearest = max(codes, key=len, default=None)
    return Owner(role, codes[nearest]) if nearest else None


def people_of(owner: Owner) -> QuerySet[User]:
    """The accounts of an office's people in that role today."""
    is_one = (
        {"is_administrator": True} if owner.role == Role.ORGANISATION_ADMINISTRATOR else {"role": owner.role}
    )
    held = Membership.objects.in_force(dates.today()).filter(organisation=owner.organisation_id, **is_one)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")
