"""Suspended and revoked: in our own reading at once, in the public lists at their next reading."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.credentials import lists, services
from jalur.foundation.credentials.models import StatusEntry
from jalur.foundation.credentials.reading import read
from jalur.foundation.credentials.rules import LIST_ENTRIES, PURPOSES
from jalur.foundation.credentials.shapes.status_list import decode_bitstring
from jalur.foundation.credentials.statement import Verdict
from tests.credentials.statements import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fixed_clock(body):
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, entry, purpose, **headers):
    address = reverse("credentials:status_list", args=[entry.key.issuer_id, entry.list.number, purpose])
    return client.get(address, headers=headers)


def at_hand(client, entry):
    """Both lists as a reader elsewhere has them."""
    texts = [page(client, entry, purpose).content.decode() for purpose in PURPOSES]
    return {json.loads(text)["id"]: text for text in texts}


def test_suspended_revoked_and_back(body, client):
    signed = body.sign()
    other = body.sign()

    def seen():
        offline = at_hand(client, signed.entry)
        return {
            (read(form, now=NOW).verdict, read(form, now=NOW, lists=offline).verdict)
            for form in (signed.open_badge, signed.sd_jwt, signed.compact)
        }

    def mark(**marks):
        services.set_status(actor=body.actor, entry=signed.entry, now=NOW, **marks)

    assert seen() == {(Verdict.VALID, Verdict.VALID)}
    mark(suspended=True, revoked=False)
    assert seen() == {(Verdict.SUSPENDED, Verdict.SUSPENDED)}
    mark(suspended=False, revoked=False)
    assert seen() == {(Verdict.VALID, Verdict.VALID)}
    mark(suspended=True, revoked=True)
    assert seen() == {(Verdict.REVOKED, Verdict.REVOKED)}
    with pytest.raises(ValidationError):
        mark(suspended=False, revoked=False)
    assert read(other.compact, now=NOW).verdict == Verdict.VALID
    assert read(other.compact, now=NOW, lists=at_hand(client, other.entry)).verdict == Verdict.VALID


def test_only_the_body_and_the_ministry_mark(body, cast):
    entry = body.sign().entry
    for member in (cast.anwar, cast.hendra, cast.sari, cast.wulan):
        with pytest.raises(Refused):
            services.set_status(actor=member.actor, entry=entry, suspended=True, revoked=True, now=NOW)
    entry.refresh_from_db()
    assert not entry.is_suspended
    assert not entry.is_revoked
    services.set_status(actor=cast.yusuf.actor, entry=entry, suspended=True, revoked=False, now=NOW)


def test_in_the_order_of_judging(body, client):
    signed = body.sign()
    begins, ends = body_days = (NOW - timedelta(days=400), NOW + timedelta(days=4000))
    assert read(signed.compact, now=begins).verdict == Verdict.NOT_YET
    assert read(signed.compact, now=ends).verdict == Verdict.EXPIRED
    services.set_status(actor=body.actor, entry=signed.entry, suspended=True, revoked=False, now=NOW)
    assert {read(signed.sd_jwt, now=day).verdict for day in body_days} == {Verdict.SUSPENDED}


def test_a_list_that_is_old_or_of_something_else_tells_nothing(body, client):
    signed = body.sign()
    offline = at_hand(client, signed.entry)
    revocation, suspension = sorted(offline)
    swapped = {revocation: offline[suspension], suspension: offline[revocation]}
    broken = {**offline, revocation: offline[revocation].replace("validFrom", "validfrom")}
    late = NOW + timedelta(hours=25)
    for now, held in ((NOW, {}), (NOW, swapped), (NOW, broken), (late, offline)):
        assert read(signed.open_badge, now=now, lists=held).verdict == Verdict.LIST_UNREACHABLE
    StatusEntry.objects.all().delete()
    assert read(signed.open_badge, now=NOW).verdict == Verdict.LIST_UNREACHABLE


def test_a_list_is_made_once_for_each_change(body, client, monkeypatch):
    entry, made = body.sign().entry, []
    whole = lists._made
    monkeypatch.setattr(lists, "_made", lambda *asked: made.append(asked) or whole(*asked))
    first = page(client, entry, "revocation")
    again = page(client, entry, "revocation")
    assert (len(made), first.content) == (1, again.content)
    assert page(client, entry, "revocation", if_none_match=first["ETag"]).status_code == 304
    assert "max-age" in first["Cache-Control"]
    assert first["Access-Control-Allow-Origin"] == "*"
    services.set_status(actor=SYSTEM, entry=entry, suspended=False, revoked=True, now=NOW)
    assert page(client, entry, "revocation").content != first.content
    assert len(made) == 2


def test_after_a_rotation_lists_of_the_new_key_are_believed(body, client):
    signed = body.sign()
    services.rotate_key(actor=SYSTEM, issuer=body.issuer, now=NOW)
    assert read(signed.open_badge, now=NOW, lists=at_hand(client, signed.entry)).verdict == Verdict.VALID


def test_places_are_random_and_lists_large(body, client):
    places = [body.sign().entry.index for _ in range(12)]
    assert len(set(places)) == 12
    assert places != sorted(places)
    assert max(places) > 1000
    listed = json.loads(page(client, StatusEntry.objects.first(), "revocation").content)
    packed = listed["credentialSubject"]["encodedList"]
    assert len(decode_bitstring(packed)) * 8 >= LIST_ENTRIES


def test_unknown_lists_and_bodies_are_not_found(body, client, cast):
    entry = body.sign().entry
    for parts in (
        (body.issuer.pk, 9, "revocation"),
        (body.issuer.pk, 1, "birthday"),
        (cast.hendra.organisation.pk, 1, "token"),
    ):
        assert client.get(reverse("credentials:status_list", args=parts)).status_code == 404
    assert client.get(reverse("credentials:issuer", args=[cast.hendra.organisation.pk])).status_code == 404
    services.lose_key(actor=SYSTEM, key=body.key, now=NOW)
    assert page(client, entry, "revocation").status_code == 503
