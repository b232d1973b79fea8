"""First come first served and greedy do what their names say, step by step against brute force."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalur.planner.baselines import first_come, greedy
from jalur.planner.contract.plan import Plan
from jalur.planner.contract.tables import Tables
from jalur.planner.generate import generate
from jalur.planner.verify import verify
from tests.planner import oracle


class Market:
    """What is open while a plan is replayed step by step."""

    def __init__(self, tables: Tables) -> None:
        brute = oracle.Oracle(tables)
        self.paths = {person["id"]: list(brute.paths(person)) for person in brute.people}
        self.openings = dict(zip(tables.job_orders["id"], tables.job_orders["openings"], strict=True))
        self.seats = dict(zip(tables.intakes["id"], tables.intakes["seats"], strict=True))
        self.budget = float("inf") if tables.policy.budget is None else tables.policy.budget

    def best(self, candidate: str) -> oracle.Path | None:
        """The best path whose order and seats are free; if the budget can't pay it, the best without training."""
        free = [
            path
            for path in self.paths[candidate]
            if self.openings[path.job_order] > 0 and all(self.seats[intake] > 0 for intake in path.intakes)
        ]
        top = max((path.value for path in free), default=None)
        tops = [path for path in free if top is not None and path.value >= top - 1e-9]
        affordable = [path for path in tops if path.cost <= self.budget]
        if tops and not affordable:
            tops = [path for path in free if not path.intakes]
            return max(tops, key=lambda path: path.value, default=None)
        return affordable[0] if affordable else None

    def take(self, row: dict) -> float:
        (path,) = [
            path
            for path in self.paths[row["candidate"]]
            if (path.job_order, list(path.intakes)) == (row["job_order"], row["intakes"])
        ]
        self.openings[path.job_order] -= 1
        for intake in path.intakes:
            self.seats[intake] -= 1
        self.budget -= path.cost
        assert min(self.openings[path.job_order], self.budget, *self.seats.values(), 0) >= 0
        return path.value


def unlimited(tables: Tables) -> Tables:
    return replace(tables, policy=replace(tables.policy, budget=None))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_in_order_of_arrival_each_takes_the_best_path_still_open(seed: int) -> None:
    tables = unlimited(oracle.tiny(seed))
    plan, market = first_come(tables), Market(tables)
    rows = {row["candidate"]: row for row in plan.assignments.iter_rows(named=True)}
    for name in tables.candidates.sort("available_from", "id")["id"]:
        best = market.best(name)
        assert (best is None) == (name not in rows)
        if best is not None:
            assert market.take(rows[name]) == pytest.approx(best.value)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_greedy_takes_the_most_valuable_path_still_open_anywhere(seed: int) -> None:
    tables = unlimited(oracle.tiny(seed))
    plan, market = greedy(tables), Market(tables)
    left = set(tables.candidates["id"])
    for row in sorted(plan.assignments.iter_rows(named=True), key=lambda row: -row["value"]):
        tops = [best.value for name in left if (best := market.best(name))]
        assert row["value"] == pytest.approx(max(tops))
        market.take(row)
        left.discard(row["candidate"])
    assert all(market.best(name) is None for name in left)


def broken(tables: Tables, plan: Plan) -> list[str]:
    return [str(fault) for fault in verify(tables, plan).violations if fault.table != "summary"]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_both_stay_within_every_rule_and_the_budget(seed: int) -> None:
    tables = oracle.tiny(seed)
    assert broken(tables, first_come(tables)) == []
    assert broken(tables, greedy(tables)) == []


def test_first_come_is_clearly_worse_than_greedy_and_far_from_the_bound_on_a_regency() -> None:
    tables = generate("regency", 1)
    first, second = first_come(tables), greedy(tables)
    assert broken(tables, first) == []
    assert broken(tables, second) == []
    assert verify(tables, first).value < 0.95 * verify(tables, second).value
