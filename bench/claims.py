"""64 people claim the last seat of a class at once, over HTTP, against a real gunicorn and PostgreSQL; 200 times.

    python -m bench.claims [--rounds 200] [--claimants 64] [--only seat|bed]

Once for a plain class and once for one that boards, of two seats at a centre with a single bed: seat and bed go together, to one person.
Fair means: one winner, a plain refusal (`no_seat`) for everybody else, no 5xx, and the tables agree. Then the others join the
waiting list at once, and the seat comes free three times while they claim it: each time the next in line is offered it. The same check then
runs against planted faults (bench/claims_counting_first.py: count, then write;
claims_seat_first.py: the bed after the seat) and must turn red there; otherwise the
check proves nothing. Exit 0 when the product is fair in every round and the fault is caught.
"""

import argparse
import http.client
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TODAY = date(2026, 1, 12)
PRODUCT = "jalur.project.wsgi:application"
COUNTING_FIRST = "bench.claims_counting_first:application"
SEAT_FIRST = "bench.claims_seat_first:application"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
START_SECONDS = 60
SEAT, NO_SEAT, NO_BED = "seat", "no_seat", "no_bed"


@dataclass
class Outcome:
    """What one run of rounds gave: the answers of each round, how long they took, which rounds were not fair."""

    answers: list[Counter[str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    unfair: list[str] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(
            count for answers in self.answers for answer, count in answers.items() if is_broken(answer)
        )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.claims", description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--claimants", type=int, default=64)
    parser.add_argument("--only", choices=("seat", "bed"), help="one of the two kinds of classes alone")
    options = parser.parse_args(arguments)
    with database() as dsn:
        prepare_settings(dsn)
        class_maker, sessions = populate(options.claimants)
        is_fair, is_caught = True, True
        kinds = {
            "seat": ("seat", class_maker, COUNTING_FIRST),
            "bed": ("seat and bed", lambda: class_maker(with_bed=True), SEAT_FIRST),
        }
        for words, make, planted in [kinds[options.only]] if options.only else kinds.values():
            product = measure(PRODUCT, options.rounds, make, sessions)
            report(f"{words}, product", product, options.claimants)
            fault = measure(planted, max(3, options.rounds // 10), make, sessions)
            report(f"{words}, planted fault", fault, options.claimants)
            is_fair, is_caught = is_fair and not product.unfair, is_caught and bool(fault.unfair)
    verdict = "fair" if is_fair else "NOT FAIR"
    print(f"claims: {verdict}; planted fault {'caught' if is_caught else 'NOT CAUGHT'}")
    return 0 if is_fair and is_caught else 1


@contextmanager
def database() -> Iterator[str]:
    """A throw-away embedded PostgreSQL for the length of the run."""
    from jalur.project.launcher import postgres

    os.environ.pop("DATABASE_URL", None)
    folder = Path(tempfile.mkdtemp(prefix="jalur-claims-"))
    folder.chmod(0o755)
    os.environ["JALUR_DATA"] = str(folder)
    try:
        yield postgres.ensure(folder, durable=False)
    finally:
        from django.db import connections

        connections.close_all()
        os.environ.pop("DATABASE_URL", None)
        postgres.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def prepare_settings(dsn: str) -> None:
    """The environment of this process and of the web server it starts; migrations done."""
    (Path(os.environ["JALUR_DATA"]) / "static").mkdir(exist_ok=True)
    os.environ.update(
        DATABASE_URL=dsn,
        DJANGO_SETTINGS_MODULE="jalur.project.settings",
        JALUR_TODAY=TODAY.isoformat(),
        JALUR_STATIC="plain",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def a_regency() -> Any:
    from jalur.foundation.geography.models import Place

    about = {"name": "Provinsi Contoh", "level": 1, "kind": "province"}
    province, _made = Place.objects.get_or_create(code="35", defaults=about)
    about = {"name": "Kabupaten Contoh", "level": 2, "kind": "regency", "parent": province}
    return Place.objects.get_or_create(code="35.17", defaults=about)[0]


def populate(claimants: int) -> tuple[Any, list[str]]:
    """An institute and so many candidates signed in: (what makes a class of one seat, session keys)."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.accounts.models import User
    from jalur.foundation.competencies.models import Competency
    from jalur.foundation.organisations.models import Organisation
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.premises.models import Resource
    from jalur.journey.training import services
    from jalur.journey.training.models import Intake, Programme

    regency = a_regency()
    unit = Competency.objects.create(code="UNIT-CONTOH", kind="skill", title_id="Unit contoh")
    institute = Organisation.objects.create(name="LPK Contoh", kind="training_provider", place=regency)
    programme = services.add_programme(
        actor=SYSTEM,
        programme=Programme(provider=institute, code="CONTOH", title="Pelatihan contoh"),
        teaches=[unit.pk],
    )
    sessions = []
    for number in range(claimants):
        user = User.objects.create(email=f"calon{number}@contoh.example", name=f"Calon {number}")
        person = Person.objects.create(
            name=f"Calon {number}", birth_date=date(2000, 1, 1), sex="F", residence=regency, account=user
        )
        Candidate.objects.create(
            person=person, number=f"J-{number:08}", education=2, available_from=date(2026, 1, 1)
        )
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        sessions.append(session.session_key)

    Resource.objects.create(organisation=institute, kind="dormitory", name="Asrama", sex="F", units=1)

    def make_class(*, with_bed: bool = False) -> Any:
        intake = Intake(
            programme=programme,
            place=regency,
            reach="national",
            with_bed=with_bed,
            seats=1,
            starts=TODAY + timedelta(days=7),
            ends=TODAY + timedelta(days=37),
            cost=0,
            pass_rate=1,
        )
        opened = services.open_intake(actor=SYSTEM, intake=intake, today=TODAY)
        if with_bed:  # no centre opens more seats than it has beds: one of its two has broken since
            Intake.objects.filter(pk=opened.pk).update(seats=2)
        return opened

    return make_class, sessions


def measure(application: str, rounds: int, make_class: Any, sessions: list[str]) -> Outcome:
    """Run the rounds against the web server with this application."""
    outcome = Outcome()
    with web_server(application) as port:
        claimants = [Claimant(port, key) for key in sessions]
        with ThreadPoolExecutor(len(claimants)) as pool:
            for _round in range(rounds):
                intake = make_class()
                starts = threading.Barrier(len(claimants))
                address = f"/training/intakes/{intake.number}/claim/"
                answers = list(pool.map(lambda one, at=address, go=starts: one.claim(at, go), claimants))
                outcome.answers.append(Counter(answer for answer, _seconds in answers))
                outcome.seconds += [seconds for _answer, seconds in answers]
                fault = what_is_unfair(intake, outcome.answers[-1]) or (
                    what_is_out_of_line(intake, claimants, pool) if application == PRODUCT else ""
                )
                if fault:
                    outcome.unfair.append(f"class {intake.number}: {fault}")
                give_back(intake)
    return outcome


def is_broken(answer: str) -> bool:
    """Whether the server failed."""
    return answer.startswith("5")


def what_is_unfair(intake: Any, answers: Counter[str]) -> str:
    """The first thing that is wrong with a round; empty when it was fair."""
    from jalur.journey.training.models import Enrolment

    held = Enrolment.objects.filter(intake=intake, state="enrolled").count()
    intake.refresh_from_db()
    if any(is_broken(answer) for answer in answers):
        return f"the server broke: {dict(answers)}"
    if answers[SEAT] != 1:
        return f"{answers[SEAT]} winners: {dict(answers)}"
    if answers[NO_SEAT] + answers[NO_BED] != sum(answers.values()) - 1:
        return f"not everybody else was refused plainly: {dict(answers)}"
    if (held, intake.taken) != (1, 1):
        return f"{held} seats held and {intake.taken} counted for 1 seat"
    return what_is_half_booked(intake)


def what_is_half_booked(intake: Any) -> str:
    """Whether somebody has a seat without its bed, or a bed without its seat; "" where none has, and for a class without beds."""
    from jalur.journey.premises.models import BookedUnit
    from jalur.journey.training.models import Enrolment

    if not intake.with_bed:
        return ""
    held = Enrolment.objects.filter(intake=intake, state__in=("enrolled", "offered"))
    seats = set(held.values_list("candidate", flat=True))
    beds = set(BookedUnit.objects.filter(resource__kind="dormitory").values_list("candidate", flat=True))
    return (
        ""
        if seats == beds
        else f"{len(seats - beds)} seats without a bed, {len(beds - seats)} beds without a seat"
    )


def what_is_out_of_line(intake: Any, claimants: "list[Claimant]", pool: ThreadPoolExecutor) -> str:
    """Everybody without the seat joins the waiting list at once; then the seat comes free while the others claim it again, three
    times over. The first thing that is wrong; "" when each time the next in line, and nobody else, is offered it."""
    from django.db import connection

    from jalur.foundation.accounts.access import SYSTEM
    from jalur.journey.training import services
    from jalur.journey.training.models import Enrolment

    def at_once(verb: str) -> Counter[str]:
        starts = threading.Barrier(len(claimants))
        address = f"/training/intakes/{intake.number}/{verb}/"
        return Counter(
            answer for answer, _seconds in pool.map(lambda one: one.claim(address, starts), claimants)
        )

    def offer() -> int:
        try:
            return services.offer_free_seats(TODAY)
        finally:
            connection.close()

    joined = at_once("join")
    if joined[SEAT] != len(claimants) - 1:
        return f"not everybody else is in line: {dict(joined)}"
    line = list(Enrolment.objects.filter(intake=intake, state="waiting").order_by("queued"))
    if [place.queued for place in line] != list(range(1, len(claimants))):
        return "turns are missing or given twice"
    seat = Enrolment.objects.get(intake=intake, state="enrolled")
    services.withdraw(actor=SYSTEM, enrolment=seat, reason="end of the first turn")
    for place in line[:3]:
        with ThreadPoolExecutor(2) as workers:
            offers = [workers.submit(offer) for _worker in range(2)]
            passed = at_once("claim")
        if sum(one.result() for one in offers) != 1 or passed[SEAT]:
            return f"a seat went past the line: {dict(passed)}"
        held = Enrolment.objects.filter(intake=intake, state__in=("offered", "enrolled"))
        if [one.pk for one in held] != [place.pk]:
            return "the seat was not offered to the next in line"
        if half := what_is_half_booked(intake):
            return half
        services.decline_seat(actor=SYSTEM, enrolment=held[0])
    return ""


def give_back(intake: Any) -> None:
    """End the round: the class is cancelled, so that nobody's days overlap in the next one."""
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.journey.training import services

    services.cancel_intake(actor=SYSTEM, intake=intake, reason="end of the round")


class Claimant:
    """A browser that stays connected and knows its session and its form token."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        token = secrets.token_hex(16)
        self.headers = {
            "Cookie": f"session={session}; csrf={token}",
            "X-CSRFToken": token,
            "Content-Length": "0",
        }
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def claim(self, address: str, go: threading.Barrier) -> tuple[str, float]:
        """(SEAT, the code of the refusal or the status; seconds) of one claim, sent when everybody is ready."""
        self.connection.connect()
        go.wait(timeout=60)
        begun = time.perf_counter()
        self.connection.request("POST", address, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        self.connection.close()
        refused = answer.getheader("Refusal-Code", "")
        return (refused or SEAT) if answer.status == 302 else str(answer.status), time.perf_counter() - begun


@contextmanager
def web_server(application: str) -> Iterator[int]:
    """The product's own web server command with this application, until the block ends."""
    from jalur.project.launcher import serve

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [application if word == PRODUCT else word for word in serve.web_words(port)]
    log = Path(os.environ["JALUR_DATA"]) / f"web-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(words, stdout=output, stderr=output)
    try:
        wait_for(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"the web server did not start: {log.read_text(errors='replace')[-500:]}")


def report(name: str, outcome: Outcome, claimants: int) -> None:
    """Print what a person wants to know of a run."""
    slow = sorted(outcome.seconds)
    print(
        f"claims, {name}: {len(outcome.answers)} rounds of {claimants} at once, "
        f"{len(outcome.unfair)} unfair, {outcome.errors} server errors, "
        f"answer median {statistics.median(slow):.3f} s, p99 {slow[int(len(slow) * 0.99)]:.3f} s"
    )
    for fault in outcome.unfair[:3]:
        print(f"  {fault}")


if __name__ == "__main__":
    sys.exit(main())
