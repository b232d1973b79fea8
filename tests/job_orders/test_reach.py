"""Which jobs can I take? Against an oracle that asks each order by itself; nothing kept, nothing in the address."""

import random
from decimal import Decimal
from html import unescape

import pytest

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.rules import missing, obstacles
from jalur.foundation.history.models import Event
from jalur.journey.job_orders import queries, services
from jalur.journey.job_orders.models import JobOrder
from tests.job_orders.factories import ALLOWED, TODAY, license_company, make_employer, new_order, open_order

pytestmark = pytest.mark.django_db
SKILLS = ["KO-A1", "KO-A2", "KO-B1", "JA-A1", "JA-A2", "EN-A2"]


@pytest.fixture
def orders(cast, settings):
    """Forty orders with random limits, pay and requirements."""
    settings.TODAY = TODAY
    license_company(cast.lestari.organisation)
    chance, employer = random.Random(3), make_employer(cast)
    made = [
        new_order(
            cast,
            employer=employer,
            occupation_id="5131",
            title=f"Pekerjaan {number}",
            min_age=chance.choice([18, 21, 25]),
            max_age=chance.choice([None, 30, 45]),
            sex=chance.choice(["", "", "F", "M"]),
            min_education=chance.choice([None, 1, 2, 5]),
            monthly_pay=Decimal(chance.randint(15, 35) * 100_000),
            **ALLOWED,
        )
        for number in range(40)
    ]
    services.open_many(actor=cast.ratna.actor, orders=made, paper="Daftar 1", today=TODAY)
    for order in made:
        order.requirements.set(chance.sample(SKILLS, chance.randint(0, 3)))
    return made


@pytest.mark.parametrize("turn", range(12))
def test_each_order_stands_where_asking_it_alone_puts_it(orders, turn):
    chance = random.Random(turn)
    she = {"age": chance.randint(17, 48), "sex": chance.choice("FM"), "education": chance.randint(0, 6)}
    held = chance.sample(SKILLS, chance.randint(0, 4))
    found = queries.within_reach(**she, held=held, on=TODAY)
    wanted = [set(), set(), set()]
    for order in orders:
        if not obstacles(order.limits, **she):
            asked = order.requirements.values_list("code", flat=True)
            lacks = missing(sorted(asked), held, competencies.implications())
            wanted[min(len(lacks), 2)].add((order.number, tuple(lacks)))
    for reach, expected in zip(found, wanted, strict=True):
        assert reach.count == len(expected)
        assert {(order.number, tuple(codes)) for order, codes in reach.shown} <= expected
        assert len(reach.shown) == min(len(expected), queries.MOST_SHOWN)
        kept = [order.kept for order, _codes in reach.shown]
        assert kept == sorted(kept, reverse=True)


def test_a_visitor_asks_on_a_page_that_keeps_nothing(cast, client, settings):
    settings.TODAY = TODAY
    order, before = open_order(cast), Event.objects.count()
    order.requirements.set(["KO-A1"])
    client.cookies["language"] = "en"
    page = client.get("/job-orders/reach/")
    assert "Which jobs can I take?" in page.content.decode()
    typed = {"age": "24", "sex": "F", "education": "2"}
    lacking = unescape(client.post("/job-orders/reach/", typed).content.decode())
    assert "None yet, but some are near" in lacking
    assert order.title in lacking
    answer = client.post("/job-orders/reach/", {**typed, "held": ["KO-A2"]})
    assert "1 order asks for nothing more" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert Event.objects.count() == before
    too_old = client.post("/job-orders/reach/", {**typed, "age": "70"}).content.decode()
    assert "No open order is within reach today" in too_old
    assert order.title not in too_old


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"age": "", "sex": "F", "education": "2"}, "age"),
        ({"age": "5", "sex": "F", "education": "2"}, "age"),
        ({"age": "24", "sex": "X", "education": "2"}, "sex"),
        ({"age": "24", "sex": "F", "education": "99"}, "education"),
        ({"age": "24", "sex": "F", "education": "2", "held": ["NO-SUCH"]}, "held"),
    ],
)
def test_what_cannot_be_read_is_named(client, typed, said):
    answer = client.post("/job-orders/reach/", typed)
    assert answer.status_code == 422
    assert f'href="#id_{said}' in answer.content.decode()


def test_whoever_has_a_file_finds_it_filled_in(cast, sign_in, settings):
    settings.TODAY = TODAY
    open_order(cast)
    page = sign_in(cast.sari).get("/job-orders/reach/").content.decode()
    assert f'value="{cast.sari.person.sex}"' in page
    assert "checked" in page


def test_orders_that_take_nobody_are_not_shown(cast, settings):
    settings.TODAY = TODAY
    order = open_order(cast)
    she = {"age": 24, "sex": "F", "education": 9, "held": SKILLS}
    everything = sum(reach.count for reach in queries.within_reach(**she, on=TODAY))
    assert everything == 1
    for gone in (
        {"reserved": order.openings},
        {"state": "held", "held_since": TODAY, "held_because": "paused"},
    ):
        JobOrder.objects.filter(pk=order.pk).update(**gone)
        assert not any(reach.count for reach in queries.within_reach(**she, on=TODAY))
