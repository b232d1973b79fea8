"""Whom this room writes to."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from jalur.foundation.accounts.access import Role
from jalur.foundation.due.queries import Owner
from jalur.foundation.due.services import tell_people
from jalur.foundation.messaging.kinds import MessageKind


def tell_managers(kind: MessageKind, about: Model, of: Iterable[UUID | None], **values: Any) -> None:
    """Everybody who manages one of these institutions."""
    for organisation in of:
        tell_people(Owner(Role.TRAINING_MANAGER, organisation), kind, about=about, **values)
