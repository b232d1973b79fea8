"""How a possible duplicate is decided on, and what can happen to a person's data.

No step makes a pair, and what is decided on it stands in nobody's file: whoever reaches one of the two would learn that a
record like it stands elsewhere.
"""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.geography.rules import common_region
from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.people import guards
from jalur.foundation.people.models import Correction, CorrectionState, Duplicate, Paper, Purpose
from jalur.foundation.people.rights import Right
from jalur.foundation.workflow.steps import NEW, Due, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare

Status = Duplicate.Status

DUPLICATE = declare(
    Workflow(
        thing="people:duplicate",
        model=Duplicate,
        states=Status,
        tones={Status.OPEN: "wait", Status.SAME: "done", Status.DIFFERENT: "none"},
        called=lambda _pair: str(_("This pair")),
        along=("first", "second"),
        place=lambda pair: pair.first.residence_id,
        detail=lambda pair: {"status": str(pair.status), "reason": pair.reason},
        state_field="status",
        columns=("status", "decided_by", "decided_at"),
        settled=dict.fromkeys(
            (Status.SAME, Status.DIFFERENT),
            _("Somebody has just decided on this pair. Reload the page to see the decision."),
        ),
    ),
    Step(
        "join",
        {Status.OPEN},
        Status.SAME,
        "people:duplicate:joined",
        _("Two records found to be one person"),
        Right.DECIDE_DUPLICATE,
        guards=(guards.neither_is_merged,),
        owner=Role.LABOUR_OFFICER,
        # Who reaches one of the two only may not learn of the other: it lies where both are reached.
        due=Due(
            _("Decide on a possible duplicate"),
            place=lambda pair: common_region(pair.first.residence_id, pair.second.residence_id),
        ),
    ),
    Step(
        "tell_apart",
        {Status.OPEN},
        Status.DIFFERENT,
        "people:duplicate:told_apart",
        _("Two records found to be two people"),
        Right.DECIDE_DUPLICATE,
    ),
)

ASKED = frozenset({CorrectionState.ASKED})
CORRECTION = declare(
    Workflow(
        thing="people:correction",
        model=Correction,
        states=CorrectionState,
        tones={
            CorrectionState.ASKED: "wait",
            CorrectionState.DONE: "done",
            CorrectionState.REFUSED: "bad",
            CorrectionState.WITHDRAWN: "none",
        },
        title=lambda correction: correction.person.name,
        called=lambda _correction: str(_("This request for a correction")),
        along=("person",),
        related=("person",),
        person=lambda correction: correction.person_id,
        place=lambda correction: correction.person.residence_id,
        settled=dict.fromkeys(CorrectionState, _("This request has been answered already.")),
    ),
    Step(
        "ask",
        NEW,
        CorrectionState.ASKED,
        "people:correction:asked",
        _("Correction of one's identity asked for"),
        Right.ASK_CORRECTION,
        guards=(guards.waits_for_nothing,),
    ),
    Step(
        "do",
        ASKED,
        CorrectionState.DONE,
        "people:correction:done",
        _("Correction made as asked"),
        Right.ANSWER_CORRECTION,
        label=_("Correct as asked"),
        button=_("Correct as asked"),
        done=_("Corrected. The person reads it on the first page."),
        lead=_("Compare with the paper, letter by letter, before you correct."),
        asks=True,
        owner=Role.LABOUR_OFFICER,
        due=Due(_("Answer the request for a correction")),
    ),
    Step(
        "refuse",
        ASKED,
        CorrectionState.REFUSED,
        "people:correction:refused",
        _("Correction not made"),
        Right.ANSWER_CORRECTION,
        label=_("Do not correct"),
        button=_("Do not correct"),
        done=_("The person reads why on the first page."),
        weight="quiet",
        reason=Reason(
            "answer",
            label=_("Why is it not corrected?"),
            hint=_("For example: the KTP says what is recorded. The person reads this."),
            missing=_("Say why it is not corrected."),
        ),
    ),
    Step(
        "take_back",
        ASKED,
        CorrectionState.WITHDRAWN,
        "people:correction:withdrawn",
        _("Request for a correction taken back"),
        Right.ASK_CORRECTION,
        button=_("Take the request back"),
        done=_("Taken back. Nothing has been changed."),
        weight="quiet",
    ),
)

declare_events(
    EventKind("people:person:registered", _("Personal data recorded")),
    EventKind(
        "people:person:edited",
        _("Personal data changed"),
        fields=("name", "birth_date", "sex"),
        codes={
            "national_id": {"changed": _("another NIK")},
            "phone": {"changed": _("another phone number")},
            "paper": dict(Paper.choices),
        },
    ),
    EventKind(
        "people:notice:noted",
        _("Privacy notice read"),
        codes={"how": {"herself": _("by the person"), "read_to": _("read out at the office")}},
    ),
    EventKind("people:person:merged", _("Two files of the same person joined")),
    EventKind("people:identity:revealed", _("NIK opened"), codes={"purpose": dict(Purpose.choices)}),
)
