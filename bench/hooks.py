"""What telling programs costs whoever writes, and whether a notice is ever lost.

    python -m bench hooks [--kills 99] [--workers 3]

Cost: what PostgreSQL says (EXPLAIN ANALYZE) an insert of one event, and one of 100,000, takes as a whole, and of that the trigger that
listens: while no program listens, while 1,000 listen to something else, and while one listens; medians. Kills: workers that hand out
and send are killed with SIGKILL and replaced, by turns while a call is under way that the program has not taken yet, after it took it
and before it answers, and at a random moment; twenty notices for each kill. A stand-in for the program keeps what it takes by its
webhook-id. Then nine kills of a worker that writes down "taken" before it sends, which has to lose some, or the check proves nothing.
Exit 0 when no notice is lost and the fault is caught.
"""

import argparse
import os
import random
import statistics
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

from bench.claims import database, prepare_settings
from bench.mortal import start, stop

# Two minutes and twenty seconds in the product: here killed workers are missed sooner, and a turn still ends before its lease.
LEASE, TURN = timedelta(seconds=1), timedelta(seconds=0.3)
PATIENCE = 600.0
FAULTY_KILLS = 9
EVENTS, LISTENING = 10, 2  # for each kill
MOMENTS = UNTAKEN, UNANSWERED, RANDOM = "before the program took it", "before it answered", "at random"
MANY = 100_000
EDITED = "organisations:organisation:edited"


class ProgramStandIn(ThreadingHTTPServer):
    """Counts how often each notice was taken, and holds one call until its worker is dead when it is asked to."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self) -> None:
        self.took: Counter[str] = Counter()
        self.lock = Lock()
        self.moment, self.calls_left = "", 0
        self.came, self.is_dead = Event(), Event()
        super().__init__(("127.0.0.1", 0), Answers)

    def hold(self, moment: str, after: int) -> None:
        """Hold a call at that moment, after so many others."""
        with self.lock:
            self.came, self.is_dead = Event(), Event()
            self.moment, self.calls_left = moment, after

    def take(self, key: str) -> Event | None:
        """Take this notice, unless this call dies untaken; gives what a held call waits for."""
        with self.lock:
            self.calls_left -= 1
            moment = self.moment if self.calls_left < 0 else ""
            if moment != UNTAKEN:
                self.took[key] += 1
            if not moment:
                return None
            self.moment = ""
            self.came.set()
            return self.is_dead


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ProgramStandIn

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if worker_is_dead := self.server.take(self.headers["webhook-id"]):
            worker_is_dead.wait(PATIENCE)
            self.close_connection = True
            return
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench hooks", description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=99)
    parser.add_argument("--workers", type=int, default=3)
    options = parser.parse_args(arguments)
    with database() as dsn:
        os.environ["JALUR_POOL"] = "0"
        prepare_settings(dsn)
        costs()
        lost, twice = kills(options.kills, options.workers, send_first=True)
        print(f"product: {lost} lost, {twice} came more than once and are known by their id")
        missed, _twice = kills(FAULTY_KILLS, options.workers, send_first=False)
        print(f"planted fault (written down before it is sent): {missed} lost")
    return 0 if lost == 0 and missed > 0 else 1


def costs() -> None:
    """Print what recording takes, in milliseconds: the whole insert and the trigger's part of it."""
    from jalur.foundation.hooks.models import Hook

    subject = an_organisation()
    measured(MANY)  # warm
    figures("no program listens")
    listen(subject, "https://program.example/", ["organisations:licence:recorded"], 1000)
    figures("1,000 listen to another kind")
    Hook.objects.all().delete()
    listen(subject, "https://program.example/", [EDITED], 1)
    figures("one listens")
    Hook.objects.all().delete()


def figures(name: str) -> None:
    from jalur.foundation.hooks.models import Untold

    for count, rounds in ((1, 201), (MANY, 5)):
        wholes, parts = zip(*(measured(count) for _round in range(rounds)), strict=True)
        whole, part = statistics.median(wholes), statistics.median(parts)
        print(f"{name:30} {count:7,} events: {whole:9.3f} ms, of that listening {part:8.3f} ms")
    Untold.objects.all().delete()


