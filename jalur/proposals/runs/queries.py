"""Which runs there are, and what one would look at now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Scope
from jalur.foundation.geography.models import Place
from jalur.foundation.geography.rules import lies_in
from jalur.foundation.work.models import UNDER_WAY
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder, Reservation, left_of
from jalur.journey.training.models import LEFT, Intake
from jalur.kit.database import lying_in
from jalur.proposals.models import ProposalState, Publication, PublicationJob, PublicationState, Run
from jalur.proposals.rights import Right
from jalur.proposals.runs.rules import minutes_for


def runs(actor: Actor) -> QuerySet[Run]:
    return Run.objects.visible_to(actor).with_status().select_related("place")


def part_of(actor: Actor, run: Run) -> tuple[bool, Place | None]:
    """Whether the actor may publish anything of a plan, and for which place: the plan's (None: the country) or her own within it."""
    found = access.grants(actor, Right.PUBLISH_PLAN)
    if any(grant.scope is Scope.NATION for grant in found):
        return True, run.place
    if not found or not actor.place_code:
        return False, None
    if run.place_id is None or lies_in(actor.place_code, run.place_id):
        return True, Place.objects.get(code=actor.place_code)
    return lies_in(run.place_id, actor.place_code), run.place


def publications(run: Run) -> QuerySet[Publication]:
    """What of a plan stands published, the latest first."""
    standing = run.publications.filter(state=PublicationState.STANDING)
    return standing.select_related("place", "organisation").order_by("-created_at", "pk")


def publication_jobs(run: Run) -> list[PublicationJob]:
    """For each place the latest publishing or taking back of a plan that a worker was asked for."""
    latest = run.publication_jobs.order_by("place_id", "-created_at", "pk").distinct("place_id")
    return list(latest.select_related("place"))


def under_way(run: Run, place: Place | None) -> PublicationJob | None:
    """The publishing or taking back of a plan, for the people of a place, that waits or that a worker carries out now."""
    return run.publication_jobs.filter(place=place, state__in=UNDER_WAY).order_by("pk").first()


def has_drafts(run: Run, place: Place | None) -> bool:
    """Whether something of a plan is not yet published to the people of a place."""
    inside = lying_in("home", place.code if place else "")
    return run.proposals.filter(inside, state=ProposalState.DRAFT).exists()


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

    @property
    def minutes(self) -> int:
        """How long the search may take, unless the form says otherwise."""
        return minutes_for(self.candidates)


def to_plan(place_code: str, on: date) -> ToPlan:
    """Counts only, so that a person sees what a run will look at before it starts. Five queries."""
    people = Candidate.objects.filter(lying_in("home", place_code))
    held = Reservation.objects.held()
    free = people.plannable().filter(~Exists(held.filter(candidate=OuterRef("pk"))))
    orders = JobOrder.objects.plannable(on)
    intakes = Intake.objects.plannable(on)
    asked = orders.aggregate(count=Count("pk"), left=Sum(left_of()))
    offered = intakes.aggregate(count=Count("pk"), left=Sum(LEFT))
    return ToPlan(
        candidates=free.count(),
        opted_out=people.filter(opted_out_of_planning_at__isnull=False).count(),
        holding=held.filter(lying_in("candidate__home", place_code)).count(),
        orders=asked["count"],
        openings=asked["left"] or 0,
        intakes=offered["count"],
        seats=offered["left"] or 0,
    )
