"""The day by which people must be ready is the last day that is good enough: said in one way everywhere, in pages, lists and files."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder
from tests.downloads import asked_for
from tests.job_orders.factories import READY_BY, TODAY, draft, license_company, make_candidate, open_order

pytestmark = pytest.mark.django_db

CATALOGUES = sorted(Path("jalur").glob("**/locale/id/LC_MESSAGES/django.po"))
LAST_DAY, SHORT = "30 September 2026", "30 Sep 2026"
OTHERWISE = re.compile(r"(?<!hari )sebelum (orang )?harus siap|siap (sebelum|pada) ", re.IGNORECASE)
"""Before the day, or on it alone. "12 hari sebelum harus siap" counts days and names none."""


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-4])
def test_no_sentence_says_before_the_day(catalogue):
    wrong = [
        text
        for message in read_po(BytesIO(catalogue.read_bytes()), locale="id")
        for text in ([message.string] if isinstance(message.string, str) else message.string)
        if OTHERWISE.search(text)
    ]
    assert not wrong


def test_every_page_says_by_the_day(cast, client, sign_in):
    order = open_order(cast)
    waiting = draft(cast, employer=order.employer)
    services.submit_order(actor=cast.lestari.actor, order=waiting, today=TODAY)
    attache = sign_in(cast.ratna)
    for page in (
        client.get(f"/job-orders/orders/{order.number}/"),
        attache.get(f"/job-orders/orders/{waiting.number}/"),
        attache.get(f"/job-orders/orders/{waiting.number}/verify/"),
    ):
        text = " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
        assert re.search(rf"(?i)siap paling lambat (\w+, )?{LAST_DAY}", text)
    for browser, address in ((client, "/job-orders/"), (attache, "/job-orders/desk/")):
        listed = browser.get(address).content.decode()
        assert "Siap paling lambat" in listed
        assert SHORT in listed
    heads = asked_for(client, "/job-orders/", "csv")
    assert "Siap paling lambat" in b"".join(heads).decode("utf-8-sig")


def test_who_is_ready_on_the_day_itself_is_in_time(cast):
    license_company(cast.lestari.organisation)
    order = draft(cast, ready_by=TODAY)
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    JobOrder.objects.filter(pk=order.pk).update(state="open")
    order.refresh_from_db()
    assert services.reserve_opening(
        actor=cast.wulan.actor, order=order, candidate=able(order), today=TODAY
    ).is_held
    assert order.ready_by < READY_BY


def able(order):
    """Somebody whom the order takes."""
    return make_candidate("J-SIAP-1", sex=order.sex or "M", education=6)
