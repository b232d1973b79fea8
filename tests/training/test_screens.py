"""Training through the browser's door."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.history.models import Event
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import OrderRequirement
from jalur.journey.training import services
from jalur.journey.training.models import Enrolment, Intake, IntakeState, Programme
from tests.downloads import asked_for
from tests.job_orders.factories import open_order
from tests.training.factories import (
    ENDS,
    STARTS,
    TODAY,
    add_programme,
    make_candidate,
    new_class,
    open_class,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


def text(answer):
    return answer.content.decode()


def taken(intake):
    return Intake.objects.values_list("taken", flat=True).get(pk=intake.pk)


def test_anybody_reads_classes_and_programmes(cast, client):
    intake = open_class(cast)
    assert intake.number in text(client.get("/training/"))
    assert intake.programme.code in text(client.get("/training/programmes/"))
    page = client.get(f"/training/intakes/{intake.number}/")
    assert page.status_code == 200
    assert "claim" not in text(page)
    assert client.get(f"/training/programmes/{intake.programme.code}/").status_code == 200
    assert client.get("/training/intakes/K-TIDAK/").status_code == 404


def test_sari_takes_a_seat_and_gives_it_back(cast, sign_in):
    intake, browser = open_class(cast), sign_in(cast.sari)
    address = f"/training/intakes/{intake.number}/"
    assert f"{address}claim/" in text(browser.get(address))
    assert browser.post(f"{address}claim/").status_code == 302
    assert taken(intake) == 1
    page = text(browser.get(address))
    assert f"{address}claim/" not in page
    seat = Enrolment.objects.get()
    assert f"/training/seats/{seat.pk}/withdraw/" in page
    assert intake.programme.title in text(browser.get("/training/seats/mine/"))
    assert browser.get(f"/training/seats/{seat.pk}/withdraw/").status_code == 200
    assert browser.post(f"/training/seats/{seat.pk}/withdraw/", {"left_reason": ""}).status_code == 422
    assert (
        browser.post(f"/training/seats/{seat.pk}/withdraw/", {"left_reason": "Ibu sakit"}).status_code == 302
    )
    assert taken(intake) == 0


def test_a_claim_that_cannot_be_is_a_plain_sentence(cast, sign_in):
    intake, browser = open_class(cast, seats=1), sign_in(cast.sari)
    services.enrol(actor=SYSTEM, intake=intake, candidate=make_candidate("J-PERTAMA-2"), today=TODAY)
    far = open_class(cast, programme=intake.programme, reach="regency", place="31.71")
    before = Event.objects.count()
    answer = browser.post(f"/training/intakes/{intake.number}/claim/")
    assert (answer.status_code, answer["Refusal-Code"]) == (302, "no_seat")
    assert intake.number in text(browser.get(answer.url))
    assert browser.post(f"/training/intakes/{far.number}/claim/")["Refusal-Code"] == "out_of_reach"
    assert (taken(intake), taken(far), Event.objects.count()) == (1, 0, before)


def test_a_seat_that_cannot_be_taken_says_so_before_anybody_asks(cast, sign_in):
    intake = open_class(cast, programme=add_programme(cast, min_age=30))
    page = text(sign_in(cast.sari).get(f"/training/intakes/{intake.number}/"))
    assert 'aria-disabled="true"' in page
    assert "30" in page.split('aria-disabled="true"')[1][:600]
    assert f"/training/intakes/{intake.number}/claim/" not in page


def test_reading_never_claims(cast, sign_in):
    intake = open_class(cast)
    assert sign_in(cast.sari).get(f"/training/intakes/{intake.number}/claim/").status_code == 405
    assert taken(intake) == 0


@pytest.mark.parametrize("key", ["rini", "tuti", "darmo", "anwar", "lestari", "yusuf", "ratna", "bayu"])
def test_who_may_not_claim_is_refused(cast, sign_in, key):
    intake = open_class(cast)
    for verb in ("claim", "enrol"):
        answer = sign_in(getattr(cast, key)).post(
            f"/training/intakes/{intake.number}/{verb}/", {"candidate": "J-SARI-0001"}
        )
        assert answer.status_code in {403, 404}
    assert taken(intake) == 0


def test_the_labour_office_enrols_its_residents_only_and_learns_nothing_about_others(cast, sign_in):
    intake = open_class(cast)
    address = f"/training/intakes/{intake.number}/enrol/"
    make_candidate("J-LMJ-0002", residence="35.08.01.2001")
    answers = [
        sign_in(cast.wulan).post(address, {"candidate": number}) for number in ("J-LMJ-0002", "J-TAK-ADA")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    said = [text(answer).replace("J-LMJ-0002", "…").replace("J-TAK-ADA", "…") for answer in answers]
    assert "id_candidate_error" in said[0]
    assert said[0].split("id_candidate_error")[1][:200] == said[1].split("id_candidate_error")[1][:200]
    assert sign_in(cast.wulan).post(address, {"candidate": "j-sari-0001 "}).status_code == 302
    assert taken(intake) == 1


def test_the_class_list_is_for_the_institute_and_the_residents_office(cast, client, sign_in):
    intake = open_class(cast)
    services.enrol(actor=SYSTEM, intake=intake, candidate=Candidate.objects.get(), today=TODAY)
    address = f"/training/intakes/{intake.number}/"
    for member in (cast.hendra, cast.tuti, cast.wulan):
        assert "Sari Contohwati" in text(sign_in(member).get(address)), member.key
    for member in (cast.gatot, cast.rini, cast.lestari, cast.yusuf, cast.ratna, cast.darmo):
        assert "Sari Contohwati" not in text(sign_in(member).get(address)), member.key
    assert "Sari Contohwati" not in text(client.get(address))
    seat = Enrolment.objects.get()
    assert (
        sign_in(cast.gatot).post(f"/training/seats/{seat.pk}/withdraw/", {"left_reason": "x"}).status_code
        == 404
    )
    assert "Sari Contohwati" in text(sign_in(cast.wulan).get("/training/seats/"))
    assert "Sari Contohwati" not in text(sign_in(cast.gatot).get("/training/seats/"))


def test_the_manager_adds_a_programme_and_runs_a_class_to_its_end(cast, sign_in, settings):
    browser = sign_in(cast.hendra)
    assert browser.get("/training/programmes/new/").status_code == 200
    given = {
        "title": "Las untuk Korea",
        "code": "LAS-KR-01",
        "hours": "240",
        "teaches": ["KR-LAS-FCAW"],
        "min_age": "17",
    }
    assert browser.post("/training/programmes/new/", {**given, "code": "a/b"}).status_code == 422
    assert browser.post("/training/programmes/new/", {**given, "teaches": []}).status_code == 422
    assert browser.post("/training/programmes/new/", given).status_code == 302
    programme = Programme.objects.get()
    changed = {**given, "title": "Las Korea", "prerequisites": ["KO-A1"]}
    assert browser.post("/training/programmes/LAS-KR-01/change/", changed).status_code == 302
    assert programme.prerequisites.get().code == "KO-A1"
    assert browser.post("/training/programmes/LAS-KR-01/change/", given).status_code == 302
    recorded = Event.objects.count()
    assert browser.post("/training/programmes/LAS-KR-01/change/", given).status_code == 302
    assert Event.objects.count() == recorded, "nothing was changed"
    moved = browser.post("/training/programmes/LAS-KR-01/change/", {**given, "code": "LAS-KR-02"})
    assert moved.url == "/training/programmes/LAS-KR-02/"
    assert browser.post(f"{moved.url}change/", given).url == "/training/programmes/LAS-KR-01/"
    klass = {
        "programme": programme.pk,
        "place": "35.17",
        "reach": "province",
        "seats": "20",
        "starts": STARTS.isoformat(),
        "ends": ENDS.isoformat(),
        "cost": "2.500.000",
        "pass_rate": "85",
    }
    assert browser.get("/training/intakes/new/").status_code == 200
    assert browser.post("/training/intakes/new/", {**klass, "ends": "2026-01-20"}).status_code == 422
    assert browser.post("/training/intakes/new/", klass).status_code == 302
    intake = Intake.objects.get()
    assert intake.state == IntakeState.DRAFT
    assert browser.post(f"/training/intakes/{intake.number}/open/").status_code == 302
    intake.refresh_from_db()
    assert (int(intake.cost), float(intake.pass_rate)) == (2_500_000, 0.85)
    address = f"/training/intakes/{intake.number}/"
    assert "nusabali.com" in text(browser.get(address))  # fewer than sixteen: warned, with the source
    assert intake.number in text(browser.get("/training/desk/"))
    assert browser.get(f"{address}change/").status_code == 200
    assert browser.post(f"{address}change/", {**klass, "seats": "24"}).status_code == 302
    recorded = Event.objects.count()
    assert browser.post(f"{address}change/", {**klass, "seats": "24"}).status_code == 302
    assert Event.objects.count() == recorded, "nothing was changed"
    assert browser.post(f"{address}start/")["Refusal-Code"] == "before_first_day"
    services.enrol(actor=SYSTEM, intake=intake, candidate=Candidate.objects.get(), today=TODAY)
    settings.TODAY = STARTS
    assert browser.post(f"{address}start/").status_code == 302
    settings.TODAY = ENDS
    assert "Sari Contohwati" in text(browser.get(f"{address}close/"))
    assert browser.post(f"{address}close/", {"as_typed": "on"}).status_code == 302
    intake.refresh_from_db()
    assert intake.state == IntakeState.CLOSED
    assert Enrolment.objects.get().state == "completed"
    assert browser.post("/training/programmes/LAS-KR-01/close/").status_code == 302


def test_cancelling_asks_why_and_tells_everybody(cast, sign_in):
    intake = open_class(cast)
    services.enrol(actor=SYSTEM, intake=intake, candidate=Candidate.objects.get(), today=TODAY)
    browser, address = sign_in(cast.hendra), f"/training/intakes/{intake.number}/cancel/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"cancel_reason": ""}).status_code == 422
    assert browser.post(address, {"cancel_reason": "Instruktur sakit"}).status_code == 302
    assert "Instruktur sakit" in text(sign_in(cast.sari).get(f"/training/intakes/{intake.number}/"))


@pytest.mark.parametrize(
    "verb", ["publish", "open", "change", "confirm", "postpone", "start", "close", "cancel"]
)
def test_only_the_institute_itself_runs_its_classes(cast, sign_in, verb):
    intake = open_class(cast)
    for key in ("sari", "rini", "wulan", "gatot", "tuti", "lestari", "yusuf", "bayu"):
        answer = sign_in(getattr(cast, key)).post(
            f"/training/intakes/{intake.number}/{verb}/", {"cancel_reason": "x"}
        )
        assert answer.status_code in {403, 404}, key
    intake.refresh_from_db()
    assert intake.state == IntakeState.PLANNED


def test_what_is_asked_for_and_what_is_taught_are_held_against_each_other(cast, client):
    order = open_order(cast)
    asked = set(OrderRequirement.objects.filter(order=order).values_list("competency_id", flat=True))
    open_class(cast, programme=add_programme(cast, "LAS", teaches=["KR-LAS-FCAW", "KO-A2"]), seats=1)
    add_programme(cast, "JEPANG", teaches=["JA-A2"])
    page = text(client.get("/training/demand/"))
    untaught, rest = page.split('id="short"')
    short, idle = rest.split('id="idle"')
    assert "KO-A1" in asked
    assert "KR-LAS-K3" in untaught
    assert "KO-A1" not in untaught  # A2 is taught, which counts as A1
    assert "KR-LAS-FCAW" in short
    assert "JA-A2" in idle
    assert "KO-A2" not in idle


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("province=35", True),
        ("province=31", False),
        ("kind=skill", True),
        ("kind=language", False),
        ("reach=province", True),
        ("reach=regency", False),
        ("starts_from=2026-02-03", False),
        ("left=yes", True),
        ("left=no", False),
        ("state=cancelled", False),
        ("q=cakap", True),
    ],
)
def test_filters(cast, client, query, found):
    intake = open_class(cast)
    assert (intake.number in text(client.get(f"/training/?{query}"))) is found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("address", ["/training/", "/training/desk/", "/training/programmes/"])
def test_lists_can_be_downloaded(cast, sign_in, address, kind):
    open_class(cast)
    answer = asked_for(sign_in(cast.hendra), address, kind)
    assert answer.status_code == 200
    assert kind in answer["Content-Disposition"]


@pytest.mark.parametrize("address", ["/training/", "/training/desk/", "/training/programmes/"])
def test_a_list_takes_as_many_queries_for_ten_rows_as_for_a_thousand(cast, sign_in, address):
    client, counts = sign_in(cast.hendra), []
    programme = add_programme(cast)
    for rows in (10, 990):
        many = [new_class(cast, programme=programme, seats=n % 7 + 1) for n in range(rows)]
        services.open_many(actor=SYSTEM, intakes=many, today=TODAY)
        for n in range(rows // 30):
            add_programme(cast, f"P-{rows}-{n}")
        client.get(f"{address}?per_page=100")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{address}?per_page=100").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_of_seats_takes_as_many_queries_for_two_people_as_for_sixty(cast, sign_in):
    client, counts, intake = sign_in(cast.wulan), [], open_class(cast, seats=100)
    for people in (2, 58):
        for n in range(people):
            Enrolment.objects.create(intake=intake, candidate=make_candidate(f"J-{people:02}-{n:04}"))
        client.get("/training/seats/?per_page=100")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/training/seats/?per_page=100").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_class_names_the_jobs_that_ask_for_it(cast, client):
    order = open_order(cast, number="JO-KR-UNTUKNYA")
    early = open_order(cast, employer=order.employer, number="JO-KR-AWAL", ready_by=STARTS)
    higher = open_class(
        cast, programme=add_programme(cast, "KO", teaches=["KO-A2"])
    )  # A2 counts as the A1 asked for
    other = open_class(cast, programme=add_programme(cast, "JA", teaches=["JA-A2"]))
    page = text(client.get(f"/training/intakes/{higher.number}/"))
    assert order.number in page
    assert early.number not in page  # the class ends after that order's deadline
    assert early.number in text(client.get("/training/programmes/KO/"))
    assert order.number not in text(client.get(f"/training/intakes/{other.number}/"))


def test_a_class_of_an_institute_that_has_closed_takes_nobody(cast, sign_in, client, settings):
    settings.TODAY = TODAY
    intake, sari = open_class(cast), cast.sari.person.candidate
    assert intake in Intake.objects.open(TODAY)
    cast.hendra.organisation.closed_on = TODAY
    cast.hendra.organisation.save()
    assert intake not in Intake.objects.open(TODAY)
    page = client.get(f"/training/intakes/{intake.number}/")
    assert [notice.tone for notice in page.context["notices"]] == ["bad"]
    assert "Lembaganya sudah tutup" in page.content.decode()
    sign_in(cast.sari).post(f"/training/intakes/{intake.number}/claim/")
    assert not sari.enrolments.exists()


def test_the_form_to_enrol_stands_where_the_reader_can_enrol(cast, client, sign_in):
    intake = open_class(cast)
    address = f"/training/intakes/{intake.number}/"
    shows = {
        member.key: f"{address}enrol/" in text(sign_in(member).get(address))
        for member in (cast.hendra, cast.wulan, cast.gatot, cast.tuti, cast.sari, cast.lestari)
    }
    assert [key for key, shown in shows.items() if shown] == ["hendra", "wulan", "gatot"]
    elsewhere = Organisation.objects.create(name="LPK Lain", kind="training_provider", place_id="35.17")
    Programme.objects.filter(pk=intake.programme_id).update(provider=elsewhere)
    shows = [f"{address}enrol/" in text(sign_in(member).get(address)) for member in (cast.hendra, cast.wulan)]
    assert shows == [False, True]
