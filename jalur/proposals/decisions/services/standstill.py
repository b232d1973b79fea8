"""What becomes of proposals while their job order stands still by law, and when it opens again."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, StrIndex

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.models import Event
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder, Reservation
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
)
from jalur.proposals.workflow import PROPOSAL, STOPPED, STOPPED_DRAFT, step_rows

NOT_OFFERED = (ProposalState.DRAFT, *WAITING_FOR_THE_OFFICE)
LAPSES = (STOPPED, STOPPED_DRAFT, "proposals:proposal:lapsed")


def moving(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """What nobody holds anything for lapses and may come back; an offer keeps all it holds and waits."""
    return rows.filter(state__in=(*NOT_OFFERED, ProposalState.OFFERED, ProposalState.LAPSED))


def stop(actor: Actor, order: JobOrder) -> None:
    """Proposals that nobody was offered yet hold no longer; the next plan looks for another way."""
    rows = Proposal.objects.filter(order=order)
    for verb, states in (("stop", WAITING_FOR_THE_OFFICE), ("stop_draft", (ProposalState.DRAFT,))):
        step_rows(verb, actor=actor, rows=rows.filter(state__in=states))


def stopped(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those that lapsed because their order was held and for nothing else; `lapse`: the event that says so."""
    events = Event.objects.filter(
        subject_table=Proposal._meta.label_lower, subject_key=OuterRef("key"), event__in=LAPSES
    )
    latest = Subquery(events.order_by("-at", "-pk").values("event")[:1])
    lapsed = rows.filter(state=ProposalState.LAPSED).annotate(key=Cast("pk", TextField()))
    return lapsed.annotate(lapse=latest).filter(Q(lapse__in=(STOPPED, STOPPED_DRAFT)))


def returning(rows: QuerySet[Proposal], today: date) -> QuerySet[Proposal]:
    """Of those that a hold stopped, the ones that hold again with the order: opening and seats are free, and the person has no
    other way meanwhile. A draft comes back to a plan that is a draft still."""
    path = ProposalStep.objects.filter(proposal=OuterRef("pk"))
    hers = Proposal.objects.filter(candidate=OuterRef("candidate")).exclude(pk=OuterRef("pk"))
    newer = Q(state=ProposalState.LAPSED, published_in__isnull=False, created_at__gt=OuterRef("created_at"))
    published = Publication.objects.annotate(at=StrIndex(OuterRef("home"), F("place"))).filter(
        Q(place=None) | Q(at=1), run=OuterRef("run"), state=PublicationState.STANDING
    )
    is_draft = Q(lapse=STOPPED_DRAFT)
    return stopped(rows).filter(
        ~Exists(path.exclude(intake__in=Intake.objects.plannable(today))),
        ~Exists(Reservation.objects.held().filter(candidate=OuterRef("candidate"))),
        ~Exists(hers.filter(state__in=HOLDING)),
        is_draft | ~Exists(hers.filter(Q(state__in=WAITING_FOR_THE_OFFICE) | newer)),
        ~is_draft | ~Exists(published),
        order__openings__gt=F("order__reserved"),
        order__ready_by__gte=today,
        candidate__in=Candidate.objects.plannable().order_by(),
    )


def resume(actor: Actor, order: JobOrder, today: date) -> None:
    """What the hold took comes back where it can; whoever was asked has as long to answer as when the offer was made."""
    back = returning(Proposal.objects.filter(order=order), today)
    waiting = back.filter(Q(lapse=STOPPED))
    for verb, rows in (
        ("revive", waiting.filter(answer_by=None)),
        ("revive_unanswered", waiting.filter(answer_by__isnull=False)),
        ("revive_draft", back.filter(Q(lapse=STOPPED_DRAFT))),
    ):
        step_rows(verb, actor=actor, rows=rows)
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
