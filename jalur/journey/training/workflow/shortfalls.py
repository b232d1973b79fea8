"""How somebody goes from below the standard of a programme to it."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.workflow.steps import NEW, SAME, Due, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates.holdings import ENDS
from jalur.journey.training import guards
from jalur.journey.training.models import Shortfall, ShortfallState, sits_in_a_class
from jalur.journey.training.rights import Right

BELOW, MET, STOPPED = ShortfallState

SHORTFALL = declare(
    Workflow(
        thing="training:shortfall",
        model=Shortfall,
        states=ShortfallState,
        tones={BELOW: "warn", MET: "done", STOPPED: "none"},
        title=lambda row: row.programme.title,
        called=lambda _row: str(_("The way to the standard")),
        related=("programme__provider", "candidate__person", "enrolment__intake", "owner"),
        columns=("state", "ended_on", "stopped_because"),
        person=lambda row: row.candidate.person_id,
        place=lambda row: row.candidate.person.residence_id,
    ),
    Step(
        "fall",
        NEW,
        BELOW,
        "training:shortfall:seen",
        _("Below the standard of a programme"),
        causes={"training:intake:closed"},
    ),
    Step(
        "fall_again",
        {BELOW},
        SAME,
        "training:shortfall:seen_again",
        _("Still below the standard after another class"),
        causes={"training:intake:closed"},
    ),
    Step(
        "decide",
        {BELOW},
        SAME,
        "training:shortfall:decided",
        _("Said what comes next on the way to the standard"),
        Right.KEEP_SHORTFALL,
        label=_("Say what comes next"),
        button=_("Say what comes next"),
        done=_("The next step is written down; she reads it in her file."),
        asks=True,
        guards=(guards.looks_after_it,),
        leaves=(guards.next_look_is_ahead,),
        owner=Role.TRAINING_MANAGER,
        due=Due(
            _("Say what comes next for somebody below the standard"),
            "since",
            day="decide_by",
            rests=sits_in_a_class,
        ),
    ),
    Step(
        "hand_over",
        {BELOW},
        SAME,
        "training:shortfall:handed_over",
        _("Somebody else looks after it"),
        Right.KEEP_SHORTFALL,
        label=_("Hand over to a colleague"),
        button=_("Hand over"),
        done=_("Handed over; your colleague is told."),
        weight="secondary",
        asks=True,
        reason=Reason(
            "handed_over_because",
            label=_("Why is it handed over?"),
            missing=_("Say why it is handed over."),
        ),
        guards=(guards.looks_after_it,),
        leaves=(guards.owner_works_there,),
    ),
    Step(
        "pass_back",
        {BELOW},
        SAME,
        "training:shortfall:passed_back",
        _("Back with the manager: whoever looked after it has left the institute"),
        Right.PASS_BACK_SHORTFALL,
        by_system=lambda rows, today: rows.left_behind(today),
    ),
    Step(
        "meet",
        {BELOW},
        MET,
        "training:shortfall:met",
        _("Standard met"),
        Right.KEEP_SHORTFALL,
        label=_("The standard is met"),
        button=_("The standard is met"),
        done=_("Written down: the standard is met."),
        lead=_(
            "Only when it was seen elsewhere: who passes a class of this programme is written down by that."
        ),
        weight="secondary",
        guards=(guards.looks_after_it,),
        reason=Reason(
            "met_how",
            label=_("Where was it seen?"),
            hint=_("For example: assessment by LSP, certificate number and day."),
            missing=_("Say where it was seen."),
        ),
    ),
    Step(
        "pass",
        {BELOW, STOPPED},
        MET,
        "training:shortfall:passed",
        _("Standard met: passed a later class"),
        causes={"training:intake:closed"},
    ),
    Step(
        "stop",
        {BELOW},
        STOPPED,
        "training:shortfall:stopped",
        _("Stopped on the way to the standard, by her own wish"),
        Right.STOP_SHORTFALL,
        label=_("Stop on the way to the standard"),
        button=_("Stop here"),
        done=_("Written down. You can go on whenever you want."),
        weight="quiet",
        reason=Reason(
            "stopped_because",
            label=_("Why does she stop?"),
            hint=_("By her own wish alone; she can go on later."),
            missing=_("Say why she stops."),
        ),
    ),
    Step(
        "resume",
        {STOPPED},
        BELOW,
        "training:shortfall:resumed",
        _("Goes on to the standard"),
        Right.STOP_SHORTFALL,
        button=_("Go on"),
        done=_("Written down: the way to the standard goes on."),
        weight="secondary",
        guards=(guards.candidate_goes_on,),
    ),
    Step(
        "leave",
        {BELOW},
        STOPPED,
        "training:shortfall:left",
        _("Left the path before the standard was met"),
        reason=Reason("stopped_because", label=_("Why does she stop?"), missing=_("Say why she stops.")),
        causes=ENDS,
    ),
)
