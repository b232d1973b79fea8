"""What officers found at every institute in earlier years, item by item; what counts stays as the example country has it."""

import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

YEARS = 5
INVARIANTS = {
    "two findings of one item that count": """
        SELECT 1 FROM network_finding WHERE state = 'standing' GROUP BY organisation_id, item_id HAVING count(*) > 1""",
}


def load(growth: Growth) -> None:
    from jalur.journey.network.models import Finding, Item
    from jalur.journey.training.models import Programme

    providers = read_rows(
        Programme.objects.order_by().values_list("provider").distinct(), organisation_id=pl.String
    )
    items = read_rows(Item.objects.order_by("pk").values_list("pk"), item_id=pl.String)
    years = pl.DataFrame({"ago": range(1, YEARS + 1)})
    rows = providers.join(items, how="cross").join(years, how="cross")
    rows = rows.with_columns(
        id=new_keys(rows.height),
        found_on=pl.lit(growth.today) - pl.duration(days=pl.col("ago") * 365),
    )
    place(Finding, rows.drop("ago"), state="replaced", result="met")
