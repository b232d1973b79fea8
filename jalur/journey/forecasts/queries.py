"""Reads about expected demand that other rooms use too; orders are never among its figures, only beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum

from jalur.foundation.accounts.access import Actor
from jalur.journey.forecasts import rules
from jalur.journey.forecasts.models import Forecast, State
from jalur.journey.job_orders import queries as job_orders


def came(forecast: Forecast) -> tuple[int, int]:
    """Openings that came in a forecast's months: through who said so, and through everybody.

    What a mission said is about its country, whoever brings the orders: both are the same then.
    """
    window = {
        "destination": forecast.destination_id,
        "occupation": forecast.occupation_id,
        "begins": forecast.begins,
        "ends": forecast.ends,
    }
    altogether = job_orders.openings_that_came(**window)
    if forecast.organisation.country_id is not None:
        return altogether, altogether
    return job_orders.openings_that_came(**window, company=forecast.organisation_id), altogether


@dataclass(frozen=True)
class Revision:
    """What a forecast said from a moment on."""

    people: int
    begins: date
    ends: date
    sureness: str
    since: datetime


def revisions(forecast: Forecast) -> list[Revision]:
    """What it said before and says now, the newest first; steps that changed none of it are left out."""
    rows: list[Revision] = []
    told = forecast.events.order_by("pgh_id").values_list(
        "people", "begins", "ends", "sureness", "pgh_created_at"
    )
    for people, begins, ends, sureness, at in told:
        if not rows or (rows[-1].people, rows[-1].begins, rows[-1].ends, rows[-1].sureness) != (
            people,
            begins,
            ends,
            sureness,
        ):
            rows.append(Revision(people, begins, ends, sureness, at))
    return rows[::-1]


@dataclass(frozen=True)
class Record:
    """What an organisation's ended forecasts expected, and what came."""

    organisation: str
    ended: int
    expected: int
    came: int

    @property
    def outcome(self) -> str:
        return rules.outcome(self.expected, self.came, self.ended)


def records(actor: Actor) -> Sequence[Record]:
    """By name, never by how well: for the organisations whose forecasts the actor sees."""
    ended = Forecast.objects.visible_to(actor).filter(state=State.EXPIRED)
    rows = ended.values("organisation__name", "organisation").annotate(
        ended=Count("pk"), expected=Sum("people"), arrived=Sum("came")
    )
    return [
        Record(row["organisation__name"], row["ended"], row["expected"], row["arrived"])
        for row in rows.order_by("organisation__name", "organisation")
    ]


def expected_by_case(on: date) -> dict[tuple[str, str], int]:
    """(destination, occupation) → people expected by forecasts that stand; to be shown beside orders, never added to them."""
    rows = Forecast.objects.standing().filter(ends__gte=on).order_by("destination", "occupation")
    counted = rows.values_list("destination", "occupation").annotate(count=Sum("people"))
    return {(destination, occupation): count for destination, occupation, count in counted}
