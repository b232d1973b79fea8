"""Reads about job orders that other rooms use too."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies import rules as competency_rules
from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.organisations import rules as organisation_rules
from jalur.foundation.organisations.models import Licence
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook import rules as rulebook_rules
from jalur.foundation.rulebook.models import AgeRule, DestinationRule, LicenceDuty
from jalur.journey.job_orders.models import JobOrder, OrderRequirement, Reservation
from jalur.journey.job_orders.rules import Asked


@dataclass(frozen=True)
class Least:
    """What an order must ask at least, and what that rests on."""

    asked: Asked
    standard: DestinationStandard | None
    age_rules: tuple[AgeRule, ...]


@dataclass(frozen=True)
class LawOfTheDay:
    """Every rule and standard that may speak of an order on one day, read once for one order or for thousands."""

    on: date
    destinations: tuple[DestinationRule, ...]
    ages: tuple[AgeRule, ...]
    duties: tuple[LicenceDuty, ...]
    standards: tuple[DestinationStandard, ...]
    requirements: dict[object, frozenset[str]]
    implications: dict[str, list[str]]

    def decision(
        self, *, country: str, occupation: str, employer_type: str, route: str
    ) -> rulebook_rules.Decision:
        """Whether people may be placed there: country × occupation × kind of employer × route."""
        return rulebook_rules.destination_allowed(
            self.destinations,
            country=country,
            occupation=occupation,
            employer_type=employer_type,
            route=route,
            on=self.on,
        )

    def licence_duties(self, route: str) -> list[LicenceDuty]:
        """The licences that whoever places people by the route must hold."""
        return rulebook_rules.licence_duties(self.duties, route=route, on=self.on)

    def unmet_duty(
        self, order: JobOrder, licences: Mapping[UUID, Sequence[Licence]] | None = None
    ) -> LicenceDuty | None:
        """A licence that whoever places by this route must hold and does not; licences: read before, for orders in bulk."""
        duties = self.licence_duties(order.route)
        if licences is None:
            licences = licences_of([order], self.on) if duties else {}
        held = licences.get(order.company_id, ()) if order.company_id else ()
        return next(
            (duty for duty in duties if not organisation_rules.is_licensed(held, duty.licence_kind, self.on)),
            None,
        )

    def least(self, *, country: str, occupation: str, employer_type: str, route: str) -> Least:
        """The age rules and the newest destination standard in force, together."""
        ages = rulebook_rules.age_range(
            self.ages,
            purpose=AgeRule.Purpose.PLACEMENT,
            on=self.on,
            country=country,
            occupation=occupation,
            employer_type=employer_type,
        )
        found = competency_rules.standards_in_force(
            self.standards, country=country, occupation=occupation, on=self.on, route=route
        )
        standard = found[0] if found else None
        if standard is None:
            return Least(Asked(**asdict(ages.limits)), None, ages.rules)
        limits = competency_rules.stricter(ages.limits, standard.limits)
        asked = Asked(**asdict(limits), requirements=self.requirements.get(standard.pk, frozenset()))
        return Least(asked, standard, ages.rules)


def law_of(on: date) -> LawOfTheDay:
    """The rules and standards in force on a day; six queries, whatever the number of orders."""
    standards = tuple(DestinationStandard.objects.in_force(on).order_by("pk"))
    requirements: dict[object, set[str]] = {}
    pairs = DestinationStandard.requirements.through.objects.filter(
        standard__in=[one.pk for one in standards]
    )
    for standard_id, code in pairs.values_list("standard_id", "competency_id"):
        requirements.setdefault(standard_id, set()).add(code)
    return LawOfTheDay(
        on=on,
        destinations=tuple(
            DestinationRule.objects.in_force(on).select_related("legal_source").order_by("pk")
        ),
        ages=tuple(AgeRule.objects.in_force(on).select_related("legal_source").order_by("pk")),
        duties=rulebook.licence_duties(on),
        standards=standards,
        requirements={key: frozenset(codes) for key, codes in requirements.items()},
        implications=competencies.implications(),
    )


def requirements_of(order: JobOrder) -> frozenset[str]:
    """The competency codes that an order asks for."""
    rows = OrderRequirement.objects.filter(order=order)
    return frozenset(rows.values_list("competency_id", flat=True))


def licences_of(orders: Iterable[Any], on: date) -> dict[UUID, list[Licence]]:
    """The licences in force of the companies of some orders."""
    companies = {order.company.pk for order in orders if order.company}
    found: dict[UUID, list[Licence]] = {}
    for licence in Licence.objects.filter(organisation__in=companies).in_force(on).order_by("pk"):
        found.setdefault(licence.organisation_id, []).append(licence)
    return found


def openings_asked(on: date, codes: Collection[str] | None = None) -> dict[str, int]:
    """Competency code → openings left, on orders still running on a day, that ask for it; of some codes or of all."""
    orders = JobOrder.objects.plannable(on)
    rows = (
        (orders if codes is None else orders.filter(requirements__in=codes))
        .values("requirements__code")
        .annotate(left=Sum(F("openings") - F("reserved")))
        .order_by("requirements__code")
    )
    return {row["requirements__code"]: row["left"] for row in rows if row["requirements__code"]}


def jobs_asking(codes: Collection[str], on: date, limit: int = 8) -> list[JobOrder]:
    """Jobs that ask for any of the codes, those that ask for most of them first: each the order for it that is due first.

    A job is a position in a country; `openings_left` are those of all its orders still running on a day.
    """
    job = {"partition_by": ("title", "destination")}
    order = (F("asked").desc(), "ready_by", "number")
    return list(
        JobOrder.objects.plannable(on)
        .filter(requirements__in=codes)
        .annotate(asked=Count("pk"))
        .annotate(
            openings_left=Window(Sum(F("openings") - F("reserved")), **job),
            place=Window(RowNumber(), order_by=order, **job),
        )
        .filter(place=1)
        .select_related("destination")
        .order_by(*order)[:limit]
    )


def held_openings(candidate_ids: Iterable[object]) -> QuerySet[Reservation]:
    """The openings that candidates hold now."""
    return (
        Reservation.objects.filter(candidate__in=list(candidate_ids), released_at__isnull=True)
        .select_related("order", "order__destination", "order__occupation", "order__employer")
        .order_by("created_at", "pk")
    )


def counts_by_state(orders: QuerySet[JobOrder]) -> dict[str, int]:
    """How many of the orders are in each state."""
    return dict(orders.order_by().values_list("state").annotate(count=Count("pk")))


ORDERS_SCHEMA = {
    "id": pl.String(),
    "destination": pl.String(),
    "occupation": pl.String(),
    "openings": pl.Int64(),
    "ready_by": pl.Date(),
    "requires": pl.List(pl.String()),
    "min_age": pl.Int64(),
    "max_age": pl.Int64(),
    "sex": pl.String(),
    "min_education": pl.Int64(),
    "value": pl.Float64(),
}


def for_planning(on: date) -> pl.DataFrame:
    """Orders with openings left and a deadline on or after the day, as the planner's `job_orders` table. One query."""
    rows = (
        JobOrder.objects.plannable(on)
        .annotate(
            requires=ArrayAgg(
                "requirements__code",
                filter=Q(requirements__code__isnull=False),
                order_by="requirements__code",
                default=[],
            ),
            openings_left=F("openings") - F("reserved"),
        )
        .order_by("number")
        .values_list(
            "number",
            "destination_id",
            "occupation_id",
            "openings_left",
            "ready_by",
            "requires",
            "min_age",
            "max_age",
            "sex",
            "min_education",
            "value",
        )
    )
    plain = [(*row[:8], row[8] or None, row[9], float(row[10])) for row in rows.iterator(chunk_size=5000)]
    return pl.DataFrame(plain, schema=ORDERS_SCHEMA, orient="row")
