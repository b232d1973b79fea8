"""Whom this room writes to."""

from datetime import date
from typing import Any

from django.db.models import Model

from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import atomic
from jalur.journey.certification import messages, queries
from jalur.journey.certification.models import Assessment, AssessmentQuerySet


def tell_of_doubt(about: Model, body: Any, rows: AssessmentQuerySet, *, once: str, today: date) -> None:
    """Each manager of a body is told once of what was taken back, with how many of its results are in doubt now."""
    count = queries.in_doubt(rows).count()
    for manager in queries.managers_of(body, today) if count else ():
        tell(messages.DOUBT, to=manager, about=about, once=once, count=count)


def tell_of_licences(today: date) -> None:
    """Every morning: bodies whose own licence was revoked elsewhere, with results of a day on which it held no more."""
    for licence in queries.revoked_licences(today):
        rows = queries.hanging_on_licence(licence)
        once = f"{licence.revoked_on:%Y%m%d}"
        with atomic():
            tell_of_doubt(licence, licence.organisation_id, rows, once=once, today=today)


def tell_her(kind: MessageKind, assessment: Assessment, about: Model | None = None, **values: Any) -> None:
    """Who is assessed."""
    tell(kind, to=assessment.candidate.person, about=about or assessment, **values)
