"""Messages over workers that are killed at random moments: is each taken once, and none lost?

    python -m bench outbox [--messages 10000] [--kills 200] [--workers 4]

A gateway of our contract keeps what it takes by its Idempotency-Key; workers are killed with SIGKILL and replaced. Then the same with a
worker that writes down "sent" before it sends, which has to lose some: otherwise the check proves nothing.
Exit 0 when the product loses none and doubles none, and the fault is caught.
"""

import argparse
import json
import os
import random
import time
from collections import Counter
from datetime import date, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from bench.claims import database, prepare_settings
from bench.mortal import start, stop

LEASE = timedelta(seconds=2)  # two minutes in the product: here killed workers are missed sooner
PATIENCE = 600.0


class Gateway(ThreadingHTTPServer):
    """Takes a message once for each key, and counts how often it was handed in."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        self.handed_in: Counter[str] = Counter()
        self.lock = Lock()
        super().__init__(("127.0.0.1", 0), Answers)


class Answers(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        try:
            key = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["key"]
        except ValueError:
            return  # its worker died while it sent
        with self.server.lock:
            self.server.handed_in[key] += 1
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench outbox", description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    options = parser.parse_args(arguments)
    with database() as dsn:
        os.environ["JALUR_POOL"] = "0"
        prepare_settings(dsn)
        lost, doubled = run(options, send_first=True)
        print(f"product: {lost} lost, {doubled} handed in more than once and known by their key")
        missed, _doubled = run(options, send_first=False)
        print(f"planted fault (written down before it is sent): {missed} lost")
    return 0 if lost == 0 and missed > 0 else 1


def run(options: argparse.Namespace, *, send_first: bool) -> tuple[int, int]:
    """How many messages no gateway ever got, and how many came to it twice or more."""
    from django.conf import settings
    from django.db import connections

    gateway = Gateway()
    Thread(target=gateway.serve_forever, daemon=True).start()
    settings.CHANNELS = {
        "sms": "jalur.foundation.messaging.channels.Gateway",
        "whatsapp": None,
        "email": None,
    }
    settings.SMS_URL = f"http://127.0.0.1:{gateway.server_port}/"
    keys = tell(options.messages)
    connections.close_all()
    workers = [start(partial(work, send_first)) for _at in range(options.workers)]
    chance, killed, end = random.Random(5), 0, time.monotonic() + PATIENCE
    while killed < options.kills and time.monotonic() < end:
        time.sleep(chance.uniform(0.02, 0.2))
        at = chance.randrange(len(workers))
        stop(workers[at])
        workers[at] = start(partial(work, send_first))
        killed += 1
    while waiting() and time.monotonic() < end:
        connections.close_all()
        time.sleep(0.5)
    for worker in workers:
        stop(worker)
    gateway.shutdown()
    print(
        f"  {killed} workers killed, {sum(gateway.handed_in.values())} messages handed in, {waiting()} still wait"
    )
    return len(keys - gateway.handed_in.keys()), sum(1 for key in keys if gateway.handed_in[key] > 1)


def tell(count: int) -> set[str]:
    """So many messages to one person; their keys."""
    from django.db import transaction
    from django.utils import timezone

    from jalur.foundation.geography.models import Place
    from jalur.foundation.messaging.models import Message
    from jalur.foundation.people.models import Person
    from jalur.kit.vault import seal
    from jalur.proposals.decisions.messages import OFFERED

    Message.objects.all().delete()
    place, _is_new = Place.objects.get_or_create(
        code="35", defaults={"name": "Contoh", "level": 1, "kind": "province"}
    )
    person = Person(name="Contoh", birth_date=date(2000, 1, 1), sex="F", residence=place)
    person.phone_sealed = seal("+6281200000000", table="people.person", row=str(person.pk), field="phone")
    person.save()
    with transaction.atomic():
        rows = [
            Message(
                kind=OFFERED.key, to_table="people.person", to_key=str(person.pk), about_table="bench", about_key=str(person.pk),
                once=str(at), values={"day": "2026-02-01"}, next_at=timezone.now(),
            )
            for at in range(count)
        ]  # fmt: skip
        Message.objects.bulk_create(rows, batch_size=2000)
    return {str(row.pk) for row in rows}


def waiting() -> int:
    from jalur.foundation.messaging.models import Message

    return Message.objects.filter(state="waiting").count()


def work(send_first: bool) -> None:
    from dataclasses import replace

    from django.db import connections

    from jalur.foundation.messaging import kinds, rules, services
    from jalur.foundation.messaging.services import sending
    from jalur.proposals.decisions.messages import OFFERED

    connections.close_all()
    rules.LEASE = LEASE
    kinds.register(replace(OFFERED, holds=lambda _key: True, link=lambda _key: "/"))
    if not send_first:
        vars(sending)["send"] = write_down_first(sending.send)
    while True:
        services.send_due()
        time.sleep(0.05)


def write_down_first(send: Any) -> Any:
    """The fault: what is written down as sent, and then the worker dies, nobody sends."""
    from jalur.foundation.messaging.models import Message

    def sent(message: Any, *reach: Any) -> Any:
        Message.objects.filter(pk=message.pk).update(state="sent")
        return send(message, *reach)

    return sent
