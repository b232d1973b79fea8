"""Every kind of message that a room registers: it names nobody, reads in both languages, fits a phone, leads to a page that asks."""

import random
import string
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from jalur.foundation.messaging import kinds, services, writing
from jalur.foundation.messaging.models import Message
from tests.mailbox import letters
from tests.messaging.conftest import DAY

# A name, a NIK, a phone and a reason that no message may show, whatever stands in the tables.
CANARIES = ("Contohwati", "3517085204010001", "81234567890", "luka bakar")
LONGEST = 480  # signs: three parts of an SMS in the alphabet of GSM 03.38
KINDS = [pytest.param(kind, id=kind.key) for kind in kinds.kinds()]


@pytest.mark.parametrize("kind", KINDS)
def test_it_reads_in_both_languages_and_fits_a_phone(db, kind):
    ways = {
        language: writing.in_words(kind, kind.values, str(uuid4()), language) for language in ("id", "en")
    }
    assert ways["id"].text != ways["en"].text
    for written in ways.values():
        assert written.subject
        assert len(written.short) <= LONGEST
        assert written.link.startswith("http://localhost/")
        assert not set(written.short) - set(string.printable), "an SMS of plain letters"


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_behind_it_asks_who_one_is(db, client, kind):
    link = writing.in_words(kind, kind.values, str(uuid4()), "id").link.removeprefix("http://localhost")
    page = client.get(link)
    assert (page.status_code == 302 and "/accounts/login/" in page["Location"]) or page.status_code == 404


def test_five_thousand_messages_name_nobody(db):
    chance = random.Random(11)
    for _at in range(5000):
        kind = chance.choice(kinds.kinds())
        values = {
            name: date(2026, 1, 1) + timedelta(chance.randrange(900))
            if isinstance(value, date)
            else chance.randrange(99)
            for name, value in kind.values.items()
        }
        written = writing.in_words(kind, values, str(uuid4()), chance.choice(["id", "en"]))
        seen = f"{written.subject} {written.short} {written.values}"
        assert not [canary for canary in CANARIES if canary in seen]


def test_what_happened_to_an_account_is_told_by_every_way(cast, sms):
    from jalur.foundation.organisations.messages import FACTOR_RESET

    owner = cast.tuti.user
    owner.set_phone("+6281200000001", is_confirmed=True)
    owner.save()
    with time_machine.travel(DAY, tick=False):
        services.tell(FACTOR_RESET, to=owner, about=owner)
        services.tell(FACTOR_RESET, to=owner, about=owner)
        sent = letters()
    assert [letter.to for letter in sent] == [[owner.email]]
    assert [body["to"] for body, _headers in sms.requests] == ["+6281200000001"]
    assert set(Message.objects.values_list("state", "channel")) == {("sent", "sms"), ("sent", "email")}
