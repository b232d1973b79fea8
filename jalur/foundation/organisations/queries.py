"""Who acts for an organisation and which licences it holds, as other rooms ask it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.organisations.models import Licence, Membership


def licences_of(organisations: Iterable[UUID | None], on: date) -> dict[UUID | None, list[Licence]]:
    """Organisation → its licences in force on a day."""
    found: dict[UUID | None, list[Licence]] = {}
    for licence in Licence.objects.filter(organisation__in=set(organisations)).in_force(on).order_by("pk"):
        found.setdefault(licence.organisation_id, []).append(licence)
    return found


def staff_actor(membership: Membership) -> Actor:
    """Who acts in a membership; it comes with its organisation fetched."""
    organisation = membership.organisation
    return Actor(
        role=Role(membership.role),
        user_id=membership.user_id,
        organisation_id=organisation.pk,
        place_code=organisation.place_id or "",
        country=organisation.country_id or "",
        is_organisation_administrator=membership.is_administrator,
        label=organisation.name,
    )
