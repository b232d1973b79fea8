"""Stand-ins for what brings messages: an SMS gateway and WhatsApp Business, each a real server that keeps what it was given."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from jalur.foundation.messaging import channels
from jalur.foundation.messaging.models import Message
from tests.messaging.push_service import PushService

CHANNELS = "jalur.foundation.messaging.channels"
SECRET = "rahasia-bersama"
DAY = datetime(2026, 1, 12, 3, tzinfo=UTC)  # ten in the morning in Jombang


class StandIn(ThreadingHTTPServer):
    """Takes messages; one that it has under the same key already is not taken twice. `answers`: what it says next, then 200."""

    def __init__(self) -> None:
        self.taken, self.requests, self.answers = {}, [], []
        super().__init__(("127.0.0.1", 0), Answers)


class Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((body, dict(self.headers)))
        status = self.server.answers.pop(0) if self.server.answers else 200
        key = body.get("key") or body["biz_opaque_callback_data"]
        if status == 200:
            self.server.taken.setdefault(key, body)
        said = {"id": f"gw-{key}"} if "key" in body else {"messages": [{"id": f"wamid.{key}"}]}
        answer = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


@pytest.fixture
def stand_in(socket_enabled):
    server = StandIn()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def sms(stand_in, settings):
    settings.CHANNELS = {**settings.CHANNELS, "whatsapp": None, "sms": f"{CHANNELS}.Gateway"}
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{stand_in.server_port}/", "kunci"
    settings.HOOK_SECRET = SECRET
    return stand_in


@pytest.fixture
def push_service(monkeypatch):
    """Stands in for every push service there is; whatever else would be asked for a notice fails."""
    service = PushService()
    client = httpx.Client(transport=httpx.MockTransport(service))
    real = channels.hand_in

    def hand_in(url, headers, **body):
        if "content" not in body:
            return real(url, headers, **body)
        with pytest.MonkeyPatch.context() as only:
            only.setattr(channels, "_client", lambda: client)
            return real(url, headers, **body)

    monkeypatch.setattr(channels, "hand_in", hand_in)
    yield service
    client.close()


@pytest.fixture
def whatsapp(stand_in, settings):
    settings.CHANNELS = {**settings.CHANNELS, "whatsapp": f"{CHANNELS}.WhatsApp", "sms": None}
    settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN = f"http://127.0.0.1:{stand_in.server_port}/", "kunci"
    settings.WHATSAPP_SECRET, settings.WHATSAPP_VERIFY = SECRET, "kata-sandi-bersama"
    return stand_in


def sms_hook(reports: list, *, secret: str = SECRET, at: float | None = None, change=lambda body: body):
    """A report as a gateway posts it; `change` alters the bytes after they were signed."""
    body = json.dumps({"reports": reports}).encode()
    sent = str(int(at or timezone.now().timestamp()))
    mark = hmac.new(secret.encode(), sent.encode() + b"." + body, hashlib.sha256).hexdigest()
    return Client().post(
        "/messaging/hooks/sms/",
        change(body),
        content_type="application/json",
        headers={"Jalur-Signature": f"t={sent},v1={mark}"},
    )


def report(message: Message, state: str) -> dict:
    return {"id": message.provider_key, "state": state, "at": "2026-01-12T10:00:00+07:00"}
