"""From slots and grouped prices back to ids: the frames of a plan. SPEC.md §6."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jalur.planner.contract.plan import ASSIGNMENTS, PRICES
from jalur.planner.contract.tables import Tables
from jalur.planner.model.arrays import Floats
from jalur.planner.model.instance import Instance, Ints
from jalur.planner.solve.dual import Prices


def deal(
    taken: NDArray[np.int64], group_of: Ints, places: NDArray[np.int64], ids: pl.Series
) -> NDArray[np.int64]:
    """Deal the users of grouped rows (`taken`, in canonical order) out to single table rows with room.

    `group_of` is the grouped number of each table row and `places` its openings or seats; rows of one group fill
    in the order of their ids.
    """
    rank_of_id = ids.rank("ordinal").to_numpy()
    rows = np.lexsort((rank_of_id, group_of))
    filled = np.cumsum(places[rows])
    first_row = np.searchsorted(group_of[rows], np.arange(int(group_of.max(initial=-1)) + 2))
    base = np.r_[0, filled][first_row]
    sequence = np.argsort(taken, kind="stable")
    inside = taken[sequence]
    rank = np.arange(len(inside)) - np.searchsorted(inside, inside)
    dealt = np.empty(len(taken), np.int64)
    dealt[sequence] = rows[np.searchsorted(filled, base[inside] + rank, side="right")]
    return dealt


def assignments(tables: Tables, instance: Instance, paths: Ints, values: Floats) -> pl.DataFrame:
    """Return the assignments frame, by candidate id; `paths` holds each member's resources (0: none)."""
    placed = np.flatnonzero(paths[:, 0])
    path = paths[placed].astype(np.int64)
    orders = deal(
        path[:, 0] - 1, instance.order_of, tables.job_orders["openings"].to_numpy(), tables.job_orders["id"]
    )
    steps = path[:, 1:]
    member, step = np.nonzero(steps)
    dealt = deal(
        steps[member, step] - 1 - instance.n_orders,
        instance.intake_of,
        tables.intakes["seats"].to_numpy(),
        tables.intakes["id"],
    )
    frame = pl.DataFrame(
        {
            "candidate": tables.candidates["id"].gather(instance.member_row[placed]),
            "job_order": tables.job_orders["id"].gather(orders),
            "intakes": listed(tables.intakes["id"].gather(dealt), (steps > 0).sum(axis=1)),
            "value": values[placed],
        },
        schema=ASSIGNMENTS,
    )
    return frame.sort("candidate")


def listed(entries: pl.Series, lengths: NDArray[np.int64]) -> pl.Series:
    """Cut `entries` into lists of the given lengths."""
    rows = pl.DataFrame({"row": np.repeat(np.arange(len(lengths)), lengths), "entry": entries})
    lists = rows.group_by("row", maintain_order=True).agg("entry")
    full = pl.DataFrame({"row": np.arange(len(lengths))}).join(
        lists, on="row", how="left", maintain_order="left"
    )
    return full["entry"].fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def prices_frame(tables: Tables, instance: Instance, prices: Prices) -> pl.DataFrame:
    """Return the prices frame; a price of 0 has no row."""
    order = prices.price[1 : 1 + instance.n_orders][instance.order_of]
    intake = prices.price[1 + instance.n_orders :][instance.intake_of]
    parts = [
        ("order", tables.job_orders["id"].to_list(), order),
        ("intake", tables.intakes["id"].to_list(), intake),
        ("budget", ["budget"], np.array([prices.beta])),
        ("floor", [str(index) for index in range(len(prices.phi))], prices.phi),
    ]
    frames = [
        pl.DataFrame({"kind": [kind] * len(ids), "id": ids, "price": price}, schema=PRICES)
        .filter(pl.col("price") > 0)
        .sort("id")
        for kind, ids, price in parts
    ]
    return pl.concat(frames)
