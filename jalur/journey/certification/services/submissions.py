"""The file for BNSP: put together after a meeting, taken along, kept as sent."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed
from jalur.journey.certification import queries
from jalur.journey.certification.models import Submission
from jalur.journey.certification.rights import Right
from jalur.journey.certification.services.files import typeset_forms
from jalur.journey.certification.workflow import SUBMISSION
from jalur.kit import spreadsheets
from jalur.kit.refusals import refusal


@deed
def make_submission(*, actor: Actor, submission: Submission, today: date) -> Submission:
    """For everybody about whom a meeting decided."""
    with SUBMISSION.step("make", actor=actor, subject=submission, today=today):
        submission.full_clean()
    return submission


@deed
def send_submission(*, actor: Actor, submission: Submission, on: date, today: date) -> Submission:
    """It went to BNSP on a day, in whatever way BNSP takes it."""
    with SUBMISSION.step("send", actor=actor, subject=submission, today=today) as locked:
        if not locked.pleno.held_on <= on <= today:
            sentence = _("Give a day from the meeting until today.")
            raise refusal("on", "out_of_time", sentence)
        locked.sent_on, locked.sent_by_id = on, actor.user_id
    return locked


@deed
def take_minutes(*, actor: Actor, submission: Submission, sheet: dict[str, Any], today: date) -> bytes:
    """The minutes as PDF; sheet: what words.minutes_of says."""
    _recorded(actor, submission, "certification:submission:minuted")
    return typeset_forms(sheet, today)


@deed
def take_list(*, actor: Actor, submission: Submission, heads: list[str], sheet: str) -> Iterator[bytes]:
    """The list of everybody as XLSX, NIK as text and days as days; in the history of each it stands that her NIK left the house."""
    _recorded(actor, submission, "certification:submission:listed")
    people = queries.standing_of(submission.pleno)
    history.record_many(
        actor=actor,
        event="certification:assessment:listed",
        subjects=[
            (one, one.candidate.person_id, one.candidate.person.residence_id) for one, _result in people
        ],
        detail={"number": submission.number},
    )
    rows = [heads, *queries.lines_for_bnsp(people, submission.pleno)]
    return iter(list(spreadsheets.to_xlsx(rows, sheet=sheet)))


def _recorded(actor: Actor, submission: Submission, event: str) -> None:
    access.check(actor, Right.SUBMIT_RESULT, submission)
    history.record(
        actor=actor,
        event=event,
        subject=submission,
        place=submission.body.place_id or "",
        detail={"number": submission.number},
    )
