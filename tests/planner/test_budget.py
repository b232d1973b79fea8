"""What money buys: no plan lies above the curve's bound, more money never buys less, and it goes where it is said to. SPEC §14."""

from dataclasses import replace

import polars as pl
import pytest

from jalur.planner import make_plan
from jalur.planner.after.budget import budget_curve, spent_by
from jalur.planner.after.policy_cost import policy_answer
from jalur.planner.commands import main
from jalur.planner.contract.policy import Floor
from jalur.planner.contract.tables import write
from jalur.planner.verify import verify
from tests.planner.instances import instance
from tests.planner.oracle import Oracle

BUDGETS = [5e6, 15e6, 30e6, 60e6]


def with_budget(tables, budget, floors=None):
    policy = replace(tables.policy, budget=budget)
    return replace(tables, policy=policy if floors is None else replace(policy, floors=floors))


@pytest.mark.parametrize("seed", [3, 4])
def test_the_best_plan_of_each_budget_lies_between_value_and_bound(seed):
    tables = with_budget(instance(seed, people=40), 20e6)
    curve = budget_curve(tables, make_plan(tables), budgets=BUDGETS)
    assert curve.points["budget"].to_list() == sorted([*BUDGETS, 20e6])
    for row in curve.points.iter_rows(named=True):
        best, _ = Oracle(with_budget(tables, row["budget"])).optimum()
        assert row["value"] - 1e-6 <= best <= row["bound"] + 1e-6
        assert row["spent"] <= row["budget"] + 1e-6


def test_the_bound_is_concave_and_the_value_never_falls():
    tables = with_budget(instance(3, people=40), 20e6)
    points = budget_curve(tables, make_plan(tables), budgets=BUDGETS).points
    assert points["value"].diff().drop_nulls().min() >= 0.0
    slopes = points["bound"].diff() / points["budget"].diff()
    assert slopes.drop_nulls().diff().drop_nulls().max() <= 1e-15
    assert points["beta"].diff().drop_nulls().max() <= 0.0
    for before, after in zip(points.iter_rows(named=True), points[1:].iter_rows(named=True), strict=False):
        rise = before["beta"] * (after["budget"] - before["budget"])
        assert after["bound"] <= before["bound"] + rise + 1e-9


def test_where_the_money_goes_adds_up_to_what_is_spent():
    tables = with_budget(instance(3, people=40), 20e6)
    curve = budget_curve(tables, make_plan(tables), budgets=BUDGETS)
    spent = dict(curve.points.select("budget", "spent").iter_rows())
    moved = dict(curve.where.group_by("budget").agg(pl.col("cost").sum()).iter_rows())
    assert moved
    for budget, cost in spent.items():
        assert moved.get(budget, 0.0) == pytest.approx(cost - spent[20e6])


def test_money_that_the_plan_leaves_over_needs_no_plan_of_its_own():
    tables = with_budget(instance(4, people=40), None)
    plan = make_plan(tables)
    asked = []
    spent = float(spent_by(tables, plan)["cost"].sum())
    curve = budget_curve(
        tables, plan, budgets=[2 * spent, 9e12], progress=lambda *said: asked.append(said) or True
    )
    assert curve.base == spent
    assert curve.points["value"].to_list() == pytest.approx([plan.summary["value"]] * 3)
    assert asked == [(spent, 0, 3), (2 * spent, 1, 3), (9e12, 2, 3)]  # a plan would report more often


def test_a_curve_can_be_stopped_with_the_budgets_done_so_far():
    tables = with_budget(instance(3, people=40), 20e6)
    curve = budget_curve(
        tables, make_plan(tables), budgets=[5e6, 15e6], progress=lambda _, done, __: done < 2
    )
    assert curve.points["budget"].to_list() == [15e6, 20e6]


def test_the_command_writes_the_curve_and_refuses_a_negative_budget(tmp_path, capsys):
    tables = with_budget(instance(3, people=40), 20e6)
    write(tables, tmp_path / "instance")
    make_plan(tables).write(tmp_path / "plan")
    words = ["budget", f"{tmp_path}/instance", f"{tmp_path}/plan", "--out", f"{tmp_path}/budget"]
    with pytest.raises(SystemExit):
        main([*words, "--billions", "0.01,-1"])
    assert not (tmp_path / "budget").exists()
    assert main([*words, "--billions", "0.01,0.03"]) == 0
    points = pl.read_csv(tmp_path / "budget" / "curve.csv")
    assert points["budget"].to_list() == [10e6, 20e6, 30e6]
    assert (tmp_path / "budget" / "where.csv").exists()
    assert "0.030" in capsys.readouterr().out


def test_a_floors_price_is_what_asking_for_one_more_costs(tmp_path, capsys):
    """A group that is dear to place: asking for one less raises the best value by no more than the price."""
    tables = with_budget(
        instance(3, people=40), 12e6, (Floor({"regency": "35.08"}, 6.0, 0.4), Floor({"sex": "M"}, 1.0, 0.4))
    )
    plan = make_plan(tables)
    assert not verify(tables, plan).violations
    answer = policy_answer(tables, plan)
    people = plan.assignments.join(tables.candidates, left_on="candidate", right_on="id")
    assert [floor.placed for floor in answer.floors] == [
        people.filter(pl.col("regency") == "35.08").height, people.filter(pl.col("sex") == "M").height,
    ]  # fmt: skip
    assert answer.spent <= 12e6
    asked, slack = answer.floors
    assert slack.price == 0.0
    assert 0.0 < asked.price <= asked.penalty
    eased = with_budget(tables, 12e6, (Floor({"regency": "35.08"}, 5.0, 0.4), *tables.policy.floors[1:]))
    best, _ = Oracle(eased).optimum(integer=False)
    assert best <= plan.summary["bound"] + asked.price + 1e-6
    write(tables, tmp_path / "instance")
    plan.write(tmp_path / "plan")
    assert main(["explain", f"{tmp_path}/instance", f"{tmp_path}/plan", "--policy"]) == 0
    said = capsys.readouterr().out
    assert "people from regency 35.08" in said
    assert f"cost {asked.price:.3f}" in said
    assert "men placed" in said
    assert "would cost nothing" in said
