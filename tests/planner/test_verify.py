"""`verify` believes nothing: every planted fault is found, and found as what it is."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalur.planner.commands import main
from jalur.planner.contract.check import check
from jalur.planner.contract.plan import Plan
from jalur.planner.contract.policy import Policy
from jalur.planner.contract.schema import POLARS_TYPES, SCHEMA
from jalur.planner.contract.tables import Tables, write
from jalur.planner.verify import bound, verify
from tests.planner import oracle


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={column.name: POLARS_TYPES[column.kind] for column in SCHEMA[table]})


def person(name: str, **given: Any) -> dict[str, Any]:
    plain = {
        "id": name, "regency": "35.17", "birth_date": dt.date(2000, 2, 29), "sex": "F", "education": 2, "holds": [],
        "destinations": None, "available_from": dt.date(2026, 1, 5), "weight": 1.0,
    }  # fmt: skip
    return plain | given


def order(name: str, **given: Any) -> dict[str, Any]:
    plain = {
        "id": name, "destination": "JP", "occupation": "5321", "openings": 1, "ready_by": dt.date(2026, 12, 31),
        "requires": ["CARE", "N4"], "min_age": 18, "max_age": 35, "sex": None, "min_education": 2, "value": 2.0,
    }  # fmt: skip
    return plain | given


def intake(name: str, starts: dt.date, days: int, teaches: list[str], **given: Any) -> dict[str, Any]:
    plain = {
        "id": name, "programme": name, "provider": "LPK", "regency": "35.17", "reach": "regency", "seats": 1,
        "starts": starts, "ends": starts + dt.timedelta(days=days), "teaches": teaches, "prerequisites": [],
        "min_age": None, "max_age": None, "min_education": None, "cost": 1_000_000.0, "pass_rate": 0.9,
    }  # fmt: skip
    return plain | given


@pytest.fixture
def tables() -> Tables:
    """Sari takes N5, N4 and care for Japan; Rini holds all for Hong Kong; Darto lives elsewhere and wants neither."""
    made = Tables(
        frame("competencies", [
            {"code": "N5", "kind": "language", "implies": []},
            {"code": "N4", "kind": "language", "implies": ["N5"]},
            {"code": "CARE", "kind": "skill", "implies": None},
            {"code": "YUE", "kind": "language", "implies": []},
        ]),
        frame("candidates", [
            person("sari"),
            person("rini", holds=["YUE"], destinations=["HK"]),
            person("darto", regency="33.05", sex="M", destinations=["TW"], education=1),
        ]),
        frame("job_orders", [
            order("japan"),
            order("hongkong", destination="HK", requires=["YUE"], value=1.0, sex="F"),
        ]),
        frame("intakes", [
            intake("n5", dt.date(2026, 1, 5), 30, ["N5"]),
            intake("n4", dt.date(2026, 2, 5), 30, ["N4"], prerequisites=["N5"]),
            intake("care", dt.date(2026, 3, 9), 30, ["CARE"], reach="national"),
            intake("early", dt.date(2026, 1, 1), 3, ["N5"]),
            intake("clash", dt.date(2026, 2, 4), 60, ["N4"], prerequisites=["N5"]),
            intake("late", dt.date(2026, 12, 20), 12, ["CARE"]),
            intake("again", dt.date(2026, 4, 20), 5, ["CARE"]),
            intake("far", dt.date(2026, 3, 9), 30, ["CARE"], regency="33.05"),
            intake("young", dt.date(2026, 3, 9), 30, ["CARE"], max_age=25),
            intake("degree", dt.date(2026, 3, 9), 30, ["CARE"], min_education=5),
        ]),
        policy=Policy.from_json({
            "budget": 3_000_000, "cost_weight": 2e-8, "max_intakes": 3,
            "floors": [{"group": {"sex": "F"}, "minimum": 3, "penalty": 0.25}],
        }),
    )  # fmt: skip
    assert not check(made.frames(), made.policy)
    return made


FULL = ["n5", "n4", "care"]
SARI = 2.0 * 0.9**3 - 2e-8 * 3_000_000
PRICES = [("order", "japan", 0.1), ("intake", "n5", 0.2), ("budget", "budget", 1e-8), ("floor", "0", 0.25)]


def assignments(*rows: tuple[str, str, list[str], float]) -> pl.DataFrame:
    schema = {
        "candidate": pl.String,
        "job_order": pl.String,
        "intakes": pl.List(pl.String),
        "value": pl.Float64,
    }
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def prices(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(
        list(rows), schema={"kind": pl.String, "id": pl.String, "price": pl.Float64}, orient="row"
    )


def plan_of(
    rows: list[tuple[str, str, list[str], float]], priced: list[tuple[str, str, float]] = PRICES
) -> Plan:
    return Plan(assignments(*rows), prices(*priced), {})


def sound(tables: Tables) -> Plan:
    """The best plan with honest claims: the hand-computed value and bound."""
    made = plan_of([("sari", "japan", ["n5", "n4", "care"], SARI), ("rini", "hongkong", [], 1.0)])
    value = SARI + 1.0 - 0.25
    # λ + μ + β·budget − φ·minimum + Sari's and Rini's best, each with the floor's price on top.
    bound = 0.1 + 0.2 + 0.03 - 0.75 + (SARI - 0.1 - 0.2 - 0.03 + 0.25) + 1.25
    return replace(
        made, summary={"value": value, "bound": bound, "gap": (bound - value) / bound, "placed": 2}
    )


def said(tables: Tables, plan: Plan, table: str = "assignments") -> set[str]:
    """Messages of the faults found in one table; claims are left aside."""
    return {fault.message for fault in verify(tables, plan).violations if fault.table == table}


def test_a_sound_plan_passes_with_the_value_and_bound_computed_by_hand(tables: Tables) -> None:
    verdict = verify(tables, sound(tables))
    assert verdict.violations == []
    assert verdict.value == pytest.approx(SARI + 0.75)
    assert verdict.bound == pytest.approx(SARI + 0.75)
    assert verdict.gap == pytest.approx(0.0, abs=1e-9)


# What is planted: the assignment, and the words in which it is reported.
PATHS: dict[str, tuple[tuple[str, str, list[str], float], str]] = {
    "broken prerequisite": (("sari", "japan", ["n4", "care"], 1.0), "a prerequisite is neither held"),
    "taught too late": (("sari", "japan", ["n4", "n5", "care"], 1.0), "a prerequisite is neither held"),
    "requirement not met": (("sari", "japan", ["n5", "n4"], 1.0), "a competency the order requires"),
    "superfluous intake": (("rini", "hongkong", ["care"], 1.0), "an intake can be dropped"),
    "wrong sex": (("darto", "hongkong", [], 1.0), "asks for the other sex"),
    "schooling for the order": (("darto", "japan", FULL, SARI), "education is below min_education"),
    "value is not a number": (("sari", "japan", FULL, float("nan")), "the value differs"),
    "unknown candidate": (("nobody", "japan", FULL, SARI), "it should be a candidate's"),
    "unknown order": (("sari", "nowhere", FULL, SARI), "it should be a job order's"),
    "unknown intake": (("sari", "japan", ["n5", "n4", "ghost"], SARI), "each should be an intake's"),
}
# Here nothing else is wrong, so nothing else may be reported.
ALONE: dict[str, tuple[tuple[str, str, list[str], float], str]] = {
    "overlap": (("sari", "japan", ["n5", "clash", "again"], SARI), "does not start after the one before"),
    "wrong destination": (("rini", "japan", FULL, SARI), "the destination is not among"),
    "unreachable intake": (("sari", "japan", ["n5", "n4", "far"], SARI), "out of the candidate's reach"),
    "before she is available": (
        ("sari", "japan", ["early", "n4", "care"], SARI),
        "before the candidate is available",
    ),
    "after the deadline": (("sari", "japan", ["n5", "n4", "late"], SARI), "ends after ready_by"),
    "too old for an intake": (
        ("sari", "japan", ["n5", "n4", "young"], SARI),
        "outside an intake's age limits",
    ),
    "schooling for an intake": (
        ("sari", "japan", ["n5", "n4", "degree"], SARI),
        "below an intake's min_education",
    ),
    "stated value too high": (("sari", "japan", FULL, SARI + 0.01), "the value differs"),
}


@pytest.mark.parametrize("fault", PATHS)
def test_a_path_that_breaks_a_rule_is_found(tables: Tables, fault: str) -> None:
    row, words = PATHS[fault]
    assert any(words in message for message in said(tables, plan_of([row])))


@pytest.mark.parametrize("fault", ALONE)
def test_one_planted_fault_is_the_only_one_reported(tables: Tables, fault: str) -> None:
    row, words = ALONE[fault]
    (message,) = said(tables, plan_of([row]))
    assert words in message


def changed(tables: Tables, table: str, row: str, **values: Any) -> Tables:
    made = getattr(tables, table)
    for column, value in values.items():
        made = made.with_columns(
            pl.when(pl.col("id") == row).then(pl.lit(value)).otherwise(column).alias(column)
        )
    return replace(tables, **{table: made})


def test_age_counts_completed_years_on_the_day_leap_day_birthdays_too(tables: Tables) -> None:
    """Sari, born on 29 February 2000, is 26 from 1 March 2026 on."""
    for ready, old_enough in ((dt.date(2026, 2, 28), False), (dt.date(2026, 3, 1), True)):
        made = changed(tables, "job_orders", "hongkong", ready_by=ready, min_age=26)
        made = changed(made, "candidates", "rini", birth_date=dt.date(2000, 2, 29))
        told = said(made, plan_of([("rini", "hongkong", [], 1.0)]))
        assert told == (set() if old_enough else {"the candidate is younger than min_age on ready_by"})
    made = changed(tables, "job_orders", "hongkong", ready_by=dt.date(2026, 3, 1), max_age=25)
    assert said(made, plan_of([("rini", "hongkong", [], 1.0)])) == {
        "the candidate is older than max_age on ready_by"
    }


def test_a_path_longer_than_the_policy_allows_is_found(tables: Tables) -> None:
    made = replace(tables, policy=replace(tables.policy, max_intakes=2))
    assert said(made, plan_of([("sari", "japan", FULL, SARI)])) == {"more intakes than max_intakes"}


def test_a_path_worth_nothing_is_no_path(tables: Tables) -> None:
    made = changed(tables, "candidates", "rini", weight=0.0)
    assert said(made, plan_of([("rini", "hongkong", [], 0.0)])) == {
        "the value is not above 0, so it is no path"
    }


def test_oversold_seat_overfilled_order_and_overspent_budget(tables: Tables) -> None:
    made = replace(tables, candidates=pl.concat([tables.candidates, frame("candidates", [person("siti")])]))
    plan = plan_of([("sari", "japan", FULL, SARI), ("siti", "japan", FULL, SARI)])
    found = {(fault.table, fault.row, fault.message) for fault in verify(made, plan).violations}
    assert ("job_orders", 1, "only 1 openings") in found
    assert {("intakes", row, "only 1 seats") for row in (1, 2, 3)} <= found
    assert ("policy", None, "the budget is 3000000") in found
    assert not {fault for fault in found if fault[0] == "assignments"}


def test_a_candidate_planned_twice_is_found(tables: Tables) -> None:
    plan = plan_of([("rini", "hongkong", [], 1.0), ("rini", "hongkong", [], 1.0)])
    assert "has a path already; a candidate gets at most one" in said(tables, plan)


PRICE_FAULTS: dict[str, tuple[list[tuple[str, str, float]], str]] = {
    "negative price": ([("intake", "n5", -0.1)], "a price should be a number ≥ 0"),
    "price is not a number": ([("intake", "n5", float("nan"))], "a price should be a number ≥ 0"),
    "unknown intake": ([("intake", "ghost", 0.1)], "unknown intake"),
    "unknown order": ([("order", "n5", 0.1)], "unknown order"),
    "unknown kind": ([("seat", "n5", 0.1)], "unknown kind"),
    "floor that is not there": ([("floor", "1", 0.1)], "unknown floor"),
    "two prices for one thing": (
        [("order", "japan", 0.1), ("order", "japan", 0.2)],
        "it has more than one price",
    ),
    "floor price above its penalty": ([("floor", "0", 0.26)], "above the floor's penalty 0.25"),
}


@pytest.mark.parametrize("fault", PRICE_FAULTS)
def test_prices_that_prove_nothing_are_found(tables: Tables, fault: str) -> None:
    rows, message = PRICE_FAULTS[fault]
    assert message in said(tables, plan_of([], rows), "prices")


def test_a_price_on_a_budget_that_does_not_exist_is_found(tables: Tables) -> None:
    made = replace(tables, policy=replace(tables.policy, budget=None))
    assert "unknown budget" in said(made, plan_of([], [("budget", "budget", 1e-9)]), "prices")


CLAIMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "inflated bound": lambda told: told | {"bound": told["bound"] + 0.01},
    "bound below what the prices prove": lambda told: told | {"bound": told["bound"] - 0.01},
    "inflated value": lambda told: told | {"value": told["value"] + 0.01},
    "gap said to be smaller": lambda told: told | {"gap": -0.01},
    "more people said to be placed": lambda told: told | {"placed": 3},
    "value left out": lambda told: {key: value for key, value in told.items() if key != "value"},
    "bound that is not a number": lambda told: told | {"bound": float("nan")},
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_claims_that_differ_from_the_tables_are_found(tables: Tables, claim: str) -> None:
    plan = sound(tables)
    faults = verify(tables, replace(plan, summary=CLAIMS[claim](plan.summary))).violations
    assert [fault.table for fault in faults] == ["summary"]


def test_taking_the_floors_penalty_off_is_not_optional(tables: Tables) -> None:
    plan = sound(tables)
    faults = verify(tables, replace(plan, summary=plan.summary | {"value": SARI + 1.0})).violations
    assert [fault.column for fault in faults] == ["value"]


def test_the_command_says_value_bound_gap_or_every_violation(
    tables: Tables, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tables, tmp_path / "instance")
    plan = sound(tables)
    plan.write(tmp_path / "plan")
    assert main(["verify", str(tmp_path / "instance"), str(tmp_path / "plan")]) == 0
    value, bound, gap = map(float, capsys.readouterr().out.split())
    assert (value, bound) == pytest.approx((SARI + 0.75, SARI + 0.75), abs=1e-6)
    assert gap == pytest.approx(0.0, abs=1e-6)
    faulty = [("sari", "japan", ["n5", "clash", "again"], SARI), ("rini", "japan", FULL, SARI)]
    replace(plan, assignments=assignments(*faulty), prices=prices(("intake", "n5", -1.0))).write(
        tmp_path / "plan"
    )
    assert main(["verify", str(tmp_path / "instance"), str(tmp_path / "plan")]) == 1
    told = capsys.readouterr().out
    for words in (
        "does not start after",
        "is not among",
        "only 1 openings",
        "only 1 seats",
        "number ≥ 0",
        "summary",
    ):
        assert words in told


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_agrees_with_brute_force_on_every_path_and_every_bound(seed: int) -> None:
    """The optimum's paths pass, and the bound equals the enumeration's, at any prices, floors and budget included."""
    made = oracle.tiny(seed)
    brute = oracle.Oracle(made)
    value, paths = brute.optimum()
    asked = oracle.random_prices(made, seed)
    verdict = verify(made, Plan(oracle.path_frame(paths), oracle.price_frame(asked), {}))
    assert {fault.table for fault in verdict.violations} <= {"summary"}
    assert verdict.value == pytest.approx(value, abs=1e-7)
    assert verdict.bound == pytest.approx(brute.bound(asked), abs=1e-7)
    assert verdict.bound >= verdict.value - 1e-7


@pytest.mark.parametrize("seed", range(6))
def test_many_wishes_and_many_weights_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lots listed without regard to wishes, and a weight of her own for everyone: the bound is the enumeration's."""
    made = oracle.tiny(seed)
    weights = [1 + place / 7 for place in range(made.candidates.height)]
    made = replace(made, candidates=made.candidates.with_columns(weight=pl.Series(weights)))
    asked = oracle.random_prices(made, seed)
    monkeypatch.setattr(bound, "LONGEST_TABLE", 0)
    monkeypatch.setattr(bound, "MOST_BANDS", 2)
    verdict = verify(made, Plan(oracle.path_frame([]), oracle.price_frame(asked), {}))
    assert verdict.bound == pytest.approx(oracle.Oracle(made).bound(asked), abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_every_path_that_brute_force_refuses_is_refused(seed: int) -> None:
    """A sequence of intakes and an order drawn at random is a path for one exactly when it is for the other."""
    made = oracle.tiny(seed)
    brute = oracle.Oracle(made)
    rows = oracle.random_rows(made, seed)
    true = {(path.candidate, path.job_order, path.intakes) for path in brute.all_paths()}
    verdict = verify(made, Plan(oracle.path_frame(rows), oracle.price_frame({}), {}))
    refused = {fault.row for fault in verdict.violations if fault.table == "assignments"}
    assert refused == {
        place for place, row in enumerate(rows, 1) if (row.candidate, row.job_order, row.intakes) not in true
    }
