"""What the planner is given of job orders, exactly in its own columns."""

from datetime import date

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalur.foundation.accounts.access import SYSTEM
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import queries, services
from tests.job_orders.factories import ALLOWED, READY_BY, TODAY, draft, make_employer, new_order, open_order
from tests.planner_contract import columns_of

pytestmark = pytest.mark.django_db


def test_an_order_as_the_planner_sees_it(cast):
    order = open_order(cast, number="JO-KR-RENCANA", sex="F")
    candidate = Candidate.objects.get(person=cast.sari.person)
    services.reserve_opening(actor=SYSTEM, order=order, candidate=candidate, today=TODAY)
    rows = queries.for_planning(TODAY)
    assert rows.rows(named=True) == [
        {
            "id": "JO-KR-RENCANA",
            "destination": "KR",
            "occupation": "7212",
            "openings": 2,
            "ready_by": READY_BY,
            "requires": ["C.24LAS01.001.1", "C.24LAS01.029.1", "KO-A1", "KR-LAS-FCAW", "KR-LAS-K3"],
            "min_age": 18,
            "max_age": 45,
            "sex": "F",
            "min_education": 2,
            "value": 1.0,
        }
    ]


def test_the_columns_are_the_planners(cast):
    assert queries.for_planning(TODAY).schema == pl.Schema(columns_of("job_orders"))


def test_what_cannot_be_planned_is_left_out(cast):
    employer = make_employer(cast)
    full = open_order(cast, employer=employer, openings=1, number="JO-PENUH")
    services.reserve_opening(actor=SYSTEM, order=full, candidate=Candidate.objects.get(), today=TODAY)
    closed = open_order(cast, employer=employer, number="JO-TUTUP")
    services.close_order(actor=cast.ratna.actor, order=closed, reason="filled")
    draft(cast, employer=employer)
    open_order(cast, employer=employer, ready_by=date(2026, 3, 1), number="JO-DEKAT")
    open_order(cast, employer=employer, number="JO-JAUH")
    assert queries.for_planning(TODAY)["id"].to_list() == ["JO-DEKAT", "JO-JAUH"]
    assert queries.for_planning(date(2026, 3, 1))["id"].to_list() == ["JO-DEKAT", "JO-JAUH"]
    assert queries.for_planning(date(2026, 3, 2))["id"].to_list() == ["JO-JAUH"]


def test_any_sex_is_null_and_no_order_is_an_empty_table(cast):
    assert queries.for_planning(TODAY).height == 0
    open_order(cast)
    assert queries.for_planning(TODAY)["sex"].to_list() == [None]


def test_one_query_for_one_order_and_for_two_hundred(cast):
    order = open_order(cast)
    counts = []
    for more in (0, 200):
        many = [new_order(cast, employer=order.employer, **ALLOWED) for _number in range(more)]
        services.open_many(actor=SYSTEM, orders=many, paper="Daftar 1", today=TODAY)
        with CaptureQueriesContext(connection) as made:
            assert queries.for_planning(TODAY).height == 1 + more
        counts.append(len(made))
    assert counts == [1, 1]


def test_openings_asked_are_counted_by_competency(cast):
    order = open_order(cast, openings=7)
    open_order(cast, employer=order.employer, openings=5)
    asked = queries.openings_asked(TODAY)
    assert asked["KR-LAS-FCAW"] == 12
    assert queries.openings_asked(date(2027, 1, 1)) == {}
