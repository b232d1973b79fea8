"""The example country's people at the door: one press signs in as any of them. Only when `settings.DEMO`."""

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q

from jalur.foundation.accounts.access import Role
from jalur.foundation.accounts.models import User, phone_index
from jalur.foundation.accounts.words import ROLE_NAMES
from jalur.foundation.organisations.models import Membership
from jalur.foundation.people.models import Person
from jalur.portal.second_factor import codes_of, unspent

DOMAIN = "contoh.example"
PASSWORD = "jalur-contoh-2026"
ORDER = [
    Role.LABOUR_OFFICER,
    Role.CANDIDATE,
    Role.VILLAGE_OFFICER,
    Role.TRAINING_MANAGER,
    Role.INSTRUCTOR,
    Role.ASSESSOR,
    Role.CERTIFICATION_MANAGER,
    Role.COMPANY_OFFICER,
    Role.LABOUR_ATTACHE,
    Role.MINISTRY_ANALYST,
    Role.ADMINISTRATOR,
    Role.SIGNED_IN,
]


@dataclass(frozen=True)
class Card:
    """One of the cast on the sign-in page."""

    name: str
    login: str
    role: str
    place: str
    rank: int


def cast() -> list[Card]:
    """Everybody of the cast who can sign in, in the order of their part; empty outside the example country."""
    if not settings.DEMO:
        return []
    from demo.cast import CAST  # there in the example country only

    emails = [player.email for player in CAST if player.email]
    phones = [phone_index(player.phone) for player in CAST if player.phone]
    known = Q(email__in=emails) | Q(phone_index__in=phones)
    users = list(User.objects.filter(known, is_active=True).order_by("name", "pk"))
    memberships = {
        one.user_id: one
        for one in Membership.objects.filter(user__in=users)
        .select_related("organisation")
        .order_by("-created_at", "pk")
    }
    with_file = set(Person.objects.filter(account__in=users).values_list("account_id", flat=True))
    return sorted(
        (_card(user, memberships.get(user.pk), user.pk in with_file) for user in users),
        key=lambda card: card.rank,
    )


def _card(user: User, membership: Membership | None, has_file: bool) -> Card:
    role = Role(membership.role) if membership else Role.CANDIDATE if has_file else Role.SIGNED_IN
    place = membership.organisation.name if membership else ""
    return Card(user.name, user.email or user.phone(), str(ROLE_NAMES[role]), place, ORDER.index(role))


def code_for(user_id: UUID) -> str:
    """The code the person's authenticator would show now, not used yet; "" outside the example country."""
    if not settings.DEMO or not User.objects.filter(pk=user_id, email__endswith=f"@{DOMAIN}").exists():
        return ""
    authenticator = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return ""
    codes = unspent(authenticator) or list(codes_of(authenticator).values())
    return codes[len(codes) // 2]
