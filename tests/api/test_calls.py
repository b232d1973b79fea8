"""What holds of every call: once for each key, pages that lose nothing, tags, problem documents, hostile signs, query counts."""

import base64
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ninja import Schema

from jalur.foundation.api import router as routers
from jalur.foundation.api.problems import MEDIA_TYPE
from jalur.foundation.api.router import Declared, Router, _guarded
from jalur.foundation.history.models import Event
from jalur.foundation.workflow.models import SentForm
from jalur.journey.employers.models import Employer
from tests.access.operations import connect, send

EMPLOYERS, COUNTRIES = "/api/v1/job-orders/employers/", "/api/v1/geography/countries/"
NEW = {"name": "Contoh Baru", "employer_type": "legal_entity", "country": "KR", "city": "Ulsan"}
OF_ANOTHER_LIST = base64.urlsafe_b64encode(b"people.person 00000000-0000-0000-0000-000000000001").decode()


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.IDP_OIDC_RATE_LIMITS = {"api": None, "api_by_strangers": None}


@pytest.fixture
def token(cast):
    return connect(cast.lestari)


# -- once ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_key_with_something_else_is_refused(token):
    first = send("POST", EMPLOYERS, token, NEW, Idempotency_Key="one")
    assert first.status_code == 201
    for body, address in (({**NEW, "name": "Lain"}, EMPLOYERS), (NEW, EMPLOYERS + "?x=1")):
        other = send("POST", address, token, body, Idempotency_Key="one")
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
        assert other.headers["Content-Type"] == MEDIA_TYPE
    assert Employer.objects.count() == 1


@pytest.mark.django_db
def test_the_key_of_another_program_is_another_key(token, cast):
    assert send("POST", EMPLOYERS, token, NEW, Idempotency_Key="one").status_code == 201
    theirs = send("POST", EMPLOYERS, connect(cast.ratna), {**NEW, "name": "Lain"}, Idempotency_Key="one")
    assert theirs.status_code == 201
    assert Employer.objects.count() == 2


@pytest.mark.django_db
def test_a_refused_call_may_be_sent_again_with_its_key(token):
    assert send("POST", EMPLOYERS, token, {**NEW, "name": "-"}, Idempotency_Key="one").status_code == 422
    assert send("POST", EMPLOYERS, token, NEW, Idempotency_Key="one").status_code == 201


@pytest.mark.django_db
def test_a_kept_answer_is_sealed(token):
    answer = send("POST", EMPLOYERS, token, NEW, Idempotency_Key="one")
    kept = SentForm.objects.get()
    assert "Contoh Baru" in answer.content.decode()
    assert b"Contoh Baru" not in bytes(kept.answer_sealed) + bytes(kept.digest) + kept.answer.encode()


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_take_effect_once_and_read_the_same(cast):
    token, start = connect(cast.lestari), Barrier(10)

    def call(_number):
        start.wait(timeout=60)
        try:
            answer = send("POST", EMPLOYERS, token, NEW, Idempotency_Key="one")
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(call, range(10)))
    assert [status for status, _body in answers] == [201]
    made = Event.objects.filter(event="employers:employer:registered")
    assert (Employer.objects.count(), made.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_was_lost_is_given_again(cast, monkeypatch):
    token = connect(cast.lestari)
    from jalur.foundation.workflow import middleware

    once = middleware.OneEffect._once

    def lost(self, request):
        once(self, request)
        raise ConnectionResetError

    monkeypatch.setattr(middleware.OneEffect, "_once", lost)
    assert send("POST", EMPLOYERS, token, NEW, Idempotency_Key="one").status_code == 500
    monkeypatch.undo()
    assert send("POST", EMPLOYERS, token, NEW, Idempotency_Key="one").status_code == 201
    assert Employer.objects.count() == 1


# -- pages, tags -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_walk_loses_nothing_and_gives_nothing_twice_while_others_write(token):
    for number in range(23):
        send("POST", EMPLOYERS, token, {**NEW, "city": f"Kota {number}"}, Idempotency_Key=f"k{number}")
    standing, met, cursor, pages = {str(row.pk) for row in Employer.objects.all()}, [], "", 0
    while cursor is not None:
        page = send("GET", f"{EMPLOYERS}?limit=4&cursor={cursor}", token).json()
        met += [row["id"] for row in page["items"]]
        cursor, pages = page["next"], pages + 1
        send("POST", EMPLOYERS, token, {**NEW, "city": f"Sela {pages}"}, Idempotency_Key=f"w{pages}")
        if pages > 20:
            break
    assert len(met) == len(set(met))
    assert standing <= set(met)


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["x", "!!", "AAAA", "_w", "bm8", "a" * 200, OF_ANOTHER_LIST])
def test_a_cursor_that_is_no_place_is_refused(token, cursor):
    answer = send("GET", f"{EMPLOYERS}?cursor={cursor}", token)
    assert (answer.status_code, answer.json()["faults"][0]["field"]) == (422, "cursor")


