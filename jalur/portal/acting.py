"""From a signed-in account to an actor: one of the memberships in force, or the person's own file."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from jalur.foundation.accounts.access import ANONYMOUS, Actor
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.queries import staff_actor
from jalur.foundation.people.queries import own_actor
from jalur.kit.dates import today

SESSION_KEY = "membership"


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The memberships in force today, oldest first."""
    return list(
        Membership.objects.filter(user_id=request.user.pk, organisation__closed_on__isnull=True)
        .in_force(today())
        .annotate(has_second_factor=Exists(_codes().filter(user_id=OuterRef("user_id"))))
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
    return own_actor(request.user)


def has_second_factor(request: HttpRequest) -> bool:
    for membership in request.memberships:
        return membership.has_second_factor
    return _codes().filter(user_id=request.user.pk).exists()


def _codes() -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(type=Authenticator.Type.TOTP)
