"""Who acts for an organisation, as other rooms ask it."""

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.organisations.models import Membership


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
