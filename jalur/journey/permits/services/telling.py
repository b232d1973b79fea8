"""Whom this room writes to."""

from typing import Any
from uuid import UUID

from django.db.models import Model

from jalur.foundation.accounts.access import Role
from jalur.foundation.accounts.models import User
from jalur.foundation.due.queries import Owner, people_of
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell
from jalur.foundation.organisations.models import Membership
from jalur.kit import dates


def tell_office(
    kind: MessageKind, about: Model, role: Role, office: UUID, once: str = "", **values: Any
) -> None:
    """Everybody in a role at an office."""
    for user in people_of(Owner(role, office)):
        tell(kind, to=user, about=about, once=once, **values)


def tell_ministry(kind: MessageKind, about: Model, once: str = "") -> None:
    """Everybody at the ministry who decides about permits."""
    held = Membership.objects.in_force(dates.today()).filter(role=Role.MINISTRY_ANALYST)
    for user in User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"):
        tell(kind, to=user, about=about, once=once)
