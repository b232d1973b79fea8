"""A stand-in for a program that takes notices: a real server that checks signatures as a program would, and keeps what it was given."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import time_machine
from django.db import transaction

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.connections.models import Connection
from jalur.foundation.history.services import record
from jalur.foundation.hooks import services
from jalur.foundation.hooks.models import Hook
from tests.access.operations import connect

DAY = datetime(2026, 1, 12, 3, tzinfo=UTC)
KINDS = ["organisations:organisation:edited", "organisations:licence:recorded"]


class ProgramStandIn(ThreadingHTTPServer):
    """Takes notices. `answers`: the statuses it gives next, then 204; `secrets`: those it knows."""

    daemon_threads = True

    def __init__(self) -> None:
        self.requests, self.taken, self.answers, self.secrets = [], {}, [], []
        super().__init__(("127.0.0.1", 0), Answers)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/jalur"


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.answers.pop(0) if self.server.answers else 204
        self.server.requests.append((status, body, dict(self.headers)))
        if not any(verified(body, self.headers, secret) for secret in self.server.secrets):
            status = 401
        if 200 <= status < 300:
            self.server.taken.setdefault(self.headers["webhook-id"], json.loads(body))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"{self.server.address}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


def verified(body: bytes, headers, secret: str) -> bool:
    """By code that shares nothing with the product: Standard Webhooks, read from the specification."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    mark = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{mark}" in headers["webhook-signature"].split(" ")


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(DAY, tick=False) as at:
        yield at


def happen(kind: str, *subjects, actor=SYSTEM) -> None:
    """Events as the rooms record them, in one transaction."""
    with transaction.atomic():
        for subject in subjects:
            record(actor=actor, event=kind, subject=subject)


def tell() -> int:
    """What the workers do; how many notices were taken."""
    services.hand_out()
    return services.send_due()


@pytest.fixture
def program(socket_enabled, settings):
    settings.HOOKS = {"calls": "jalur.foundation.hooks.calls.Caller", "inside": True, "proxy": ""}
    server = ProgramStandIn()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def listen(member, program: ProgramStandIn, kinds=KINDS, **more) -> Hook:
    """A program of the member's organisation that is told at the stand-in; its secret is made."""
    connect(member)
    connection = Connection.objects.get(membership__organisation=member.organisation, hooks=None)
    hook = services.add_hook(actor=member.actor, connection=connection, address=program.address, kinds=kinds)
    hook, secret = services.renew_secret(actor=member.actor, hook=hook)
    program.secrets.append(secret)
    return hook


@pytest.fixture
def hook(cast, program):
    return listen(cast.hendra, program)
