"""What the planner is given of training, exactly in its own columns."""

from datetime import date

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM
from jalur.journey.candidates.models import Candidate
from jalur.journey.training import queries, services
from tests.planner_contract import columns_of
from tests.training.factories import ENDS, STARTS, TODAY, add_programme, new_class, open_class

pytestmark = pytest.mark.django_db


def test_a_class_as_the_planner_sees_it(cast):
    programme = add_programme(cast, prerequisites=["KO-A1"], min_age=17, max_age=40, min_education=2)
    intake = open_class(cast, programme=programme, number="K-RENCANA")
    Candidate.objects.get().held.create(
        competency_id="KO-A1", evidence="test_result", confirmed_at=timezone.now()
    )
    services.enrol(actor=SYSTEM, intake=intake, candidate=Candidate.objects.get(), today=TODAY)
    assert queries.for_planning(TODAY).rows(named=True) == [
        {
            "id": "K-RENCANA",
            "programme": "LAS-KR",
            "provider": "LPK Cakap Contoh",
            "regency": "35.17",
            "reach": "province",
            "seats": 19,
            "starts": STARTS,
            "ends": ENDS,
            "teaches": ["KR-LAS-FCAW", "KR-LAS-K3"],
            "prerequisites": ["KO-A1"],
            "min_age": 17,
            "max_age": 40,
            "min_education": 2,
            "cost": 2_500_000.0,
            "pass_rate": 0.85,
        }
    ]


def test_the_columns_are_the_planners(cast):
    assert queries.for_planning(TODAY).schema == pl.Schema(columns_of("intakes"))
    assert queries.reach_for_planning().schema == pl.Schema(columns_of("reach"))


def test_the_law_on_training_ages_is_part_of_a_class(cast):
    open_class(cast)
    assert queries.for_planning(TODAY)["min_age"].to_list() == [15]


def test_what_cannot_be_planned_is_left_out(cast):
    programme = add_programme(cast)
    full = open_class(cast, programme=programme, seats=1, number="K-PENUH")
    services.enrol(actor=SYSTEM, intake=full, candidate=Candidate.objects.get(), today=TODAY)
    cancelled = open_class(cast, programme=programme, number="K-BATAL")
    services.cancel_intake(actor=cast.hendra.actor, intake=cancelled, reason="Peserta kurang")
    open_class(cast, programme=programme, number="K-DEKAT", starts=date(2026, 1, 20))
    open_class(cast, programme=programme, number="K-JAUH")
    assert queries.for_planning(TODAY)["id"].to_list() == ["K-DEKAT", "K-JAUH"]
    assert queries.for_planning(date(2026, 1, 20))["id"].to_list() == ["K-DEKAT", "K-JAUH"]
    assert queries.for_planning(date(2026, 1, 21))["id"].to_list() == ["K-JAUH"]


def test_daily_travel_as_the_planner_sees_it(cast):
    assert queries.reach_for_planning().height == 0
    pairs = [("35.17", "35.08"), ("35.08", "35.17")]
    services.load_travel_pairs(actor=cast.yusuf.actor, pairs=pairs, source="contoh")
    assert queries.reach_for_planning().rows() == sorted(pairs)


def test_as_many_queries_for_one_class_as_for_two_hundred(cast):
    programme, counts = open_class(cast).programme, []
    for more in (0, 200):
        many = [new_class(cast, programme=programme) for _number in range(more)]
        services.open_many(actor=SYSTEM, intakes=many, today=TODAY)
        with CaptureQueriesContext(connection) as made:
            assert queries.for_planning(TODAY).height == 1 + more
        counts.append(len(made))
    assert counts == [3, 3]


def test_who_the_plan_sends_to_a_class_is_also_let_in(cast):
    """The planner's reading of a class and the service's refusals come from the same facts."""
    intake = open_class(cast, programme=add_programme(cast, min_age=17, max_age=40))
    facts, row = queries.class_facts(intake), queries.for_planning(TODAY).row(0, named=True)
    assert (facts.min_age, facts.max_age, facts.min_education) == (
        row["min_age"],
        row["max_age"],
        row["min_education"],
    )
    assert (facts.regency, facts.reach, facts.starts, facts.ends) == (
        row["regency"],
        row["reach"],
        row["starts"],
        row["ends"],
    )
