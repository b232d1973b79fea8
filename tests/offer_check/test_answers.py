"""Is this offer real, as whoever stands before a poster asks: real patterns, invented names."""

import random
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.access.operations import connect, send
from tests.job_orders.factories import (
    READY_BY,
    TODAY,
    license_company,
    make_employer,
    make_partner,
    open_order,
)

pytestmark = pytest.mark.django_db
PAGE = "/offer-check/"
STOP, NOT_SURE, FOUND = "Berhenti dahulu", "Tidak semuanya ditemukan", "Semua yang Anda tanyakan tercantum"


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def register(cast):
    """A licensed company with a running order for Korea; one without a licence; an agency in Hong Kong."""
    from jalur.foundation.organisations.models import Organisation

    company = cast.lestari.organisation
    license_company(company)
    order = open_order(cast)
    unlicensed = Organisation.objects.create(
        name="PT Bayang Semu Abadi", kind="placement_company", place_id="35.17"
    )
    return SimpleNamespace(company=company, order=order, unlicensed=unlicensed, agency=make_partner("HK"))


def asked(**told):
    return Client().post(PAGE, told).content.decode()


def test_what_is_found_is_said_with_its_day_and_what_to_do(register):
    page = asked(company=register.company.name, order=register.order.number, country="KR")
    assert FOUND in page
    assert "Yang dikatakan kepada Anda" in page
    assert "30 September 2026" in page or "30 Sep" in page
    assert "KTP" in page


def test_not_found_is_never_called_false(register):
    page = asked(company="PT Cipta Karya Khayal", order="JO-0000-0000")
    assert NOT_SURE in page
    assert "Ini tidak berarti tawarannya palsu" in page
    assert "tidak ditemukan dalam register" in page


def test_three_slips_of_the_keyboard_lead_to_the_company(register):
    name = register.company.name
    slips = name.replace("a", "e", 1).replace("n", "m", 1)[:-1]
    assert slips != name
    page = asked(company=slips)
    assert name in page
    assert NOT_SURE in page


def test_an_order_of_somebody_else_stops_the_offer(register):
    license_company(register.unlicensed)
    page = asked(company=register.unlicensed.name, order=register.order.number)
    assert STOP in page
    assert register.company.name in page


def test_an_order_on_hold_says_since_when_and_why(register):
    from jalur.journey.job_orders.models import JobOrder

    JobOrder.objects.filter(pk=register.order.pk).update(
        state="held", held_since=date(2026, 1, 5), held_because="paused"
    )
    page = asked(order=register.order.number)
    assert STOP in page
    assert "dijeda sejak 5 Januari 2026" in page


def test_a_draft_is_nobodys_to_find(register, cast):
    from jalur.journey.job_orders.models import JobOrder

    JobOrder.objects.filter(pk=register.order.pk).update(state="submitted")
    assert "tidak ditemukan dalam register" in asked(order=register.order.number)


def test_a_household_is_not_found_by_name(cast, register):
    make_employer(cast, name="Keluarga Contoh Wong", employer_type="individual", country="HK", city="Kowloon")
    page = asked(employer="Keluarga Contoh Wong", country="HK")
    assert "Kowloon" not in page
    assert "tidak ditemukan di antara permintaan terverifikasi" in page
    assert "Rumah tangga tidak dicari" in asked(employer="Keluarga Contoh Wong", employer_type="individual")


def test_a_total_alone_is_only_partly_said(register):
    page = asked(company=register.company.name, total="25.000.000")
    assert NOT_SURE in page
    assert "Rp25.000.000" in page


def test_what_a_checked_rule_lets_nobody_charge_stops_the_offer(register):
    from jalur.foundation.rulebook.models import CostRule

    rule = CostRule.objects.filter(occupation=None, worker_may_pay=False).first()
    if rule is None:
        rule = CostRule.objects.filter(worker_may_pay=False).first()
        CostRule.objects.filter(pk=rule.pk).update(occupation=None)
    CostRule.objects.filter(pk=rule.pk).update(verified=False)
    assert NOT_SURE in asked(company=register.company.name, items=[rule.item_id])
    CostRule.objects.filter(pk=rule.pk).update(verified=True)
    page = asked(company=register.company.name, order=register.order.number, items=[rule.item_id])
    assert STOP in page
    assert str(rule.item) in page


def test_more_than_the_order_says_stops_the_offer(register):
    from jalur.foundation.rulebook.models import CostItem
    from jalur.journey.job_orders.models import OrderCost

    item = CostItem.objects.order_by("position").first()
    OrderCost.objects.create(order=register.order, item=item, payer="worker", amount=2_000_000)
    known = {"company": register.company.name, "order": register.order.number}
    assert "paling banyak Rp2.000.000" in asked(**known, total="2.000.001")
    assert STOP in asked(**known, total="2.000.001")
    assert "paling banyak" not in asked(**known, total="2.000.000")


