"""16 writers book 20,000 times at two centres that share instructors: nothing and nobody is ever booked twice at one time.

    python -m bench bookings [--bookings 20000] [--over-http 2000] [--writers 16]

Rooms, equipment, beds, instructors and people of classes; a fifth of what is booked is moved, some of it cancelled. Afterwards
self-joins of the tables count overlaps. The same wishes without the database's exclusion constraints must turn the count red;
otherwise it proves nothing. Exit 0 when nothing overlaps, nobody waited in a circle and the fault is caught.
"""

import argparse
import http.client
import os
import random
import secrets
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bench.claims import BACKEND, PRODUCT, TODAY, database, prepare_settings, web_server

WEEKS = 26
OVERLAPS = {
    "unit": "a.resource_id = b.resource_id AND a.unit = b.unit",
    "bed of a person": "a.candidate_id = b.candidate_id",
    "instructor": "a.instructor_id = b.instructor_id",
}
CONSTRAINTS = {
    "premises_bookedunit": (
        "booked_unit_once",
        "booked_unit_one_bed",
        "booked_unit_one_instructor",
        "booked_unit_one_place",
    ),
    "premises_bookedperson": ("booked_person_once",),
}
BOOKED, MOVED, CANCELLED, REFUSED = "booked", "moved", "cancelled", "refused"


