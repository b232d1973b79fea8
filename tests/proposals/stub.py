"""A plain planner for tests of the room around it: first come, first served by brute force, prices of zero."""

from itertools import pairwise, permutations
from types import SimpleNamespace

import polars as pl

from jalur.planner.contract.plan import ASSIGNMENTS, PRICES, Plan
from jalur.planner.verify import verify


def make_plan(tables, *, seed=1, time_limit=None, gap=0.001, workers=None, progress=None):
    """Correct on tables without chains of implications; good enough for a handful of people."""
    seats = dict(tables.intakes.select("id", "seats").iter_rows())
    openings = dict(tables.job_orders.select("id", "openings").iter_rows())
    rows = []
    for person in tables.candidates.sort("id").iter_rows(named=True):
        if (
            progress
            and progress(SimpleNamespace(phase="pricing", elapsed=0.0, value=None, bound=None, gap=None))
            is False
        ):
            break
        for order in tables.job_orders.sort("id").iter_rows(named=True):
            path = path_to(tables, person, order, seats) if openings[order["id"]] else None
            if path is None:
                continue
            openings[order["id"]] -= 1
            value = order["value"]
            for intake in path:
                seats[intake["id"]] -= 1
                value *= intake["pass_rate"]
                value -= tables.policy.cost_weight * intake["cost"]
            rows.append((person["id"], order["id"], [intake["id"] for intake in path], value))
            break
    plan = Plan(pl.DataFrame(rows, schema=ASSIGNMENTS, orient="row"), pl.DataFrame(schema=PRICES), {})
    found = verify(tables, plan)
    plan.summary.update(value=found.value, bound=found.bound, gap=found.gap, placed=len(rows), seed=seed)
    plan.summary.update(seconds=0.0, peak_bytes=0, iterations=1, version="stub")
    return plan


def path_to(tables, person, order, seats):
    held = set(person["holds"] or ())
    wanted = set(order["requires"] or ())
    near = [
        intake
        for intake in tables.intakes.sort("id").iter_rows(named=True)
        if seats[intake["id"]] and intake["regency"] == person["regency"]
    ]
    for length in range(3):
        for path in permutations(near, length):
            taught = held.union(*(intake["teaches"] for intake in path))
            in_order = all(one["ends"] < two["starts"] for one, two in pairwise(path))
            in_time = not path or path[-1]["ends"] <= order["ready_by"]
            if wanted <= taught and in_order and in_time:
                return path
    return None
