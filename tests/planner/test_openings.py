"""Which class to open: predictions bound what a class adds, and planning again says what it adds. SPEC §13."""

import datetime as dt
import random
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalur.planner import Invalid, Plan, make_plan
from jalur.planner.after.openings import (
    gains_through,
    homes_around,
    part_of,
    possible_classes,
    rank_openings,
    reached,
    screen,
    shortlist,
)
from jalur.planner.after.replan import bound_at
from jalur.planner.after.screening_arrays import with_class
from jalur.planner.commands import main
from jalur.planner.contract.tables import write
from jalur.planner.verify import verify
from tests.planner.instances import instance
from tests.planner.oracle import Oracle, path_frame, price_frame, random_prices, tiny

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


def some_classes(tables, seed, number=5, **options):
    """Some of the possible classes."""
    new = possible_classes(tables, first=dt.date(2026, 1, 5), every=1, **options)
    return new[sorted(random.Random(seed).sample(range(new.height), min(number, new.height)))]


def bests(tables, prices):
    """Each candidate's best reduced value by brute force."""
    brute = Oracle(tables)
    phi = [prices.get(("floor", str(k)), 0.0) for k in range(len(tables.policy.floors))]
    beta = prices.get(("budget", "budget"), 0.0)
    found = []
    for person in brute.people:
        bonus = sum(
            price
            for price, floor in zip(phi, tables.policy.floors, strict=True)
            if brute.counted(person, floor.group)
        )
        nets = [
            path.value
            + bonus
            - beta * path.cost
            - prices.get(("order", path.job_order), 0.0)
            - sum(prices.get(("intake", name), 0.0) for name in path.intakes)
            for path in brute.paths(person)
        ]
        found.append(max(nets, default=0.0))
    return np.maximum(np.array(found), 0.0)


def predicted_by_hand(tables, prices, new):
    """The sum of the highest gains through the one class in `new`, at most one a seat."""
    gains = bests(with_class(tables, new), prices) - bests(tables, prices)
    return float(np.sort(gains)[::-1][: new["seats"][0]].sum())


@FEW
@given(SEEDS)
def test_a_prediction_is_what_brute_force_finds_and_the_screening_never_below_it(seed):
    tables = (tiny if seed % 2 else instance)(seed)
    prices = random_prices(tables, seed)
    frame = price_frame(prices)
    _, people = bound_at(tables, frame)
    new = some_classes(tables, seed, number=40, seats=3)
    most = screen(tables, frame, new, people)
    for row in {0, 1, *np.argsort(most)[-4:].tolist()}:
        by_hand = predicted_by_hand(tables, prices, new[row])
        assert np.sort(gains_through(tables, frame, new[row], people))[-3:].sum() == pytest.approx(
            by_hand, abs=1e-9
        )
        assert most[row] >= by_hand - 1e-9


@FEW
@given(SEEDS)
def test_the_screening_is_exact_where_everyone_passes(seed):
    """Without φ: it counts paths of value below 0, which are none, and only a floor's price makes them attractive."""
    tables = instance(seed)
    tables = replace(
        tables,
        intakes=tables.intakes.with_columns(pass_rate=pl.lit(1.0)),
        policy=replace(tables.policy, floors=()),
    )
    prices = random_prices(tables, seed)
    frame = price_frame(prices)
    _, people = bound_at(tables, frame)
    new = some_classes(tables, seed, number=8, seats=2)
    most = screen(tables, frame, new, people, workers=2)
    by_hand = [predicted_by_hand(tables, prices, new[row]) for row in range(new.height)]
    assert most == pytest.approx(by_hand, abs=1e-9)


