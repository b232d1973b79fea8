"""A year of weekly answers, beside simpler ways over the same weeks. SPEC §12."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalur.planner.after.arrivals import Memory, plan_arrivals
from jalur.planner.baselines import first_come, weekly_greedy
from jalur.planner.commands import main
from jalur.planner.contract.plan import read
from jalur.planner.contract.tables import write
from jalur.planner.verify import verify
from tests.planner import oracle
from tests.planner.instances import instance
from tests.planner.test_baselines import Market


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_weekly_greedy_takes_the_most_valuable_open_path_of_the_weeks_people_step_by_step(seed):
    tables = oracle.tiny(seed)
    tables = replace(tables, policy=replace(tables.policy, budget=None))
    plan, market = weekly_greedy(tables), Market(tables)
    rows = {row["candidate"]: row for row in plan.assignments.iter_rows(named=True)}
    first = tables.candidates["available_from"].min()
    week = {
        name: (day - first).days // 7
        for name, day in tables.candidates.select("id", "available_from").iter_rows()
    }
    for number in sorted(set(week.values())):
        left = {name for name, mine in week.items() if mine == number}
        for row in sorted((rows[name] for name in left if name in rows), key=lambda row: -row["value"]):
            tops = [best.value for name in left if (best := market.best(name))]
            assert row["value"] == pytest.approx(max(tops))
            market.take(row)
            left.discard(row["candidate"])
        assert all(market.best(name) is None for name in left)


@pytest.mark.parametrize("off", [-0.3, 0.3])
def test_the_command_says_what_simpler_ways_reach_of_the_same_bound(off, tmp_path, capsys):
    tables = instance(5, people=60)
    write(tables, tmp_path / "instance")
    words = [
        "arrivals",
        str(tmp_path / "instance"),
        "--out",
        str(tmp_path / "plan"),
        "--forecast-off",
        str(off),
    ]
    assert main(words) == 0
    told = capsys.readouterr().out.replace(",", "").split()
    value, bound, ratio = map(float, told[:3])
    greedy, first = float(told[told.index("week") + 3]), float(told[-1])
    plan = read(tmp_path / "plan")
    assert not verify(tables, plan).violations
    assert (value, ratio) == pytest.approx((verify(tables, plan).value, value / bound), abs=1e-5)
    for said, way in ((greedy, weekly_greedy), (first, first_come)):
        assert said == pytest.approx(verify(tables, way(tables)).value / bound, abs=1e-5)


def test_more_arrivals_than_forecast_let_more_be_expected():
    """What a year brought so far says more about its size than the forecast did."""
    tables = instance(4, people=200)
    few, many = (Memory(tables, seed=1, off=off, workers=1) for off in (-0.3, 0.3))
    last = len(few.arrived) - 2
    for memory in (few, many):
        year = np.bincount(memory.week[~memory.real & (memory.rank < 1.0)], minlength=last + 2)[
            last + 1 :
        ].sum()
        later = memory.expected(last).sum()
        assert (later > year) if memory is few else (later < year)
        assert memory.expected(last)[memory.real].sum() == 0
        memory.run.close()


def test_a_year_is_a_plan_within_every_rule():
    tables = instance(7, people=50)
    year = plan_arrivals(tables)
    assert not verify(tables, year.plan).violations
    assert max(year.ratio, year.greedy, year.first_come) <= 1.0 + 1e-9
    assert year.plan.assignments["candidate"].is_unique().all()
    assert year.plan.assignments.filter(pl.col("value") <= 0).is_empty()