@dataclass
class Hub:
    """A centre, its manager's actor, what it has by kind, its people."""

    centre: Any
    actor: Any
    session: str
    by_kind: dict[str, list[Any]] = field(default_factory=dict)
    classes: list[list[Any]] = field(default_factory=list)
    guests: dict[str, list[Any]] = field(default_factory=dict)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench bookings", description=__doc__.split("\n")[0])
    parser.add_argument("--bookings", type=int, default=20_000)
    parser.add_argument("--over-http", type=int, default=2_000)
    parser.add_argument("--writers", type=int, default=16)
    options = parser.parse_args(arguments)
    # Of a pool of four, twelve of the writers would wait for a connection until they give up.
    os.environ["JALUR_POOL"] = "0"
    with database() as dsn:
        prepare_settings(dsn)
        hubs = populate()
        os.environ["JALUR_POOL"] = "1"  # of the web server, as in the product
        begun = time.perf_counter()
        counts = write(hubs, options.bookings - options.over_http, options.writers)
        seconds = time.perf_counter() - begun
        words = f"{dict(counts)} by {options.writers} writers, {seconds:.0f} s, overlaps {overlaps()}"
        print(f"bookings, services: {words}", flush=True)
        with web_server(PRODUCT) as port:
            begun = time.perf_counter()
            answers = write_over_http(hubs, port, options.over_http, options.writers)
            seconds = time.perf_counter() - begun
        print(f"bookings, HTTP: {dict(answers)} by {options.writers} writers, {seconds:.0f} s")
        found = overlaps()
        print(f"bookings: overlaps {found}")
        drop_constraints()
        write(hubs, max(400, options.bookings // 20), options.writers)
        fault = overlaps()
        print(f"bookings, constraints dropped: overlaps {fault}")
    is_caught = all(fault[name] for name in ("unit", "instructor", "person"))
    print("bookings: " + ("OVERLAPS" if any(found.values()) else "none overlaps"), end="; ")
    print(f"fault {'caught' if is_caught else 'NOT CAUGHT'}")
    return 0 if not any(found.values()) and not broken(counts + answers) and is_caught else 1


def populate(rooms: int = 8, teachers: int = 12, people: int = 160) -> list[Hub]:
    """Two centres of a province: rooms, sets of machines, beds, classes of eight; every second instructor works for both."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.geography.models import Place
    from jalur.foundation.organisations.models import Membership, Organisation
    from jalur.foundation.organisations.queries import staff_actor
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate

    province, _new = Place.objects.get_or_create(
        code="36", defaults={"name": "Banten (contoh)", "level": 1, "kind": "province"}
    )
    place, _new = Place.objects.get_or_create(
        code="36.74", defaults={"name": "Kota Contoh", "level": 2, "kind": "city", "parent": province}
    )
    users = [
        User.objects.create(email=f"pengajar{number}@contoh.example", name=f"Pengajar {number}")
        for number in range(teachers)
    ]
    hubs = []
    for mark in ("A", "B"):
        centre = Organisation.objects.create(name=f"Balai Contoh {mark}", kind="training_centre", place=place)
        user = User.objects.create(email=f"balai{mark.lower()}@contoh.example", name=f"Manajer {mark}")
        member = Membership.objects.create(
            user=user, organisation=centre, role="training_manager", valid_from=date(2025, 1, 1)
        )
        hub = Hub(centre, staff_actor(member), signed_in(user))
        shared = users if mark == "A" else users[::2]
        furnish(hub, rooms, shared)
        files = []
        for number in range(people):
            person = Person.objects.create(
                name=f"Calon {mark}{number}",
                birth_date=date(2000, 1, 1),
                sex="FM"[number % 2],
                residence=place,
            )
            files.append(
                Candidate.objects.create(
                    person=person,
                    number=f"J-{mark}{number:07}",
                    education=2,
                    available_from=date(2026, 1, 1),
                )
            )
        hub.guests = {sex: [one for one in files if one.person.sex == sex] for sex in "FM"}
        hub.classes = [files[start : start + 8] for start in range(0, people, 8)]
        enrol(hub, place, files)
        hubs.append(hub)
    # Somebody who is in a class at both centres.
    for one, other in zip(*(hub.classes for hub in hubs), strict=True):
        other[0] = one[0]
    return hubs


def furnish(hub: Hub, rooms: int, users: list[Any]) -> None:
    from jalur.foundation.organisations.models import Membership
    from jalur.journey.premises.models import Resource

    def add(kind: str, name: str, **about: Any) -> None:
        resource = Resource.objects.create(organisation=hub.centre, kind=kind, name=name, **about)
        hub.by_kind.setdefault(kind, []).append(resource)

    for number in range(rooms):
        add("workshop", f"Bengkel {number}")
        add("equipment", f"Mesin {number}", units=4)
        add("dormitory", f"Kamar {number}", units=6, sex="FM"[number % 2])
    for user in users:
        member = Membership.objects.create(
            user=user, organisation=hub.centre, role="instructor", valid_from=date(2025, 1, 1)
        )
        add("instructor", user.name, member=member)


def enrol(hub: Hub, place: Any, files: list[Any]) -> None:
    """A seat for everybody, as whoever sleeps at a centre has one."""
    from jalur.journey.training.models import Enrolment, Intake, Programme

    programme = Programme.objects.create(
        provider=hub.centre, code=f"P-{hub.centre.pk}"[:40], title="Las (contoh)"
    )
    intake = Intake.objects.create(
        programme=programme,
        place=place,
        reach="national",
        seats=1000,
        taken=len(files),
        starts=TODAY,
        ends=TODAY + timedelta(weeks=WEEKS),
        cost=0,
        pass_rate=1,
    )
    Enrolment.objects.bulk_create(Enrolment(intake=intake, candidate=one) for one in files)


def signed_in(user: Any) -> str:
    """The key of a session of this user, opened with a second factor."""
    from allauth.account.internal.flows.login import record_authentication
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    TOTP.activate(user, generate_totp_secret())
    request = HttpRequest()
    request.session, request.user = session, user
    record_authentication(request, user, "mfa", type="totp")
    session.save()
    return str(session.session_key)


class Writer:
    """One writer with a connection and a luck of its own."""

    def __init__(self, hub: Hub, seed: int, weeks: int = WEEKS) -> None:
        self.hub, self.luck, self.weeks = hub, random.Random(seed), weeks
        self.own: list[tuple[Any, dict[Any, int]]] = []

    def hours(self) -> tuple[datetime, datetime]:
        from jalur.journey.premises.queries import clock_of

        day = TODAY + timedelta(days=1 + self.luck.randrange(7 * self.weeks - 1))
        midnight = datetime(day.year, day.month, day.day, tzinfo=clock_of(self.hub.centre))
        starts = midnight + timedelta(hours=self.luck.choice((7, 8, 9, 10, 12, 13, 14, 15)))
        return starts, starts + timedelta(hours=self.luck.choice((1, 2, 2, 3)))

    def wants(self) -> dict[Any, int]:
        kinds, pick = self.hub.by_kind, self.luck.choice
        chosen = {pick(kinds["workshop"]).pk: 1}
        if self.luck.random() < 0.6:
            chosen[pick(kinds["instructor"]).pk] = 1
        if self.luck.random() < 0.4:
            chosen[pick(kinds["equipment"]).pk] = self.luck.choice((1, 2, 3))
        return chosen

    def once(self) -> str:
        """What became of one wish."""
        from django.core.exceptions import ValidationError
        from django.db import DatabaseError

        try:
            return self.wish()
        except ValidationError:
            return REFUSED
        except DatabaseError as failure:
            return f"{type(failure).__name__}: {failure}"[:120]

    def wish(self) -> str:
        from jalur.journey.premises import services
        from jalur.journey.premises.models import Booking

        luck, now = self.luck.random(), datetime.combine(TODAY, datetime.min.time()).astimezone()
        if luck < 0.16 and self.own:
            booking, wants = self.luck.choice(self.own)
            asked = Booking.objects.get(pk=booking.pk)
            asked.starts, asked.ends = self.hours()
            services.move_booking(actor=self.hub.actor, booking=asked, wants=wants, now=now)
            return MOVED
        if luck < 0.19 and self.own:
            booking, _wants = self.own.pop(self.luck.randrange(len(self.own)))
            services.cancel_booking(actor=self.hub.actor, booking=booking, reason="Contoh")
            return CANCELLED
        if luck < 0.4:
            return self.sleep(now)
        starts, ends = self.hours()
        booking = Booking(organisation=self.hub.centre, title="Contoh", starts=starts, ends=ends)
        wants = self.wants()
        people = [one.pk for one in self.luck.choice(self.hub.classes)] if luck < 0.75 else []
        services.book(actor=self.hub.actor, booking=booking, wants=wants, people=people, now=now)
        self.own.append((booking, wants))
        return BOOKED

    def sleep(self, now: datetime) -> str:
        from jalur.journey.premises import services

        room = self.luck.choice(self.hub.by_kind["dormitory"])
        first = TODAY + timedelta(days=1 + self.luck.randrange(7 * self.weeks - 8))
        services.book_bed(
            actor=self.hub.actor,
            dormitory=room,
            candidate=self.luck.choice(self.hub.guests[room.sex]),
            first=first,
            last=first + timedelta(days=self.luck.choice((1, 2, 3, 5))),
            now=now,
        )
        return BOOKED


def write(hubs: list[Hub], bookings: int, writers: int, weeks: int = WEEKS) -> Counter[str]:
    """So many bookings made by so many writers at once, and what became of the other wishes."""
    from django.db import connections

    counts: Counter[str] = Counter()
    lock = threading.Lock()

    def work(number: int) -> None:
        writer = Writer(hubs[number % len(hubs)], number, weeks)
        try:
            while counts[BOOKED] < bookings and not broken(counts):
                outcome = writer.once()
                with lock:
                    counts[outcome] += 1
        finally:
            connections.close_all()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(work, range(writers)))
    return counts


def broken(counts: Counter[str]) -> set[str]:
    """What became of wishes that should not."""
    return set(counts) - {BOOKED, MOVED, CANCELLED, REFUSED}


def write_over_http(hubs: list[Hub], port: int, bookings: int, writers: int) -> Counter[str]:
    """So many bookings by the form of the screen, sent by managers who are signed in."""
    counts: Counter[str] = Counter()
    lock = threading.Lock()

    def work(number: int) -> None:
        hub = hubs[number % len(hubs)]
        writer, token = Writer(hub, 1000 + number), secrets.token_hex(16)
        headers = {
            "Cookie": f"session={hub.session}; csrf={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while counts[BOOKED] < bookings and not broken(counts):
            connection.request("POST", "/premises/bookings/new/", body_of(writer), headers)
            answer = connection.getresponse()
            answer.read()
            led_to = answer.getheader("Location", "")
            booked = answer.status == 302 and led_to.startswith("/premises/bookings/")
            outcome = BOOKED if booked else REFUSED if answer.status == 422 else f"{answer.status} {led_to}"
            with lock:
                counts[outcome] += 1

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(work, range(writers)))
    return counts


def body_of(writer: Writer) -> str:
    (starts, ends), wants = writer.hours(), writer.wants()
    machines = {one.pk for one in writer.hub.by_kind["equipment"]}
    boxes = [("resources", str(key)) for key in wants if key not in machines]
    counts = [(f"count_{key}", str(count)) for key, count in wants.items() if key in machines]
    rest = {
        "title": "Contoh",
        "day": starts.date().isoformat(),
        "from_hour": f"{starts:%H.%M}",
        "to_hour": f"{ends:%H.%M}",
        "as_typed": "on",
        "form_key": secrets.token_hex(16),
    }
    return urlencode([*rest.items(), *boxes, *counts])


def overlaps() -> dict[str, int]:
    """Pairs of rows that take the same at one time, by what they take; and rows that are not at the time of their booking."""
    from django.db import connection

    pairs = "SELECT count(*) FROM {table} a JOIN {table} b ON a.id < b.id AND {same} AND a.during && b.during"
    asked = {name: pairs.format(table="premises_bookedunit", same=same) for name, same in OVERLAPS.items()}
    asked["person"] = pairs.format(table="premises_bookedperson", same=OVERLAPS["bed of a person"])
    for table in CONSTRAINTS:
        asked[f"{table} astray"] = (
            f"SELECT count(*) FROM {table} a JOIN premises_booking b ON b.id = a.booking_id"
            " WHERE b.state <> 'booked' OR a.during <> tstzrange(b.starts, b.ends)"
        )
    found = {}
    with connection.cursor() as cursor:
        for name, query in asked.items():
            cursor.execute(query)
            (found[name],) = cursor.fetchone()
    return found


def drop_constraints() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table, names in CONSTRAINTS.items():
            for name in names:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


if __name__ == "__main__":
    sys.exit(main())
