"""Causes, reasons and alternatives on tables small enough to see through."""

import json
from datetime import date

import polars as pl
import pytest

from jalur.planner import Policy, Tables
from jalur.planner.after.alternatives import Chosen, Prices, nearest
from jalur.planner.after.causes import years_before
from jalur.planner.after.reasons import explain_plan
from jalur.planner.baselines import first_come_reaches
from jalur.planner.contract.plan import ASSIGNMENTS, PRICES, Plan
from jalur.planner.contract.schema import SCHEMA, conform
from tests.planner.oracle import Oracle, random_prices, tiny

PERSON = {
    "regency": "35.17", "birth_date": date(2000, 5, 1), "sex": "F", "education": 4, "holds": [],
    "destinations": None, "available_from": date(2026, 1, 5), "weight": 1.0,
}  # fmt: skip
ORDER = {
    "destination": "KR", "occupation": "7212", "openings": 9, "ready_by": date(2026, 9, 30), "requires": ["A"],
    "value": 1.0,
}  # fmt: skip
INTAKE = {
    "programme": "P", "provider": "P", "regency": "35.17", "reach": "regency", "seats": 9, "starts": date(2026, 2, 2),
    "ends": date(2026, 3, 31), "teaches": ["A"], "prerequisites": [], "cost": 0.0, "pass_rate": 1.0,
}  # fmt: skip


def frame(name, rows):
    columns = [column.name for column in SCHEMA[name]]
    return conform(
        name, pl.DataFrame([{one: row.get(one) for one in columns} for row in rows], infer_schema_length=None)
    )


def tables(people, orders, intakes):
    units = [{"code": code, "kind": "skill", "implies": []} for code in "ABC"]
    return Tables(
        competencies=frame("competencies", units),
        candidates=frame(
            "candidates", [{**PERSON, "id": f"c{row}", **one} for row, one in enumerate(people)]
        ),
        job_orders=frame("job_orders", [{**ORDER, "id": f"o{row}", **one} for row, one in enumerate(orders)]),
        intakes=frame("intakes", [{**INTAKE, "id": f"i{row}", **one} for row, one in enumerate(intakes)]),
        policy=Policy(),
    ).checked()


def plan(*rows):
    return Plan(pl.DataFrame(list(rows), schema=ASSIGNMENTS, orient="row"), pl.DataFrame(schema=PRICES), {})


@pytest.mark.parametrize(
    ("person", "order", "intake", "expected"),
    [
        ({"destinations": ["JP"]}, {}, {}, ["destination", 1, ""]),
        ({"birth_date": date(2010, 1, 1)}, {"min_age": 18}, {}, ["too_young", 1, ""]),
        ({"birth_date": date(1980, 1, 1)}, {"max_age": 35}, {}, ["too_old", 1, ""]),
        ({}, {"sex": "M"}, {}, ["sex", 1, ""]),
        ({}, {"min_education": 7}, {}, ["education", 1, ""]),
        ({}, {"requires": ["A", "B"]}, {}, ["untaught", 1, "B"]),
        ({}, {}, {"regency": "35.08"}, ["untaught", 1, "A"]),
        ({"available_from": date(2026, 2, 3)}, {}, {}, ["begun", 1, "A"]),
        ({}, {}, {"prerequisites": ["C"]}, ["before", 1, "A"]),
        ({}, {"ready_by": date(2026, 3, 30)}, {}, ["deadline", 1, "A"]),
        ({}, {}, {"seats": 0}, ["seats", 1, "A"]),
    ],
)
def test_the_first_thing_in_the_way_is_named(person, order, intake, expected):
    told = explain_plan(tables([person], [order], [intake]), plan())
    assert told.causes == {"o0": {"stops": [expected]}}
    assert told.unplaced == [expected]


def test_everybody_is_counted_once_for_every_order():
    people = [
        {"birth_date": date(1980 + 2 * row, 6, 1), "education": row % 6, "sex": "FM"[row % 2]}
        for row in range(20)
    ]
    orders = [{"min_age": 18, "max_age": 35, "min_education": 3}, {"sex": "F", "requires": ["A", "B"]}, {}]
    instance = tables(people, orders, [{"seats": 2}])
    told = explain_plan(instance, plan(("c18", "o2", ["i0"], 1.0), ("c19", "o2", ["i0"], 1.0)))
    for order, sent in (("o0", 0), ("o1", 0), ("o2", 2)):
        assert sum(people for _code, people, _detail in told.causes[order]["stops"]) == 20 - sent
    assert sum(people for _code, people, _detail in told.unplaced) == 18


def test_a_missing_seat_counts_with_the_cheapest_that_would_do():
    """Three without a path for want of a seat for A: two can reach the class at 0.2, the third only the one at 0.5."""
    people = [{}, {}, {"regency": "35.08"}]
    classes = [
        {"seats": 0},
        {"seats": 0, "reach": "national"},
        {"seats": 0, "ends": date(2026, 12, 1)},  # ends too late for anybody
    ]
    made = plan()
    prices = [("intake", "i0", 0.2), ("intake", "i1", 0.5), ("intake", "i2", 0.1)]
    made = Plan(made.assignments, pl.DataFrame(prices, schema=PRICES, orient="row"), {})
    told = explain_plan(tables(people, [{}], classes), made)
    assert told.unplaced == [["seats", 3, "A"]]
    assert told.scarce == [["A", 3, pytest.approx(0.9)]]


