"""Who acts for an organisation, which licences it holds, and which one somebody means, as other rooms ask it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Q, Value
from django.db.models.functions import Greatest, Least, Lower

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.accounts.models import User
from jalur.foundation.organisations.models import Licence, Membership, Organisation
from jalur.kit.folding import fold, forms_of, words_of
from jalur.kit.search import Folded, Slips, narrow

MOST_FOUND = 20
# From here on names share so many pieces that one may be meant for the other: "Lju Contoh Sejahtra", not "Palsu Jaya".
NEAR = 0.5
MOST_SLIPS = 3
# The least of a licence number by which it is known.
SHORTEST_NUMBER = 5

Likeness = Literal["name", "licence", "similar"]


@dataclass(frozen=True)
class Found:
    """An organisation that may be meant: it bears exactly that name or licence number, or only something like it."""

    organisation: Organisation
    likeness: Likeness


def look_up(actor: Actor, text: str) -> list[Found]:
    """Who may be meant by a name or licence number, the surest first.

    A name counts as the same with and without PT, points and signs; in another order, a part of it, with slips of the keyboard
    or with a form that the registered one does not have (CV for PT) it is similar. Nothing is found of a text of signs alone.
    """
    typed = _core(text)
    if not typed:
        return []
    words = " ".join(words_of(text)).lower()
    number = typed if len(typed) >= SHORTEST_NUMBER else fold(text)
    near = Greatest(
        TrigramSimilarity(Lower("name"), Value(words)),
        TrigramSimilarity("folded", Value(typed)),
        TrigramWordSimilarity(Value(words), Lower("name")),
    )
    every = Organisation.objects.visible_to(actor)
    numbered = Licence.objects.annotate(folded=Folded("number")).filter(folded=number).values("organisation")
    part = narrow(every, ["name"], text).values("pk")
    # One letter in three may be wrong, three at most; "PT" is not always typed.
    most = min(MOST_SLIPS, len(typed) // 3)
    slips = Least(*(Slips("folded", text, most) for text in (fold(text), f"pt{typed}")))
    rows = (
        every.select_related("place", "country")
        .prefetch_related("licences")
        .annotate(nearness=near, slips=slips)
        .filter(Q(nearness__gte=NEAR) | Q(slips__lte=most) | Q(pk__in=part) | Q(pk__in=numbered))
        .order_by("-nearness", "name", "pk")[:MOST_FOUND]
    )
    found = [Found(row, _likeness(row, text, number)) for row in rows]
    return sorted(found, key=lambda one: one.likeness == "similar")


def _core(name: str) -> str:
    """A name as it is compared: folded, without what the company is in law."""
    return "".join(fold(word) for word in words_of(name))


def _likeness(organisation: Organisation, text: str, number: str) -> Likeness:
    if any(fold(licence.number) == number for licence in organisation.licences.all()):
        return "licence"
    name = organisation.name
    is_same = _core(name) == _core(text) and forms_of(text) <= forms_of(name)
    return "name" if is_same else "similar"


def licences_of(organisations: Iterable[UUID | None], on: date) -> dict[UUID | None, list[Licence]]:
    """Organisation → its licences in force on a day."""
    found: dict[UUID | None, list[Licence]] = {}
    for licence in Licence.objects.holding(on).filter(organisation__in=set(organisations)).order_by("pk"):
        found.setdefault(licence.organisation_id, []).append(licence)
    return found


def actor_again(user: User, role: str, organisation_id: UUID | None, today: date) -> Actor | None:
    """Who acted in a role at an organisation, if the account, the role and the organisation are all still in force."""
    if not user.is_active:
        return None
    held = (
        Membership.objects.in_force(today)
        .filter(user=user, role=role, organisation_id=organisation_id, organisation__closed_on=None)
        .select_related("organisation")
        .first()
    )
    return staff_actor(held) if held else None


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


def second_people(membership: Membership, asker: object, today: date) -> tuple[list[str], bool]:
    """Who may confirm a reset of the member's second factor that `asker` asks for: names of the own organisation, and whether
    the platform has an administrator who may.
    """
    others = Membership.objects.in_force(today).filter(user__is_active=True)
    others = others.exclude(user__in=[key for key in (membership.user_id, asker) if key])
    elsewhere = membership.user.memberships.exclude(organisation=membership.organisation_id).in_force(today)
    own = others.filter(organisation=membership.organisation_id, is_administrator=True)
    names = (
        own.exclude(role=Role.ADMINISTRATOR).order_by("user__name", "pk").values_list("user__name", flat=True)
    )
    return [] if elsewhere.exists() else list(names), others.filter(role=Role.ADMINISTRATOR).exists()
