from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.competencies.models import Competency
from jalur.foundation.people.models import Person
from jalur.journey.candidates import queries, rules, services
from jalur.journey.candidates.models import Candidate, Evidence, HeldCompetency
from tests.cast import JOMBANG, LUMAJANG, LUMAJANG_VILLAGE, VILLAGE

DAY = date(2026, 1, 12)
SEEN = datetime(2026, 1, 12, tzinfo=UTC)


@pytest.fixture
def competencies(db):
    return [
        Competency.objects.create(code=f"TEST-{letter}", kind="skill", title_en=letter) for letter in "ABC"
    ]


def newcomer(position, **changes):
    facts = {
        "name": f"Orang {position}",
        "birth_date": date(2000, 1, 1) + timedelta(days=position),
        "sex": "FM"[position % 2],
        "residence_id": VILLAGE,
        "education": position % 10,
        "available_from": DAY,
    }
    return services.NewCandidate(**{**facts, **changes})


def every_kind_of_evidence(competencies):
    """Each evidence, confirmed or not, expired yesterday, today, tomorrow or never: 48 rows of one competency."""
    expiries = [None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]
    return [
        newcomer(
            100 + 8 * position + 2 * place + confirmed,
            held=[
                HeldCompetency(
                    competency=competencies[0],
                    evidence=evidence,
                    expires_on=expires,
                    confirmed_at=SEEN if confirmed else None,
                )
            ],
        )
        for position, evidence in enumerate(Evidence.values)
        for place, expires in enumerate(expiries)
        for confirmed in (0, 1)
    ]


def test_the_table_is_the_planners_schema(cast, competencies):
    rows = [
        newcomer(1),
        newcomer(2, wishes=[("KR", None), ("JP", None), ("KR", "7212")], weight=2),
        newcomer(
            3,
            residence_id=JOMBANG,
            held=[
                HeldCompetency(competency_id="TEST-B", evidence="test_result", confirmed_at=SEEN),
                HeldCompetency(competency_id="TEST-A", evidence="schooling", confirmed_at=SEEN),
            ],
        ),
        newcomer(4, residence_id=LUMAJANG_VILLAGE),
    ]
    made = services.register_many(actor=SYSTEM, rows=rows, today=DAY)
    frame = queries.for_planning(JOMBANG, DAY)
    assert dict(frame.schema) == queries.PLANNING_SCHEMA
    found = {row["id"]: row for row in frame.iter_rows(named=True)}
    assert set(found) == {one.number for one in made[:3]} | {"J-SARI-0001"}
    assert found[made[0].number]["destinations"] is None
    assert found[made[1].number] == {
        "id": made[1].number,
        "regency": JOMBANG,
        "birth_date": rows[1].birth_date,
        "sex": "F",
        "education": 2,
        "holds": [],
        "destinations": ["JP", "KR"],
        "available_from": DAY,
        "weight": 2.0,
    }
    assert found[made[2].number]["holds"] == ["TEST-A", "TEST-B"]
    everybody = queries.for_planning("", DAY)
    assert everybody.height == 5
    for position, number in enumerate(everybody["id"].to_list()):
        assert queries.for_planning("", DAY, number=number).equals(everybody[position])


def test_what_counts_in_the_statement_is_what_the_rule_says(cast, competencies):
    made = services.register_many(actor=SYSTEM, rows=every_kind_of_evidence(competencies), today=DAY)
    holds = dict(queries.for_planning(JOMBANG, DAY).select("id", "holds").iter_rows())
    for candidate in made:
        assert holds[candidate.number] == rules.counting_competencies(candidate.held.all(), DAY), (
            candidate.held.get()
        )
    assert {len(one) for one in holds.values()} == {0, 1}


def test_what_waits_in_the_database_is_what_the_rule_says(cast, competencies):
    made = services.register_many(actor=SYSTEM, rows=every_kind_of_evidence(competencies), today=DAY)
    held = HeldCompetency.objects.filter(candidate__in=made)
    assert set(held.waiting()) == {entry for entry in held if rules.waits(entry)}


def test_who_is_left_out(cast, competencies):
    rows = [newcomer(position) for position in range(5)]
    stays, withdrawn, opted_out, merged, holding = services.register_many(actor=SYSTEM, rows=rows, today=DAY)
    services.withdraw(actor=cast.wulan.actor, candidate=withdrawn, reason="family", today=DAY)
    services.opt_out_of_planning(actor=cast.wulan.actor, candidate=opted_out)
    Person.objects.filter(pk=merged.person_id).update(merged_into=stays.person_id)
    holders = Candidate.objects.filter(number=holding.number).values("pk")
    ids = set(queries.for_planning(JOMBANG, DAY, without=holders)["id"])
    assert ids == {stays.number, "J-SARI-0001"}
    plannable = set(Candidate.objects.plannable().exclude(pk__in=holders).values_list("number", flat=True))
    assert ids == plannable


def test_a_place_is_not_its_longer_namesake(cast, competencies):
    services.register_many(actor=SYSTEM, rows=[newcomer(1, residence_id=LUMAJANG)], today=DAY)
    assert queries.for_planning("35.0", DAY).is_empty()
    assert queries.for_planning(LUMAJANG, DAY).height == 1
    assert dict(queries.for_planning("35.0", DAY).schema) == queries.PLANNING_SCHEMA


def test_a_place_with_a_quote_in_it_finds_nothing(cast):
    assert queries.for_planning("35' OR '1'='1", DAY).is_empty()


def test_one_statement_whatever_the_size(cast, competencies):
    services.register_many(actor=SYSTEM, rows=every_kind_of_evidence(competencies), today=DAY)
    with CaptureQueriesContext(connection) as seen:
        queries.for_planning(JOMBANG, DAY)
    assert len(seen) <= 1


def test_the_bulk_door_equals_the_single_one(cast, competencies):
    from jalur.foundation.geography.models import Place

    facts = {"name": "Sama Saja", "birth_date": date(1999, 5, 5), "sex": "M", "education": 3}
    single = services.register_candidate(
        actor=cast.wulan.actor,
        today=DAY,
        available_from=DAY,
        residence=Place.objects.get(pk=VILLAGE),
        wishes=[("KR", None)],
        **facts,
    )
    [many] = services.register_many(
        actor=cast.wulan.actor,
        today=DAY,
        rows=[
            services.NewCandidate(residence_id=VILLAGE, available_from=DAY, wishes=[("KR", None)], **facts)
        ],
    )
    frame = queries.for_planning(JOMBANG, DAY).filter(pl.col("id").is_in([single.number, many.number]))
    assert frame.drop("id").unique().height == 1
    for name in ("state", "weight", "any_destination", "registered_by_id", "opted_out_of_planning_at"):
        assert getattr(Candidate.objects.get(pk=single.pk), name) == getattr(
            Candidate.objects.get(pk=many.pk), name
        )


def test_a_village_cannot_register_strangers_in_bulk(cast):
    count = Candidate.objects.count()
    with pytest.raises(Refused):
        services.register_many(
            actor=cast.darmo.actor, rows=[newcomer(1), newcomer(2, residence_id=LUMAJANG)], today=DAY
        )
    assert Candidate.objects.count() == count


def test_the_bulk_door_takes_as_many_statements_however_many_come(cast):
    counts = []
    for start, size in ((1, 600), (2000, 1500)):
        with CaptureQueriesContext(connection) as seen:
            services.register_many(
                actor=SYSTEM, rows=[newcomer(start + position) for position in range(size)], today=DAY
            )
        counts.append(len(seen))
    assert counts[0] == counts[1]
