"""Whatever a forger tries is refused: with our records at hand, and by signature and shape alone."""

import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.credentials import lists, services
from jalur.foundation.credentials.models import StatusEntry
from jalur.foundation.credentials.reading import read
from jalur.foundation.credentials.rules import PURPOSES, list_address
from jalur.foundation.credentials.shapes import carriers, open_badge, sd_jwt
from jalur.foundation.credentials.statement import Verdict
from tests.credentials import forged_badges, forged_tokens
from tests.credentials.forging import CLASSES, Bench
from tests.credentials.statements import NOW

pytestmark = pytest.mark.django_db
VARIANTS = 6
REFUSED = {Verdict.FORGED, Verdict.ISSUER_UNKNOWN}


@pytest.fixture
def bench(body, cast):
    far = services.rotate_key(actor=SYSTEM, issuer=cast.hendra.organisation, now=NOW)
    return Bench(body.sign(), body.sign(), far, Ed25519PrivateKey.generate())


@pytest.fixture
def at_hand(bench):
    listed, key = bench.signed.entry.list, bench.signed.key
    return {
        list_address(key.address, key.issuer_id, listed.number, purpose): lists.current(listed, purpose, NOW)
        for purpose in PURPOSES
    }


def accepted(bench, at_hand, variants=VARIANTS, names=tuple(CLASSES)):
    """Which classes got anything past us, and with what verdict."""
    found = {}
    for name in names:
        for number in range(variants):
            raw = CLASSES[name](bench, random.Random(f"{name} {number}"))
            if raw in (bench.signed.open_badge, bench.signed.sd_jwt, bench.signed.compact):
                continue
            for held in (None, at_hand):
                verdict = read(raw, now=NOW, lists=held).verdict
                if verdict not in REFUSED:
                    found[name] = verdict
    return found


def test_there_are_classes_enough():
    assert len(CLASSES) >= 30
    assert {tamper.__module__ for tamper in CLASSES.values()} == {
        forged_badges.__name__,
        forged_tokens.__name__,
    }


def test_the_genuine_ones_are_valid_either_way(bench, at_hand):
    for form in (bench.signed.open_badge, bench.signed.sd_jwt, bench.signed.compact):
        assert read(form, now=NOW).verdict == Verdict.VALID
        assert read(form, now=NOW, lists=at_hand).verdict == Verdict.VALID


def test_nothing_forged_passes_our_records(bench, at_hand):
    assert accepted(bench, at_hand) == {}


def test_nothing_forged_passes_by_signature_and_shape_alone(bench, at_hand):
    StatusEntry.objects.all().delete()
    assert read(bench.signed.sd_jwt, now=NOW, lists=at_hand).verdict == Verdict.VALID
    assert accepted(bench, at_hand) == {}


@pytest.mark.parametrize("fault", ["proofs", "members", "disclosures"])
def test_a_planted_fault_is_seen(bench, at_hand, monkeypatch, fault):
    StatusEntry.objects.all().delete()
    if fault == "proofs":
        monkeypatch.setattr(open_badge.data_integrity, "holds", lambda *_, **__: True)
        names = ["badge_signature_changed", "badge_signed_by_a_stranger", "badge_proofs_exchanged"]
    elif fault == "members":
        monkeypatch.setattr(open_badge, "dump", lambda _found: b"")
        monkeypatch.setattr(open_badge.data_integrity, "holds", lambda *_, **__: True)
        names = ["badge_unsigned_member_added"]
    else:
        names = ["disclosure_that_was_not_signed"]
        monkeypatch.setattr(sd_jwt, "_digest", lambda _one: parts[0])
        parts = read_digests(bench)
    assert accepted(bench, at_hand, 20, names)


def read_digests(bench):
    return forged_tokens.parts_of(bench)[1]["_sd"]


def test_files_that_carry_one_are_read(body):
    signed = body.sign()
    text = signed.open_badge.encode()
    pdf = b"%%PDF-1.7\n1 0 obj <</Type/EmbeddedFile>>\nstream\n%s\nendstream\n"
    import zlib

    keyword = b"openbadgecredential\0\0\0\0\0"
    packed = b"openbadgecredential\0\1\0\0\0" + zlib.compress(text)

    def png(chunk):
        body = b"iTXt" + chunk
        return carriers.PNG + len(chunk).to_bytes(4, "big") + body + b"\0\0\0\0"

    svg = b"<svg xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'><openbadges:credential><![CDATA[%s]]></openbadges:credential></svg>"
    for raw in (
        pdf % text,
        pdf % zlib.compress(text),
        png(keyword + text),
        png(packed),
        svg % text,
        text,
        b" " + text + b"\n",
    ):
        assert read(raw, now=NOW).verdict == Verdict.VALID
    for raw in (pdf % b"nothing", png(b"Comment\0x"), svg % b"", svg % text[:-5], zlib.compress(text)):
        assert read(raw, now=NOW).verdict == Verdict.FORGED
    bomb = pdf % zlib.compress(b"{" + b" " * 50_000_000)
    assert read(bomb, now=NOW).verdict == Verdict.FORGED
