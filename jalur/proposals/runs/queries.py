"""Which runs there are, and what one would look at now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum

from jalur.foundation.accounts.access import Actor
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.training.models import Intake
from jalur.kit.database import lying_in
from jalur.proposals.models import Run


def runs(actor: Actor) -> QuerySet[Run]:
    return Run.objects.visible_to(actor).select_related("place")


@dataclass(frozen=True)
class ToPlan:
    """What a run would look at if it started now."""

    candidates: int
    opted_out: int
    holding: int
    orders: int
    openings: int
    intakes: int
    seats: int


def to_plan(place_code: str, on: date) -> ToPlan:
    """Counts only, so that a person sees what a run will look at before it starts. Five queries."""
    people = Candidate.objects.filter(lying_in("home", place_code))
    held = Reservation.objects.held()
    free = people.plannable().filter(~Exists(held.filter(candidate=OuterRef("pk"))))
    orders = JobOrder.objects.plannable(on)
    intakes = Intake.objects.plannable(on)
    asked = orders.aggregate(count=Count("pk"), left=Sum(F("openings") - F("reserved")))
    offered = intakes.aggregate(count=Count("pk"), left=Sum(F("seats") - F("taken")))
    return ToPlan(
        candidates=free.count(),
        opted_out=people.filter(opted_out_of_planning_at__isnull=False).count(),
        holding=held.filter(lying_in("candidate__home", place_code)).count(),
        orders=asked["count"],
        openings=asked["left"] or 0,
        intakes=offered["count"],
        seats=offered["left"] or 0,
    )