def measured(count: int) -> tuple[float, float]:
    """An insert of so many events: milliseconds of the whole, and of the trigger; the rows are taken back."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, FORMAT JSON) INSERT INTO history_event"
            " (id, created_at, at, event, role, subject_table, subject_key, place_code, detail)"
            " SELECT gen_random_uuid(), now(), now(), %s, 'system', 'organisations.organisation', 'x', '', '{}'"
            " FROM generate_series(1, %s)",
            [EDITED, count],
        )
        [plan] = cursor.fetchone()[0]
        transaction.set_rollback(True)
    listening = sum(one["Time"] for one in plan["Triggers"] if one["Trigger Name"] == "hooks_listen")
    return plan["Execution Time"], listening


def an_organisation() -> Any:
    from jalur.foundation.geography.models import Place
    from jalur.foundation.organisations.models import Organisation

    place, _is_new = Place.objects.get_or_create(
        code="35", defaults={"name": "Contoh", "level": 1, "kind": "province"}
    )
    organisation, _is_new = Organisation.objects.get_or_create(
        name="LPK Contoh", kind="training_provider", place=place
    )
    return organisation


def listen(organisation: Any, address: str, kinds: list[str], count: int) -> None:
    """So many addresses of one program that listen to these kinds."""
    from datetime import date
    from uuid import uuid4

    from jalur.foundation.accounts.models import User
    from jalur.foundation.connections.models import Connection
    from jalur.foundation.hooks.models import Hook
    from jalur.foundation.organisations.models import Membership

    account = User.objects.create(username=f"P-{uuid4().hex[:10]}", name="Program")
    membership = Membership.objects.create(
        user=account, organisation=organisation, role="training_manager", valid_from=date(2025, 1, 1)
    )
    program = Connection.objects.create(
        membership=membership, name="Program", client_id=uuid4().hex, scopes=["organisations:read"]
    )
    hooks = [Hook(connection=program, address=address, kinds=kinds) for _at in range(count)]
    for hook in hooks:
        hook.keep("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    Hook.objects.bulk_create(hooks)


def kills(count: int, at_work: int, *, send_first: bool) -> tuple[int, int]:
    """How many notices never came, and how many came twice or more."""
    from django.conf import settings
    from django.db import connections

    from jalur.foundation.hooks.models import Hook, Notice

    program = ProgramStandIn()
    Thread(target=program.serve_forever, daemon=True).start()
    settings.HOOKS = {"calls": "jalur.foundation.hooks.calls.Caller", "inside": True, "proxy": ""}
    Hook.objects.all().delete()
    subject = an_organisation()
    listen(subject, f"http://127.0.0.1:{program.server_port}/", [EDITED], LISTENING)
    before, chance, killed = time.time(), random.Random(5), Counter[str]()
    for at in range(count):
        moment = MOMENTS[at % len(MOMENTS)]
        tell_of(subject, EVENTS)
        connections.close_all()
        if moment != RANDOM:
            program.hold(moment, chance.randrange(EVENTS))
        workers = [start(partial(work, send_first)) for _at in range(at_work)]
        if moment == RANDOM:
            time.sleep(chance.uniform(0.02, 0.5))
        killed[moment] += moment == RANDOM or program.came.wait(PATIENCE)
        stop_all(workers)
        program.is_dead.set()
    workers = [start(partial(work, send_first)) for _at in range(at_work)]
    while waiting() and time.time() < before + PATIENCE:
        connections.close_all()
        time.sleep(0.5)
    stop_all(workers)
    program.shutdown()
    keys = {str(key) for key in Notice.objects.values_list("pk", flat=True)}
    expected = count * EVENTS * LISTENING
    print(
        f"  killed in {time.time() - before:.0f} s: {dict(killed)}; {len(keys)} notices of {expected},"
        f" taken {sum(program.took.values())} times, {waiting()} still wait"
    )
    return expected - len(keys & program.took.keys()), sum(1 for key in keys if program.took[key] > 1)


def stop_all(workers: list[int]) -> None:
    for worker in workers:
        stop(worker)


def tell_of(subject: Any, count: int) -> None:
    from django.db import transaction

    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.history.services import record_many

    with transaction.atomic():
        record_many(actor=SYSTEM, event=EDITED, subjects=[(subject, None, "")] * count)


def waiting() -> int:
    from jalur.foundation.hooks.models import Notice, Untold

    return Notice.objects.filter(state="waiting").count() + Untold.objects.count()


def work(send_first: bool) -> None:
    from django.db import connections

    from jalur.foundation.hooks import rules, services
    from jalur.foundation.hooks.services import sending

    connections.close_all()
    rules.LEASE, rules.TURN = LEASE, TURN
    if not send_first:
        vars(sending)["send"] = write_down_first(sending.send)
    while True:
        services.hand_out()
        services.send_due()
        time.sleep(0.05)


def write_down_first(send: Any) -> Any:
    """The fault: what is written down as taken, and then the worker dies, nobody sends."""
    from jalur.foundation.hooks.models import Notice

    def sent(line: Any, hook: Any, notice: Any) -> Any:
        Notice.objects.filter(pk=notice.pk).update(state="taken")
        return send(line, hook, notice)

    return sent
