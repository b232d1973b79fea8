"""Every address that takes a POST: one who may changes something, everybody else is refused and changes nothing."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponseForbidden

from jalur.foundation.accounts import access
from jalur.foundation.accounts.models import User
from jalur.foundation.people.rights import Right as PeopleRight
from tests.access.addresses import LIBRARY, Address, addresses
from tests.access.conftest import Stage, fault, undone, verdict, written
from tests.access.example import Write, filled
from tests.access.examples import COUNTS_EACH, OWN_WORK, SIGNED_LINKS, WRITES, example_of
from tests.access.forms import fields_of
from tests.access.world import TODAY

KNOWN = [each for each in addresses() if each.name not in SIGNED_LINKS and example_of(each)]
# Who has just become staff is asked for a second factor before anything else; a slip that was used works no longer.
LEADS_ON = {"organisations:invitation", "portal:slip"}
WRITING = [each for each in KNOWN if each.name in WRITES]


@pytest.fixture(autouse=True)
def day_of_the_world(settings):
    settings.TODAY = TODAY


@pytest.fixture
def bare_refusals(monkeypatch):
    """The page of a refusal is drawn a thousand times while reading; here only its status counts."""
    monkeypatch.setattr("jalur.portal.middleware.refused", lambda request, error: HttpResponseForbidden())


def url_of(stage: Stage, address: Address, write: Write, side: str) -> str:
    query = urlencode(filled(write.query, getattr(stage.world, side)), doseq=True)
    return stage.url(address, side) + (f"?{query}" if query else "")


def sent_by(client: Any, url: str, write: Write, side: Any) -> dict[str, Any]:
    """What stands in the form on the page, with the example on top."""
    page = client.get(url)
    shown = fields_of(page.content.decode(), url) if page.status_code == 200 else {}
    return shown | filled(write.sends, side)


def writer_of(stage: Stage, address: Address, write: Write) -> str:
    """Who writes: the first of the cast who may do it to what is near."""
    if write.by:
        return write.by
    return next(key for key, member in stage.members() if stage.expected(member, address, "near") == "shown")


@pytest.mark.parametrize("address", WRITING, ids=lambda address: address.name)
def test_one_who_may_changes_something(stage, address):
    write, side = WRITES[address.name], stage.world.near
    key = writer_of(stage, address, write)
    assert stage.expected(getattr(stage.cast, key, None), address, "near") == "shown"
    with undone():
        write.before(side, getattr(stage.cast, key, None))
        client, url = stage.client(key), url_of(stage, address, write, "near")
        data = sent_by(client, url, write, side)
        before = written()
        response = client.post(url, data)
        assert verdict(response) == "shown", fault(response)
        assert response.status_code < 400, f"{key} sent {data}: {fault(response)}"
        after = written()
    told = [message.message for message in get_messages(response.wsgi_request)]
    assert (after != before) is write.changes, told


@pytest.mark.parametrize("address", WRITING, ids=lambda address: address.name)
def test_a_form_sent_twice_takes_effect_once(stage, address):
    write, side = WRITES[address.name], stage.world.near
    key = writer_of(stage, address, write)
    with undone():
        write.before(side, getattr(stage.cast, key, None))
        client, url = stage.client(key), url_of(stage, address, write, "near")
        data = sent_by(client, url, write, side) | {"form_key": str(uuid4())}
        first = client.post(url, data)
        before = written()
        for upload in (one for one in data.values() if hasattr(one, "seek")):
            upload.seek(0)
        second = client.post(url, data)
        again = written() != before
    assert again is (address.name in COUNTS_EACH), f"{fault(first)}, then {fault(second)}"
    if first.status_code == 302 and address.name not in LEADS_ON:
        assert (second.status_code, second.headers["Location"]) == (302, first.headers["Location"])


def test_every_address_that_takes_a_post_has_an_example(stage):
    silent = []
    for address in KNOWN:
        if address.name in WRITES or address.name in LIBRARY or address.name in OWN_WORK:
            continue
        key = writer_of(stage, address, Write())
        with undone():
            response = stage.client(key).post(stage.url(address, "near"))
            if response.status_code != 405:
                silent.append(f"{address.name} ({response.status_code})")
    assert not silent, "add them to WRITES in tests/<room>/examples.py"


@pytest.mark.parametrize("side", ["near", "far"])
def test_a_refused_write_changes_nothing(stage, bare_refusals, side):
    if side == "near":
        known = [each for each in KNOWN if each in WRITING or not each.arguments]
    else:
        known = [each for each in KNOWN if each.arguments]
    wrong = faults([each for each in known if each.name not in OWN_WORK], stage, side)
    assert not wrong, "\n".join(wrong[:40])


def faults(known: list[Address], stage: Stage, side: str) -> list[str]:
    """What happens when those who may not send what one who may would send."""
    wrong, world = [], getattr(stage.world, side)
    for address in known:
        write = WRITES.get(address.name, Write())
        refused = [
            (key, should)
            for key, member in stage.members()
            if (should := stage.expected(member, address, side)) != "shown"
        ]
        with undone():
            if refused:
                write.before(world, stage.cast.wulan)
                url, data = url_of(stage, address, write, side), filled(write.sends, world)
            before = written()
            for key, should in refused:
                response = stage.client(key).post(url, data)
                if verdict(response) != should and response.status_code != 405:
                    wrong.append(f"{key} post {url}: {fault(response)}, expected {should}")
                if (after := written()) != before:
                    wrong.append(f"{key} post {url} wrote")
                before = after
    return wrong


def test_a_refusal_that_comes_after_the_write_is_found(stage, plant):
    def planted(request):
        User.objects.filter(email="sari@contoh.example").update(name="Sari")
        raise access.Refused(PeopleRight.REVEAL_IDENTITY)

    planted.access_action = PeopleRight.REVEAL_IDENTITY
    assert "rini post /planted/ wrote" in faults([plant(planted)], stage, "near")