@FEW
@given(SEEDS)
def test_the_bound_with_a_class_is_at_most_the_bound_without_and_the_prediction(seed):
    """The proof of §13 in numbers: the seat's price makes the dual with the class equal that sum, for any prices."""
    tables = tiny(seed)
    frame = price_frame(random_prices(tables, seed))
    bound, people = bound_at(tables, frame)
    new = some_classes(tables, seed, number=200, seats=2)
    most = pl.Series(screen(tables, frame, new, people))
    for row in new[most.arg_sort(descending=True)[:5].to_list()].iter_slices(1):
        chosen = shortlist(tables, frame, row.with_columns(at_most=pl.lit(1e9)), people, 1)
        seat = pl.DataFrame(
            [("intake", row["id"][0], chosen["seat_price"][0])], schema=frame.schema, orient="row"
        )
        wider = with_class(tables, row)
        raised, _ = bound_at(wider, pl.concat([frame, seat]))
        assert raised == pytest.approx(bound + chosen["predicted"][0], abs=1e-9)
        best, _ = Oracle(wider).optimum()
        assert best <= bound + chosen["predicted"][0] + 1e-6


@pytest.mark.parametrize("seed", [1, 3])
def test_what_planning_again_adds_lies_where_the_optimum_says(seed):
    tables = instance(seed, people=40)
    plan = make_plan(tables)
    without, _ = Oracle(tables).optimum()
    new = some_classes(tables, seed, number=60, seats=3)
    ranking = rank_openings(tables, plan, classes=new, top=3)
    assert ranking.ranked.height
    gains = ranking.ranked["gain"].to_list()
    assert gains == sorted(gains, reverse=True)
    for row in ranking.ranked.iter_rows(named=True):
        wider = with_class(tables, new.filter(pl.col("id") == row["id"]))
        best, _ = Oracle(wider).optimum()
        assert row["gain_least"] - 1e-6 <= best - without <= row["gain_most"] + 1e-6
        assert row["gain"] <= row["predicted"] + (ranking.bound - ranking.value) + 1e-6
        assert row["predicted"] <= row["at_most"] + 1e-6
        assert row["taken"] <= 3


@pytest.mark.parametrize("seed", [1, 3])
def test_a_part_is_planned_again_and_the_others_keep_their_paths(seed):
    tables = instance(seed, people=60)
    plan = make_plan(tables)
    new = some_classes(tables, seed, number=60, seats=3)
    ranking = rank_openings(tables, plan, classes=new, top=2, around=25)
    assert ranking.people == 60
    for row in ranking.ranked.iter_rows(named=True):
        assert row["people"] < 60
        part = part_of(tables, plan, homes_around(tables, row["homes"], 25), 0.0)
        assert part.tables.candidates.height == row["people"]
        assert set(part.tables.candidates["regency"]) & set(row["homes"])
        without, _ = Oracle(part.tables).optimum()
        wider = with_class(tables, new.filter(pl.col("id") == row["id"]))
        best, paths = Oracle(with_class(part.tables, new.filter(pl.col("id") == row["id"]))).optimum()
        assert row["gain_least"] - 1e-6 <= best - without <= row["gain_most"] + 1e-6
        inside = part.tables.candidates["id"].implode()
        others = plan.assignments.filter(~pl.col("candidate").is_in(inside))
        both = Plan(pl.concat([others, path_frame(paths)]).sort("candidate"), plan.prices, {})
        verdict = verify(wider, both)
        assert {fault.table for fault in verdict.violations} <= {"summary"}  # the plan is put together here
        others_value = ranking.value - part.value
        assert verdict.value == pytest.approx(others_value + best, abs=1e-6)


