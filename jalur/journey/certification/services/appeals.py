"""Somebody appeals; another assessor looks again."""

from datetime import date

from jalur.foundation.accounts.access import Actor
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import deed
from jalur.journey.certification import messages
from jalur.journey.certification.models import Appeal, Assessor
from jalur.journey.certification.services.assessments import written_by
from jalur.journey.certification.workflow import APPEAL


@deed
def file_appeal(*, actor: Actor, appeal: Appeal, today: date) -> Appeal:
    """Within the days that the scheme gives (FR.AK.04)."""
    appeal.filed_on, appeal.written_by_id = today, written_by(actor, appeal.assessment)
    with APPEAL.step("file", actor=actor, subject=appeal, today=today):
        appeal.full_clean()
    return appeal


@deed
def assign_appeal(*, actor: Actor, appeal: Appeal, reviewer: Assessor, today: date) -> Appeal:
    """Another assessor of the body, who may assess by the scheme today, is told."""
    with APPEAL.step("assign", actor=actor, subject=appeal, today=today) as locked:
        locked.reviewer = reviewer
    tell(messages.APPEAL_ASSIGNED, to=reviewer.user, about=locked)
    return locked


@deed
def review_appeal(*, actor: Actor, appeal: Appeal, result: str, finding: str, today: date) -> Appeal:
    """What the second look came to; the body decides."""
    with APPEAL.step("review", actor=actor, subject=appeal, today=today) as locked:
        locked.result, locked.finding = result, " ".join(finding.split())
        locked.reviewed_on = today
    return locked