def test_a_chain_of_classes_counts_as_in_reach():
    chain = [
        {"teaches": ["C"], "starts": date(2026, 1, 12), "ends": date(2026, 1, 30)},
        {"prerequisites": ["C"]},
    ]
    told = explain_plan(tables([{}], [{}], chain), plan())
    assert [stop[0] for stop in told.causes["o0"]["stops"]] == ["worth"]


def test_a_full_order_has_no_causes_but_stands_in_peoples_way():
    told = explain_plan(tables([{}, {}], [{"openings": 1}], [{}]), plan(("c0", "o0", ["i0"], 1.0)))
    assert told.causes == {}
    assert told.unplaced == [["openings", 1, ""]]


def test_the_reasons_tell_what_is_held_and_what_each_class_brings():
    instance = tables([{"holds": ["B"]}], [{"requires": ["A", "B"]}], [{"pass_rate": 0.8, "cost": 5.0}])
    (candidate, said), *_others = explain_plan(instance, plan(("c0", "o0", ["i0"], 0.8))).reasons.rows()
    told = json.loads(said)
    assert candidate == "c0"
    assert (told["held"], told["steps"], told["chance"], told["cost"]) == (["B"], [["A"]], 0.8, 5)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 3, 1), date(2026, 3, 1), 18),
        (date(2007, 2, 28), date(2028, 2, 29), 21),
    ],
)
def test_a_birthday_on_a_leap_day(born, on, years):
    from jalur.kit.dates import completed_years

    assert completed_years(born, on) >= years
    assert born.toordinal() <= years_before(on, years)
    later = date.fromordinal(years_before(on, years) + 1)
    assert completed_years(later, on) < years


def test_the_nearest_alternatives_say_what_makes_them_worse():
    instance = tables(
        [{}],
        [
            {},
            {"destination": "JP", "requires": ["B"]},
            {"destination": "TW"},
            {"destination": "HK", "requires": ["C"]},
        ],
        [{}, {"teaches": ["B"]}],
    )
    prices = Prices(orders={"o2": 0.3}, intakes={"i1": 0.4})
    found = nearest(instance, "c0", Chosen("o0", ("i0",), 1.0), prices)
    assert [(one.order, one.way, one.detail) for one in found] == [
        ("o2", "opening", ""),
        ("o1", "seat", "i1"),
    ]
    assert found[0].net == pytest.approx(0.7)


@pytest.mark.parametrize("seed", range(30))
def test_the_nearest_alternatives_are_the_best_of_all_paths(seed):
    instance, brute = tiny(seed), Oracle(tiny(seed))
    priced = random_prices(instance, seed)
    orders, intakes = (
        {name: price for (kind, name), price in priced.items() if kind == each}
        for each in ("order", "intake")
    )
    prices = Prices(orders, intakes, priced.get(("budget", "budget"), 0.0))
    kinds = {
        row["id"]: (row["destination"], row["occupation"])
        for row in instance.job_orders.iter_rows(named=True)
    }
    for person in brute.people:
        best: dict[tuple[str, str], float] = {}
        for path in brute.paths(person):
            seats = sum(intakes.get(one, 0.0) for one in path.intakes)
            net = path.value - orders.get(path.job_order, 0.0) - seats - prices.budget * path.cost
            best[kinds[path.job_order]] = max(net, best.get(kinds[path.job_order], net))
        found = nearest(instance, person["id"], Chosen("none", (), 1.0), prices, most=99)
        assert {kinds[one.order]: one.net for one in found} == pytest.approx(best)


def test_an_alternative_that_takes_more_of_the_budget_says_so():
    instance = tables(
        [{}], [{}, {"destination": "JP", "requires": ["B"]}], [{}, {"teaches": ["B"], "cost": 1e6}]
    )
    (other,) = nearest(instance, "c0", Chosen("o0", ("i0",), 1.0), Prices({}, {}, budget=1e-7))
    assert (other.order, other.way) == ("o1", "budget")
    (other,) = nearest(instance, "c0", Chosen("o0", ("i0",), 1.0, cost=1e6), Prices({}, {}, budget=1e-7))
    assert (other.order, other.way) == ("o1", "equal")


@pytest.mark.parametrize(
    ("first", "price"),
    [
        ({"ends": date(2026, 12, 31)}, 0.0),
        ({"pass_rate": 0.5}, 0.0),
        ({"cost": 2e7}, 0.0),
        ({}, 0.4),
    ],
    ids=["too late", "seldom passed", "dear", "sought after"],
)
def test_a_class_that_comes_first_gives_way_to_a_better_one(first, price):
    later = {"starts": date(2026, 3, 2), "pass_rate": 0.9}
    instance = tables([{}], [{}], [first, later])
    found = nearest(instance, "c0", Chosen("none", (), 1.0), Prices({}, {"i0": price}, 1e-8))
    assert [other.intakes for other in found] == [("i1",)]


def test_first_come_first_served_counts_floors():
    instance = tables([{}, {"sex": "M"}], [{}], [{"seats": 1}])
    assert first_come_reaches(instance) == {"value": 1.0, "placed": 1}
    wanting = Tables(
        **{name: getattr(instance, name) for name in SCHEMA},
        policy=Policy.from_json({"floors": [{"group": {"sex": "F"}, "minimum": 3, "penalty": 0.5}]}),
    )
    assert first_come_reaches(wanting)["value"] == pytest.approx(0.0)
