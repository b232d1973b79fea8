"""The reasons given are true: checked against the plan, the tables and the brute-force oracle. SPEC §10."""

import polars as pl
import pytest

from jalur.planner import make_plan, sentences
from jalur.planner.after import explain as why
from jalur.planner.after.explain import Explainer, UnknownId
from jalur.planner.commands import main
from jalur.planner.contract.tables import Invalid, write
from tests.planner.instances import instance
from tests.planner.oracle import Oracle


@pytest.fixture(scope="module", params=[1, 2, 3, 6])
def case(request):
    tables = instance(request.param, people=40)
    return tables, make_plan(tables)


def test_a_placed_candidate_hears_their_own_path(case):
    tables, plan = case
    explainer = Explainer(tables, plan)
    for row in plan.assignments.iter_rows(named=True):
        path = explainer.candidate(row["candidate"]).path
        assert path is not None
        assert path.job_order == row["job_order"]
        assert [stage.intake for stage in path.stages] == row["intakes"]
        assert path.value == pytest.approx(row["value"])


def test_an_order_out_of_reach_is_explained_exactly_when_there_is_no_path(case):
    tables, plan = case
    explainer = Explainer(tables, plan)
    possible = {(path.candidate, path.job_order) for path in Oracle(tables).all_paths()}
    impossible_codes = {
        why.DESTINATION_NOT_WISHED,
        why.TOO_YOUNG,
        why.TOO_OLD,
        why.WRONG_SEX,
        why.LITTLE_SCHOOLING,
        why.NOT_TAUGHT_IN_REACH,
        why.NO_SEQUENCE_IN_TIME,
        why.WORTH_NOTHING,
    }
    for name in tables.candidates["id"][:12]:
        for order in tables.job_orders["id"]:
            answer = explainer.candidate(name, job_order=order)
            codes = {obstacle.code for obstacle in answer.wanted_obstacles}
            if (name, order) in possible:
                assert answer.wanted is not None
                assert not codes & impossible_codes
            else:
                assert answer.wanted is None
                assert codes
                assert codes <= impossible_codes


def test_an_orders_causes_count_everyone_once(case):
    tables, plan = case
    explainer = Explainer(tables, plan)
    for order in tables.job_orders["id"]:
        answer = explainer.job_order(order)
        assert sum(count for _, count in answer.causes) + answer.filled == tables.candidates.height
        assert answer.filled == plan.assignments.filter(pl.col("job_order") == order).height


def test_a_dear_intake_is_wanted_by_more_than_it_seats(case):
    tables, plan = case
    explainer = Explainer(tables, plan)
    dear = plan.prices.filter((pl.col("kind") == "intake") & (pl.col("price") > 1e-6))["id"].to_list()
    for name in dear:
        answer = explainer.intake(name)
        assert answer.taken == answer.seats
        assert answer.wanted_by >= answer.seats


def test_an_unknown_id_is_refused_by_name(case):
    explainer = Explainer(*case)
    with pytest.raises(UnknownId, match="C999"):
        explainer.candidate("C999")
    with pytest.raises(UnknownId, match="J99"):
        explainer.job_order("J99")
    with pytest.raises(UnknownId, match="T99"):
        explainer.intake("T99")


def test_a_newcomer_hears_the_best_path_there_is_at_the_plans_prices(case):
    """Everyone in the tables, asked as if they were not: the best net value and path are the enumeration's."""
    tables, plan = case
    explainer, oracle = Explainer(tables, plan), Oracle(tables)
    asked = {(kind, name): price for kind, name, price in plan.prices.iter_rows()}
    beta = asked.get(("budget", "budget"), 0.0)
    for person in tables.candidates.iter_rows(named=True):
        counted = [floor.group.items() <= person.items() for floor in tables.policy.floors]
        bonus = sum(asked.get(("floor", str(place)), 0.0) for place, inside in enumerate(counted) if inside)
        nets = {
            (path.job_order, path.intakes): path.value
            - asked.get(("order", path.job_order), 0.0)
            - sum(asked.get(("intake", name), 0.0) for name in path.intakes)
            - beta * path.cost
            + bonus
            for path in oracle.paths(person)
        }
        answer = explainer.newcomer(person)
        best = max(nets.values(), default=-1.0)
        assert (answer.path is not None) == (best > 1e-9)
        offers = ([answer.path] if answer.path else []) + answer.alternatives
        assert bool(offers) == bool(nets)
        if offers:
            assert offers[0].net == pytest.approx(best)
        for offer in offers:
            assert offer.net == pytest.approx(nets[offer.job_order, tuple(s.intake for s in offer.stages)])
            dear = sum(one.number for one in offer.obstacles if one.code.endswith("_price"))
            assert offer.value - offer.net == pytest.approx(dear - bonus)


def test_newcomers_in_a_file_are_answered_one_after_the_other(case, tmp_path, capsys):
    tables, plan = case
    write(tables, tmp_path / "instance")
    plan.write(tmp_path / "plan")
    people = tables.candidates.head(3).with_columns(pl.format("NEW-{}", "id").alias("id"))
    words = ["explain", f"{tmp_path}/instance", f"{tmp_path}/plan", "--newcomers", f"{tmp_path}/new.parquet"]
    people.write_parquet(tmp_path / "new.parquet")
    assert main(words) == 0
    explainer = Explainer(tables, plan)
    answers = [explainer.newcomer(person) for person in people.iter_rows(named=True)]
    assert capsys.readouterr().out.splitlines() == [
        line for one in answers for line in sentences.candidate(one)
    ]
    people.with_columns(sex=pl.lit("X")).write_parquet(tmp_path / "new.parquet")
    assert main(words) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "candidates row 2 column sex: 'X': it should be one of F, M"
    (tmp_path / "new.parquet").unlink()
    assert main(words) == 1
    assert "it should be Parquet" in capsys.readouterr().out


def test_a_newcomer_with_an_unknown_skill_or_from_nowhere_is_refused(case):
    explainer = Explainer(*case)
    person = case[0].candidates.row(0, named=True)
    for column, value in (("holds", ["TELEPATHY"]), ("regency", "99.99"), ("sex", "X"), ("weight", -1.0)):
        with pytest.raises(Invalid, match=column):
            explainer.newcomer(person | {column: value})
