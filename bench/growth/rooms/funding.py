"""Who pays the seats: nine of ten are paid from a budget line of their institute."""

import datetime as dt

import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

ROOM_LEFT = 1.25  # a line holds so much of what is committed
INVARIANTS = {
    "a budget line whose committed money is not that of its payments": """
        SELECT 1 FROM funding_budgetline l LEFT JOIN funding_payment p ON p.line_id = l.id AND p.state = 'committed'
        GROUP BY l.id HAVING l.committed <> coalesce(sum(p.amount), 0)""",
}


def load(growth: Growth) -> None:
    from jalur.journey.funding.models import BudgetLine, Payment
    from jalur.journey.training.models import Programme

    providers = read_rows(
        Programme.objects.order_by().values_list("pk", "provider"),
        programme_id=pl.String,
        owner_id=pl.String,
    )
    classes = growth.frames["intakes"].filter(pl.col("cost") > 0).join(providers, on="programme_id")
    seats = growth.frames["seated"].select("intake_id", enrolment_id="id")
    seats = seats.join(classes.select("owner_id", intake_id="id", amount="cost"), on="intake_id")
    paid = seats.filter(pl.int_range(pl.len()) % 10 != 0)
    lines = paid.group_by("owner_id").agg(committed=pl.col("amount").sum()).sort("owner_id")
    year = growth.today.year
    lines = lines.with_columns(
        id=new_keys(lines.height),
        key=pl.format("D-G{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(5)),
        number=pl.format("APBN.G.{}", pl.int_range(pl.len())),
        amount=(pl.col("committed") * ROOM_LEFT).cast(pl.Int64),
    )
    place(
        BudgetLine,
        lines,
        source="apbn",
        year=year,
        title="Pelatihan (contoh)",
        valid_from=dt.date(year - 1, 1, 1),
        valid_to=dt.date(year, 12, 31),
    )
    rows = paid.join(lines.select("owner_id", line_id="id"), on="owner_id")
    place(
        Payment,
        rows.select("enrolment_id", "line_id", "amount", id=new_keys(rows.height)),
        ground="Keputusan (contoh)",
    )
