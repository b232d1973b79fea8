"""What the work is like and who pays what on the way: set on a draft, refused where a rule forbids it, read by everybody."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.history.models import Event
from jalur.foundation.rulebook.models import CostRule
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder, OrderCost
from jalur.journey.job_orders.services import Cost
from jalur.kit.refusals import codes_of
from tests.job_orders.factories import TODAY, changed, draft, license_company, open_order

pytestmark = pytest.mark.django_db
SAID = {
    "allowance": "100000",
    "deductions": "50000",
    "deductions_for": "tempat tidur (contoh)",
    "weekly_hours": "44",
    "rest_days": "2",
    "lodging": "worker",
    "payer_3": "employer",
    "payer_8": "worker",
    "amount_8": "Rp 400.000",
    "payer_11": "worker",
    "amount_11": "1100000",
}


def rule(item="KESEHATAN", *, verified):
    """That welders may not be charged an item."""
    CostRule.objects.filter(item=item).delete()
    return CostRule.objects.create(
        item_id=item,
        occupation_id="7212",
        worker_may_pay=False,
        valid_from=date(2025, 1, 1),
        source="Contoh",
        source_en="Example",
        verified=verified,
    )


def test_the_company_says_it_and_everybody_reads_it(cast, sign_in, client):
    order = open_order(cast)
    JobOrder.objects.filter(pk=order.pk).update(state="draft")
    company = sign_in(cast.lestari)
    url = company.get(f"{order_page(order)}").content.decode()
    assert f"{order_page(order)}terms/" in url
    answer = company.post(f"{order_page(order)}terms/", SAID)
    assert answer.status_code == 302
    JobOrder.objects.filter(pk=order.pk).update(state="open")
    page = client.get(order_page(order)).content.decode()
    for text in (
        "44",
        "tempat tidur (contoh)",
        "Dibayar pekerja",
        "1.500.000",
        "Dibayar pemberi kerja",
        "2.110.740",
    ):
        assert text in page, text


def order_page(order):
    from django.urls import reverse

    return reverse("job_orders:order", args=[order.number])


def test_what_nobody_has_said_is_shown_as_not_said(cast, client):
    page = client.get(order_page(open_order(cast))).content.decode()
    assert page.count("Permintaan ini tidak menyebutnya.") == 2


def test_what_a_checked_rule_forbids_is_refused_and_nothing_changes(cast, sign_in):
    order = draft(cast)
    rule(verified=True)
    before = Event.objects.count()
    answer = sign_in(cast.lestari).post(f"{order_page(order)}terms/", SAID)
    assert answer.status_code == 422
    assert "tidak boleh dibebankan" in answer.content.decode()
    assert not OrderCost.objects.exists()
    assert JobOrder.objects.get().weekly_hours is None
    assert Event.objects.count() == before


def test_a_rule_that_nobody_has_checked_asks_back(cast, sign_in):
    order = draft(cast)
    rule(verified=False)
    company = sign_in(cast.lestari)
    assert company.post(f"{order_page(order)}terms/", SAID).status_code == 422
    assert company.post(f"{order_page(order)}terms/", {**SAID, "as_typed": "on"}).status_code == 302
    assert OrderCost.objects.filter(payer="worker").count() == 2


def test_a_rule_that_came_later_stops_the_order_on_its_way(cast):
    order = draft(cast, occupation_id="7212")
    license_company(cast.lestari.organisation)
    costs = [Cost("KESEHATAN", "worker", Decimal(1_100_000))]
    services.set_terms(actor=cast.lestari.actor, order=order, costs=costs, today=TODAY)
    rule(verified=True)
    with pytest.raises(ValidationError) as refused:
        services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    assert codes_of(refused.value) == ["charged"]
    assert JobOrder.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"deductions": Decimal(5)}, "untuk apa"),
        ({"deductions": Decimal(9_000_000), "deductions_for": "contoh"}, "lebih kecil"),
    ],
)
def test_what_is_taken_off_says_why_and_leaves_pay(cast, said, sentence):
    order = draft(cast)
    with pytest.raises(ValidationError) as refused:
        services.set_terms(actor=cast.lestari.actor, order=changed(order, **said), today=TODAY)
    assert sentence in " ".join(refused.value.messages)
    assert JobOrder.objects.get().deductions is None


def test_said_twice_is_one_and_said_anew_takes_its_place(cast, sign_in):
    order = draft(cast)
    company = sign_in(cast.lestari)
    for said in (SAID, SAID, {**SAID, "payer_3": "", "payer_8": "employer"}):
        company.post(f"{order_page(order)}terms/", said)
    found = dict(OrderCost.objects.values_list("item", "payer"))
    assert found == {"PASPOR": "employer", "KESEHATAN": "worker"}
    assert Event.objects.filter(event="job_orders:order:terms_set").count() == 2


def test_an_amount_without_a_payer_is_asked_for(cast, sign_in):
    order = draft(cast)
    answer = sign_in(cast.lestari).post(f"{order_page(order)}terms/", {"amount_3": "5"})
    assert answer.status_code == 422
    assert "siapa yang membayar" in answer.content.decode()
