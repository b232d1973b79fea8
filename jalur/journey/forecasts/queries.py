"""Reads about expected demand that other rooms use too; orders are never among its figures, only beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography.models import Country
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


@dataclass(frozen=True)
class Beside:
    """What is expected for a destination and an occupation, beside the openings of orders that run already.

    What companies and missions expect is often the same: the two are never added.
    """

    destination: Country
    occupation: Occupation
    ordered: int
    companies: int
    missions: int


def beside_orders(actor: Actor, on: date) -> list[Beside]:
    """For the forecasts that the actor sees and that stand; most people first. Four queries."""
    standing = Forecast.objects.visible_to(actor).standing().filter(ends__gte=on)
    by_mission = Q(organisation__country__isnull=False)
    rows = (
        standing.order_by("destination", "occupation")
        .values_list("destination", "occupation")
        .annotate(
            companies=Sum("people", filter=~by_mission, default=0),
            missions=Sum("people", filter=by_mission, default=0),
        )
    )
    left = job_orders.openings_left(on)
    countries = Country.objects.in_bulk({row[0] for row in rows})
    occupations = Occupation.objects.in_bulk({row[1] for row in rows})
    found = [
        Beside(
            countries[destination],
            occupations[occupation],
            sum(
                openings
                for (where, job), openings in left.items()
                if where == destination and job.startswith(occupation)
            ),
            companies,
            missions,
        )
        for destination, occupation, companies, missions in rows
    ]
    return sorted(found, key=lambda one: -max(one.companies, one.missions))
