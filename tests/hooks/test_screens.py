"""From the page of a program to a notice it has taken: the address, its secret, a test, told again; and by the API."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from jalur.foundation.connections.models import Connection
from jalur.foundation.hooks import kinds
from jalur.foundation.hooks.models import Hook, HookState, Notice
from jalur.foundation.organisations.models import Membership
from jalur.project import guide
from tests.access.operations import connect, send
from tests.hooks.conftest import KINDS, happen, listen, tell

EVENTS, REPLAY = "/api/v1/hooks/events/", "/api/v1/hooks/replay/"


@pytest.fixture
def hendra(cast, sign_in):
    return sign_in(cast.hendra)


def secret_on(page: str) -> str:
    return re.search(r"whsec_[A-Za-z0-9+/=]{44}", page)[0]


def test_the_whole_way(cast, hendra, program):
    connect(cast.hendra)
    connection = Connection.objects.get()
    of_program = f"/connections/{connection.pk}/"
    assert f"/hooks/programs/{connection.pk}/add/" in hendra.get(of_program).content.decode()
    answer = hendra.post(
        f"/hooks/programs/{connection.pk}/add/", {"address": program.address, "kinds": KINDS}
    )
    page = answer.url
    assert "sebelum rahasianya dibuat" in hendra.get(page).content.decode()
    shown = hendra.post(f"{page}renew/").content.decode()
    program.secrets.append(secret_on(shown))
    for again in (page, of_program):
        assert "whsec_" not in hendra.get(again).content.decode()
    assert hendra.post(f"{page}test/").status_code == 302
    assert tell() == 1
    [test] = program.taken.values()
    assert (test["type"], test["data"]) == ("hooks:hook:tested", {"record": None})
    assert "204" in hendra.get(page).content.decode()
    notices = hendra.get(f"{page}notices/").content.decode()
    [notice] = Notice.objects.all()
    assert f"/hooks/notices/{notice.pk}/" in notices
    assert str(notice.pk) in hendra.get(f"/hooks/notices/{notice.pk}/").content.decode()
    assert page in hendra.get(of_program).content.decode()
    assert "Alamat pemberitahuan untuk program ditambahkan" in hendra.get(page).content.decode(), (
        "its history"
    )
    assert "Program disambungkan" not in hendra.get(page).content.decode()


def test_who_reads_nothing_that_changes_is_offered_no_address(cast, hendra):
    connect(cast.hendra, "hooks:read")
    connection = Connection.objects.get()
    add = f"/hooks/programs/{connection.pk}/add/"
    page = hendra.get(f"/connections/{connection.pk}/").content.decode()
    assert add not in page
    form = hendra.get(add).content.decode()
    for text in (page, form):
        assert "tidak boleh membaca apa pun yang berubah" in text
    assert 'name="address"' not in form
    assert not Hook.objects.exists()


def test_no_two_kinds_read_alike(db):
    for language in ("id", "en"):
        with translation.override(language):
            words = Counter((name.partition(":")[0], text) for name, text in kinds._changes())
        assert [pair for pair, count in words.items() if count > 1] == []


def test_whoever_opens_a_program_reads_its_history(cast, hendra, sign_in):
    address = f"/connections/organisations/{cast.hendra.organisation.pk}/connect/"
    hendra.post(address, {"name": "Contoh", "role": "instructor", "reads": ["organisations:read"]})
    page = f"/connections/{Connection.objects.get().pk}/"
    assert "Program disambungkan" in hendra.get(page).content.decode()


def test_only_what_the_program_may_be_told_is_offered(cast, hendra, program):
    connect(cast.hendra, "organisations:read")
    connection = Connection.objects.get()
    address = f"/hooks/programs/{connection.pk}/add/"
    page = hendra.get(address).content.decode()
    assert 'value="organisations:licence:recorded"' in page
    assert "training:" not in page
    refused = hendra.post(address, {"address": program.address, "kinds": ["training:intake:opened"]})
    assert refused.status_code == 422
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["", "ftp://program.example/", "https://u:p@program.example/", "https://program.example/#x", "jalur"],
)
def test_an_address_that_cannot_be_told_is_refused_and_kept(cast, hendra, program, address):
    connect(cast.hendra)
    door = f"/hooks/programs/{Connection.objects.get().pk}/add/"
    answer = hendra.post(door, {"address": address, "kinds": KINDS})
    assert answer.status_code == 422
    assert not Hook.objects.exists()


def test_http_is_for_stand_ins(cast, hendra, program, settings):
    settings.HOOKS = {**settings.HOOKS, "inside": False}
    connect(cast.hendra)
    door = f"/hooks/programs/{Connection.objects.get().pk}/add/"
    answer = hendra.post(door, {"address": "http://program.example/", "kinds": KINDS})
    assert answer.status_code == 422
    assert "https://" in answer.content.decode()
    assert not Hook.objects.exists()


def test_no_more_than_five_addresses(cast, hendra, program):
    connect(cast.hendra)
    door = f"/hooks/programs/{Connection.objects.get().pk}/add/"
    statuses = [
        hendra.post(door, {"address": program.address, "kinds": KINDS, "form_key": ""}).status_code
        for _at in range(6)
    ]
    assert (statuses, Hook.objects.count()) == ([302] * 5 + [422], 5)


def test_one_is_sent_again_under_its_id(cast, hendra, hook, program):
    happen(KINDS[0], cast.hendra.organisation)
    tell()
    notice = Notice.objects.get()
    hendra.post(f"/hooks/notices/{notice.pk}/resend/")
    assert tell() == 1
    assert [headers["webhook-id"] for _s, _b, headers in program.requests] == [str(notice.pk)] * 2


def test_everything_since_a_day_is_sent_again(cast, hook, program, clock, sign_in):
    for _day in range(3):
        happen(KINDS[0], cast.hendra.organisation)
        tell()
        clock.shift(timedelta(days=1))
    since = (timezone.localdate() - timedelta(days=2)).isoformat()
    page, hendra = f"/hooks/{hook.pk}/", sign_in(cast.hendra)
    assert hendra.post(f"{page}replay/", {"since": since}).status_code == 302
    assert Notice.objects.filter(state="waiting").count() == 2
    assert tell() == 2
    assert len(program.requests) == 5
    assert len(program.taken) == 3
    old = (timezone.localdate() - timedelta(days=40)).isoformat()
    assert hendra.post(f"{page}replay/", {"since": old}).status_code == 422
    assert not Notice.objects.filter(state="waiting").exists()


def test_other_organisations_see_nothing_of_it(cast, hook, sign_in):
    for who in (cast.lestari, cast.tuti):
        browser = sign_in(who)
        for address in (f"/hooks/{hook.pk}/", f"/hooks/{hook.pk}/notices/"):
            assert browser.get(address).status_code in {403, 404}
        assert browser.post(f"/hooks/{hook.pk}/end/").status_code in {403, 404}
    assert Hook.objects.get().state == HookState.ACTIVE


def test_the_example_of_the_guide_runs(cast, hook, program, client):
    page = client.get("/api/").content.decode()
    assert "def verified" in page
    example: dict = {}
    exec(guide.VERIFY, example)
    [example["SECRET"]] = program.secrets
    happen(KINDS[0], cast.hendra.organisation)
    tell()
    [(_status, body, headers)] = program.requests
    assert example["verified"](body, headers)
    assert not example["verified"](body + b" ", headers)
    assert not example["verified"](body, {**headers, "webhook-id": "another"})
    assert not example["verified"](
        body, {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 400)}
    )


def test_a_program_that_was_down_catches_up(cast, hook, program):
    token = token_of(hook)
    happen(KINDS[0], *[cast.hendra.organisation] * 5)
    tell()
    first = send("GET", f"{EVENTS}?limit=3", token).json()
    second = send("GET", f"{EVENTS}?limit=3&cursor={first['next']}", token).json()
    told = [*first["items"], *second["items"]]
    assert [one["id"] for one in told] == list(program.taken)
    assert (len(told), second["next"]) == (5, None)
    assert told[0]["record"] == f"/api/v1/organisations/{cast.hendra.organisation.pk}/"
    happen(KINDS[0], cast.hendra.organisation)
    tell()
    [new] = send("GET", f"{EVENTS}?after={told[-1]['id']}", token).json()["items"]
    assert new["id"] == list(program.taken)[-1]
    again = send("POST", REPLAY, token, {"since": "2026-01-11T00:00:00+07:00"}, Idempotency_Key="a")
    assert again.json() == {"count": 6}
    assert tell() == 6
    assert len(program.taken) == 6
    old = send("POST", REPLAY, token, {"since": "2025-01-11T00:00:00+07:00"}, Idempotency_Key="b")
    assert (old.status_code, old.json()["code"]) == (422, "too_old")


def test_a_program_reads_what_it_was_told_itself_alone(cast, hook, program):
    happen(KINDS[0], cast.hendra.organisation)
    tell()
    other = connect(cast.hendra)
    assert send("GET", EVENTS, other).json()["items"] == []
    assert send(
        "POST", REPLAY, other, {"since": "2026-01-11T00:00:00+07:00"}, Idempotency_Key="a"
    ).json() == {"count": 0}
    Membership.objects.filter(connection__hooks=hook).update(state="ended", valid_to="2026-01-01")
    assert send("GET", EVENTS, token_of(hook)).status_code == 401


def token_of(hook: Hook) -> str:
    """A token of the program that is told at this address."""
    from uuid import uuid4

    from allauth.idp.oidc.models import Client, Token

    token = Token(type=Token.Type.ACCESS_TOKEN, client=Client.objects.get(pk=hook.connection.client_id))
    value = uuid4().hex
    token.set_value(value)
    token.set_scopes(hook.connection.scopes)
    token.save()
    return value


def test_a_program_may_be_told_at_several_addresses(cast, hook, program):
    happen(KINDS[0], cast.hendra.organisation)
    assert tell() == 1
    other = listen(cast.lestari, program)
    happen(KINDS[0], cast.hendra.organisation)
    assert tell() == 2
    assert {one.hook_id for one in Notice.objects.all()} == {hook.pk, other.pk}


@pytest.mark.parametrize(
    "since", ["2026-01-12T00:59:00+16:00", "2026-01-12T00:59:00-23:59", "9999-12-31T23:59:59-18:00"]
)
def test_a_program_names_a_moment_by_whatever_clock(cast, since):
    token = connect(cast.hendra)
    answer = send("POST", REPLAY, token, {"since": since}, Idempotency_Key=since)
    assert answer.status_code == 201, answer.content
