"""Whom this room writes to."""

from typing import Any

from django.db.models import Model

from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell
from jalur.journey.certification.models import Assessment


def tell_her(kind: MessageKind, assessment: Assessment, about: Model | None = None, **values: Any) -> None:
    """Who is assessed."""
    tell(kind, to=assessment.candidate.person, about=about or assessment, **values)
