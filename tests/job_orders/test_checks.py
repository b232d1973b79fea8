"""What is seen of an order before it opens: which papers, by whom, and who may read them."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalur.foundation.files.kinds import kind_of
from jalur.foundation.files.models import StoredFile
from jalur.foundation.files.queries import files_of
from jalur.foundation.history.models import Event
from jalur.foundation.rulebook.models import OrderCheckDuty
from jalur.journey.job_orders import queries, services
from jalur.journey.job_orders.models import JobOrder, OrderCheck
from jalur.journey.job_orders.rules import CHECK_PAPERS
from jalur.kit.dates import begins
from jalur.kit.refusals import codes_of
from tests.candidates.examples import photo
from tests.job_orders.factories import (
    TODAY,
    changed,
    draft,
    license_company,
    make_employer,
    make_partner,
    new_order,
    open_order,
    posted_checks,
    seen_of,
    verified,
)

pytestmark = pytest.mark.django_db

LEGAL_ENTITY = ["contract", "pay", "registration", "workplace"]
HOUSEHOLD = ["contract", "pay", "partner"]


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


def waiting(cast, employer_type="legal_entity", **changes):
    """An order that the company has sent to the attaché in Seoul."""
    license_company(cast.lestari.organisation)
    if employer_type == "individual":
        changes["partner"] = make_partner()
    employer = make_employer(cast, employer_type=employer_type)
    order = draft(cast, employer=employer, **changes)
    return services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)


def address_of(order, verb=""):
    return f"/job-orders/orders/{order.number}/" + (f"{verb}/" if verb else "")


def standing(order):
    """Everything that a refusal leaves as it was."""
    return (
        JobOrder.objects.filter(pk=order.pk).values().get(),
        list(OrderCheck.objects.order_by("kind").values()),
        Event.objects.count(),
        StoredFile.objects.count(),
    )


@pytest.mark.parametrize(
    ("employer_type", "kinds"), [("legal_entity", LEGAL_ENTITY), ("individual", HOUSEHOLD)]
)
def test_an_order_opens_only_with_every_check_that_its_employer_asks_for(cast, sign_in, employer_type, kinds):
    order = waiting(cast, employer_type)
    attache, address = sign_in(cast.ratna), address_of(order, "verify")
    page = attache.get(address).content.decode()
    assert [kind for kind in (*LEGAL_ENTITY, "partner") if f'name="{kind}_paper"' in page] == kinds
    before = standing(order)
    for missing in kinds:
        answer = attache.post(address, posted_checks(order, missing, as_typed="on"))
        label = str(OrderCheckDuty(kind=missing).get_kind_display())
        assert answer.status_code == 422
        assert f"tanggalnya): {label}." in answer.content.decode()
        assert standing(order) == before, missing
        with pytest.raises(ValidationError) as refused:
            verified(cast, order, missing)
        assert codes_of(refused.value) == ["unchecked"]
        assert standing(order) == before, missing
    answer = attache.post(address, posted_checks(order, as_typed="on"))
    assert (answer.status_code, answer.url) == (302, address_of(order))
    order.refresh_from_db()
    assert (order.held_because, order.decided_by_id) == ("permit", cast.ratna.user.pk)
    checks = order.checks.order_by("kind")
    assert {(one.kind, one.paper, one.paper_date, one.noted_by_id) for one in checks} == {
        (kind, "Berkas contoh 1", date(2026, 1, 5), cast.ratna.user.pk) for kind in kinds
    }


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"pay_paper": ""}, "“Gaji: nama atau nomor dokumen yang dilihat”"),
        ({"pay_date": ""}, "“Gaji: tanggal dokumen”"),
        ({"pay_date": "2026-01-13"}, "id_pay_date_error"),
        ({"pay_date": "31-02-2026"}, "id_pay_date_error"),
        ({"pay_paper": "\u200b "}, "“Gaji: nama atau nomor dokumen yang dilihat”"),
    ],
)
@pytest.mark.parametrize("verb", ["check", "verify"])
def test_half_a_check_is_refused_at_its_box_and_changes_nothing(cast, sign_in, verb, sent, said):
    order = waiting(cast)
    before = standing(order)
    answer = sign_in(cast.ratna).post(address_of(order, verb), posted_checks(order, as_typed="on") | sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Berkas contoh 1" in answer.content.decode()
    assert standing(order) == before


def test_what_was_seen_is_noted_bit_by_bit_and_counts_when_the_order_opens(cast, sign_in):
    order = waiting(cast)
    attache = sign_in(cast.ratna)
    first = posted_checks(order, "pay", "workplace")
    assert attache.post(address_of(order, "check"), first).status_code == 302
    order.refresh_from_db()
    assert (order.state, queries.kinds_seen(order)) == ("submitted", ["contract", "registration"])
    page = attache.get(address_of(order)).content.decode()
    assert page.count("belum dilihat") == 2
    assert "Berkas contoh 1" in attache.get(address_of(order, "verify")).content.decode()
    noted = set(OrderCheck.objects.values_list("kind", "noted_at"))
    before = standing(order)
    assert attache.post(address_of(order, "check"), first).status_code == 302
    assert standing(order) == before, "noted twice is noted once"
    sent = posted_checks(order, as_typed="on")
    assert attache.post(address_of(order, "verify"), sent).status_code == 302
    assert noted < set(OrderCheck.objects.values_list("kind", "noted_at")), (
        "who saw it first, and when, stays"
    )


def test_after_a_correction_everything_is_looked_at_again(cast, sign_in):
    order = waiting(cast)
    services.note_checks(actor=cast.ratna.actor, order=order, checks=seen_of(order), today=TODAY)
    services.refuse_order(actor=cast.ratna.actor, order=order, reason="Upah di bawah yang dijanjikan")
    order = services.revise_order(actor=cast.lestari.actor, order=order)
    services.change_draft(actor=cast.lestari.actor, order=changed(order, monthly_pay=2_100_000), today=TODAY)
    order = services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    assert queries.kinds_seen(order) == []
    attache = sign_in(cast.ratna)
    answer = attache.post(address_of(order, "verify"), {"as_typed": "on"})
    assert answer.status_code == 422
    assert "draf perjanjian kerja; gaji; pendaftaran pemberi kerja; tempat kerja" in answer.content.decode()
    assert 'value="Berkas contoh 1"' in attache.get(address_of(order, "verify")).content.decode()
    assert verified(cast, order).state == "open"


def test_who_reads_which_paper_was_seen(cast, client, sign_in):
    order = open_order(cast)
    OrderCheck.objects.update(paper="Kontrak 17/RAHASIA")
    for member in (cast.ratna, cast.yusuf):
        assert "17/RAHASIA" in sign_in(member).get(address_of(order)).content.decode()
    for browser in (client, *map(sign_in, (cast.lestari, cast.sari, cast.wulan))):
        page = browser.get(address_of(order)).content.decode()
        assert "17/RAHASIA" not in page
        # That it was checked may be read by everybody.
        assert re.search(r"Diperiksa atase</dt>\s*<dd>draf perjanjian kerja, gaji, pendaftaran", page)


def test_a_picture_of_a_paper_goes_along_and_stays_as_the_order_was_decided(cast, sign_in):
    order = waiting(cast)
    attache = sign_in(cast.ratna)
    sent = posted_checks(order, "pay", "registration", "workplace", contract_file=photo())
    assert attache.post(address_of(order, "check"), sent).status_code == 302
    check = OrderCheck.objects.get()
    [file] = files_of(kind_of(CHECK_PAPERS), check)
    page = f"/files/{CHECK_PAPERS}/{file.pk}/"
    assert page in attache.get(address_of(order)).content.decode()
    assert sign_in(cast.yusuf).get(page).status_code == 200
    assert sign_in(cast.lestari).get(page).status_code in {403, 404}
    verified(cast, order)
    attache.post(f"{page}remove/")
    assert files_of(kind_of(CHECK_PAPERS), check) == [file]


def test_a_household_without_a_partner_agency_is_not_sent_and_not_opened(cast, sign_in):
    license_company(cast.lestari.organisation)
    order = draft(cast, employer=make_employer(cast, employer_type="individual"))
    company, attache = sign_in(cast.lestari), sign_in(cast.ratna)
    before = standing(order)
    answer = company.post(address_of(order, "submit"), {"as_typed": "on"})
    assert answer.status_code == 422
    assert "mitra usaha" in answer.content.decode()
    assert standing(order) == before
    JobOrder.objects.update(state="submitted", submitted_at=timezone.now())
    order.refresh_from_db()
    before = standing(order)
    answer = attache.post(address_of(order, "verify"), posted_checks(order, as_typed="on"))
    assert answer.status_code == 422
    assert "PP 59/2021; pasal 86 ayat (2)" in answer.content.decode()
    assert standing(order) == before


def test_what_is_asked_is_data_with_its_day(cast):
    order = waiting(cast)
    assert [duty.kind for duty in queries.checks_asked(order, TODAY)] == LEGAL_ENTITY
    OrderCheckDuty.objects.filter(kind="workplace").update(valid_to=TODAY)
    assert [duty.kind for duty in queries.checks_asked(order, TODAY)] == LEGAL_ENTITY[:3]
    assert verified(cast, order, "workplace").state == "open"


def test_a_list_of_a_mission_leaves_its_number_with_every_check(cast):
    license_company(cast.lestari.organisation)
    order = new_order(cast)
    services.open_many(actor=cast.ratna.actor, orders=[order], paper="Daftar 9/2026", today=TODAY)
    assert queries.kinds_seen(order) == LEGAL_ENTITY
    assert set(order.checks.values_list("paper", "noted_by")) == {("Daftar 9/2026", cast.ratna.user.pk)}
    household = new_order(cast, employer=make_employer(cast, name="Keluarga", employer_type="individual"))
    with pytest.raises(ValidationError, match="mitra usaha"):
        services.open_many(actor=cast.ratna.actor, orders=[household], paper="Daftar 10", today=TODAY)
    assert not JobOrder.objects.filter(pk=household.pk).exists()


def test_who_verifies_reads_first_what_has_waited_longest(cast, sign_in):
    license_company(cast.lestari.organisation)
    employer = make_employer(cast)
    sent = []
    for number, days in enumerate((2, 12, 7)):
        order = draft(cast, employer=employer, ready_by=date(2026, 9, 1 + number))
        services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
        JobOrder.objects.filter(pk=order.pk).update(submitted_at=begins(TODAY - timedelta(days=days)))
        sent.append(order.number)
    opened = open_order(cast, employer=employer, ready_by=date(2026, 2, 1)).number
    for query in ("", "?state=submitted"):
        listed = sign_in(cast.ratna).get(f"/job-orders/desk/{query}").content.decode()
        places = [listed.index(f"/job-orders/orders/{number}/") for number in (sent[1], sent[2], sent[0])]
        assert places == sorted(places)
        assert re.search(r"12 hari</span> <span class=\"hint unbroken\">31 Des 2025", listed)
        assert (opened in listed) is not query
    mine = sign_in(cast.lestari).get("/job-orders/desk/").content.decode()
    assert mine.index(opened) < mine.index(sent[0]), "a company reads first what is due first"
