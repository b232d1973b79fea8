"""How an order goes from draft to closed, and an opening from held to given back; the attaché verifies (UU 18/2017 art. 10)."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.workflow.steps import NEW, SAME, Due, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates.holdings import ENDS
from jalur.journey.job_orders import guards
from jalur.journey.job_orders.models import (
    UNDER_LAW,
    CloseReason,
    HeldBecause,
    JobOrder,
    Reservation,
    ReservationState,
    State,
)
from jalur.journey.job_orders.rights import Right

ORDER = declare(
    Workflow(
        thing="job_orders:order",
        model=JobOrder,
        states=State,
        is_public=True,
        tones={
            State.DRAFT: "none",
            State.SUBMITTED: "wait",
            State.OPEN: "done",
            State.HELD: "warn",
            State.REFUSED: "bad",
            State.CLOSED: "none",
        },
        key="number",
        title=lambda order: order.title,
        called=lambda order: _("Order %(number)s") % {"number": order.number},
        related=(
            "employer__country",
            "destination",
            "occupation",
            "company",
            "partner",
            "standard",
            "destination_rule__legal_source",
        ),
        # Codes only; nothing of an order is personal.
        detail=lambda order: {
            "number": order.number,
            "destination": order.destination_id,
            "occupation": order.occupation_id,
            "rule": str(order.destination_rule_id or ""),
        },
    ),
    Step("draft", NEW, State.DRAFT, "job_orders:order:drafted", _("Drafted"), Right.DRAFT_ORDER),
    Step(
        "change",
        {State.DRAFT},
        SAME,
        "job_orders:order:changed",
        _("Changed"),
        Right.DRAFT_ORDER,
        label=_("Change the draft"),
        button=_("Change"),
        done=_("The draft is saved."),
        weight="secondary",
        asks=True,
    ),
    Step(
        "submit",
        {State.DRAFT},
        State.SUBMITTED,
        "job_orders:order:submitted",
        _("Submitted to the attaché"),
        Right.DRAFT_ORDER,
        label=_("Check the order and submit it to the attaché"),
        button=_("Submit to the attaché"),
        done=_("The order is with the attaché now."),
        asks=True,
        guards=(guards.law_allows, guards.deadline_is_ahead, guards.partner_is_named),
        owner=Role.COMPANY_OFFICER,
    ),
    Step(
        "verify",
        {State.SUBMITTED},
        State.OPEN,
        "job_orders:order:verified",
        _("Verified by the attaché"),
        Right.VERIFY_ORDER,
        label=_("Verify this order, or refuse it with a reason"),
        button=_("Verify and open"),
        done=_("The order is open; everybody can see it."),
        lead=_(
            "Name the paper that you saw for each thing; a photo of it may go along. If something is not right, go back and"
            " refuse the order with a reason."
        ),
        asks=True,
        guards=(guards.law_allows, guards.deadline_is_ahead, guards.partner_is_named),
        leaves=(guards.everything_is_seen,),
        owner=Role.LABOUR_ATTACHE,
        due=Due(_("Verify the order, or refuse it"), "submitted_at"),
    ),
    Step(
        "check",
        {State.SUBMITTED},
        SAME,
        "job_orders:order:checked",
        _("Papers seen"),
        Right.VERIFY_ORDER,
        label=_("What has been seen so far"),
        button=_("Note what has been seen"),
        done=_("Noted. The order waits until everything has been seen."),
        lead=_("Fill in what you have before you; the rest can follow. The order opens when you verify it."),
        weight="secondary",
        asks=True,
    ),
    Step(
        "refuse",
        {State.SUBMITTED},
        State.REFUSED,
        "job_orders:order:refused",
        _("Refused by the attaché"),
        Right.VERIFY_ORDER,
        label=_("Refuse the order"),
        button=_("Refuse"),
        done=_("The order is refused; the company can read why."),
        weight="danger",
        reason=Reason(
            "refusal_reason",
            label=_("Why is the order refused?"),
            hint=_("The company will read this. Say what would have to change."),
            missing=_("Say why the order is refused."),
            longest=300,
        ),
        owner=Role.LABOUR_ATTACHE,
    ),
    Step(
        "revise",
        {State.REFUSED},
        State.DRAFT,
        "job_orders:order:revised",
        _("Taken back as a draft"),
        Right.DRAFT_ORDER,
        label=_("Take the order back, correct it and submit it again"),
        button=_("Take back as a draft"),
        done=_("The order is a draft again. Correct it and submit it."),
        owner=Role.COMPANY_OFFICER,
    ),
    # By the law of the day alone (services/holding.py); another reason is another event.
    Step(
        "hold",
        frozenset(UNDER_LAW),
        State.HELD,
        "job_orders:order:held",
        _("On hold by law"),
        Right.HOLD_ORDER,
        reason=Reason(
            "held_because",
            label=_("Why is the order on hold?"),
            choices=dict(HeldBecause.choices),
            missing=_("Say what stands in the way."),
        ),
    ),
    Step(
        "reopen",
        {State.HELD},
        State.OPEN,
        "job_orders:order:reopened",
        _("Open again: the law allows it"),
        Right.HOLD_ORDER,
    ),
    Step(
        "close",
        frozenset(UNDER_LAW),
        State.CLOSED,
        "job_orders:order:closed",
        _("Closed"),
        Right.CLOSE_ORDER,
        label=_("Close the order"),
        button=_("Close the order"),
        done=_("The order is closed."),
        lead=_(
            "A closed order takes nobody else. If the employer no longer needs anybody or the order "
            "proved false, every opening held is given back; otherwise those who hold one keep it."
        ),
        weight="danger",
        reason=Reason(
            "close_reason",
            label=_("Why is the order closed?"),
            choices=dict(CloseReason.choices),
            missing=_("Choose why the order is closed."),
        ),
    ),
)

RESERVATION = declare(
    Workflow(
        thing="job_orders:reservation",
        model=Reservation,
        states=ReservationState,
        tones={ReservationState.HELD: "done", ReservationState.RELEASED: "none"},
        called=lambda held: _("The opening of order %(number)s") % {"number": held.order.number},
        along=("candidate", "order"),
        related=("candidate__person",),
        columns=("released_at", "release_reason"),
        person=lambda held: held.candidate.person_id,
        place=lambda held: held.candidate.person.residence_id,
        detail=lambda held: {"order": held.order.number},
        settled={ReservationState.RELEASED: _("This opening has already been given back.")},
    ),
    Step(
        "hold",
        NEW,
        ReservationState.HELD,
        "job_orders:reservation:held",
        _("Opening held"),
        Right.HOLD_RESERVATION,
        guards=(guards.candidate_fits, guards.opening_is_left, guards.holds_no_other),
    ),
    Step(
        "release",
        {ReservationState.HELD},
        ReservationState.RELEASED,
        "job_orders:reservation:released",
        _("Opening given back"),
        Right.RELEASE_RESERVATION,
        label=_("Give the opening back"),
        button=_("Give back"),
        done=_("The opening is free again."),
        lead=_("Somebody else can take it at once."),
        weight="danger",
        reason=Reason(
            "release_reason",
            label=_("Why is the opening given back?"),
            missing=_("Say why the opening is given back."),
        ),
    ),
    # The order stands still; whoever holds an opening of it keeps it.
    Step(
        "keep",
        {ReservationState.HELD},
        SAME,
        "job_orders:reservation:on_hold",
        _("The job of the opening is on hold; the opening is kept"),
        causes={"job_orders:order:held"},
    ),
    Step(
        "go_on",
        {ReservationState.HELD},
        SAME,
        "job_orders:reservation:goes_on",
        _("The job of the opening is open again"),
        causes={"job_orders:order:reopened"},
    ),
    Step(
        "lose",
        {ReservationState.HELD},
        ReservationState.RELEASED,
        "job_orders:reservation:released",
        _("Opening given back"),
        causes=ENDS | {"job_orders:order:closed"},
    ),
)

declare_events(EventKind("job_orders:employer:registered", _("Employer registered")))
