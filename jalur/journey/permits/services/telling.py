"""Whom this room writes to."""

from typing import Any

from django.db.models import Model

from jalur.foundation.accounts.access import Role
from jalur.foundation.accounts.models import User
from jalur.foundation.due.queries import Owner
from jalur.foundation.due.services import tell_people
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell
from jalur.foundation.organisations.models import Membership
from jalur.journey.permits.models import Permit
from jalur.kit import dates


def tell_company(kind: MessageKind, permit: Permit, once: str = "", **values: Any) -> None:
    """Everybody at the company of a permit who acts for it."""
    tell_people(Owner(Role.COMPANY_OFFICER, permit.company_id), kind, about=permit, once=once, **values)


def tell_ministry(kind: MessageKind, about: Model, once: str = "") -> None:
    """Everybody at the ministry who decides about permits."""
    held = Membership.objects.in_force(dates.today()).filter(role=Role.MINISTRY_ANALYST)
    for user in User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"):
        tell(kind, to=user, about=about, once=once)
