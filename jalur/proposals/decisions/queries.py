"""Which proposals there are, what became of them, and what one of them hangs on."""

from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, Min, Prefetch, Q, QuerySet, When

from jalur.foundation.accounts.access import Actor
from jalur.journey.job_orders.models import JobOrder
from jalur.planner.after.alternatives import Prices
from jalur.proposals.decisions.rules import last_day_to_take
from jalur.proposals.models import (
    HOLDING,
    BulkDecision,
    BulkItem,
    BulkVerb,
    Outcome,
    Proposal,
    ProposalState,
    ProposalStep,
    Run,
    stands_still,
)
from jalur.proposals.rights import Right


def proposals(actor: Actor) -> QuerySet[Proposal]:
    """What the actor may see, with what a list row shows."""
    return listed(Proposal.objects.visible_to(actor))


def proposals_of(actor: Actor, run: Run) -> QuerySet[Proposal]:
    """The same of one plan that the actor may see, its drafts among them."""
    return listed(Proposal.objects.with_drafts(actor).filter(run=run))


def listed(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return (
        rows.select_related("order__destination")
        .annotate(first_start=F("first_intake__starts"))
        .only(
            *("name", "number", "state", "classes", "chance"),
            *("order__number", "order__title", "order__ready_by"),
            *("order__destination__name_id", "order__destination__name_en"),
        )
    )


def proposal_in_full(actor: Actor, pk: UUID) -> Proposal | None:
    """One proposal with its path, or None when there is none in the actor's reach."""
    path = ProposalStep.objects.order_by("position").select_related(
        "intake__programme__provider", "intake__place"
    )
    rows = Proposal.objects.with_drafts(actor)
    seen = rows.filter(~Q(state=ProposalState.DRAFT) | Q(run__in=Run.objects.visible_to(actor).order_by()))
    return (
        seen.select_related(
            "run__place",
            "candidate__person__residence",
            "order__destination",
            "order__occupation",
            "order__employer",
            "decided_by",
            "offered_by",
        )
        .prefetch_related(Prefetch("steps", path))
        .filter(pk=pk)
        .first()
    )


def open_proposals(actor: Actor) -> dict[str, tuple[int, date | None]]:
    """State → how many proposals of the actor's people stand so and wait for somebody, and the nearest last day to answer."""
    mine = Proposal.objects.visible_to(actor, Right.DECIDE_PROPOSAL)
    proposed = mine.filter(state=ProposalState.PROPOSED).count()
    # While order or class is on hold the clock of an offer stands still.
    running = mine.filter(~stands_still())
    offers = (
        running.filter(state__in=(ProposalState.OFFERED, ProposalState.EXPIRED)).order_by().values("state")
    )
    counted = offers.annotate(count=Count("pk"), soonest=Min("answer_by"))
    found = {row["state"]: (row["count"], row["soonest"]) for row in counted}
    return {ProposalState.PROPOSED: (proposed, None), **found}


def can_be_reversed(decision: BulkDecision, today: date) -> QuerySet[BulkItem, UUID]:
    """The proposals that still stand as a decision on many left them, so that `REVERSED_BY` can be done to them.

    Offers nobody has answered, refusals of today, offers taken back.
    """
    done = decision.items.filter(outcome=Outcome.DONE)
    untouched = {
        BulkVerb.OFFER: Q(proposal__state=ProposalState.OFFERED),
        BulkVerb.REFUSE: Q(
            proposal__state=ProposalState.REFUSED, proposal__decided_on=today, proposal__answered_how=""
        ),
        BulkVerb.TAKE_BACK: Q(proposal__state=ProposalState.PROPOSED),
        BulkVerb.UNDO: Q(pk__in=[]),
    }
    left = done.filter(untouched[BulkVerb(decision.verb)])
    return left.order_by("position").values_list("proposal_id", flat=True)


def own_proposal(actor: Actor) -> UUID | None:
    """The candidate's own proposal that matters now: the one accepted or offered, else the one that waits, else the newest."""
    if actor.person_id is None:
        return None
    mine = Proposal.objects.visible_to(actor).filter(candidate__person_id=actor.person_id)
    first = Case(When(state__in=HOLDING, then=0), When(state=ProposalState.PROPOSED, then=1), default=2)
    return mine.order_by(first, "-created_at", "pk").values_list("pk", flat=True).first()


def last_day(proposal: Proposal) -> date:
    """The last day to say yes or no: of an offer its own, else as long as the path can be taken."""
    starts = [proposal.first_intake.starts] if proposal.first_intake else []
    return proposal.answer_by or last_day_to_take(starts, proposal.order.ready_by)


def prices_of(run: Run) -> Prices:
    """The plan's prices by public number; those of zero are left out."""
    orders = run.order_prices.filter(price__gt=0).values_list("order__number", "price")
    intakes = run.intake_prices.filter(price__gt=0).values_list("intake__number", "price")
    return Prices(dict(orders), dict(intakes), run.summary.get("budget_price", 0.0))


def orders_by_number(numbers: list[str]) -> dict[str, JobOrder]:
    orders = JobOrder.objects.filter(number__in=numbers).select_related("destination", "employer")
    return {order.number: order for order in orders.order_by("number")}


def outcomes(decision: BulkDecision) -> dict[str, int]:
    """Outcome → how many items of the decision have it."""
    return dict(decision.items.order_by("outcome").values_list("outcome").annotate(count=Count("pk")))


def bulk_items(decision: BulkDecision) -> QuerySet[BulkItem]:
    """The items of a decision; whoever may see the decision made it for proposals in reach."""
    return decision.items.select_related("proposal__order")
