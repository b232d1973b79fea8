"""Reads about job orders that other rooms use too."""

from collections.abc import Collection, Iterable
from datetime import date

import polars as pl
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from jalur.journey.job_orders.models import JobOrder, OrderRequirement, Reservation


def requirements_of(order: JobOrder) -> frozenset[str]:
    """The competency codes that an order asks for."""
    rows = OrderRequirement.objects.filter(order=order)
    return frozenset(rows.values_list("competency_id", flat=True))


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
