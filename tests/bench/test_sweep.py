"""What the sweep of `make growth` calls a fault, and which questions it asks of a list."""

import pytest

from bench.growth import sweep
from bench.growth.cast import near
from bench.growth.sweep import Asked, Row
from tests.access.examples import example_of
from tests.access.world import make_world

FULL = '<div id="results"><table><tbody><tr></tr></tbody></table></div>'
EMPTY = '<div id="results"><div class="empty"></div></div>'


def row(*, example: dict, grown: dict) -> Row:
    def asked(seconds: float = 0.02, **values) -> Asked:
        return Asked(**{"status": 200, "queries": 8, "seconds": [seconds] * 5, "body": FULL, **values})

    return Row("room:list", "wulan", asked(**example), asked(**grown))


@pytest.mark.parametrize(
    ("example", "grown", "faults"),
    [
        ({}, {}, []),
        ({"queries": 8}, {"queries": 9}, ["queries"]),
        ({"queries": 9}, {"queries": 8}, []),
        ({}, {"seconds": 0.061}, ["grows"]),
        # Below 20 ms both are noise.
        ({"seconds": 0.002}, {"seconds": 0.06}, []),
        ({"seconds": 0.15}, {"seconds": 0.31}, ["slow"]),
        ({"status": 200}, {"status": 404}, ["answers 200 and 404"]),
        ({"status": 500}, {"status": 500}, ["answers 500 and 500"]),
        # A list that is empty on one side says nothing about growth; that it is slow stands by itself.
        ({"body": EMPTY, "queries": 6}, {"queries": 9, "seconds": 0.29}, []),
        ({"queries": 6}, {"body": EMPTY, "queries": 9, "seconds": 0.31}, ["slow"]),
        ({"body": EMPTY}, {"body": EMPTY, "queries": 9, "seconds": 0.29}, ["queries", "grows"]),
    ],
)
def test_what_counts_as_a_fault(example, grown, faults):
    assert row(example=example, grown=grown).faults() == faults


@pytest.mark.parametrize(
    ("times", "faults"), [([0.02], []), ([0.4, 0.02], []), ([0.4, 0.4], ["slow", "grows"])]
)
def test_who_misses_a_bar_of_time_is_asked_once_more(monkeypatch, times, faults):
    questions = []

    def answer(*question):
        questions.append(question)
        return row(example={}, grown={"seconds": times[len(questions) - 1]})

    monkeypatch.setattr(sweep, "ask_both", answer)
    assert sweep.ask_fairly("countries", "wulan").faults() == faults
    assert questions == [("countries", "wulan")] * len(times)


def listed(*, last: int, places: str) -> str:
    options = "".join(f'<option value="{place}">' for place in places.split())
    return f"""
        <form id="list-filters"><input name="q"><select name="place"><option value="">{options}</select></form>
        <div id="results"><a href="?sort=-name&amp;page=1"></a><a href="?page={last}"></a></div>"""


def test_both_countries_are_asked_the_same_of_a_list():
    grown, example = listed(last=90, places="AE KR"), listed(last=3, places="KR SA")
    assert sweep.ways(grown, example) == [
        ("page=90", "page=3"),
        ("sort=-name", "sort=-name"),
        ("place=KR", "place=KR"),
        ("q=siti", "q=siti"),
    ]
    assert sweep.ways(grown, EMPTY)[:3] == [
        ("page=90", "page=1"),
        ("sort=-name", "sort=-name"),
        ("place=AE", "place=AE"),
    ]
    assert sweep.ways("<main></main>", example) == []


@pytest.mark.django_db
def test_the_example_country_has_a_subject_for_every_address(cast):
    make_world(cast)
    side = near()
    for address in sweep.known_addresses():
        address.url(example_of(address).arguments(side))