@pytest.mark.django_db
def test_nothing_is_sent_again_while_nothing_is_new(token):
    first = send("GET", EMPLOYERS, token)
    held = first.headers["ETag"]
    again = send("GET", EMPLOYERS, token, If_None_Match=f"W/{held}")
    assert (again.status_code, again.content) == (304, b"")
    send("POST", EMPLOYERS, token, NEW, Idempotency_Key="one")
    assert send("GET", EMPLOYERS, token, If_None_Match=held).status_code == 200


@pytest.mark.django_db
def test_a_change_needs_the_version_that_stands(cast):
    token = connect(cast.wulan)
    address = f"/api/v1/organisations/{cast.hendra.organisation.pk}/"
    seen = send("GET", address, token).headers["ETag"]
    without = send("PATCH", address, token, {"phone": "021"}, Idempotency_Key="b")
    assert (without.status_code, without.json()["code"]) == (428, "if_match")
    changed = send("PATCH", address, token, {"phone": "021"}, Idempotency_Key="c", If_Match=seen)
    assert (changed.status_code, changed.json()["phone"]) == (200, "021")
    late = send("PATCH", address, token, {"phone": "022"}, Idempotency_Key="d", If_Match=seen)
    assert (late.status_code, late.json()["code"]) == (412, "changed")
    newest = changed.headers["ETag"]
    assert send("GET", address, token).headers["ETag"] == newest
    assert (
        send("PATCH", address, token, {"phone": "022"}, Idempotency_Key="e", If_Match=newest).status_code
        == 200
    )


@pytest.mark.django_db
@pytest.mark.parametrize("address", [EMPLOYERS, "/api/v1/job-orders/orders/", "/api/v1/organisations/"])
def test_a_longer_page_asks_no_more(cast, address):
    from tests.access.world import grow, make_world

    world, token = make_world(cast), connect(cast.ratna)
    counts = []
    for marks in ("", "ABCDE"):
        grow(world, marks)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = send("GET", address, token)
        counts.append((len(answer.json()["items"]), len(asked)))
    assert counts[0][0] <= counts[1][0]
    assert counts[0][1] == counts[1][1], counts


# -- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/nothing/", 404),
        ("DELETE", EMPLOYERS, 405),
        ("GET", "/api/v1/geography/places/%00/", 400),
        ("GET", "/api/v1/geography/places/%ff/", 400),
        ("GET", f"{EMPLOYERS}?limit=0", 422),
        ("GET", "/api/v1/job-orders/reservations/no-key/release/", 404),
    ],
)
def test_every_no_is_a_problem_document(token, method, address, status):
    answer = send(method, address, token)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA_TYPE)
    assert answer.json()["status"] == status


@pytest.mark.django_db
def test_a_refusal_has_the_fields_codes_and_language_of_the_screen(token):
    body = {**NEW, "employer_type": "no such thing", "name": ""}
    answer = send("POST", EMPLOYERS, token, body, Idempotency_Key="one", Accept_Language="en").json()
    assert {(fault["field"], fault["code"]) for fault in answer["faults"]} == {
        ("name", "required"),
        ("employer_type", "invalid_choice"),
    }
    indonesian = send("POST", EMPLOYERS, token, body, Idempotency_Key="one").json()
    assert indonesian["detail"] != answer["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"x", b"", b"{", b"[]", b"null", b"1e999"])
def test_a_body_that_is_no_object_is_refused(token, body):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "one"}
    answer = Client().post(EMPLOYERS, body, content_type="application/json", headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == MEDIA_TYPE


@pytest.mark.django_db
def test_json_with_hostile_signs_is_refused(token):
    answer = send("POST", EMPLOYERS, token, {**NEW, "name": "a\x00b"}, Idempotency_Key="one")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.django_db
def test_what_is_on_its_way_out_says_so(rf):
    declared = Declared("geography:place:view", "GET", deprecated=date(2026, 12, 1), sunset=date(2027, 6, 1))
    request = rf.get("/")
    from jalur.foundation.accounts.access import ANONYMOUS

    request.actor, request.scopes = ANONYMOUS, frozenset()
    answer = _guarded(declared, lambda request: HttpResponse())(request)
    assert answer.headers["Deprecation"].startswith("@1796")
    assert answer.headers["Sunset"] == "Mon, 31 May 2027 17:00:00 GMT"


def test_no_two_rooms_answer_with_different_things_of_one_name():
    """The document keeps one schema under each name; the second would stand for both."""
    from jalur.project.api import document  # which loads every room

    assert document()
    names = Counter(each.__name__ for each in descendants(Schema) if each.__module__.startswith("jalur."))
    assert [name for name, times in names.items() if times > 1] == []


def descendants(kind: type) -> set[type]:
    return {each for below in kind.__subclasses__() for each in {below, *descendants(below)}}


def test_a_room_takes_its_own_rights_only():
    with pytest.raises(LookupError):
        Router("geography", "x").read("/", "people:person:view", dict)(lambda request: None)
    assert set(routers.rooms()) >= {"geography", "competencies"}
