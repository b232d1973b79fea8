"""Writing to everybody who answers for something in an office."""

from typing import Any

from django.db.models import Model

from jalur.foundation.due.queries import Owner, people_of
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell


def tell_people(owner: Owner, kind: MessageKind, *, about: Model, once: str = "", **values: Any) -> None:
    """The same message to each of an office's people in a role."""
    for user in people_of(owner):
        tell(kind, to=user, about=about, once=once, **values)
