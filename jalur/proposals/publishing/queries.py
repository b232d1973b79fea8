"""What publishing a plan would change for the people of a place, told beforehand and kept afterwards."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from jalur.foundation.geography.models import Level, Place
from jalur.foundation.geography.queries import REGENCY_CODE
from jalur.foundation.organisations.models import Organisation, OrganisationKind
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder, Reservation, left_of
from jalur.journey.training.models import Intake
from jalur.kit.database import lying_in
from jalur.proposals.models import (
    HOLDING,
    WAITING_FOR_THE_OFFICE,
    Proposal,
    ProposalState,
    ProposalStep,
    Run,
)
from jalur.proposals.shared.queries import COMPARED, OTHER_CLASSES


def drafts(run: Run, place: Place | None) -> QuerySet[Proposal]:
    """What of a plan has not been published to the people of a place."""
    return Proposal.objects.filter(
        lying_in("home", place.code if place else ""), run=run, state=ProposalState.DRAFT
    )


def still_true(rows: QuerySet[Proposal], today: date) -> list[QuerySet[Proposal]]:
    """The drafts that can still come true, with fewer at each step: the person free and willing, order and classes open, places left.

    Where fewer openings or seats are left than the plan gave, those of the highest value keep theirs.
    """
    holding = Reservation.objects.held().filter(candidate=OuterRef("candidate"))
    people = Candidate.objects.plannable().order_by()
    of_the_willing = rows.filter(~Exists(holding), candidate__in=people)
    orders, classes = JobOrder.objects.plannable(today).order_by(), Intake.objects.plannable(today).order_by()
    closed = ProposalStep.objects.filter(proposal=OuterRef("pk")).exclude(intake__in=classes)
    of_the_open = of_the_willing.filter(~Exists(closed), order__in=orders)
    turn = Window(RowNumber(), partition_by="order", order_by=[F("value").desc(), F("number")])
    in_order = of_the_open.annotate(turn=turn).filter(turn__lte=left_of("order__"))
    turn = Window(
        RowNumber(), partition_by="intake", order_by=[F("proposal__value").desc(), F("proposal__number")]
    )
    steps = ProposalStep.objects.filter(proposal__in=in_order.values("pk")).annotate(turn=turn)
    without_seat = steps.filter(turn__gt=F("intake__seats") - F("intake__taken")).values("proposal")
    with_places = rows.filter(pk__in=in_order.values("pk")).exclude(pk__in=without_seat)
    return [of_the_willing, of_the_open, with_places]


def waiting(run: Run, place: Place | None) -> QuerySet[Proposal]:
    """What makes room for a plan: the waiting proposals, of other plans, to people whom it looked at.

    Who registered after the plan was begun, or held an opening then, was not looked at.
    """
    begun = run.started_at or run.created_at
    held_then = Reservation.objects.filter(
        Q(released_at__isnull=True) | Q(released_at__gt=begun), created_at__lte=begun
    ).values("candidate")
    # Never as a join: PostgreSQL looks again at the updated row alone when it had to wait for a decision.
    looked_at = Candidate.objects.filter(lying_in("home", place.code if place else ""), created_at__lte=begun)
    others = Proposal.objects.filter(state__in=WAITING_FOR_THE_OFFICE, candidate__in=looked_at).exclude(
        run=run
    )
    return others.exclude(candidate__in=held_then)


@dataclass(frozen=True)
class Changes:
    """What changes for the people of one regency: paths proposed for the first time, other paths, the same, none any more."""

    regency: str
    new: int = 0
    other: int = 0
    same: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Outlook:
    """What publishing changes. people, places: drafts that fell away because of the person, or of an order or a class."""

    drafts: int
    published: int
    people: int
    closed: int
    full: int
    offered: int
    accepted: int
    changes: Sequence[Changes] = ()

    @property
    def fallen(self) -> int:
        return self.people + self.closed + self.full

    @property
    def replaced(self) -> int:
        return sum(one.other + one.same + one.gone for one in self.changes)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Outlook":
        return cls(**{**kept, "changes": [Changes(**one) for one in kept.get("changes", [])]})


CHANGES = f"""
SELECT left(coalesce(a.home, b.home), {REGENCY_CODE}) AS regency,
    count(*) FILTER (WHERE b.id IS NULL),
    count(*) FILTER (WHERE a.id IS NOT NULL AND b.id IS NOT NULL AND (a.order_id <> b.order_id OR {OTHER_CLASSES})),
    count(*) FILTER (WHERE a.order_id = b.order_id AND NOT {OTHER_CLASSES}),
    count(*) FILTER (WHERE a.id IS NULL)
FROM ({{after}}) a FULL JOIN ({{before}}) b USING (candidate_id)
GROUP BY 1 ORDER BY 1"""  # nosec B608  a constant of this code is set in, nothing that anybody typed


def outlook(run: Run, place: Place | None, today: date) -> Outlook:
    """What publishing the plan for the people of the place would change today."""
    rows = drafts(run, place)
    willing, still_open, with_places = still_true(rows, today)
    counts = [step.count() for step in (rows, willing, still_open, with_places)]
    holding = Proposal.objects.filter(lying_in("home", place.code if place else ""), state__in=HOLDING)
    held = dict(holding.order_by().values_list("state").annotate(count=Count("pk")))
    return Outlook(
        drafts=counts[0],
        published=counts[3],
        people=counts[0] - counts[1],
        closed=counts[1] - counts[2],
        full=counts[2] - counts[3],
        offered=held.get(ProposalState.OFFERED, 0),
        accepted=held.get(ProposalState.ACCEPTED, 0),
        changes=changes(with_places, waiting(run, place)),
    )


def changes(after: QuerySet[Proposal], before: QuerySet[Proposal]) -> list[Changes]:
    """Regency by regency what is proposed before and after."""
    (new, of_new), (old, of_old) = (
        rows.order_by().values_list(*COMPARED, "home").query.sql_with_params() for rows in (after, before)
    )
    with connection.cursor() as cursor:
        # Both parts are the ORM's own, their values are parameters.
        cursor.execute(CHANGES.format(after=new, before=old), [*of_new, *of_old])
        return [Changes(*row) for row in cursor.fetchall()]


def offices(codes: Sequence[str]) -> dict[str, str]:
    """Regency → its labour office, or the regency's name where none is registered."""
    names = dict(Place.objects.filter(code__in=codes).values_list("code", "name"))
    of_places = Organisation.objects.filter(
        kind=OrganisationKind.LABOUR_OFFICE,
        place__in=codes,
        place__level=Level.REGENCY,
        closed_on__isnull=True,
    )
    return names | dict(of_places.order_by("-created_at", "pk").values_list("place_id", "name"))
