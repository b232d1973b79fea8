"""`python -m bench attendance [MARKS …]`: one centre with so many marks; what its pages cost, in time and queries.

    python -m bench attendance 6000 60000

Each page is asked for six times in this process as the centre's manager, the first not counted; the median of the others is told.
Exit 0 when no page takes more than 300 ms and none asks more of a larger centre.
"""

import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bench.bookings import signed_in
from bench.claims import TODAY, database, prepare_settings

SIZES, TIMES, MOST_MS = (6_000, 60_000), 6, 300
PEOPLE, MEETINGS = 16, 30  # of a class


def main() -> int:
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    seen: dict[str, list[tuple[float, int]]] = {}
    with database() as dsn:
        prepare_settings(dsn)
        session, pages, marks = centre(), {}, 0
        for size in sizes:
            pages = grow(session, size - marks)
            marks = size
            for name, figures in measure(session["key"], pages).items():
                seen.setdefault(name, []).append(figures)
    for name, figures in seen.items():
        told = "; ".join(
            f"{size:,} marks: {milliseconds:.0f} ms, {queries} queries"
            for size, (milliseconds, queries) in zip(sizes, figures, strict=True)
        )
        print(f"attendance, {name}: {told}")
    slow = [name for name, figures in seen.items() if figures[-1][0] > MOST_MS]
    grows = [name for name, figures in seen.items() if len({queries for _ms, queries in figures}) > 1]
    print(f"attendance: over {MOST_MS} ms {slow or 'none'}; asks more of a larger centre {grows or 'none'}")
    return 1 if slow or grows else 0


def centre() -> dict[str, Any]:
    """A centre, its manager signed in, what it teaches."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.geography.models import Place
    from jalur.foundation.organisations.models import Membership, Organisation
    from jalur.journey.training.models import Programme

    province, _new = Place.objects.get_or_create(
        code="36", defaults={"name": "Banten (contoh)", "level": 1, "kind": "province"}
    )
    place, _new = Place.objects.get_or_create(
        code="36.74", defaults={"name": "Kota Contoh", "level": 2, "kind": "city", "parent": province}
    )
    one = Organisation.objects.create(name="Balai Contoh", kind="training_centre", place=place)
    user = User.objects.create(email="balai@contoh.example", name="Manajer Contoh")
    Membership.objects.create(
        user=user, organisation=one, role="training_manager", valid_from=TODAY - timedelta(days=365)
    )
    programme = Programme.objects.create(provider=one, code="P-CONTOH", title="Las (contoh)")
    return {"key": signed_in(user), "centre": one, "place": place, "programme": programme, "user": user}


def grow(known: dict[str, Any], marks: int) -> dict[str, str]:
    """So many marks more, class by class; every tenth person stays away. Gives the pages to measure."""
    classes = max(1, marks // (PEOPLE * MEETINGS))
    number, intake = "", ""
    for _class in range(classes):
        intake, number = one_class(known)
    return {
        "home": "/",
        "rolls": "/attendance/",
        "rolls to be taken": "/attendance/?roll=open",
        "one roll": f"/attendance/meetings/{number}/",
        "class page": f"/training/intakes/{intake}/",
        "attendance of a class": f"/attendance/classes/{intake}/",
        "who stays away": "/attendance/away/",
        "list without network": f"/attendance/classes/{intake}/sheet/",
        "export of who stays away": "export:/attendance/away/",
        "export of rolls": "export:/attendance/",
    }


def one_class(known: dict[str, Any]) -> tuple[str, str]:
    """A class whose last meeting is today, without a roll yet: its number, and that meeting's."""
    from jalur.journey.training.models import Intake

    intake = Intake.objects.create(
        programme=known["programme"],
        place=known["place"],
        state="running",
        reach="national",
        seats=PEOPLE,
        taken=PEOPLE,
        starts=TODAY - timedelta(days=MEETINGS),
        ends=TODAY + timedelta(days=30),
        cost=0,
        pass_rate=1,
    )
    files = people_of(known, intake)
    sessions = meetings_of(known, intake, files)
    mark(intake, files, sessions)
    return intake.number, sessions[0].booking.number


def people_of(known: dict[str, Any], intake: Any) -> list[Any]:
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.training.models import Enrolment

    born, place = TODAY.replace(year=2000), known["place"]
    people = Person.objects.bulk_create(
        Person(name=f"Calon {uuid4().hex[:8]}", birth_date=born, sex="F", residence=place)
        for _person in range(PEOPLE)
    )
    files = Candidate.objects.bulk_create(
        Candidate(person=person, number=f"J-{uuid4().hex[:9]}", education=2, available_from=TODAY)
        for person in people
    )
    Enrolment.objects.bulk_create(Enrolment(intake=intake, candidate=one) for one in files)
    return files


def meetings_of(known: dict[str, Any], intake: Any, files: list[Any]) -> list[Any]:
    """Today's first, then day by day back."""
    from psycopg.types.range import Range

    from jalur.journey.premises.models import BookedPerson, Booking
    from jalur.journey.training.models import Session

    first = datetime(TODAY.year, TODAY.month, TODAY.day, 1, tzinfo=UTC)
    starts = [first - timedelta(days=back) for back in range(MEETINGS + 1)]
    bookings = Booking.objects.bulk_create(
        Booking(
            organisation=known["centre"],
            number=f"B-{uuid4().hex[:10]}",
            title="Las dasar",
            starts=at,
            ends=at + timedelta(hours=3),
        )
        for at in starts
    )
    BookedPerson.objects.bulk_create(
        BookedPerson(booking=one, candidate=file, during=Range(one.starts, one.ends))
        for one in bookings
        for file in files
    )
    return Session.objects.bulk_create(Session(intake=intake, booking=one) for one in bookings)


def mark(intake: Any, files: list[Any], sessions: list[Any]) -> None:
    """Rolls of all meetings but today's, and what they add up to."""
    from jalur.journey.attendance.models import Mark, Standing

    away = set(files[::10])
    Mark.objects.bulk_create(
        Mark(
            session=session,
            candidate=file,
            state="absent" if file in away and back < 3 else "here",
            taken_at=session.booking.ends,
        )
        for back, session in enumerate(sessions)
        if back
        for file in files
    )
    Standing.objects.bulk_create(
        Standing(
            intake=intake,
            candidate=file,
            held=MEETINGS,
            attended=MEETINGS - 2 * (file in away),
            in_a_row=2 * (file in away),
            missed_since=TODAY - timedelta(days=2) if file in away else None,
            away_since=TODAY - timedelta(days=1) if file in away else None,
            away_because="row" if file in away else "",
        )
        for file in files
    )


def measure(key: str, pages: dict[str, str]) -> dict[str, tuple[float, int]]:
    """Page → median milliseconds and queries."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    found = {}
    for name, address in pages.items():
        taken = []
        for _time in range(TIMES):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                begun = time.perf_counter()
                read(client, address)
                taken.append((time.perf_counter() - begun) * 1000)
        found[name] = (statistics.median(taken[1:]), len(queries))
    return found


def read(client: Any, address: str) -> None:
    """A page as a browser gets it, or all rows of a list as its file gets them."""
    if not address.startswith("export:"):
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.models import Membership
    from jalur.foundation.organisations.queries import staff_actor
    from jalur.kit.lists import open_listing

    member = Membership.objects.select_related("organisation", "user").get(
        user=User.objects.get(email="balai@contoh.example")
    )
    listing = open_listing(address.removeprefix("export:"), "", actor=staff_actor(member), user=member.user)
    assert sum(1 for _row in listing.file_rows()) > 1
