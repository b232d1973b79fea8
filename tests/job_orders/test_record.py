"""A placement company's record on its public page: each figure with what it counts, small numbers withheld."""

from datetime import timedelta
from html import unescape
from re import sub

import pytest

from jalur.journey.job_orders import queries, services
from jalur.journey.job_orders.models import JobOrder
from jalur.kit import dates
from tests.job_orders.factories import TODAY, license_company, make_employer, new_order

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def company(cast, settings):
    """Twelve orders of this year, four of them refused, five filled after 10 … 50 days, one false; and an old one."""
    settings.TODAY = TODAY
    license_company(cast.lestari.organisation)
    employer = make_employer(cast)
    orders = [new_order(cast, employer=employer, openings=4) for _order in range(13)]
    services.open_many(actor=cast.ratna.actor, orders=orders, paper="Daftar 1", today=TODAY)
    opened = dates.begins(TODAY) - 100 * DAY
    rows = JobOrder.objects.order_by("number")
    keys = list(rows.values_list("pk", flat=True))
    rows.update(decided_at=opened, submitted_at=opened, reserved=1)
    JobOrder.objects.filter(pk__in=keys[:4]).update(
        state="refused", refusal_reason="Contoh", reserved=0, openings=4
    )
    for place, key in enumerate(keys[4:9], start=1):
        filled = {"state": "closed", "close_reason": "filled", "closed_at": opened + 10 * place * DAY}
        JobOrder.objects.filter(pk=key).update(**filled)
    JobOrder.objects.filter(pk=keys[9]).update(
        state="closed", close_reason="false", closed_at=opened, reserved=0
    )
    JobOrder.objects.filter(pk=keys[12]).update(decided_at=opened - 400 * DAY)
    return cast.lestari.organisation


def words_of(answer):
    return " ".join(unescape(sub("<[^>]+>", " ", answer.content.decode())).split())


def test_the_record_counts_what_it_says(company):
    record = queries.record_of(company.pk, TODAY)
    assert (record.verified, record.refused, record.false, record.filled) == (8, 4, 1, 5)
    assert (record.openings, record.taken, record.days_to_fill) == (32, 7, 30)
    assert queries.record_of(company.pk, TODAY + 400 * DAY).verified == 0


def test_everybody_reads_it_with_its_definitions(company, client):
    client.cookies["language"] = "en"
    text = words_of(client.get(f"/organisations/{company.pk}/"))
    assert "Share refused 33.3% of all orders that a mission decided" in text
    assert "Openings held for somebody 7 of 32" in text
    assert "Days until filled 30" in text


def test_of_few_orders_no_share_is_told(company, client):
    kept = JobOrder.objects.order_by("number").values_list("pk", flat=True)[:4]
    JobOrder.objects.exclude(pk__in=list(kept)).update(decided_at=dates.begins(TODAY) - 900 * DAY)
    client.cookies["language"] = "en"
    text = words_of(client.get(f"/organisations/{company.pk}/"))
    assert "Share refused too few to say" in text
    assert "Days until filled too few to say" in text


def test_a_training_institute_has_none(cast, client):
    assert "Rekam jejak" not in client.get(f"/organisations/{cast.hendra.organisation.pk}/").content.decode()
