"""How a blank leaves the stock: used, spoilt or returned, each once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_event
from jalur.foundation.workflow.steps import NEW, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.certification import guards
from jalur.journey.certification.models import Blank, BlankState
from jalur.journey.certification.rights import Right

TONES: dict[Any, Any] = {
    BlankState.RECEIVED: "now",
    BlankState.USED: "done",
    BlankState.SPOILT: "bad",
    BlankState.RETURNED: "none",
}
BLANK = declare(
    Workflow(
        thing="certification:blank",
        model=Blank,
        states=BlankState,
        tones=TONES,
        called=lambda _blank: _("Blank certificate"),
        related=("body__place", "delivery", "used_for__candidate__person", "by"),
        columns=("state", "left_on", "by"),
        place=lambda blank: blank.body.place_id or "",
        detail=lambda blank: {"number": blank.number},
    ),
    Step(
        "receive",
        NEW,
        BlankState.RECEIVED,
        "certification:blank:arrived",
        _("Blank received"),
        Right.KEEP_BLANK,
        guards=(guards.is_of_ones_body,),
    ),
    Step(
        "use",
        {BlankState.RECEIVED},
        BlankState.USED,
        "certification:blank:spent",
        _("Blank used for a certificate"),
        Right.KEEP_BLANK,
        guards=(guards.is_of_ones_body,),
        leaves=(guards.is_for_the_competent,),
    ),
    Step(
        "spoil",
        {BlankState.RECEIVED},
        BlankState.SPOILT,
        "certification:blank:spoilt",
        _("Blank spoilt"),
        Right.KEEP_BLANK,
        label=_("Write the blank off as spoilt"),
        button=_("Spoilt"),
        done=_("Written off. It stays in the stock sheet with the reason."),
        weight="danger",
        guards=(guards.is_of_ones_body,),
        reason=Reason(
            "reason",
            label=_("What happened to it?"),
            hint=_("For example: torn in the printer. Keep the paper for BNSP."),
            missing=_("Say what happened to it."),
        ),
    ),
    Step(
        "misprint",
        {BlankState.USED},
        BlankState.SPOILT,
        "certification:blank:misprinted",
        _("Used blank written off as misprinted"),
        Right.KEEP_BLANK,
        label=_("Write the used blank off as misprinted"),
        lead=_(
            "The assessment is free for another blank. A certificate that names this one cannot change: issue it again, naming the new one."
        ),
        button=_("Misprinted"),
        done=_("Written off. Now issue the certificate again with the number of the new blank."),
        weight="danger",
        guards=(guards.is_of_ones_body,),
        reason=Reason(
            "reason",
            label=_("What is wrong on it?"),
            hint=_("For example: the name is misspelt. Nothing of the person herself. Keep the paper."),
            missing=_("Say what is wrong on it."),
        ),
    ),
    Step(
        "return",
        {BlankState.RECEIVED},
        BlankState.RETURNED,
        "certification:blank:given_back",
        _("Blank returned to BNSP"),
        Right.KEEP_BLANK,
        label=_("Return the blank to BNSP"),
        button=_("Return to BNSP"),
        done=_("Returned. It stays in the stock sheet with the reason."),
        weight="secondary",
        guards=(guards.is_of_ones_body,),
        reason=Reason(
            "reason",
            label=_("Why, and with which letter?"),
            missing=_("Say why, and with which letter."),
        ),
    ),
)
declare_event(EventKind("certification:delivery:arrived", _("Delivery of blanks received")))
