"""How a possible duplicate is decided on, and what can happen to a person's data.

No step makes a pair, and what is decided on it stands in nobody's file: whoever reaches one of the two would learn that a
record like it stands elsewhere.
"""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.people import guards
from jalur.foundation.people.models import Duplicate, Paper, Purpose
from jalur.foundation.people.rights import Right
from jalur.foundation.workflow.steps import Step
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
    EventKind("people:person:merged", _("Two files of the same person joined")),
    EventKind("people:identity:revealed", _("NIK opened"), codes={"purpose": dict(Purpose.choices)}),
)
