"""Job orders through the browser's door."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.history.models import Event
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder, State
from tests.downloads import asked_for
from tests.job_orders.factories import (
    TODAY,
    draft,
    license_company,
    make_candidate,
    make_employer,
    make_partner,
    new_order,
    open_order,
    posted_checks,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


def typed(employer, **changes):
    """What a person types into the two pages of a new order."""
    return {
        "title": "Juru las",
        "openings": "5",
        "ready_by": "2026-09-30",
        "monthly_pay": "2.060.740",
        "pay_currency": "krw",
        "min_age": "18",
        "max_age": "45",
        "sex": "",
        "min_education": "2",
        "requirements": ["C.24LAS01.001.1", "C.24LAS01.029.1", "KR-LAS-FCAW", "KR-LAS-K3", "KO-A1"],
        **changes,
    }


def new_order_address(employer, occupation="7212"):
    return f"/job-orders/new/details/?employer={employer.pk}&route=P_TO_P&occupation={occupation}"


def test_anybody_reads_open_orders_and_nobody_reads_drafts(cast, client):
    order, hidden = open_order(cast), draft(cast, employer=make_employer(cast, name="Lain"), title="Rahasia")
    page = client.get("/job-orders/")
    assert page.status_code == 200
    assert order.number in page.content.decode()
    assert "Rahasia" not in page.content.decode()
    assert client.get(f"/job-orders/orders/{order.number}/").status_code == 200
    assert client.get(f"/job-orders/orders/{hidden.number}/").status_code == 404
    assert client.get("/job-orders/orders/JO-TIDAK-ADA/").status_code == 404


def test_the_company_drafts_submits_and_the_attache_opens(cast, sign_in):
    license_company(cast.lestari.organisation)
    company, attache = sign_in(cast.lestari), sign_in(cast.ratna)
    answer = company.post(
        "/employers/new/",
        {"name": "Contoh Shipyard", "employer_type": "legal_entity", "country": "KR", "city": "Ulsan"},
    )
    assert answer.status_code == 302
    employer = Employer.objects.get()
    answer = company.get(
        "/job-orders/new/", {"employer": employer.pk, "route": "P_TO_P", "occupation": "7212"}
    )
    assert answer.status_code == 302
    assert answer.url == new_order_address(employer)
    form = company.get(answer.url).content.decode()
    assert "KR-LAS-FCAW" in form
    answer = company.post(new_order_address(employer), typed(employer, as_typed="on"))
    order = JobOrder.objects.get()
    assert answer.url == f"/job-orders/orders/{order.number}/"
    assert (order.openings, order.pay_currency, order.company_id) == (5, "KRW", cast.lestari.organisation.pk)
    assert company.post(f"/job-orders/orders/{order.number}/submit/", {"as_typed": "on"}).status_code == 302
    assert order.number in attache.get("/job-orders/desk/").content.decode()
    checked = posted_checks(order, as_typed="on")
    assert attache.post(f"/job-orders/orders/{order.number}/verify/", checked).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.held_because) == (State.HELD, "permit")


def test_an_employer_is_found_by_typing(cast, sign_in):
    ulsan = make_employer(cast, name="Contoh Shipyard", city="Ulsan")
    busan = make_employer(cast, name="Contoh Shipyard", city="Busan")
    make_employer(cast, name="Contoh Shipyard Jaya", city="Geoje")
    company = sign_in(cast.lestari)

    def options(text):
        answer = company.get("/employers/options/", {"name": "employer", "employer": text})
        return re.findall(r'value="([^"]+)"', answer.content.decode())

    names = ["Korea Selatan: Contoh Shipyard, Busan", "Korea Selatan: Contoh Shipyard, Ulsan"]
    assert options("shipyard contoh korea")[:2] == names
    assert options("shipyard ulsan") == [names[1]]
    asked = {"route": "P_TO_P", "occupation": "7212"}
    for text, employer in [(names[1], ulsan), ("busan", busan), (str(busan.pk), busan)]:
        answer = company.get("/job-orders/new/", {**asked, "employer": text})
        assert answer.url == new_order_address(employer)
    page = company.get("/job-orders/new/", {**asked, "employer": "shipyard"}).content.decode()
    assert "id_employer_error" in page
    assert names[0] in page
    # What is chosen is shown in words, not by its key.
    shown = company.get("/job-orders/new/", {"employer": str(ulsan.pk)}).content.decode()
    assert f'value="{names[1]}"' in shown


def test_an_employer_out_of_reach_is_not_found(cast, sign_in):
    japan = make_employer(cast, name="Contoh Nippon", country="JP")
    attache = sign_in(cast.ratna)
    answer = attache.get("/employers/options/", {"name": "employer", "employer": "nippon"})
    assert not answer.content
    asked = {"route": "P_TO_P", "occupation": "7212"}
    for text in (str(japan.pk), "nippon", "Jepang: Contoh Nippon"):
        page = attache.get("/job-orders/new/", {**asked, "employer": text})
        assert page.status_code != 302
        assert "id_employer_error" in page.content.decode()


def test_nothing_typed_is_lost_and_the_sentence_names_the_field(cast, sign_in):
    employer = make_employer(cast)
    page = sign_in(cast.lestari).post(
        new_order_address(employer), typed(employer, min_age="17", title="Juru las TIG", as_typed="on")
    )
    said = page.content.decode()
    assert page.status_code == 422
    assert "Juru las TIG" in said
    assert "id_min_age_error" in said
    assert not JobOrder.objects.exists()


def test_a_refused_step_says_why_and_changes_nothing(cast, sign_in):
    order = draft(cast)
    before = Event.objects.count()
    company, address = sign_in(cast.lestari), f"/job-orders/orders/{order.number}/"
    answer = company.post(f"{address}submit/", {"as_typed": "on"})
    assert answer.status_code == 422
    assert "SIP3MI" in answer.content.decode()
    order.refresh_from_db()
    assert (order.state, Event.objects.count()) == (State.DRAFT, before)


def test_the_attache_refuses_with_a_reason_and_the_company_takes_it_back(cast, sign_in):
    license_company(cast.lestari.organisation)
    order = draft(cast)
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    attache, company = sign_in(cast.ratna), sign_in(cast.lestari)
    address = f"/job-orders/orders/{order.number}/"
    assert attache.get(f"{address}refuse/").status_code == 200
    assert attache.post(f"{address}refuse/", {"refusal_reason": ""}).status_code == 422
    assert attache.post(f"{address}refuse/", {"refusal_reason": "Alamat palsu"}).status_code == 302
    assert "Alamat palsu" in company.get(address).content.decode()
    assert company.post(f"{address}revise/").status_code == 302
    assert company.get(f"{address}change/").status_code == 200
    answer = company.post(f"{address}change/", typed(order.employer, openings="8", as_typed="on"))
    assert answer.status_code == 302
    order.refresh_from_db()
    assert (order.state, order.openings) == (State.DRAFT, 8)


def test_closing_asks_why(cast, sign_in):
    order = open_order(cast)
    company = sign_in(cast.lestari)
    assert company.get(f"/job-orders/orders/{order.number}/close/").status_code == 200
    assert company.post(f"/job-orders/orders/{order.number}/close/", {}).status_code == 422
    answer = company.post(f"/job-orders/orders/{order.number}/close/", {"close_reason": "withdrawn"})
    assert answer.status_code == 302
    order.refresh_from_db()
    assert order.state == State.CLOSED


@pytest.mark.parametrize("verb", ["submit", "check", "verify", "refuse", "revise", "close", "change"])
def test_strangers_are_refused_every_step(cast, sign_in, verb):
    order = open_order(cast)
    for key in ("sari", "rini", "gatot", "hendra", "bayu"):
        answer = sign_in(getattr(cast, key)).post(
            f"/job-orders/orders/{order.number}/{verb}/", {"close_reason": "false"}
        )
        assert answer.status_code in {403, 404}, key
    order.refresh_from_db()
    assert order.state == State.OPEN


def test_only_partner_agencies_of_the_employers_country_can_be_named(cast, sign_in):
    here, elsewhere = make_partner(), make_partner("TW")
    household = make_employer(cast, employer_type="individual")
    page = sign_in(cast.lestari).get(new_order_address(household))
    offered = set(page.context["form"].fields["partner"].queryset)
    assert here in offered
    assert {partner.country_id for partner in offered} == {"KR"}
    sign_in(cast.lestari).post(
        new_order_address(household), typed(household, partner=elsewhere.pk, as_typed="on")
    )
    assert not JobOrder.objects.filter(partner=elsewhere).exists()


def test_a_households_name_stays_off_public_pages(cast, client, sign_in):
    household = make_employer(cast, name="Keluarga Rahasia", employer_type="individual")
    order = open_order(cast, employer=household, partner=make_partner())
    address = f"/job-orders/orders/{order.number}/"
    assert "Keluarga Rahasia" not in client.get(address).content.decode()
    assert "Keluarga Rahasia" not in client.get("/job-orders/").content.decode()
    assert order.number not in client.get("/job-orders/?q=Rahasia").content.decode()
    assert "Keluarga Rahasia" in sign_in(cast.lestari).get(address).content.decode()


def test_who_holds_an_opening_is_seen_only_in_reach(cast, client, sign_in):
    order = open_order(cast)
    other = make_candidate("J-LMJ-0001", residence="35.08.01.2001")
    services.reserve_opening(actor=SYSTEM, order=order, candidate=other, today=TODAY)
    address = f"/job-orders/orders/{order.number}/"
    for member in (cast.gatot, cast.lestari):
        assert "J-LMJ-0001" in sign_in(member).get(address).content.decode()
    for member in (cast.wulan, cast.sari, cast.rini, cast.ratna):
        assert "J-LMJ-0001" not in sign_in(member).get(address).content.decode()
    assert "J-LMJ-0001" not in client.get(address).content.decode()
    reservation = order.reservations.get()
    assert sign_in(cast.wulan).post(f"/job-orders/reservations/{reservation.pk}/release/").status_code == 404
    answer = sign_in(cast.gatot).post(
        f"/job-orders/reservations/{reservation.pk}/release/", {"release_reason": "Pindah rencana"}
    )
    assert answer.status_code == 302
    order.refresh_from_db()
    assert order.reserved == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("destination=KR", True),
        ("occupation=7212", True),
        ("language=ko", True),
        ("language=ja", False),
        ("ready_from=2026-10-01", False),
        ("ready_to=2026-10-01", True),
        ("left=yes", True),
        ("left=no", False),
        ("q=galangan", True),
        ("state=closed", False),
    ],
)
def test_filters(cast, client, query, found):
    order = open_order(cast)
    assert (order.number in client.get(f"/job-orders/?{query}").content.decode()) is found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_can_be_downloaded(cast, client, kind):
    open_order(cast)
    answer = asked_for(client, "/job-orders/", kind)
    assert answer.status_code == 200
    assert kind in answer["Content-Disposition"]


@pytest.mark.parametrize("address", ["/job-orders/", "/job-orders/desk/", "/employers/"])
def test_a_list_takes_as_many_queries_for_ten_rows_as_for_a_thousand(cast, sign_in, address):
    license_company(cast.lestari.organisation)
    employer, client = make_employer(cast), sign_in(cast.lestari)
    counts = []
    for rows in (10, 990):
        many = [new_order(cast, employer=employer, title=f"Las {n}", openings=n % 7 + 1) for n in range(rows)]
        services.open_many(actor=SYSTEM, orders=many, paper="Daftar 1", today=TODAY)
        client.get(f"{address}?per_page=100")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{address}?per_page=100").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_expired_draft_page_without_its_first_answers_starts_again(cast, sign_in):
    answer = sign_in(cast.lestari).get("/job-orders/new/details/?employer=nobody")
    assert answer.url == "/job-orders/new/"


@pytest.mark.parametrize(
    ("pay", "currency", "said"),
    [
        ("Rp15.000.000", "KRW", "dalam rupiah"),
        ("15.000.000", "KRW", "sekitar KRW"),
        ("100", "KRW", "sekitar KRW"),
        ("2.060.740", "JPY", "dibayar dalam KRW"),
        ("15.000.000", "IDR", "dibayar dalam KRW"),
    ],
)
def test_an_unlikely_pay_is_asked_back(cast, sign_in, pay, currency, said):
    employer = make_employer(cast)
    for _order in range(5):
        open_order(cast, employer=employer)
    company, sent = sign_in(cast.lestari), typed(employer, monthly_pay=pay, pay_currency=currency)
    count = JobOrder.objects.count()
    page = company.post(new_order_address(employer), sent)
    assert page.status_code == 422
    assert said in page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert JobOrder.objects.count() == count
    is_question = "Rp" not in pay
    assert ('name="as_typed"' in page.content.decode()) is is_question
    answer = company.post(new_order_address(employer), {**sent, "as_typed": "on"})
    assert (answer.status_code, JobOrder.objects.count() - count) == ((302, 1) if is_question else (422, 0))


@pytest.mark.parametrize(("pay", "currency"), [("2.060.740", "KRW"), ("1.500", "USD"), ("1 900 000", "krw")])
def test_a_likely_pay_is_not_asked_back(cast, sign_in, pay, currency):
    employer = make_employer(cast)
    for _order in range(5):
        open_order(cast, employer=employer)
    company, count = sign_in(cast.lestari), JobOrder.objects.count()
    sent = typed(employer, monthly_pay=pay, pay_currency=currency, openings="1.000")
    assert company.post(new_order_address(employer), sent).status_code == 302
    assert JobOrder.objects.order_by("-created_at", "-pk")[0].openings == 1000
    assert JobOrder.objects.count() == count + 1


def test_a_company_chooses_from_its_own_employers_and_finds_another_by_its_whole_name(cast, sign_in):
    rival = Employer.objects.create(
        name="Rahasia Shipyard", employer_type="legal_entity", country_id="KR", registration="KR-991"
    )
    own, ordered = (make_employer(cast, name=f"Contoh {mark}", city=mark) for mark in ("A", "B"))
    Employer.objects.filter(pk=ordered.pk).update(registered_by=None)
    draft(cast, employer=ordered)
    company = sign_in(cast.lestari)
    listed = company.get("/employers/").context["table"].data.data
    assert {row.pk for row in listed} == {own.pk, ordered.pk}

    def options(text, browser=company):
        answer = browser.get("/employers/options/", {"name": "employer", "employer": text})
        return re.findall(r'value="([^"]+)"', answer.content.decode())

    for part in ("shipyard", "rahasia", "korea", "KR-99", ""):
        assert "Rahasia" not in "".join(options(part)), part
    for whole in ("rahasia shipyard", "KR-991"):
        assert options(whole) == ["Korea Selatan: Rahasia Shipyard"]
    assert options("rahasia", sign_in(cast.ratna)) == ["Korea Selatan: Rahasia Shipyard"]
    asked = {"route": "P_TO_P", "occupation": "7212", "employer": "Rahasia Shipyard"}
    assert company.get("/job-orders/new/", asked).url == new_order_address(rival)


def test_countries_are_ordered_by_their_name_in_the_language_of_the_page(cast, client):
    codes = {
        "DE": ("Jerman", "Germany"),
        "KR": ("Korea Selatan", "South Korea"),
        "HU": ("Hongaria", "Hungary"),
    }
    for code in codes:
        open_order(cast, employer=make_employer(cast, name=code, city=code))
        JobOrder.objects.filter(employer__name=code).update(destination=code)
    for language, at in (("id", 0), ("en", 1)):
        client.cookies["language"] = language
        rows = client.get("/job-orders/?sort=destination").context["table"].data.data
        names = [codes[row.destination_id][at] for row in rows]
        assert names == sorted(names)
