"""`python -m bench hub-year [CLASSES …]`: a year of the example country's hub; what its pages cost, in time and queries.

    python -m bench hub-year 60 180
    python -m bench hub-year --ways --folder var/hub

The year: 12 workshops, 240 beds, 40 instructors, 180 classes, 4,000 people, 60,000 marks (bench/hub_year_rows.py). Every GET address of
the rooms of a hub and of the first pages is asked for as the hub's manager, an instructor, the labour officer of the province and
somebody in a class that runs: once to warm, then five times in this process; the median of these is told, and the
fastest, which other work on the machine slows least. A page that is slow is asked again. `--ways` asks lists in each way they offer.
Exit 0 when no page takes more than 300 ms, none fails and none asks more of the larger year.
"""

import argparse
import logging
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

SIZES, TURNS, MOST_MS, SHOWN = (60, 180), 5, 300, 40
AGAIN = 3  # so often is asked once more what is slow: one slow answer on a shared machine says nothing
COUNTRY, YEAR = "jalur_country", "jalur_hub_year"
ROOMS = ("training", "premises", "attendance", "progress", "languages", "funding", "network", "portal")
Figures = tuple[float, float, int]  # milliseconds, the median and the fastest; queries
Seen = dict[tuple[str, str], Figures]  # (page, who) → figures


@dataclass
class Asked:
    """What one round of all pages found: figures of those that opened, how the others answered, pages that failed."""

    seen: Seen = field(default_factory=dict)
    others: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench hub-year",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="classes of the year, growing")
    parser.add_argument("--folder", type=Path, help="keep the server and the example country here")
    parser.add_argument(
        "--ways", action="store_true", help="each list sorted, filtered, searched, its last page"
    )
    chosen = parser.parse_args()
    # Django writes a line for every refusal that the report tells as a number.
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="jalur-hub-year-") as name:
        prepare(chosen.folder or Path(name))
        rounds = [asked for _size, asked in grow(list(chosen.sizes), ways=chosen.ways)]
        return report(rounds)


def prepare(folder: Path) -> None:
    """A fresh copy of the example country; this process works on it from here on."""
    from bench.growth import databases
    from bench.product import database

    dsn = databases.serve(folder)
    databases.make(dsn, COUNTRY, "template1", "country")
    databases.drop(dsn, YEAR)
    os.environ["DATABASE_URL"], _there = database(dsn, YEAR, COUNTRY)
    import django

    django.setup()


def grow(sizes: list[int], *, ways: bool) -> Iterator[tuple[int, Asked]]:
    """Load up to each of these sizes and ask for every page."""
    from bench import hub_year_rows as rows
    from jalur.kit.dates import today

    begun = time.perf_counter()
    hub = rows.furnish(today())
    every, loaded, people = spread(rows.slots(hub.today, max(sizes)), sizes), 0, {}
    for size in sizes:
        rows.load(hub, every[loaded:size])
        loaded = size
        settle()
        print(f"hub-year: {told()}, loaded after {time.perf_counter() - begun:.0f} s", flush=True)
        people = people or members(hub)
        # Of the smaller years the queries alone are compared.
        turns = TURNS if size == sizes[-1] else 0
        yield size, ask_everything(subjects(hub), people, turns=turns, ways=ways)


