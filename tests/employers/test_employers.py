"""Who asks: employers once each, verified, on the problem list and off it, through the doors that people use."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.rulebook.models import VerificationRule
from jalur.foundation.workflow import consequences
from jalur.journey.employers import queries, services
from jalur.journey.employers.models import Employer, Problem, Verification
from jalur.journey.job_orders import services as orders
from jalur.journey.job_orders.models import JobOrder
from tests.candidates.examples import photo
from tests.job_orders.factories import (
    TODAY,
    changed,
    draft,
    license_company,
    make_employer,
    make_partner,
    open_order,
    seen_of,
)

pytestmark = pytest.mark.django_db

NEW = {"employer_type": "legal_entity", "country": "KR", "city": "Busan"}


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.TODAY = TODAY


def page_of(employer):
    return f"/employers/{employer.pk}/"


def listed(cast, about, **given):
    plain = {"kind": "wages", "since": TODAY, "source": "Surat contoh 7"}
    return services.enter_problem(
        actor=cast.ratna.actor, about=about, problem=Problem(**{**plain, **given}), today=TODAY
    )


# -- each once -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Contoh Shipyrad Co", ""),
        ("CONTOH SHIPYARD", ""),
        ("Nama Lain Sekali", "KR-991"),
        ("Contoh Galangan", ""),
    ],
)
def test_one_that_is_like_another_is_asked_back_and_taken_by_one_tap(cast, sign_in, name, number):
    one = make_employer(cast, name="Contoh Shipyard", city="Ulsan")
    Employer.objects.filter(pk=one.pk).update(registration="KR-991", also_called="Contoh Galangan; CS")
    company = sign_in(cast.lestari)
    sent = {**NEW, "name": name, "registration": number}
    answer = company.post("/employers/new/", sent)
    assert answer.status_code == 422
    assert f"/job-orders/new/?employer={one.pk}" in answer.content.decode()
    assert Employer.objects.count() == 1
    assert company.post("/employers/new/", {**sent, "as_typed": "on"}).status_code == 302
    assert Employer.objects.count() == 2


def test_of_another_companys_employer_is_told_only_that_there_is_one(cast, sign_in):
    rival = Employer.objects.create(
        name="Rahasia Shipyard", employer_type="legal_entity", country_id="KR", registration="KR-1"
    )
    company = sign_in(cast.lestari)
    shown = company.post("/employers/new/", {**NEW, "name": "Rahasia Shipyards Ltd"}).content.decode()
    assert str(rival.pk) not in shown
    assert "KR-1" not in shown
    assert "Ada satu yang belum pernah memberi Anda permintaan" in shown
    shown = company.post("/employers/new/", {**NEW, "name": "Rahasia Shipyard"}).content.decode()
    assert str(rival.pk) in shown


def test_another_country_or_another_name_is_not_asked_back_about(cast, sign_in):
    make_employer(cast, name="Contoh Shipyard", country="JP")
    assert (
        sign_in(cast.lestari).post("/employers/new/", {**NEW, "name": "Contoh Shipyard"}).status_code == 302
    )


def test_two_entries_are_joined_and_the_other_name_stays_findable(cast, sign_in):
    kept, gone = (
        make_employer(cast, name="Contoh Shipyard"),
        make_employer(cast, name="Sipyad Contoh", city="Geoje"),
    )
    order = open_order(cast, employer=gone)
    services.verify_employer(
        actor=cast.ratna.actor,
        about=gone,
        verification=Verification(way="workplace", verified_on=TODAY),
        today=TODAY,
    )
    Employer.objects.filter(pk=kept.pk).update(registration="KR-5")
    answer = sign_in(cast.ratna).post(f"{page_of(gone)}merge/", {"into": str(kept.pk)})
    assert answer.status_code == 302
    order.refresh_from_db()
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (order.employer, gone.state, gone.merged_into, kept.also_called) == (
        kept,
        "merged",
        kept,
        "Sipyad Contoh",
    )
    assert queries.verified_until(kept) == TODAY + timedelta(days=365)
    cause = Event.objects.get(event="employers:employer:merged")
    followed = set(Event.objects.filter(cause_id=cause.pk).values_list("event", flat=True))
    assert followed == {"employers:employer:took_in", "job_orders:order:employer_joined"}
    company = sign_in(cast.lestari)
    offered = company.get("/employers/options/", {"name": "q", "q": "sipyad"}).content.decode()
    assert "Contoh Shipyard" in offered
    assert str(kept.pk) in company.get(page_of(gone)).content.decode()


def test_entries_of_another_law_are_not_joined(cast):
    one, household = (
        make_employer(cast),
        make_employer(cast, name="Keluarga Contoh", employer_type="individual"),
    )
    for into in (one, household):
        with pytest.raises(ValidationError):
            services.merge_employer(actor=cast.ratna.actor, employer=household, into=into, today=TODAY)
    with pytest.raises(Refused):
        services.merge_employer(actor=cast.lestari.actor, employer=household, into=one, today=TODAY)
    assert not Employer.objects.filter(state="merged").exists()


def test_a_company_corrects_its_own_until_the_mission_has_verified_it(cast, sign_in):
    one = make_employer(cast)
    company = sign_in(cast.lestari)
    sent = {"name": one.name, "city": "Busan"}
    assert company.post(f"{page_of(one)}change/", sent).status_code == 302
    one.refresh_from_db()
    assert one.city == "Busan"
    services.verify_employer(
        actor=cast.ratna.actor,
        about=one,
        verification=Verification(way="workplace", verified_on=TODAY),
        today=TODAY,
    )
    company.post(f"{page_of(one)}change/", {**sent, "city": "Seoul"})
    one.refresh_from_db()
    assert one.city == "Busan"
    assert sign_in(cast.ratna).post(f"{page_of(one)}change/", {**sent, "city": "Seoul"}).status_code == 302


def test_the_number_of_a_household_is_covered_and_each_opening_recorded(cast, sign_in):
    one = make_employer(cast, name="Keluarga Contoh", employer_type="individual")
    Employer.objects.filter(pk=one.pk).update(official_id="CONTOH-778899")
    attache, company = sign_in(cast.ratna), sign_in(cast.lestari)
    for browser in (attache, company):
        shown = browser.get(page_of(one)).content.decode()
        assert "CONTOH-778899" not in shown
        assert "899" in shown
    assert company.post(f"{page_of(one)}reveal/").status_code == 403
    assert "CONTOH-778899" in attache.post(f"{page_of(one)}reveal/").content.decode()
    assert Event.objects.filter(event="employers:employer:id_revealed").count() == 1


# -- verified ------------------------------------------------------------------------------------------------------------


def test_a_workplace_is_visited_and_counts_as_long_as_the_rulebook_says(cast, sign_in):
    one, attache = make_employer(cast), sign_in(cast.ratna)
    sent = {"way": "workplace", "verified_on": "2026-01-10", "paper": "Laporan 3", "note": "Bengkel dilihat"}
    assert (
        attache.post(f"/employers/verify/employers/{one.pk}/", {**sent, "file": photo()}).status_code == 302
    )
    verification = one.verifications.get()
    assert (verification.valid_until, verification.verified_by) == (date(2027, 1, 10), cast.ratna.user)
    shown = attache.get(page_of(one)).content.decode()
    assert "Laporan 3" in shown
    assert "/files/employer_verification/" in shown
    seen = sign_in(cast.lestari).get(page_of(one)).content.decode()
    assert "peninjauan tempat kerja" in seen
    assert "Laporan 3" not in seen
    assert "Bengkel dilihat" not in seen


def test_only_the_ways_of_its_kind_are_open_and_the_sentence_names_the_source(cast):
    household = make_employer(cast, name="Keluarga Contoh", employer_type="individual")
    with pytest.raises(ValidationError) as refused:
        services.verify_employer(
            actor=cast.ratna.actor,
            about=household,
            verification=Verification(way="workplace", verified_on=TODAY),
            today=TODAY,
        )
    assert "86" in " ".join(refused.value.messages)
    VerificationRule.objects.filter(whose="individual").update(valid_to=TODAY)
    for way in ("partner", "authority", "workplace"):
        services.verify_employer(
            actor=cast.ratna.actor,
            about=household,
            verification=Verification(way=way, verified_on=TODAY),
            today=TODAY,
        )
    assert household.verifications.count() == 3


def test_a_mission_verifies_in_its_own_country_only(cast, sign_in):
    japan, partner = make_employer(cast, country="JP"), make_partner("JP")
    attache = sign_in(cast.ratna)
    assert attache.get(f"/employers/verify/employers/{japan.pk}/").status_code == 404
    assert attache.get(f"/employers/verify/partners/{partner.pk}/").status_code == 404
    with pytest.raises(Refused):
        services.verify_employer(
            actor=cast.ratna.actor,
            about=japan,
            verification=Verification(way="workplace", verified_on=TODAY),
            today=TODAY,
        )
    assert not Verification.objects.exists()


def test_a_partner_agency_is_verified_on_its_own_page(cast, sign_in):
    partner, attache = make_partner(), sign_in(cast.ratna)
    page = f"/organisations/{partner.pk}/"
    assert f"/employers/verify/partners/{partner.pk}/" in attache.get(page).content.decode()
    sent = {"way": "authority", "verified_on": "2026-01-10"}
    assert attache.post(f"/employers/verify/partners/{partner.pk}/", sent).status_code == 302
    assert "melalui otoritas negara itu" in attache.get(page).content.decode()


def test_an_order_of_a_household_without_a_partner_is_refused_with_the_source(cast):
    license_company(cast.lestari.organisation)
    household = make_employer(cast, name="Keluarga Contoh", employer_type="individual")
    order = draft(cast, employer=household)
    with pytest.raises(ValidationError) as refused:
        orders.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    assert "86" in " ".join(refused.value.messages)
    JobOrder.objects.filter(pk=order.pk).update(partner=make_partner())
    order = orders.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    JobOrder.objects.filter(pk=order.pk).update(partner=None)
    with pytest.raises(ValidationError, match="86"):
        orders.verify_order(actor=cast.ratna.actor, order=order, checks=seen_of(order), today=TODAY)


# -- the problem list ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("through", ["employer", "partner"])
def test_on_the_list_orders_stand_still_at_once_and_open_again_when_lifted(cast, sign_in, through):
    partner = make_partner()
    order = open_order(cast, partner=partner)
    about = partner if through == "partner" else order.employer
    kind, attache = f"{through}s", sign_in(cast.ratna)
    address = f"/employers/problem/{kind}/{about.pk}/"
    sent = {"kind": "wages", "since": "2026-01-12", "source": "Surat contoh 7", "words": "Upah tiga bulan"}
    shown = attache.post(address, sent).content.decode()
    assert order.number in shown
    order.refresh_from_db()
    assert (order.state, Problem.objects.count()) == ("open", 0)
    assert attache.post(address, {**sent, "confirmed": "yes"}).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.held_because, order.held_since) == ("held", "problem", TODAY)
    problem = Problem.objects.get()
    address = f"/employers/problems/{problem.pk}/lift/"
    assert order.number in attache.post(address, {"lift_reason": "Dibayar"}).content.decode()
    assert attache.post(address, {"lift_reason": "Dibayar", "confirmed": "yes"}).status_code == 302
    order.refresh_from_db()
    problem.refresh_from_db()
    assert (order.state, order.held_because, problem.state) == ("open", "", "lifted")


def test_it_ends_by_itself_after_its_last_day(cast, settings):
    order = open_order(cast)
    listed(cast, order.employer, until=TODAY + timedelta(days=3))
    for days, state in ((3, "held"), (4, "open")):
        settings.TODAY = TODAY + timedelta(days=days)
        consequences.follow(settings.TODAY)
        order.refresh_from_db()
        assert order.state == state


def test_meanwhile_nothing_is_sent_or_verified(cast):
    order = open_order(cast)
    sent = orders.submit_order(
        actor=cast.lestari.actor, order=draft(cast, employer=order.employer, title="Dikirim"), today=TODAY
    )
    waiting = draft(cast, employer=order.employer, title="Draf")
    problem = listed(cast, order.employer)
    with pytest.raises(ValidationError) as refused:
        orders.submit_order(actor=cast.lestari.actor, order=waiting, today=TODAY)
    assert "daftar bermasalah" in " ".join(refused.value.messages)
    with pytest.raises(ValidationError):
        orders.verify_order(actor=cast.ratna.actor, order=sent, checks=seen_of(sent), today=TODAY)
    services.lift_problem(actor=cast.ratna.actor, problem=problem, reason="Contoh", today=TODAY)
    orders.submit_order(actor=cast.lestari.actor, order=waiting, today=TODAY)


def test_everybody_reads_what_is_published_and_households_never_by_name(cast, client):
    company, hidden = make_employer(cast), make_employer(cast, name="Belum Diumumkan", city="Seoul")
    household = make_employer(cast, name="Keluarga Rahasia", employer_type="individual", city="Busan")
    listed(cast, company, is_published=True, words="Upah tiga bulan")
    listed(cast, hidden)
    row = listed(cast, household, is_published=True, words="Keluarga Rahasia tidak membayar")
    shown = client.get("/employers/problems/").content.decode()
    assert company.name in shown
    assert "Busan" in shown
    for secret in ("Belum Diumumkan", "Rahasia"):
        assert secret not in shown
        assert company.name not in client.get("/employers/problems/", {"q": secret}).content.decode()
        assert (
            "Busan"
            not in client.get("/employers/problems/", {"q": secret}).content.decode().split("<table")[-1]
        )
    page = Client().get(f"/employers/problems/{row.pk}/").content.decode()
    assert "Rahasia" not in page
    assert client.get(f"/employers/problems/{Problem.objects.get(employer=hidden).pk}/").status_code == 404


def test_a_mission_reads_no_household_of_another_country_by_name(cast, sign_in):
    household = make_employer(
        cast, name="Keluarga Rahasia", employer_type="individual", country="JP", city="Osaka"
    )
    row = services.enter_problem(
        actor=cast.yusuf.actor,
        about=household,
        problem=Problem(kind="wages", since=TODAY, source="Surat contoh", is_published=True),
        today=TODAY,
    )
    for who, knows in ((cast.ratna, False), (cast.yusuf, True)):
        browser = sign_in(who)
        for address in ("/employers/problems/", f"/employers/problems/{row.pk}/"):
            shown = browser.get(address).content.decode()
            assert ("Keluarga Rahasia" in shown) is knows
            assert knows or "Osaka" in shown


def test_a_problem_is_entered_by_the_mission_of_the_country_and_the_ministry(cast, sign_in):
    japan = make_employer(cast, country="JP")
    with pytest.raises(Refused):
        listed(cast, japan)
    company = sign_in(cast.lestari)
    assert company.get(f"/employers/problem/employers/{japan.pk}/").status_code == 403
    services.enter_problem(
        actor=cast.yusuf.actor,
        about=japan,
        problem=Problem(kind="other", since=TODAY, source="Surat contoh"),
        today=TODAY,
    )
    assert Problem.objects.get().country_id == "JP"


def test_an_entry_is_changed_published_and_gets_its_source(cast, sign_in):
    problem, attache = listed(cast, make_employer(cast)), sign_in(cast.ratna)
    address = f"/employers/problems/{problem.pk}/"
    sent = {
        "kind": "papers",
        "since": "2026-01-12",
        "source": "Surat 9",
        "is_published": "on",
        "confirmed": "yes",
    }
    assert attache.post(f"{address}change/", sent).status_code == 302
    assert attache.post(f"{address}add_source/", {"file": photo()}).status_code == 302
    problem.refresh_from_db()
    assert (problem.kind, problem.is_published) == ("papers", True)
    assert "/files/problem_source/" in attache.get(address).content.decode()
    services.change_problem(actor=cast.ratna.actor, problem=changed(problem, until=TODAY), today=TODAY)


def test_the_home_of_a_mission_says_what_runs_out_and_who_is_listed(cast, sign_in):
    one = make_employer(cast)
    Verification.objects.create(
        employer=one,
        country_id="KR",
        way="workplace",
        verified_on=date(2025, 2, 1),
        valid_until=date(2026, 2, 1),
    )
    listed(cast, one)
    shown = sign_in(cast.ratna).get("/").content.decode()
    assert "/employers/?verified=ending" in shown
    assert "/employers/problems/" in shown
    rows = sign_in(cast.ratna).get("/employers/?verified=ending&problem=yes").context["table"].data.data
    assert [row.pk for row in rows] == [one.pk]
