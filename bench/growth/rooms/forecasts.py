"""What companies expect: for a destination, an occupation and a quarter one forecast at most; most have ended and were compared."""

import datetime as dt

import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

PAST, AHEAD = 12, 4  # quarters
REVOKED = 0.1
INVARIANTS = {
    "a forecast of the loader's that is no whole quarter": """
        SELECT 1 FROM forecasts_forecast WHERE number LIKE 'PK-G%'
        AND begins + interval '3 months' <> ends + interval '1 day'""",
}


def load(growth: Growth) -> None:
    from jalur.foundation.competencies.models import Occupation
    from jalur.journey.forecasts.models import Forecast
    from jalur.journey.job_orders.models import JobOrder

    companies = read_rows(
        JobOrder.objects.order_by("company").values_list("company", "destination").distinct(),
        organisation_id=pl.String,
        destination_id=pl.String,
    )
    codes = Occupation.objects.filter(code__regex=r"^\d{4}$").order_by("pk").values_list("pk")
    cases = companies.join(read_rows(codes, occupation_id=pl.String), how="cross")
    every = cases.join(quarters(growth.today), how="cross")
    rows = growth.shuffled(every).head(growth.forecasts)
    count = rows.height
    people = pl.Series(growth.draw.integers(5, 201, count))
    chance = pl.Series(growth.draw.random(count))
    is_over = pl.col("ends") < growth.today
    rows = rows.with_columns(
        id=new_keys(count),
        number=pl.format("PK-G{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(6)),
        people=people,
        state=pl.when(chance < REVOKED)
        .then(pl.lit("revoked"))
        .when(is_over)
        .then(pl.lit("expired"))
        .otherwise(pl.lit("stated")),
        sureness=pl.Series(growth.draw.choice(["high", "medium", "low"], count)),
        share=pl.Series(growth.draw.random(count)),
        created_at=growth.instants(count),
    ).with_columns(
        came=pl.when(pl.col("state") == "expired").then((people * pl.col("share")).cast(pl.Int64)),
        came_to_all=pl.when(pl.col("state") == "expired").then(people),
        revoked_because=pl.when(pl.col("state") == "revoked").then(pl.lit("batal")).otherwise(pl.lit("")),
    )
    place(Forecast, rows.drop("share"), ground="Contoh")


def quarters(today: dt.date) -> pl.DataFrame:
    """Years of quarters around today, each with its first and its last day."""
    first = pl.Series([today]).dt.truncate("1q")[0]
    turns = pl.DataFrame({"turn": range(-PAST, AHEAD)})
    begins = pl.lit(first).dt.offset_by(pl.format("{}mo", pl.col("turn") * 3))
    return turns.select(begins=begins, ends=begins.dt.offset_by("3mo").dt.offset_by("-1d"))
