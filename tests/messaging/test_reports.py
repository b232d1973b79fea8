"""What channels report: only what they signed counts, once, whatever the order."""

import hashlib
import hmac
import itertools
import json
import random

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from jalur.foundation.messaging.models import Message
from jalur.foundation.messaging.services.reports import Report, apply_reports
from tests.messaging.conftest import DAY, SECRET, report, sms_hook


@pytest.fixture(autouse=True)
def day(db):
    with time_machine.travel(DAY, tick=False) as clock:
        yield clock


@pytest.fixture
def message(db):
    return Message.objects.create(
        kind="tests:day", to_table="people.person", to_key="x", state="sent", channel="sms",
        provider_key="gw-1", next_at=DAY, sent_at=DAY,
    )  # fmt: skip


def state(message):
    message.refresh_from_db()
    return message.state


def test_a_report_that_is_signed_counts(message, sms):
    assert sms_hook([report(message, "delivered")]).status_code == 204
    assert state(message) == "delivered"


def test_of_a_thousand_forged_reports_none_counts(message, sms, day):
    chance = random.Random(7)
    body = [report(message, "delivered")]
    refused = 0
    for at in range(1000):
        how = at % 5
        if how == 0:
            answer = sms_hook(body, secret=f"tebakan-{at}")
        elif how == 1:
            place = chance.randrange(60)
            answer = sms_hook(
                body, change=lambda raw, place=place: raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
            )
        elif how == 2:
            answer = sms_hook(body, at=timezone.now().timestamp() - chance.randrange(301, 10**6))
        elif how == 3:
            answer = sms_hook(body, change=lambda raw: raw + b" ")
        else:
            mark = f"t={chance.choice(['', 'x', '9' * 13, '1'])},v1={chance.getrandbits(256):064x}"
            answer = Client().post(
                "/messaging/hooks/sms/", json.dumps({"reports": body}), content_type="application/json",
                headers={"Jalur-Signature": mark},
            )  # fmt: skip
        refused += answer.status_code == 403
    assert refused == 1000
    assert state(message) == "sent"


@pytest.mark.parametrize("order", list(itertools.permutations(["delivered", "read", "delivered", "failed"])))
def test_reports_converge_in_any_order_however_often(message, order):
    apply_reports("sms", [Report("gw-1", "delivered", DAY)])
    for one in order:
        apply_reports("sms", [Report("gw-1", one, DAY)] * 2)
    assert state(message) == "read"


def test_what_came_back_is_tried_by_another_channel(message):
    apply_reports("sms", [Report("gw-1", "failed", DAY)] * 3)
    message.refresh_from_db()
    assert (message.state, message.failed_channels, message.provider_key) == ("waiting", ["sms"], "")


@pytest.mark.parametrize("channel", ["email", "whatsapp"])
def test_one_channel_reports_nothing_of_another(message, channel):
    assert apply_reports(channel, [Report("gw-1", "read", DAY)]) == 0
    assert state(message) == "sent"


def whatsapp_hook(body, secret=SECRET):
    raw = json.dumps(body, ensure_ascii=False).encode()
    mark = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return Client().post(
        "/messaging/hooks/whatsapp/", raw, content_type="application/json",
        headers={"X-Hub-Signature-256": f"sha256={mark}"},
    )  # fmt: skip


def test_whatsapp_signs_the_bytes_as_they_are(message, whatsapp):
    Message.objects.update(channel="whatsapp", provider_key="wamid.1")
    status = {"id": "wamid.1", "status": "read", "timestamp": "1768186800", "note": "😀 é"}
    body = {"entry": [{"changes": [{"value": {"statuses": [status]}}]}]}
    assert whatsapp_hook(body, secret="lain").status_code == 403
    assert state(message) == "sent"
    assert whatsapp_hook(body).status_code == 204
    assert state(message) == "read"


def test_whatsapp_asks_once_whether_the_address_is_ours(whatsapp, client):
    ask = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    good = client.get("/messaging/hooks/whatsapp/", ask | {"hub.verify_token": "kata-sandi-bersama"})
    assert good.content == b"1158201444"
    assert client.get("/messaging/hooks/whatsapp/", ask | {"hub.verify_token": "lain"}).status_code == 404


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"reports": 1}', b'{"reports": [1]}', b"\xff"])
def test_signed_nonsense_is_refused(sms, body):
    sent = str(int(timezone.now().timestamp()))
    mark = hmac.new(SECRET.encode(), sent.encode() + b"." + body, hashlib.sha256).hexdigest()
    answer = Client().post(
        "/messaging/hooks/sms/", body, content_type="application/json",
        headers={"Jalur-Signature": f"t={sent},v1={mark}"},
    )  # fmt: skip
    assert answer.status_code == 400


def test_a_channel_that_is_not_set_up_has_no_address(client, db, settings):
    settings.CHANNELS = {"sms": None}
    assert client.post("/messaging/hooks/sms/", b"{}", content_type="application/json").status_code == 404
    assert (
        client.post("/messaging/hooks/telegram/", b"{}", content_type="application/json").status_code == 404
    )