def spread(slots: list[Any], sizes: list[int]) -> list[Any]:
    """The same classes so ordered that the smallest size already holds some of every season."""
    step = max(1, len(slots) // sizes[0])
    first = [slot for turn, slot in enumerate(slots) if turn % step == 0][: sizes[0]]
    return [*first, *(slot for slot in slots if slot not in first)]


def settle() -> None:
    """What autovacuum would have done by the next day."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def told() -> str:
    """How much of everything there is at the hub."""
    from jalur.journey.attendance.models import Mark
    from jalur.journey.premises.models import BookedUnit
    from jalur.journey.training.models import Enrolment, Intake

    hub = {"programme__provider__name__startswith": "UPTD Latihan Kerja Serpong"}
    classes = Intake.objects.filter(**hub)
    counts = {
        "classes": classes.count(),
        "seats": Enrolment.objects.filter(intake__in=classes).count(),
        "marks": Mark.objects.filter(session__intake__in=classes).count(),
        "things booked": BookedUnit.objects.count(),
    }
    return ", ".join(f"{count:,} {what}" for what, count in counts.items())


def members(hub: Any) -> dict[str, Any]:
    """Who opens pages, by what they are: browsers that are signed in."""
    from datetime import timedelta

    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client

    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.models import Membership, Organisation
    from jalur.foundation.people.models import Person
    from jalur.journey.training.models import Enrolment
    from tests.cast import open_session

    officer = User.objects.create(email="banten@contoh.example", name="Petugas Banten")
    Membership.objects.create(
        user=officer,
        organisation=Organisation.objects.get(name="Disnaker Contoh Provinsi Banten"),
        role="labour_officer",
        valid_from=hub.today - timedelta(days=365),
    )
    candidate = User.objects.create(email="peserta@contoh.example", name="Peserta Contoh")
    seat = Enrolment.objects.filter(intake__number__startswith="K-T", intake__state="running").order_by(
        "intake__starts", "pk"
    )
    Person.objects.filter(candidate=seat[0].candidate_id).update(account=candidate)
    users = {
        "manager": User.objects.get(email="indah@contoh.example"),
        "instructor": hub.teachers[0].member.user,
        "officer": officer,
        "candidate": candidate,
    }
    browsers = {}
    for name, user in users.items():
        browsers[name] = Client(raise_request_exception=False, headers={"host": "localhost"})
        if name in ("instructor", "officer"):
            TOTP.activate(user, generate_totp_secret())
        open_session(browsers[name], user)
    return browsers


def subjects(hub: Any) -> dict[str, SimpleNamespace]:
    """What addresses are shown with, by names that the rooms' examples use: a class that runs, and one that is over."""
    from jalur.foundation.people.models import Person
    from jalur.journey.funding.models import Payment
    from jalur.journey.languages.models import EntryTest
    from jalur.journey.network.models import Finding, Item, Member
    from jalur.journey.premises.models import BedConsent, DayOff, TeachingLicence
    from jalur.journey.training.models import Enrolment, Session, Shortfall

    person = Person.objects.get(account__email="peserta@contoh.example")
    own = Enrolment.objects.select_related("intake__programme").get(
        candidate__person=person, state="enrolled"
    )
    last = Session.objects.filter(intake=own.intake, marks__isnull=False).order_by("-booking__starts").first()
    ahead = (
        Session.objects.filter(intake=own.intake, booking__starts__gte=last.booking.ends)
        .order_by("pk")
        .first()
    )
    below = Shortfall.objects.filter(programme__in=hub.programmes, state="below").order_by("-since", "pk")[0]
    both = {
        "person": person,
        "candidate": person.candidate,
        "provider": hub.centre,
        "resource": hub.workshops[0],
        "shortfall": below,
        "hub": hub.centre,
        "item": Item.objects.in_force(hub.today).order_by("position")[0],
        "member": Member.objects.filter(hub=hub.centre).order_by("pk")[0],
        "finding": Finding.objects.filter(organisation=hub.centre).order_by("pk")[0],
        "teaching_licence": TeachingLicence.objects.filter(resource=hub.teachers[0]).order_by("pk")[0],
        "consent": BedConsent.objects.filter(centre=hub.centre).order_by("pk")[0],
        "budget_line": hub.line,
        "entry_test": EntryTest.objects.filter(given_by=hub.centre).order_by("-taken_on", "pk")[0],
        "day_off": DayOff.objects.filter(organisation=hub.centre).order_by("pk")[0],
    }
    running = {
        "programme": own.intake.programme,
        "intake": own.intake,
        "enrolment": own,
        "meeting": last,
        "booking": (ahead or last).booking,
        "mark": last.marks.order_by("pk")[0],
        "payment": Payment.objects.filter(enrolment__intake=own.intake).order_by("pk")[0],
    }
    coming = {**running, **planned(hub)}
    every = {"running": running, "over": finished(hub, below), "coming": coming}
    return {name: SimpleNamespace(**both, **own) for name, own in every.items()}


def finished(hub: Any, below: Any) -> dict[str, Any]:
    """A class that is over, of somebody who fell short in it."""
    from jalur.journey.funding.models import Payment
    from jalur.journey.premises.models import Booking
    from jalur.journey.training.models import Intake, Session

    over = Intake.objects.get(pk=below.enrolment.intake_id)
    late = Session.objects.filter(intake=over).order_by("-booking__starts")[0]
    bed = Booking.objects.filter(organisation=hub.centre, candidate__isnull=False).order_by("-starts")[0]
    return {
        "programme": over.programme,
        "intake": over,
        "enrolment": below.enrolment,
        "meeting": late,
        "booking": bed,
        "mark": late.marks.order_by("pk")[0],
        "payment": Payment.objects.filter(enrolment__intake=over).order_by("pk")[0],
    }


def planned(hub: Any) -> dict[str, Any]:
    """The last class to come, with somebody who has a seat in it."""
    from jalur.journey.training.models import Intake

    ahead_of_us = Intake.objects.filter(programme__in=hub.programmes, state="planned", with_bed=False)
    intake = ahead_of_us.order_by("-starts", "pk")[0]
    seat = intake.enrolments.order_by("pk")[0]
    return {"programme": intake.programme, "intake": intake, "enrolment": seat}


def ask_everything(
    sides: dict[str, SimpleNamespace], people: dict[str, Any], *, turns: int, ways: bool
) -> Asked:
    """Every address of these rooms, as everybody who may open it there."""
    from bench.growth import sweep
    from tests.access.addresses import addresses
    from tests.access.examples import example_of

    asked = Asked()
    for address in addresses():
        if address.name.partition(":")[0] not in ROOMS:
            continue
        known: set[str] = set()
        for side, things in sides.items():
            try:
                url = address.url(example_of(address).arguments(things))
            except AttributeError:  # an address of what no hub has
                continue
            if url in known:
                continue
            known.add(url)
            name = f"{address.name}, {side}" if address.arguments else address.name
            for who, browser in people.items():
                body = ask(asked, browser, url, (name, who), turns)
                if ways and body:
                    for query, _same in sweep.ways(body):
                        ask(asked, browser, f"{url}?{query}", (f"{name}?{query}", who), turns)
    return asked


def ask(asked: Asked, browser: Any, url: str, key: tuple[str, str], turns: int) -> str:
    """The page, asked for once and, where it opens, so many times more, and once for its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = browser.get(url)
    if answer.status_code != 200:
        asked.others[answer.status_code] += 1
        if answer.status_code >= 500:
            asked.failed.append(f"{key[0]} ({key[1]}): {answer.status_code}")
        return ""
    median, fastest = measure(browser, url, turns)
    for _again in range(AGAIN):
        if median > MOST_MS:
            again, least = measure(browser, url, turns)
            median, fastest = min(median, again), min(fastest, least)
    with CaptureQueriesContext(connection) as queries:
        b"".join(browser.get(url))
    asked.seen[key] = (median, fastest, len(queries))
    return "" if answer.streaming else answer.content.decode("utf-8", "ignore")


def measure(browser: Any, url: str, turns: int) -> tuple[float, float]:
    """Of so many turns the median and the fastest, in milliseconds."""
    taken = [0.0] * (not turns)
    for _turn in range(turns):
        begun = time.perf_counter()
        b"".join(browser.get(url))
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), min(taken)


def report(rounds: list[Asked]) -> int:
    """Print the slowest pages of the largest year, and what misses a bar."""
    last, first = rounds[-1], rounds[0]
    ordered = sorted(last.seen.items(), key=lambda each: -each[1][0])
    print(f"{'page':64} {'who':10} {'ms':>6} {'fastest':>7} {'queries':>8}")
    for (name, who), (milliseconds, fastest, queries) in ordered[:SHOWN]:
        before = first.seen.get((name, who), (0.0, 0.0, queries))[2]
        grown = f" (from {before})" if before < queries else ""
        print(f"{name[:64]:64} {who:10} {milliseconds:6.0f} {fastest:7.0f} {queries:8}{grown}")
    slow = [
        f"{name} ({who})" for (name, who), (milliseconds, _least, _count) in ordered if milliseconds > MOST_MS
    ]
    grows = [
        f"{name} ({who}): {first.seen[name, who][2]} → {queries}"
        for (name, who), (_ms, _least, queries) in ordered
        if (name, who) in first.seen and first.seen[name, who][2] < queries
    ]
    failed = sorted({line for each in rounds for line in each.failed})
    half = statistics.median(milliseconds for milliseconds, _least, _count in last.seen.values())
    print(
        f"hub-year: {len(last.seen)} pages opened, median {half:.0f} ms; not theirs or not now: {dict(last.others)}"
    )
    for what, found in (
        (f"over {MOST_MS} ms", slow),
        ("ask more of the larger year", grows),
        ("fail", failed),
    ):
        print(f"hub-year, {what}: {len(found) or 'none'}")
        for line in found:
            print(f"  {line}")
    return 1 if slow or grows or failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
