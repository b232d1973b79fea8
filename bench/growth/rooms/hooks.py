"""What programs are told: each at one address, some of which rest, with the notices of a month."""

import datetime as dt

import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys

KINDS = ["job_orders:order:verified", "training:intake:opened", "training:enrolment:enrolled"]
# Notices in a month; of all programs one in so many rests.
NOTICES, RESTS = 300, 20
INVARIANTS = {
    "a notice that was taken by nobody's answer": "SELECT 1 FROM hooks_notice WHERE state = 'taken' AND answer IS NULL",
}


def load(growth: Growth) -> None:
    from jalur.foundation.hooks.models import Hook, Notice

    programs = growth.frames["programs"]
    count = programs.height
    hooks = programs.select(
        "created_at",
        connection_id="id",
        id=new_keys(count),
        address=pl.format("https://program.example/{}", pl.int_range(count)),
        kinds=pl.lit("{" + ",".join(KINDS) + "}"),
        state=pl.when(pl.int_range(count) % RESTS == 0).then(pl.lit("resting")).otherwise(pl.lit("active")),
    )
    place(Hook, hooks, failures=0)
    told = growth.chosen(hooks.select(hook_id="id"), min(count * NOTICES, growth.people))
    moments = growth.instants(told.height, days=30).sort()
    notices = told.with_columns(
        id=new_keys(told.height),
        number=pl.int_range(told.height) + 1_000_000,
        kind=pl.Series(
            [KINDS[at] for at in growth.draw.integers(0, len(KINDS), told.height)], dtype=pl.String
        ),
        at=moments,
        created_at=moments,
        next_at=moments,
        tried_at=moments + dt.timedelta(seconds=2),
    )
    place(
        Notice,
        notices,
        record="/api/v1/job-orders/orders/JO-1/",
        state="taken",
        attempts=1,
        answer=204,
        trouble="",
    )
