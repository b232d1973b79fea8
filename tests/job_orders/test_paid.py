"""Who pays what, as companies' lists say it: a column for each cost item of the rulebook."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from jalur.foundation.imports import services as imports
from jalur.foundation.imports.rows import Question
from jalur.journey.job_orders.models import JobOrder, State
from jalur.journey.job_orders.services import Cost
from jalur.journey.job_orders.services.paid import ITEMS, read_cost
from tests.job_orders.factories import TODAY
from tests.job_orders.rows import of_example
from tests.job_orders.test_imports import ROW, faults_of, send, step
from tests.job_orders.test_terms import rule

ROOT = Path(__file__).resolve().parents[2]


def test_every_cost_item_of_the_rulebook_has_its_column():
    with (ROOT / "data" / "rulebook" / "cost_items.csv").open(encoding="utf-8") as file:
        assert [row["code"] for row in csv.DictReader(file)] == list(ITEMS)


@pytest.mark.parametrize(
    ("text", "payer", "amount"),
    [
        ("ditanggung", "employer", None),
        ("Pemberi Kerja", "employer", None),
        ("pekerja 400.000", "worker", 400_000),
        ("pekerja: Rp 400.000", "worker", 400_000),
        ("Worker (Rp1,5 juta)", "worker", 1_500_000),
        ("P3MI", "company", None),
        ("P3MI 250.000", "company", 250_000),
        ("self, 100000", "worker", 100_000),
        ("government", "government", None),
    ],
)
def test_a_cell_says_who_pays_and_about_how_much(text, payer, amount):
    assert read_cost("VISA", text) == Cost("VISA", payer, None if amount is None else Decimal(amount))


@pytest.mark.parametrize("text", ["entah", "400.000"])
def test_what_nobody_can_read_is_no_cost(text):
    assert read_cost("VISA", text) is None


@pytest.mark.django_db
def test_a_list_says_who_pays_and_a_later_one_changes_that_alone(cast, sign_in, settings):
    settings.TODAY = TODAY
    of_example(cast)
    desk = sign_in(cast.lestari)
    row = {**ROW, "Visa": "ditanggung", "Passport fee": "pekerja 400.000", "Medical": "pekerja"}
    step(desk, send(desk, row), "apply")
    order = JobOrder.objects.get(state=State.DRAFT)
    assert {cost.item_id: (cost.payer, cost.amount) for cost in order.costs.all()} == {
        "VISA": ("employer", None),
        "PASPOR": ("worker", Decimal(400_000)),
        "KESEHATAN": ("worker", None),
    }
    draft = send(desk, {**row, "Passport fee": "pemberi kerja", "Medical": ""})
    assert draft.counts["changed"] == 1
    step(desk, draft, "apply")
    assert {cost.item_id: cost.payer for cost in order.costs.all()} == {
        "VISA": "employer",
        "PASPOR": "employer",
        "KESEHATAN": "worker",
    }


@pytest.mark.django_db
def test_a_charge_that_the_law_forbids_is_named_by_its_column(cast, sign_in, settings):
    settings.TODAY = TODAY
    of_example(cast)
    desk = sign_in(cast.lestari)
    rule("VISA", verified=True)
    draft = send(desk, {**ROW, "Visa": "pekerja 900.000"})
    assert [heading for _line, heading, _said in faults_of(cast, draft)] == ["Visa kerja"]
    unreadable = send(desk, {**ROW, "Visa": "entah"}, name="lain.csv")
    assert [heading for _line, heading, _said in faults_of(cast, unreadable)] == ["Visa kerja"]
    assert not JobOrder.objects.filter(state=State.DRAFT).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_invented_orders_are_read_without_a_fault(cast, sign_in, settings, language):
    settings.TODAY = TODAY
    of_example(cast)
    desk = sign_in(cast.lestari)
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    content = b"".join(desk.get("/job-orders/desk/example/").streaming_content)
    draft = send(desk, content, name="contoh.xlsx")
    plan = imports.plan_of(cast.lestari.actor, draft, TODAY)
    assert [fault.sentence for fault in plan.faults if not isinstance(fault, Question)] == []
    assert {fault.line for fault in plan.faults} == {2, 3, 4}  # who these employers are is asked


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_was_downloaded_is_read_back_and_says_the_same(cast, sign_in, settings, language):
    settings.TODAY = TODAY
    of_example(cast)
    desk = sign_in(cast.lestari)
    row = {**ROW, "Visa": "ditanggung", "Passport fee": "pekerja 400.000", "Makan": "pekerja", "JK": "L"}
    step(desk, send(desk, row), "apply")
    for order in JobOrder.objects.filter(state=State.OPEN):
        JobOrder.objects.filter(pk=order.pk).update(reference=order.number)
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    content = b"".join(desk.get("/job-orders/desk/list/").streaming_content)
    draft = send(desk, content, name="sendiri.xlsx")
    plan = imports.plan_of(cast.lestari.actor, draft, TODAY)
    assert not plan.faults
    assert not plan.new
    assert not plan.changed
    assert len(plan.known) == 1 + JobOrder.objects.filter(state=State.OPEN).count()