def test_nothing_written_is_said_and_nothing_is_kept(register):
    from jalur.foundation.history.models import Event

    before = Event.objects.count()
    answer = Client().post(PAGE, {})
    assert answer.status_code == 422
    assert "sedikitnya satu hal" in answer.content.decode()
    answer = Client().post(PAGE, {"company": register.company.name})
    assert answer["Cache-Control"] == "no-store"
    assert Event.objects.count() == before


OFFERS = 200


def test_two_hundred_offers_get_the_answer_of_an_oracle(register, cast):
    """Each thing is told rightly, wrongly, with a slip, or not at all; what has to come out is reckoned from that alone."""
    rng = random.Random(7)
    license_company(register.unlicensed, valid_to=date(2025, 6, 1))
    good, order = register.company, register.order
    employer = order.employer.name
    companies = {
        "": ("", None),
        "right": (good.name, "agrees"),
        "spaced": (f"  {good.name.lower()}  ", "agrees"),
        "unlicensed": (register.unlicensed.name, "disagrees"),
        "agency": (register.agency.name, "unclear"),
        "unknown": ("PT Zyx Qwv", "not_found"),
    }
    orders = {"": ("", None), "right": (order.number, "agrees"), "unknown": ("JO-0000-9", "not_found")}
    countries = {"": "", "right": "KR", "wrong": "PL"}
    employers = {"": ("", None), "right": (employer, "agrees"), "unknown": ("Zzyzx Qwopp", "not_found")}
    seen = set()
    for _turn in range(OFFERS):
        company, number = rng.choice(list(companies)), rng.choice(list(orders))
        country, boss = rng.choice(list(countries)), rng.choice(list(employers))
        total = rng.choice(["", "5.000.000"])
        said = {companies[company][1], orders[number][1], employers[boss][1]} - {None}
        if total:
            said.add("unclear")
        if number == "right":
            said |= {"disagrees"} if company in ("unlicensed", "agency") or country == "wrong" else set()
        if boss == "right" and country == "wrong":
            said = (
                (said - {"agrees"})
                | {"not_found"}
                | ({"agrees"} if "agrees" in (companies[company][1], orders[number][1]) else set())
            )
        if not number and (country or company) and company != "unknown":
            said.add("unclear")  # that there are orders, or none, proves nothing of this one
        told = {
            "company": companies[company][0],
            "order": orders[number][0],
            "country": countries[country],
            "employer": employers[boss][0],
            "total": total,
        }
        if not any(told.values()):
            continue
        known = companies[company][1] == "agrees" or orders[number][1] == "agrees"
        right = STOP if "disagrees" in said else FOUND if known and said == {"agrees"} else NOT_SURE
        page = asked(**told)
        assert right in page, (told, said)
        seen.add(right)
    assert seen == {STOP, FOUND, NOT_SURE}


def test_the_problem_list_speaks_of_firms_and_agencies_as_far_as_it_is_published(register):
    from jalur.journey.employers.models import Problem

    said = {"kind": "wages", "since": date(2026, 1, 2), "source": "Surat contoh"}
    boss = register.order.employer
    own = Problem.objects.create(employer=boss, country=boss.country, **said)
    agency = register.agency
    through = Problem.objects.create(partner=agency, country=agency.country, **said)
    assert "daftar bermasalah" not in asked(employer=boss.name)
    Problem.objects.filter(pk__in=[own.pk, through.pk]).update(is_published=True)
    for told in ({"employer": boss.name}, {"company": agency.name}):
        page = asked(**told)
        assert STOP in page
        assert "daftar bermasalah sejak 2 Januari 2026" in page


def test_a_program_gets_the_same_answer(register, cast):
    body = {"company": register.company.name, "order": register.order.number, "country": "kr"}
    token = connect(cast.lestari)
    answer = send("POST", "/api/v1/offer-check/checks/", token, body, Idempotency_Key="one")
    assert answer.status_code == 201
    said = answer.json()
    assert said["verdict"] == "found"
    assert {one["about"] for one in said["findings"]} == {"order", "company"}
    assert READY_BY.year == 2026


def test_the_number_of_a_permit_is_found_too(cast, client):
    from jalur.journey.permits.models import Permit

    open_order(cast)
    permit = Permit.objects.get()
    page = client.post("/offer-check/", {"order": permit.number.lower()}).content.decode()
    assert permit.number in page
    assert f"/permits/{permit.pk}/" in page
    page = client.post("/offer-check/", {"order": "B. 999/SIP2MI/I/2026"}).content.decode()
    assert f"/permits/{permit.pk}/" not in page
