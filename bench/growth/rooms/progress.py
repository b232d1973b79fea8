"""How far everybody in a class that has begun is with each thing that its programme teaches."""

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from bench.growth.rooms.attendance import BEGUN
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

LEVELS = {"not_seen": 0.2, "practising": 0.3, "can": 0.5}


def load(growth: Growth) -> None:
    from jalur.foundation.accounts.models import User
    from jalur.journey.progress.models import Mark
    from jalur.journey.training.models import Programme

    pairs = Programme.teaches.through.objects.filter(programme__curriculum=None).order_by()
    items = read_rows(pairs.values_list("programme", "competency"), programme_id=pl.String, item=pl.String)
    begun = (
        growth.frames["intakes"].filter(pl.col("state").is_in(BEGUN)).select("programme_id", intake_id="id")
    )
    seated = growth.frames["seated"].select("candidate_id", "intake_id").join(begun, on="intake_id")
    rows = seated.join(items, on="programme_id").drop("intake_id")
    writer = User.objects.get(email="hendra@contoh.example").pk
    level = growth.draw.choice(list(LEVELS), rows.height, p=list(LEVELS.values()))
    place(
        Mark,
        rows.with_columns(
            id=new_keys(rows.height), level=pl.Series(np.asarray(level)), at=growth.instants(rows.height, 30)
        ),
        by_id=writer,
    )
