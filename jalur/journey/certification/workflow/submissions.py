"""How the file for BNSP is put together and sent."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_event
from jalur.foundation.workflow.steps import NEW, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.certification import guards
from jalur.journey.certification.models import Submission, SubmissionState
from jalur.journey.certification.rights import Right

TONES: dict[Any, Any] = {SubmissionState.MADE: "wait", SubmissionState.SENT: "done"}
SUBMISSION = declare(
    Workflow(
        thing="certification:submission",
        model=Submission,
        states=SubmissionState,
        tones=TONES,
        key="number",
        called=lambda _submission: _("File for BNSP"),
        related=("body__place", "pleno", "sent_by"),
        place=lambda submission: submission.body.place_id or "",
        detail=lambda submission: {"number": submission.number},
    ),
    Step(
        "make",
        NEW,
        SubmissionState.MADE,
        "certification:submission:made",
        _("File for BNSP put together"),
        Right.SUBMIT_RESULT,
        guards=(guards.is_of_ones_body, guards.was_decided_by_it),
    ),
    Step(
        "send",
        {SubmissionState.MADE},
        SubmissionState.SENT,
        "certification:submission:dispatched",
        _("File for BNSP sent"),
        Right.SUBMIT_RESULT,
        label=_("Write down that it was sent"),
        button=_("It was sent"),
        done=_("Written down. The file stays as it was sent."),
        asks=True,
        guards=(guards.is_of_ones_body, guards.nothing_of_it_is_in_doubt),
    ),
)
declare_event(
    EventKind("certification:assessment:listed", _("Named with the NIK in the list for BNSP")),
    EventKind("certification:submission:listed", _("List for BNSP taken along")),
    EventKind("certification:submission:minuted", _("Minutes for BNSP taken along")),
)
