from datetime import date, timedelta

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jalur.foundation.competencies.models import Competency
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training import queries as training
from jalur.planner import Invalid
from jalur.planner.after.alternatives import Chosen, Prices, nearest
from jalur.planner.contract.schema import SCHEMA
from jalur.proposals.runs import gather as gathering
from jalur.proposals.runs.gather import fingerprint, gather
from jalur.proposals.runs.rules import Wanted
from tests.cast import JOMBANG, LUMAJANG
from tests.proposals.factories import TODAY, make_candidate, small_region


@pytest.fixture
def region(cast):
    return small_region()


def gathered(place=JOMBANG, **wanted):
    return gather(place_code=place, wanted=Wanted(**wanted), on=TODAY)


def test_the_tables_are_the_planners_and_name_nobody(region):
    tables = gathered().tables
    for name, columns in SCHEMA.items():
        assert getattr(tables, name).columns == [column.name for column in columns]
    everything = "".join(getattr(tables, name).write_ndjson() for name in SCHEMA)
    assert "J-SARI-0001" in everything
    assert "Sari" not in everything.replace("J-SARI", "")


def test_only_people_of_the_place_but_orders_of_the_whole_country(region):
    found = gathered()
    assert "J-LUMA-0001" not in found.tables.candidates["id"]
    assert sorted(found.tables.job_orders["id"]) == ["JO-JAPAN", "JO-KOREA"]
    expected = {"candidates": 7, "orders": 2, "openings": 9, "intakes": 2, "seats": 13}
    assert found.counts == {**expected, "held": 0, "held_value": 0.0}
    assert gathered(LUMAJANG).tables.intakes["id"].to_list() == ["IN-FAR"]
    assert gathered("").counts["candidates"] == 8


def test_a_class_within_daily_travel_is_in_reach(region):
    from jalur.journey.training.models import TravelPair

    TravelPair.objects.create(home_id=JOMBANG, venue_id=LUMAJANG)
    tables = gathered().tables
    assert "IN-FAR" in tables.intakes["id"]
    assert tables.reach.rows() == [(JOMBANG, LUMAJANG)]


def test_who_opted_out_withdrew_or_holds_an_opening_is_left_out(region):
    from jalur.journey.job_orders.models import Reservation

    out, gone, holding = region.people[:3]
    type(out).objects.filter(pk=out.pk).update(opted_out_of_planning_at=timezone.now())
    type(gone).objects.filter(pk=gone.pk).update(state="withdrawn", withdrawal_reason="x")
    held = Reservation.objects.create(order=region.korea, candidate=holding)
    numbers = gathered().tables.candidates["id"].to_list()
    assert not {out.number, gone.number, holding.number} & set(numbers)
    Reservation.objects.filter(pk=held.pk).update(released_at=timezone.now())
    assert holding.number in gathered().tables.candidates["id"].to_list()


def test_taken_seats_and_openings_are_not_planned_again(region):
    type(region.weld).objects.filter(pk=region.weld.pk).update(taken=3)
    type(region.korea).objects.filter(pk=region.korea.pk).update(reserved=4)
    found = gathered()
    assert found.tables.intakes["id"].to_list() == ["IN-TALK"]
    assert dict(found.tables.job_orders.select("id", "openings").rows())["JO-KOREA"] == 1


def test_what_counts_first_decides_the_value_of_orders(region):
    type(region.korea).objects.filter(pk=region.korea.pk).update(value=2)
    assert set(gathered(what_first="people").tables.job_orders["value"]) == {1.0}
    assert set(gathered(what_first="worth").tables.job_orders["value"]) == {1.0, 2.0}


def test_the_fingerprint_knows_content_and_nothing_else(region):
    first = gathered()
    assert gathered().fingerprint == first.fingerprint
    wanted = Wanted()
    shuffled = first.tables
    shuffled = type(shuffled)(
        policy=shuffled.policy,
        **{name: getattr(shuffled, name).sample(fraction=1, shuffle=True, seed=3) for name in SCHEMA},
    )
    assert fingerprint(shuffled, wanted, TODAY) == first.fingerprint
    assert fingerprint(first.tables, Wanted(women=1), TODAY) != first.fingerprint
    assert fingerprint(first.tables, wanted, TODAY + timedelta(days=1)) != first.fingerprint
    make_candidate("J-9999")
    assert gathered().fingerprint != first.fingerprint


