"""How a budget line is opened, changed and closed, and how a seat gets its payers and loses them."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates.holdings import ENDS
from jalur.journey.funding import guards
from jalur.journey.funding.models import BudgetLine, LineState, Payment, PaymentState
from jalur.journey.funding.rights import Right

OPEN, CLOSED = LineState
COMMITTED, FREED = PaymentState

LINE = declare(
    Workflow(
        thing="funding:line",
        model=BudgetLine,
        states=LineState,
        tones={OPEN: "done", CLOSED: "none"},
        key="key",
        title=lambda line: line.title,
        called=lambda line: (
            _("Budget line %(number)s of %(year)d") % {"number": line.number, "year": line.year}
        ),
        related=("owner", "used_by"),
        place=lambda line: line.owner.place_id or "",
    ),
    Step("enter", NEW, OPEN, "funding:line:entered", _("Budget line entered"), Right.EDIT_LINE),
    Step(
        "change",
        {OPEN},
        SAME,
        "funding:line:changed",
        _("Budget line changed"),
        Right.EDIT_LINE,
        fields=("title", "number", "amount", "valid_from", "valid_to"),
        label=_("Change the budget line"),
        button=_("Change"),
        done=_("The line is saved."),
        weight="secondary",
        asks=True,
        guards=(guards.is_the_owners,),
        leaves=(guards.holds_what_is_committed,),
    ),
    Step(
        "close",
        {OPEN},
        CLOSED,
        "funding:line:closed",
        _("Budget line closed"),
        Right.EDIT_LINE,
        label=_("Close the budget line"),
        button=_("Close"),
        done=_("Nothing new is paid from the line. What is committed stays."),
        weight="danger",
        reason=Reason(
            "close_reason", label=_("Why is the line closed?"), missing=_("Say why the line is closed.")
        ),
        guards=(guards.is_the_owners,),
    ),
)

PAYMENT = declare(
    Workflow(
        thing="funding:payment",
        model=Payment,
        states=PaymentState,
        tones={COMMITTED: "done", FREED: "none"},
        title=lambda payment: payment.enrolment.intake.programme.title,
        called=lambda payment: (
            _("Payment of a seat in class %(number)s") % {"number": payment.enrolment.intake.number}
        ),
        related=("line__owner", "enrolment__intake__programme__provider", "enrolment__candidate__person"),
        columns=("state", "free_reason"),
        person=lambda payment: payment.enrolment.candidate.person_id,
        place=lambda payment: payment.enrolment.candidate.person.residence_id,
    ),
    Step(
        "commit",
        NEW,
        COMMITTED,
        "funding:payment:committed",
        _("A payer of the seat settled"),
        Right.SETTLE_PAYMENT,
        guards=(
            guards.seat_is_held,
            guards.line_may_be_used,
            guards.she_may_be_charged,
            guards.not_more_than_the_seat,
            guards.line_holds_enough,
        ),
    ),
    Step(
        "free",
        {COMMITTED},
        FREED,
        "funding:payment:freed",
        _("A payer of the seat taken back"),
        Right.SETTLE_PAYMENT,
        label=_("Take the payer of the seat back"),
        button=_("Take back"),
        done=_("The money is free again, and the seat needs another payer."),
        weight="danger",
        guards=(guards.may_take_back,),
        reason=Reason(
            "free_reason",
            label=_("Why does it no longer pay?"),
            missing=_("Say why it no longer pays."),
        ),
    ),
    # The seat was given back, by whatever way.
    Step(
        "lose",
        {COMMITTED},
        FREED,
        "funding:payment:lost",
        _("The money for the seat is free again: the seat was given back"),
        causes=ENDS
        | {"training:enrolment:withdrawn", "training:intake:cancelled", "network:transfer:accepted"},
    ),
)
