"""From a signed-in account to an actor: one of the memberships in force, or the person's own file."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from jalur.foundation.accounts.access import ANONYMOUS, Actor, Role
from jalur.foundation.organisations.models import Membership
from jalur.foundation.people.models import Person
from jalur.kit.dates import today

SESSION_KEY = "membership"


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The memberships in force today, oldest first."""
    return list(
        Membership.objects.filter(user_id=request.user.pk, organisation__closed_on__isnull=True)
        .in_force(today())
        .select_related("organisation")
        .order_by("created_at", "id")
    )


def actor_of(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return ANONYMOUS
    request.memberships = memberships_of(request)
    chosen = request.session.get(SESSION_KEY)
    own_file = chosen == "own"
    for membership in request.memberships:
        if not own_file and (chosen is None or str(membership.pk) == chosen):
            return staff_actor(membership)
    if request.memberships and not own_file:
        return staff_actor(request.memberships[0])
    person = Person.objects.filter(account_id=request.user.pk).only("id", "residence_id").first()
    if person is None:
        return Actor(role=Role.SIGNED_IN, user_id=request.user.pk, label=request.user.name)
    return Actor(role=Role.CANDIDATE, user_id=request.user.pk, person_id=person.pk, label=request.user.name)


def staff_actor(membership: Membership) -> Actor:
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


def has_second_factor(request: HttpRequest) -> bool:
    return Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
