"""Lists that programs send: looked through, asked back about, applied once; seen by nobody but who sent them."""

import pytest

from jalur.foundation.imports.kinds import kind_of
from jalur.foundation.imports.models import Import
from jalur.foundation.people.models import Person
from tests.access.operations import connect, send
from tests.imports.examples import rows_of

LISTS = "/api/v1/imports/"
MANY = ["Ani", "Budi", "Cici", "Dodi"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.IDP_OIDC_RATE_LIMITS = {"api": None, "api_by_strangers": None}


@pytest.fixture
def token(cast):
    return connect(cast.wulan)


def rows(*changes):
    (row,) = rows_of(kind_of("candidates"), national_id="", phone="")
    return [row | change for change in changes]


def post(token, path, body, key):
    return send("POST", LISTS + path, token, body, Idempotency_Key=key)


def sent(token, *changes):
    answer = post(token, "", {"kind": "candidates", "rows": rows(*changes)}, "send")
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_list_is_looked_through_then_applied_once(token):
    looked = sent(token, *({"name": f"{name} Contoh"} for name in MANY), {"name": ""})
    assert (looked["counts"]["new"], looked["counts"]["faults"]) == (4, 1)
    assert [(fault["row"], fault["column"]) for fault in looked["faults"]] == [(5, "name")]
    assert not Person.objects.filter(name__in=[f"{name} Contoh" for name in MANY]).exists()
    first = post(token, f"{looked['id']}/apply/", {}, "apply")
    again = post(token, f"{looked['id']}/apply/", {}, "apply again")
    assert (first.status_code, first.json()["state"], again.status_code) == (200, "applied", 409)
    assert Person.objects.filter(name__in=[f"{name} Contoh" for name in MANY]).count() == 4
    assert send("GET", LISTS, token).json()["items"][0]["counts"]["new"] == 4
    second = post(token, "", {"kind": "candidates", "rows": rows({"name": "Ani Contoh"})}, "same people")
    assert second.json()["counts"] | {"new": 0, "known": 1} == second.json()["counts"]


def test_what_is_unlikely_waits_for_an_answer(token):
    looked = sent(token, {"birth_date": "12-04-1951"})
    (question,) = looked["questions"]
    assert (looked["counts"]["waiting"], question["rows"], question["column"]) == (1, [1], "birth_date")
    path = f"{looked['id']}/answer/"
    refused = post(token, path, {"answers": {question["key"]: "no such choice"}}, "wrong")
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (422, "answers")
    code = question["choices"][0]["code"]
    answered = post(token, path, {"answers": {question["key"]: code}}, "right").json()
    assert (answered["counts"]["new"], answered["questions"]) == (1, [])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "nothing", "rows": [{"name": "A"}]}, "kind"),
        ({"kind": "candidates", "rows": [{"nama_ibu": "A"}]}, "rows"),
        ({"kind": "candidates", "rows": [{"name": "A"}]}, "rows"),
        ({"kind": "candidates", "rows": []}, "rows"),
        ({"kind": "candidates", "rows": [{"name": "A"}] * 1001}, "rows"),
        ({"kind": "candidates", "rows": [{"name": 1}]}, "name"),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_kept(token, body, field):
    refused = post(token, "", body, "one")
    assert refused.status_code == 422
    assert field in refused.json()["faults"][0]["field"]
    assert not Import.objects.exists()


def test_nobody_else_finds_it_and_it_needs_the_other_room_too(cast, token):
    looked = sent(token, {})
    other, narrow = connect(cast.wulan), connect(cast.wulan, "imports:read", "imports:write")
    for path in ("apply/", "drop/"):
        assert post(other, f"{looked['id']}/{path}", {}, path).status_code == 404
    assert send("GET", f"{LISTS}{looked['id']}/", other).status_code == 404
    assert send("GET", LISTS, other).json()["items"] == []
    refused = post(narrow, "", {"kind": "candidates", "rows": rows({})}, "narrow")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    assert Import.objects.get().state == "shown"


def test_kinds_name_their_columns_and_what_a_token_needs(cast, token):
    (kind,) = [
        one for one in send("GET", LISTS + "kinds/", token).json()["items"] if one["key"] == "candidates"
    ]
    assert kind["scope"] == "candidates:write"
    assert {"name", "birth_date"} <= {column["key"] for column in kind["columns"] if column["is_needed"]}
    of_a_company = send("GET", LISTS + "kinds/", connect(cast.lestari)).json()["items"]
    assert [kind["key"] for kind in of_a_company] == ["forecasts", "orders"]
