"""A pay that is far from what others pay is asked back at every door through which an order goes on."""

from decimal import Decimal

import pytest

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.history.models import Event
from jalur.foundation.rulebook.models import ExchangeRate
from jalur.journey.job_orders import queries, services
from jalur.journey.job_orders.models import JobOrder
from tests.job_orders.factories import (
    ALLOWED,
    TODAY,
    draft,
    license_company,
    make_employer,
    new_order,
    posted_checks,
)
from tests.job_orders.test_screens import new_order_address, typed

pytestmark = pytest.mark.django_db

UNLIKELY = "100"
COMPARED = {
    "nothing yet": ((), "terlalu sedikit"),
    "too few": ((("KR", "KRW", 2_000_000),) * 4, "terlalu sedikit"),
    "in its money to its country": ((("KR", "KRW", 2_000_000),) * 5, "sekitar KRW"),
    "in its money to another country": ((("JP", "KRW", 2_000_000),) * 5, "sekitar KRW"),
    "in other money": ((("SG", "SGD", 700), ("MY", "MYR", 1700), ("HK", "HKD", 5000)) * 2, "sekitar KRW"),
}


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


def publish(cast, pays):
    """Orders that are open already."""
    license_company(cast.lestari.organisation)
    orders = [
        new_order(
            cast,
            employer=make_employer(cast, name=f"Contoh {number}", country=country),
            occupation_id="5131",
            monthly_pay=Decimal(pay),
            pay_currency=currency,
            **ALLOWED,
        )
        for number, (country, currency, pay) in enumerate(pays)
    ]
    if orders:
        services.open_many(actor=SYSTEM, orders=orders, paper="Daftar 1", today=TODAY)


def register(cast, sign_in, pay):
    employer = make_employer(cast)
    return sign_in(cast.lestari), new_order_address(employer), typed(employer, monthly_pay=pay)


def change(cast, sign_in, pay):
    order = draft(cast)
    address = f"/job-orders/orders/{order.number}/change/"
    return sign_in(cast.lestari), address, typed(order.employer, monthly_pay=pay)


def submit(cast, sign_in, pay):
    order = draft(cast, monthly_pay=Decimal(pay))
    return sign_in(cast.lestari), f"/job-orders/orders/{order.number}/submit/", {}


def verify(cast, sign_in, pay):
    order = draft(cast, monthly_pay=Decimal(pay))
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    return sign_in(cast.ratna), f"/job-orders/orders/{order.number}/verify/", posted_checks(order)


@pytest.mark.parametrize(("pays", "said"), COMPARED.values(), ids=COMPARED)
@pytest.mark.parametrize("door", [register, change, submit, verify])
def test_a_hundred_won_a_month_passes_no_door_unasked(cast, sign_in, door, pays, said):
    publish(cast, pays)
    browser, address, sent = door(cast, sign_in, UNLIKELY)
    before = list(JobOrder.objects.order_by("pk").values()), Event.objects.count()
    answer = browser.post(address, sent)
    page = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert answer.status_code == 422
    assert said in page
    assert 'name="as_typed"' in page
    assert (list(JobOrder.objects.order_by("pk").values()), Event.objects.count()) == before
    assert browser.post(address, {**sent, "as_typed": "on"}).status_code == 302
    # A verified order that waits for its permit is held at once: another event.
    assert Event.objects.count() == before[1] + (2 if door is verify else 1)


@pytest.mark.parametrize("door", [register, change, submit, verify])
def test_a_usual_pay_passes_without_a_question(cast, sign_in, door):
    publish(cast, COMPARED["in other money"][0])
    browser, address, sent = door(cast, sign_in, "2060740")
    assert browser.post(address, sent).status_code == 302


def test_money_and_amount_are_both_asked_about(cast, sign_in):
    publish(cast, COMPARED["in other money"][0])
    employer = make_employer(cast)
    sent = typed(employer, monthly_pay=UNLIKELY, pay_currency="JPY")
    page = sign_in(cast.lestari).post(new_order_address(employer), sent).content.decode()
    assert "dibayar dalam KRW" in page
    assert "id_monthly_pay_error" in page


def test_the_nearest_orders_decide_what_is_usual(cast):
    assert queries.usual_pay("KRW", "KR", TODAY) is None
    publish(cast, [*COMPARED["in other money"][0], *[("JP", "KRW", 9_000)] * 5])
    assert queries.usual_pay("KRW", "KR", TODAY) == 9_000
    assert queries.usual_pay("SGD", "SG", TODAY) == pytest.approx(700, rel=0.35)
    ExchangeRate.objects.filter(currency="SGD").delete()
    assert queries.usual_pay("SGD", "SG", TODAY) is None


def test_orders_are_found_by_what_is_left_after_own_costs(cast, client):
    """Rp12 million a month for a year: of twelve million of own costs one a month is to be taken away."""
    from jalur.foundation.rulebook.models import CostItem, LegalSource
    from jalur.journey.job_orders.models import OrderCost

    publish(cast, [("MY", "MYR", 3_000), ("BN", "BND", 900)])
    row = {"valid_from": "2026-01-01", "legal_source": LegalSource.objects.first()}
    ExchangeRate.objects.filter(currency__in=("MYR", "BND")).delete()
    ExchangeRate.objects.create(currency="MYR", rupiah=Decimal(4_000), **row)
    order = JobOrder.objects.get(pay_currency="MYR")
    JobOrder.objects.filter(pk=order.pk).update(contract_months=12)
    today = TODAY

    def found(least):
        return set(queries.keeping(JobOrder.objects.all(), least, today).values_list("number", flat=True))

    assert found(12_000_000) == {order.number}
    assert found(12_000_001) == set()
    item = CostItem.objects.order_by("position").first()
    OrderCost.objects.create(order=order, item=item, payer="worker", amount=12_000_000)
    assert found(11_000_000) == {order.number}
    assert found(11_000_001) == set()
    JobOrder.objects.filter(pk=order.pk).update(allowance=250, deductions=500, deductions_for="Mes")
    assert found(10_000_000) == {order.number}
    assert found(10_000_001) == set()
    page = client.get("/job-orders/", {"kept": "10"}).content.decode()
    assert order.number in page or order.title in page
    assert "kept" in page
