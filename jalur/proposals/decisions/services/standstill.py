"""What becomes of proposals while their job order or a class on their path stands still by law, and when it goes on again."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import StrIndex

from jalur.foundation.accounts.access import Actor
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import Reservation, left_of
from jalur.journey.job_orders.models import State as OrderState
from jalur.journey.training.models import Intake
from jalur.proposals.decisions import rules
from jalur.proposals.decisions.services.decision import days_to_answer
from jalur.proposals.models import (
    HOLDING,
    WAITING_FOR_THE_OFFICE,
    Proposal,
    ProposalState,
    ProposalStep,
    Publication,
    PublicationState,
    stands_still,
)
from jalur.proposals.shared.lapses import stopped
from jalur.proposals.workflow import PROPOSAL, STOPPED, STOPPED_DRAFT, step_rows

NOT_OFFERED = (ProposalState.DRAFT, *WAITING_FOR_THE_OFFICE)


def of_orders(orders: Collection[Any]) -> QuerySet[Proposal]:
    return Proposal.objects.filter(order__in=orders)


def of_classes(intakes: Collection[Any]) -> QuerySet[Proposal]:
    """Proposals on whose path one of the classes lies."""
    return Proposal.objects.filter(pk__in=ProposalStep.objects.filter(intake__in=intakes).values("proposal"))


def moving(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """What nobody holds anything for lapses and may come back; an offer keeps all it holds and waits."""
    return rows.filter(state__in=(*NOT_OFFERED, ProposalState.OFFERED, ProposalState.LAPSED))


def stop(actor: Actor, rows: QuerySet[Proposal]) -> None:
    """Proposals that nobody was offered yet hold no longer; the next plan looks for another way."""
    for verb, states in (("stop", WAITING_FOR_THE_OFFICE), ("stop_draft", (ProposalState.DRAFT,))):
        step_rows(verb, actor=actor, rows=rows.filter(state__in=states))


def returning(rows: QuerySet[Proposal], today: date, freed: Collection[Any]) -> QuerySet[Proposal]:
    """Of those that a hold stopped, the ones that hold again when the orders or classes `freed` go on: nothing else of the path is
    on hold, opening and seats are free, and the person has no other way meanwhile. A draft comes back to a plan that is a draft
    still."""
    path = ProposalStep.objects.filter(proposal=OuterRef("pk"))
    hers = Proposal.objects.filter(candidate=OuterRef("candidate")).exclude(pk=OuterRef("pk"))
    newer = Q(state=ProposalState.LAPSED, published_in__isnull=False, created_at__gt=OuterRef("created_at"))
    published = Publication.objects.annotate(at=StrIndex(OuterRef("home"), F("place"))).filter(
        Q(place=None) | Q(at=1), run=OuterRef("run"), state=PublicationState.STANDING
    )
    is_draft = Q(lapse=STOPPED_DRAFT)
    left = stopped(rows).alias(openings_left=left_of("order__"))
    return left.filter(
        Q(order__state=OrderState.OPEN) | Q(order__in=freed),
        ~Exists(path.exclude(intake__in=Intake.objects.plannable(today, freed=freed))),
        ~Exists(Reservation.objects.held().filter(candidate=OuterRef("candidate"))),
        ~Exists(hers.filter(state__in=HOLDING)),
        is_draft | ~Exists(hers.filter(Q(state__in=WAITING_FOR_THE_OFFICE) | newer)),
        ~is_draft | ~Exists(published),
        openings_left__gt=0,
        order__ready_by__gte=today,
        candidate__in=Candidate.objects.plannable().order_by(),
    )


def answerable(rows: QuerySet[Proposal], freed: Collection[Any]) -> QuerySet[Proposal]:
    """Offers that nobody has answered and that rest no more when `freed` goes on."""
    return rows.filter(~stands_still(freed=freed), state=ProposalState.OFFERED)


def resume(actor: Actor, rows: QuerySet[Proposal], today: date, freed: Collection[Any]) -> None:
    """What a hold took comes back where it can; whoever was asked has as long to answer as when the offer was made."""
    back = returning(rows, today, freed)
    waiting = back.filter(Q(lapse=STOPPED))
    for verb, returned in (
        ("revive", waiting.filter(answer_by=None)),
        ("revive_unanswered", waiting.filter(answer_by__isnull=False)),
        ("revive_draft", back.filter(Q(lapse=STOPPED_DRAFT))),
    ):
        step_rows(verb, actor=actor, rows=returned)
    for proposal in answerable(rows, freed).order_by("pk"):
        with PROPOSAL.step("resume", actor=actor, subject=proposal, today=today) as locked:
            starts = locked.steps.values_list("intake__starts", flat=True)
            ends = rules.last_day_to_answer(
                today,
                within=days_to_answer(today),
                starts=list(starts.order_by("position")),
                ready_by=locked.order.ready_by,
            )
            locked.answer_by = max(filter(None, (locked.answer_by, ends)))
