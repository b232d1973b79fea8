"""What becomes of proposals while their job order stands still by law, and when it opens again."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from jalur.foundation.accounts.access import Actor
from jalur.journey.job_orders.models import JobOrder
from jalur.proposals.decisions import rules
from jalur.proposals.decisions.services.decision import days_to_answer
from jalur.proposals.models import WAITING_FOR_THE_OFFICE, Proposal, ProposalState
from jalur.proposals.workflow import PROPOSAL

NOT_OFFERED = (ProposalState.DRAFT, *WAITING_FOR_THE_OFFICE)


def moving(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """What nobody holds anything for lapses; an offer keeps all it holds and waits."""
    return rows.filter(state__in=(*NOT_OFFERED, ProposalState.OFFERED))


def stop(actor: Actor, order: JobOrder) -> None:
    """Proposals that nobody was offered yet hold no longer; the next plan looks for another way."""
    rows = Proposal.objects.filter(order=order, state__in=NOT_OFFERED)
    PROPOSAL.step_rows("stop", actor=actor, rows=rows, person="candidate__person_id", place="candidate__home")


def resume(actor: Actor, order: JobOrder, today: date) -> None:
    """Whoever was asked has as long to answer as when the offer was made."""
    for proposal in offered(order):
        with PROPOSAL.step("resume", actor=actor, subject=proposal, today=today) as locked:
            starts = locked.steps.values_list("intake__starts", flat=True)
            ends = rules.last_day_to_answer(
                today,
                within=days_to_answer(today),
                starts=list(starts.order_by("position")),
                ready_by=order.ready_by,
            )
            locked.answer_by = max(filter(None, (locked.answer_by, ends)))


def offered(order: JobOrder) -> Sequence[Proposal]:
    """Offers of the order that nobody has answered."""
    return list(Proposal.objects.filter(order=order, state=ProposalState.OFFERED).order_by("pk"))
