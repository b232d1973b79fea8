"""Writing what can be booked: workshops, rooms, equipment, dormitory rooms, instructors."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.due.rules import begins, ends
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.premises import rules
from jalur.journey.premises.models import Outage, Resource
from jalur.journey.premises.queries import clock_of
from jalur.journey.premises.workflow import RESOURCE
from jalur.kit import dates
from jalur.kit.refusals import refusal


@deed
def add_resource(*, actor: Actor, resource: Resource, teaches: Iterable[str] = ()) -> Resource:
    """Something new that can be booked; an instructor comes with the codes of what she may teach."""
    with RESOURCE.step("add", actor=actor, subject=resource):
        resource.full_clean()
    resource.teaches.set(competencies.known(teaches, field="teaches"))
    return resource


def change_resource(*, actor: Actor, resource: Resource, teaches: Iterable[str] | None = None) -> Resource:
    """Make it as given. Units that are booked ahead stay; teaches: None leaves it as it is."""
    with RESOURCE.step("change", actor=actor, subject=resource) as locked:
        changed = locked.take_over(resource)
        if teaches is not None:
            asked = competencies.known(teaches, field="teaches")
            if set(asked) != set(locked.teaches.all()):
                locked.teaches.set(asked)
                changed.append("teaches")
        if not changed:
            raise UnchangedError
        if locked.booked_units.filter(unit__gt=locked.units).exists():
            sentence = _("Unit %(unit)s and others above are booked. Move these bookings first.")
            raise refusal("units", "booked", sentence % {"unit": locked.units + 1})
        if "ages" in changed:
            _check_who_sleeps_there(locked)
        locked.full_clean()
    return locked


def _check_who_sleeps_there(dormitory: Resource) -> None:
    """Raises where somebody of another age than the room is for from now on has a bed in it ahead."""
    zone = clock_of(dormitory.organisation)
    rows = dormitory.booked_units.filter(during__endswith__gt=dates.now(), candidate__isnull=False)
    for row in rows.select_related("candidate__person").order_by("during", "unit", "pk"):
        first, last = (moment.astimezone(zone).date() for moment in (row.during.lower, row.during.upper))
        assert row.candidate is not None  # filtered
        if not rules.is_of_age_for(dormitory.ages, row.candidate.person.birth_date, first, last):
            sentence = _(
                "Somebody of another age has a bed in this room (bed %(unit)s). Move her or him first."
            )
            raise refusal("ages", "booked", sentence % {"unit": row.unit})


def put_out_of_order(
    *, actor: Actor, resource: Resource, first: date, last: date, reason: str, unit: int | None = None
) -> Resource:
    """It, or one unit of it, cannot be booked from `first` to `last`. What is booked already stays, to be moved by somebody."""
    if last < first:
        raise refusal("last", "order", _("The last day lies before the first."))
    if unit is not None and unit > resource.units:
        raise refusal("unit", "unknown", _("There are %(count)s of them.") % {"count": resource.units})
    zone = clock_of(resource.organisation)
    with RESOURCE.step("put_out", actor=actor, subject=resource) as locked:
        during = (begins(first, zone), ends(last, zone))
        Outage.objects.create(resource=locked, unit=unit, during=during, reason=reason)
    return locked


def mend_resource(*, actor: Actor, resource: Resource, now: datetime) -> Resource:
    """In order again from now on: what lies ahead is taken back, what is under way ends."""
    with RESOURCE.step("mend", actor=actor, subject=resource) as locked:
        locked.outages.filter(during__startswith__gte=now).delete()
        for outage in locked.outages.filter(during__contains=now).order_by("pk"):
            outage.during = (outage.during.lower, now)
            outage.save(update_fields=["during"])
    return locked


def retire_resource(*, actor: Actor, resource: Resource) -> Resource:
    """It is booked no more. Refused while something is booked ahead."""
    with RESOURCE.step("retire", actor=actor, subject=resource) as locked:
        pass
    return locked