def test_an_empty_list_of_wishes_is_not_the_same_as_any(region):
    tables = gathered().tables
    none = tables.candidates.with_columns(
        pl.Series("destinations", [[]] * tables.candidates.height, dtype=pl.List(pl.String))
    )
    changed = type(tables)(
        **{name: getattr(tables, name) for name in SCHEMA if name != "candidates"},
        candidates=none,
        policy=tables.policy,
    )
    assert fingerprint(changed, Wanted(), TODAY) != fingerprint(tables, Wanted(), TODAY)


def test_gathering_asks_the_same_few_questions_for_any_number_of_people(region):
    with CaptureQueriesContext(
        connection,
    ) as few:
        gathered()
    for position in range(30):
        make_candidate(f"J-M{position:03}")
    with CaptureQueriesContext(connection) as many:
        assert gathered().counts["candidates"] == 37
    assert len(few) == len(many) <= 12


def test_one_candidate_alone_sees_what_she_sees_among_all(region):
    everybody = gathered("").tables
    assert everybody.candidates.height > 1
    for candidate in Candidate.objects.filter(number__in=everybody.candidates["id"].to_list()):
        alone = gathering.gather_one(candidate, Wanted(), TODAY)
        her = everybody.candidates.filter(pl.col("id") == candidate.number)
        pairs = training.reach_for_planning()
        near, _ = gathering.reachable(her, training.for_planning(TODAY), pairs)
        assert alone.candidates.equals(her)
        assert alone.intakes.equals(near)
        assert alone.job_orders.equals(
            everybody.job_orders.filter(pl.col("id").is_in(alone.job_orders["id"].to_list()))
        )
        assert nearest_of(alone, candidate) == nearest_of(everybody, candidate)


def nearest_of(tables, candidate):
    return nearest(tables, candidate.number, Chosen("", (), 0.0), Prices({}, {}, 0.0), most=9)


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({}, True),
        ({"min_age": 26, "max_age": 26}, True),  # she turns 26 in the year of the deadline
        ({"min_age": 27}, False),
        ({"max_age": 24}, False),
        ({"sex": "M"}, False),
        ({"min_education": 9}, False),
        ({"destination_id": "JP"}, False),
    ],
)
def test_one_candidate_is_given_only_orders_that_she_may_fit(region, changes, kept):
    candidate = make_candidate("J-FITS", born=date(2000, 12, 31), education=4)
    Candidate.objects.filter(pk=candidate.pk).update(any_destination=False)
    candidate.wishes.create(country_id="KR")
    JobOrder.objects.filter(number="JO-KOREA").update(**changes)
    alone = gathering.gather_one(candidate, Wanted(), TODAY)
    assert alone.job_orders["id"].to_list() == (["JO-KOREA"] if kept else [])


def test_an_order_for_something_nobody_teaches_her_is_left_out(region):
    candidate = make_candidate("J-FITS")
    asked = JobOrder.objects.get(number="JO-KOREA").requirements
    assert "JO-KOREA" in gathering.gather_one(candidate, Wanted(), TODAY).job_orders["id"]
    asked.add(Competency.objects.exclude(taught_by__isnull=False).order_by("code").first())
    assert "JO-KOREA" not in gathering.gather_one(candidate, Wanted(), TODAY).job_orders["id"]


def test_a_circle_of_implications_is_refused_before_planning(region):
    from jalur.foundation.competencies.models import Implication

    Implication.objects.create(competency=region.welding, implied=region.korean)
    Implication.objects.create(competency=region.korean, implied=region.welding)
    with pytest.raises(Invalid):
        gathered().tables.checked()


@pytest.mark.django_db(transaction=True)
def test_all_reads_see_one_moment_and_cannot_write(cast):
    from django.db.utils import InternalError

    from jalur.foundation.geography.models import Country

    with pytest.raises(InternalError), gathering.snapshot():
        Country.objects.filter(code="KR").update(alpha3="ZZZ")
    assert not Country.objects.filter(alpha3="ZZZ").exists()
