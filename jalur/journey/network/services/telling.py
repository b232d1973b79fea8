"""Whom this room writes to."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from jalur.foundation.accounts.access import Role
from jalur.foundation.due.queries import Owner, people_of
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell


def tell_managers(kind: MessageKind, about: Model, of: Iterable[UUID | None], **values: Any) -> None:
    """Everybody who manages one of these institutions."""
    for organisation in of:
        for user in people_of(Owner(Role.TRAINING_MANAGER, organisation)):
            tell(kind, to=user, about=about, **values)