def test_a_programme_keeps_what_it_teaches_and_is_listed_once_where_it_reaches_the_same_people():
    tables = instance(4)
    boarding = tables.intakes.filter(pl.col("reach") == "national")["programme"].to_list()
    new = possible_classes(tables, every=4, seats=12)
    assert set(new["starts"].dt.weekday().to_list()) == {1}
    assert set(new["seats"].to_list()) == {12}
    assert new["ends"].max() <= tables.job_orders["ready_by"].max()
    assert new["id"].is_unique().all()
    same = ["programme", "teaches", "prerequisites", "cost", "pass_rate"]
    known = tables.intakes.with_columns(pl.col("teaches", "prerequisites").list.sort())
    assert new.select(same).unique().join(known, on=same, how="anti").height == 0
    there = (
        new.filter(pl.col("programme").is_in(boarding))
        .group_by("programme")
        .agg(pl.col("regency").n_unique())
    )
    assert set(there["regency"].to_list()) == {1}
    only = possible_classes(tables, within="33", programmes=["P1"])
    assert set(only["regency"].to_list()) == {"33.05"}
    assert set(only["programme"].to_list()) == {"P1"}


def test_a_ranking_can_be_stopped_with_what_was_planned_again_so_far():
    tables = instance(1, people=40)
    plan = make_plan(tables)
    new = possible_classes(tables, every=1, seats=3)
    said = []

    def two_and_stop(phase, done, wanted):
        said.append((phase, done, wanted))
        return done < 2

    ranking = rank_openings(tables, plan, classes=new, top=3, progress=two_and_stop)
    assert ranking.ranked.height == 1
    assert said[0] == ("without", 0, 4)
    whole = rank_openings(tables, plan, classes=new, top=3)
    assert ranking.ranked["id"][0] in whole.ranked["id"].to_list()
    assert rank_openings(tables, plan, classes=new, progress=lambda *_: False).ranked.is_empty()


def test_the_command_writes_the_ranking_and_a_plan_of_its_own_verifies(tmp_path, capsys):
    tables = instance(3, people=40)
    write(tables, tmp_path / "instance")
    make_plan(tables).write(tmp_path / "plan")
    out = tmp_path / "openings"
    words = ["openings", f"{tmp_path}/instance", f"{tmp_path}/plan", "--out", str(out)]
    assert main([*words, "--top", "2", "--seats", "3", "--every", "1"]) == 0
    ranked = pl.read_csv(out / "ranked.csv")
    classes = pl.read_parquet(out / "classes.parquet")
    assert ranked.height == 2
    said = capsys.readouterr().out
    for name in ranked["programme"]:
        assert name in said
    best = classes.filter(pl.col("id") == ranked["id"][0])
    wider = with_class(tables, best)
    plan = make_plan(wider)
    assert not verify(wider, plan).violations
    assert plan.summary["value"] == pytest.approx(ranked["value"][0], rel=1e-6)


def test_a_plan_of_another_instance_is_refused_and_nothing_written(tmp_path, capsys):
    mine, other = instance(3, people=10), instance(3, people=40)
    write(mine, tmp_path / "instance")
    make_plan(other).write(tmp_path / "plan")
    out = tmp_path / "openings"
    assert main(["openings", f"{tmp_path}/instance", f"{tmp_path}/plan", "--out", str(out)]) == 1
    assert "not in the instance" in capsys.readouterr().out
    assert not out.exists()
    with pytest.raises(Invalid):
        reached(mine, make_plan(other))


@pytest.mark.parametrize("words", [["--programme", "NOPE"], ["--within", "99"]])
def test_a_programme_or_place_that_is_not_there_is_refused(tmp_path, capsys, words):
    tables = instance(3, people=10)
    write(tables, tmp_path / "instance")
    make_plan(tables).write(tmp_path / "plan")
    out = tmp_path / "openings"
    assert main(["openings", f"{tmp_path}/instance", f"{tmp_path}/plan", "--out", str(out), *words]) == 1
    assert words[1] in capsys.readouterr().out
    assert not out.exists()


def test_no_class_fits_before_the_last_deadline():
    tables = instance(3, people=10)
    new = possible_classes(tables, first=dt.date(2030, 1, 1))
    ranking = rank_openings(tables, make_plan(tables), classes=new)
    assert ranking.ranked.is_empty()
    assert ranking.classes.is_empty()
