"""Every operation of the API, by every role: who may is answered, everybody else is refused, and a refusal changes nothing."""

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from jalur.foundation.accounts import access
from jalur.foundation.api.problems import MEDIA_TYPE
from jalur.foundation.api.router import ROOT
from tests.access import oracle
from tests.access.addresses import calls
from tests.access.conftest import Stage, undone, written
from tests.access.example import Call, filled
from tests.access.examples import CALLS, OWN_WORK
from tests.access.operations import Operation, operations, programs_of, send
from tests.access.world import CANARIES, TODAY

KNOWN = operations()
WRITING = [one for one in KNOWN if one.writes]


@dataclass
class Programs:
    """The stage with a program beside each member of staff."""

    stage: Stage
    tokens: dict[str, str]
    cast: SimpleNamespace

    def members(self) -> list[tuple[str, Any]]:
        return [("nobody", None), *vars(self.cast).items()]

    def expected(self, member: Any, one: Operation, side: str) -> str:
        if member is None:
            return "sign in"
        action = one.declared.right
        if not oracle.scopes(member, action):
            return "refused"
        facts = self.stage.world.facts[side].get(example_of(one).kind)
        return "shown" if facts is None or oracle.reaches(member, action, facts) else "refused"

    def asked(self, one: Operation, side: str) -> tuple[str, str, Any]:
        """Method, address and body of the example."""
        world, call = getattr(self.stage.world, side), example_of(one)
        return one.method, one.url(call, world), filled(call.sends, world) if one.writes else None

    def send(self, key: str, asked: tuple[str, str, Any], **headers: str) -> Any:
        method, url, body = asked
        if method != "GET":
            headers = {"Idempotency_Key": uuid4().hex, "If_Match": "*"} | headers
        return send(method, url, self.tokens.get(key, ""), body, **headers)

    def writer_of(self, one: Operation) -> str:
        return example_of(one).by or next(
            key for key, member in self.members() if self.expected(member, one, "near") == "shown"
        )


@pytest.fixture(scope="module")
def programs(stage) -> Programs:
    return Programs(stage, *programs_of(stage.cast))


@pytest.fixture(autouse=True)
def day_of_the_world(settings):
    settings.TODAY = TODAY
    settings.IDP_OIDC_RATE_LIMITS = {"api": None, "api_by_strangers": None}


def example_of(one: Operation) -> Call:
    return CALLS.get(one.name) or Call()


def verdict(response: Any) -> str:
    if response.status_code == 401:
        return "sign in"
    if response.status_code in {403, 404}:
        return "refused"
    return "shown" if response.status_code < 500 else "failed"


def ids(one: Operation) -> str:
    return one.name


def test_every_operation_says_which_right_it_takes():
    rights = access.actions()
    assert [one.path for one in KNOWN if one.declared is None or one.declared.right not in rights] == []
    names = [one.name for one in KNOWN]
    assert len(names) == len(set(names))


def plain(path: str) -> str:
    """A path with its arguments by name alone."""
    return re.sub(r"[{<](?:\w+:)?(\w+)[}>]", r"{\1}", path)


def test_programs_call_operations_and_two_addresses_that_say_they_are_public():
    public = {each.name for each in calls() if each.action == "public"}
    assert public == {"api_schema", "api_token"}
    routes = {plain(f"/{each.route}") for each in calls() if each.name not in public}
    served = {plain(one.path) for one in KNOWN}
    assert routes - served == {ROOT}


def test_every_operation_that_needs_one_has_an_example():
    needy = [one.name for one in KNOWN if ("{" in one.path or one.writes) and one.name not in CALLS]
    assert needy == [], "add them to CALLS in tests/<room>/examples.py"
    assert set(CALLS) <= {one.name for one in KNOWN}, "an example of no operation"


@pytest.mark.parametrize("side", ["near", "far"])
def test_who_may_is_answered_and_nobody_else(programs, side):
    wrong = []
    for one in KNOWN:
        for key, member in programs.members():
            should = programs.expected(member, one, side)
            if should == "shown" and (one.writes or one.name in OWN_WORK):
                continue
            with undone():
                before = written()
                response = programs.send(key, programs.asked(one, side))
                if written() != before and one.writes:
                    wrong.append(f"{key} {one.name} wrote")
            if verdict(response) != should:
                wrong.append(f"{key} {one.name}: {response.status_code} {response.content[:200]}, {should}")
            if should == "shown" and response.status_code != 200:
                wrong.append(f"{key} {one.name}: {response.status_code} {response.content[:200]}")
            if should != "shown":
                wrong += faults_of_problem(one, response)
    assert not wrong, "\n".join(wrong[:40])


def faults_of_problem(one: Operation, response: Any) -> list[str]:
    """A refusal is a problem document that names nobody."""
    text = response.content.decode()
    kind = response.headers["Content-Type"]
    is_document = kind == MEDIA_TYPE and response.json()["status"] == response.status_code
    named = [canary for canary in CANARIES if canary in text]
    return [] if is_document and not named else [f"{one.name}: {kind} {text[:200]} {named}"]


@pytest.mark.parametrize("one", WRITING, ids=ids)
def test_one_who_may_changes_something_once_however_often_it_is_sent(programs, one):
    key, call = programs.writer_of(one), example_of(one)
    times, own = 2 + sum(map(ord, one.name)) % 9, uuid4().hex
    assert programs.expected(getattr(programs.cast, key), one, "near") == "shown"
    with undone():
        call.before(programs.stage.world.near, getattr(programs.stage.cast, key))
        asked, before = programs.asked(one, "near"), written()
        first = programs.send(key, asked, Idempotency_Key=own)
        assert first.status_code in {200, 201}, f"{key}: {first.status_code} {first.content[:600]}"
        after = written()
        assert (after != before) == call.changes
        for _again in range(times - 1):
            again = programs.send(key, asked, Idempotency_Key=own)
            assert (again.status_code, again.content) == (first.status_code, first.content)
            assert again.headers.get("ETag") == first.headers.get("ETag")
        assert written() == after


@pytest.mark.parametrize("one", [one for one in WRITING if not one.declared.makes], ids=ids)
def test_a_change_of_what_is_another_by_now_is_refused(programs, one):
    key, call = programs.writer_of(one), example_of(one)
    with undone():
        call.before(programs.stage.world.near, getattr(programs.stage.cast, key))
        before = written()
        assert programs.send(key, programs.asked(one, "near"), If_Match='"older"').status_code == 412
        assert written() == before


@pytest.mark.parametrize("one", WRITING, ids=ids)
def test_without_a_key_nothing_is_written(programs, one):
    key, call = programs.writer_of(one), example_of(one)
    with undone():
        call.before(programs.stage.world.near, getattr(programs.stage.cast, key))
        before = written()
        refused = programs.send(key, programs.asked(one, "near"), Idempotency_Key="")
        assert (refused.status_code, refused.json()["code"]) == (400, "idempotency_key")
        assert written() == before
