"""What a run wants, in the planner's words; how long it may search; which points of a search are kept."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalur.proposals.runs import rules

WANTED = st.builds(
    rules.Wanted,
    what_first=st.sampled_from(["people", "worth"]),
    budget=st.none() | st.integers(0, 10**12),
    thrift=st.sampled_from(["none", "some", "strong"]),
    max_intakes=st.integers(1, 3),
    women=st.integers(0, 3),
    region=st.sampled_from(["", "35", "35.17"]),
    from_region=st.integers(0, 3),
    minutes=st.none() | st.integers(1, 60),
)


@given(WANTED)
def test_what_is_kept_of_a_wish_gives_it_back(wanted):
    assert wanted.to_json() == asdict(wanted)
    assert rules.Wanted.from_json(wanted.to_json()) == wanted
    assert rules.Wanted.from_json({**wanted.to_json(), "a word of tomorrow": 1}) == wanted


def test_what_was_not_kept_is_as_nobody_asked():
    assert rules.Wanted.from_json({"women": 2}) == rules.Wanted(women=2)
    assert asdict(rules.Wanted()) == {
        "what_first": "people",
        "budget": None,
        "thrift": "none",
        "max_intakes": 3,
        "women": 0,
        "region": "",
        "from_region": 0,
        "minutes": None,
    }


@given(WANTED)
def test_a_floor_is_asked_for_each_wished_number_of_people(wanted):
    floors = [(floor["group"], floor["minimum"]) for floor in wanted.policy()["floors"]]
    women = [({"sex": "F"}, wanted.women)] if wanted.women > 0 else []
    kind = {2: "province", 5: "regency"}.get(len(wanted.region))
    from_region = [({kind: wanted.region}, wanted.from_region)] if kind and wanted.from_region > 0 else []
    assert floors == women + from_region
    assert {floor["penalty"] for floor in wanted.policy()["floors"]} <= {1.0}


@pytest.mark.parametrize(("thrift", "per_million"), [("none", 0), ("some", 0.001), ("strong", 0.005)])
def test_thrift_weighs_a_million_rupiah_in_placements(thrift, per_million):
    policy = rules.Wanted(thrift=thrift, budget=7_000_000, max_intakes=2).policy()
    assert policy.pop("cost_weight") * 1_000_000 == pytest.approx(per_million)
    assert policy == {"budget": 7_000_000, "max_intakes": 2, "floors": []}


@pytest.mark.parametrize(
    ("people", "minutes"),
    [(0, 2), (5_000, 2), (5_001, 5), (40_000, 5), (100_000, 5), (100_001, 10), (1_000_000, 10)],
)
def test_a_larger_country_gets_more_time(people, minutes):
    assert rules.minutes_for(people) == minutes


def test_the_trail_keeps_its_ends_and_never_grows_long():
    trail = rules.Trail(most=10)
    trail.add(0.0, None, None)
    for second in range(500):
        trail.add(float(second), 1000.0 - second, float(second))
    trail.add(600.0, 501.0, 499.0)  # nothing new: no point
    assert len(trail.points) <= 10
    assert trail.points[0] == [0.0, 1000.0, 0.0]
    assert trail.points[-1] == [499.0, 501.0, 499.0]
    assert [at for at, *_rest in trail.points] == sorted(at for at, *_rest in trail.points)


def test_a_trail_keeps_every_point_until_it_is_full_then_every_other():
    trail = rules.Trail(most=5)
    for second in range(5):
        trail.add(second + 0.126, 9.0, float(second))
    assert trail.points == [[second + 0.13, 9.0, float(second)] for second in range(5)]
    trail.add(5.0, 9.0, 5.0)
    assert [value for _at, _bound, value in trail.points] == [0.0, 2.0, 4.0, 5.0]


def test_a_trail_of_the_usual_length_halves_at_the_sixty_first_point():
    trail = rules.Trail()
    for second in range(60):
        trail.add(second, None, second)
    assert len(trail.points) == 60
    trail.add(60, None, 60)
    assert [at for at, *_rest in trail.points] == list(range(0, 61, 2))


def test_a_trail_notes_a_bound_or_a_value_alone_and_nothing_twice():
    trail = rules.Trail()
    trail.add(0, None, None)
    trail.add(1, 9.0, None)
    trail.add(2, 9.0, None)
    trail.add(3, None, 1.0)
    trail.add(4, 9.0, 1.0)
    trail.add(5, 9.0, 1.0)
    assert trail.points == [[1, 9.0, None], [3, None, 1.0], [4, 9.0, 1.0]]


@pytest.mark.parametrize(
    ("regency", "reach", "reached"),
    [
        ("35.17", "regency", True),  # a home
        ("35.08", "regency", True),  # a neighbour
        ("35.01", "regency", False),
        ("35.01", "province", True),
        ("33.01", "province", False),
        ("33.02", "province", True),  # a neighbour beyond the province
        ("91.03", "national", True),
    ],
)
def test_a_class_is_in_reach_by_home_neighbour_province_or_nation(regency, reach, reached):
    facts = {"homes": {"35.17"}, "provinces": {"35"}, "neighbours": {"35.08", "33.02"}}
    sets = {name: frozenset(codes) for name, codes in facts.items()}
    assert rules.can_be_reached(regency, reach, **sets) is reached


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, "nothing_better"),
        ({"stopped": True, "gap": 0.0}, "stopped"),
        ({"gap": 0.001}, "proved"),
        ({"seconds": 119.9}, "time"),
        ({"seconds": 119.9, "gap": 0.0}, "proved"),
    ],
)
def test_a_search_says_why_it_ended(facts, why):
    plain = {"stopped": False, "gap": 0.02, "enough": 0.001, "seconds": 30.0, "limit": 120.0}
    assert rules.why_ended(**{**plain, **facts}) == why
