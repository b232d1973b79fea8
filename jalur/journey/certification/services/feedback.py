"""What somebody says about her assessment, and the questions she is asked."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed
from jalur.journey.certification import loading, queries
from jalur.journey.certification.models import Assessment, Feedback, Question
from jalur.journey.certification.rights import Right
from jalur.journey.certification.workflow import ASSESSMENT
from jalur.kit import reference
from jalur.kit.reference import TableChange
from jalur.kit.refusals import refusal


@deed
def give_feedback(
    *,
    actor: Actor,
    assessment: Assessment,
    answers: Mapping[Any, tuple[bool, str]],
    now: datetime,
    today: date,
) -> list[Feedback]:
    """Her answers (key of a question → yes or no, and her words), once: the assessor reads them when the body has decided (FR.AK.03)."""
    with ASSESSMENT.step("comment", actor=actor, subject=assessment, today=today) as locked:
        asked = {one.pk: one for one in queries.questions(today)}
        if not answers or set(answers) != set(asked):
            raise refusal("answers", "open", _("Answer each question once."))
        given = [
            Feedback(assessment=locked, question=asked[key], yes=yes, words=words.strip(), at=now)
            for key, (yes, words) in answers.items()
        ]
        for one in given:
            one.full_clean()
        Feedback.objects.bulk_create(given)
    return given


@deed
def load_questions(*, actor: Actor, apply: bool, folder: Path | None = None) -> list[TableChange]:
    """Bring the questions up to their file; without `apply` only compare. A stored row only ever gets its end."""
    access.check(actor, Right.LOAD_QUESTION)
    home = (folder or reference.folder()) / "certification"
    change = reference.add_versions(Question, loading.questions(home), apply=apply)
    if apply and not change.is_nothing:
        counts = {change.table: [change.added, change.changed]}
        history.record(actor=actor, event="certification:questions:loaded", subject=Question(), detail=counts)
    return [change]
