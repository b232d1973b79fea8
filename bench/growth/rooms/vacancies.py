"""Vacancies at home in every regency of the example country, most of them open, for the occupations that its own ask for."""

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

STATES = {"open": 0.55, "closed": 0.25, "filled": 0.12, "withdrawn": 0.04, "draft": 0.04}
INVARIANTS = {
    "a vacancy that ended without a day, or stands with one": """
        SELECT 1 FROM vacancies_vacancy
        WHERE (state IN ('filled', 'closed', 'withdrawn')) <> (ended_on IS NOT NULL)""",
}


def load(growth: Growth) -> None:
    from jalur.foundation.geography.models import Level, Place
    from jalur.journey.vacancies.models import Vacancy

    count = growth.vacancies
    regencies = read_rows(
        Place.objects.filter(level=Level.REGENCY).order_by("pk").values_list("pk"), place_id=pl.String
    )
    asked = read_rows(
        Vacancy.objects.order_by("pk").values_list("occupation", "title"),
        occupation_id=pl.String,
        title=pl.String,
    )
    rows = pl.concat([growth.chosen(regencies, count), growth.chosen(asked, count)], how="horizontal")
    state = pl.Series(growth.draw.choice(list(STATES), count, p=list(STATES.values())))
    openings = growth.draw.integers(1, 41, count)
    part = (openings * growth.draw.random(count)).astype(np.int64)
    rows = rows.with_columns(
        id=new_keys(count),
        number=pl.format("LK-G{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(6)),
        state=state,
        openings=openings,
        ahead=growth.days(count, 0, 90),
        past=growth.days(count, -300, -1),
        created_at=growth.instants(count),
    ).with_columns(
        employer=pl.format("PT Contoh {}", "number"),
        filled=pl.when(pl.col("state") == "filled")
        .then("openings")
        .when(pl.col("state") == "draft")
        .then(0)
        .otherwise(pl.Series(part)),
        deadline=pl.when(pl.col("state") == "closed").then("past").otherwise("ahead"),
        opened_on=pl.when(pl.col("state") != "draft").then(pl.col("created_at").dt.date()),
        ended_on=pl.when(pl.col("state").is_in(["filled", "closed", "withdrawn"])).then("past"),
        withdrawal_reason=pl.when(pl.col("state") == "withdrawn")
        .then(pl.lit("diisi dari dalam"))
        .otherwise(pl.lit("")),
    )
    place(Vacancy, rows.drop("ahead", "past"))
