"""How a centre comes into a hub's network, and how findings follow one another."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_event
from jalur.foundation.workflow.steps import NEW, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.network import guards
from jalur.journey.network.models import Finding, FindingState, Member, MemberState, Result
from jalur.journey.network.rights import Right

MEMBER = declare(
    Workflow(
        thing="network:member",
        model=Member,
        states=MemberState,
        tones={
            MemberState.ASKED: "wait",
            MemberState.AGREED: "done",
            MemberState.REFUSED: "none",
            MemberState.ENDED: "none",
        },
        key="number",
        title=lambda member: member.centre.name,
        called=lambda member: _("In the network of %(hub)s") % {"hub": member.hub.name},
        related=("hub__place", "centre__place"),
        place=lambda member: member.centre.place_id or "",
        columns=("state", "valid_from", "valid_to"),
        detail=lambda member: {"number": member.number},
    ),
    Step(
        "ask",
        NEW,
        MemberState.ASKED,
        "network:member:asked",
        _("Asked to join the network"),
        Right.ASK_MEMBER,
        guards=(guards.joins_its_province,),
    ),
    Step(
        "agree",
        {MemberState.ASKED},
        MemberState.AGREED,
        "network:member:agreed",
        _("Joined the network"),
        Right.ANSWER_MEMBER,
        button=_("Join the network"),
        done=_("Your institution belongs to the network from today on."),
        guards=(guards.is_asked_oneself,),
    ),
    Step(
        "refuse",
        {MemberState.ASKED},
        MemberState.REFUSED,
        "network:member:refused",
        _("Did not join the network"),
        Right.ANSWER_MEMBER,
        label=_("Why does your institution not join?"),
        button=_("Do not join"),
        done=_("The hub reads why. It may ask again."),
        weight="secondary",
        guards=(guards.is_asked_oneself,),
        reason=Reason("end_reason", label=_("Why not?"), missing=_("Say why not.")),
    ),
    Step(
        "end",
        {MemberState.ASKED, MemberState.AGREED},
        MemberState.ENDED,
        "network:member:ended",
        _("No longer in the network"),
        Right.END_MEMBER,
        label=_("End the membership"),
        button=_("End the membership"),
        done=_("The membership has ended today; what was done together stays."),
        weight="danger",
        reason=Reason(
            "end_reason",
            label=_("Why does the membership end?"),
            hint=_("Both institutions read it."),
            missing=_("Say why it ends."),
        ),
    ),
)
FINDING = declare(
    Workflow(
        thing="network:finding",
        model=Finding,
        states=FindingState,
        tones={FindingState.STANDING: "done", FindingState.REPLACED: "none"},
        called=lambda finding: _("Finding about %(name)s") % {"name": finding.organisation.name},
        title=str,
        related=("organisation__place", "item", "assessor", "office"),
        place=lambda finding: finding.organisation.place_id or "",
        detail=lambda finding: {"item": finding.item.code, "result": finding.result},
    ),
    Step(
        "note",
        NEW,
        FindingState.STANDING,
        "network:finding:noted",
        _("Looked at"),
        Right.NOTE_FINDING,
        codes={"result": {result.value: result.label for result in Result}},
        guards=(guards.looks_at_another, guards.is_asked_for),
    ),
    Step(
        "replace",
        {FindingState.STANDING},
        FindingState.REPLACED,
        "network:finding:replaced",
        _("Replaced by a newer finding"),
        causes={"network:finding:noted"},
    ),
)
declare_event(EventKind("network:items:loaded", _("What institutions are asked for brought up to date")))
