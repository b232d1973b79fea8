"""A list of 100,000 people read in by the worker: time beside raw COPY of the same rows, memory, and killed at random moments.

    python -m bench imports [--rows 100000] [--kills 30]

Raw COPY writes what the import wrote (people, files, wishes, events) back into the same tables with their triggers and constraints.
Exit 0 when every row of every list is there once, however often the worker was killed, and the import is within 5 × COPY and 500 MB.
"""

import argparse
import io
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bench.claims import TODAY, database, prepare_settings

MOST_TIMES, MOST_MEGABYTES = 5.0, 500
TABLES = ("people_person", "candidates_candidate", "candidates_wish", "history_event")
FIRST = ("Siti", "Budi", "Dewi", "Agus", "Rina", "Wahyu", "Sri", "Eko", "Nur", "Adi")
LAST = ("wati", "nto", "ni", "ah", "yani", "tama", "sih", "lestari")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench imports", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=30)
    options = parser.parse_args(arguments)
    with database() as dsn:
        os.environ["JALUR_POOL"] = "0"
        prepare_settings(dsn)
        from django.core.management import call_command

        call_command("load_reference", apply=True, verbosity=0, stdout=io.StringIO())
        clerk = officer()
        killed = [is_whole_when_killed(clerk, number) for number in range(options.kills)]
        print(
            f"{sum(killed)} of {len(killed)} lists whose worker was killed at a random moment: each row once"
        )
        is_fast = measure(clerk, options.rows)
    return 0 if all(killed) and is_fast else 1


def officer() -> Any:
    """Who reads the lists in: an officer of a labour office."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.models import Membership, Organisation
    from jalur.foundation.organisations.queries import staff_actor

    office = Organisation.objects.create(name="Disnaker Contoh", kind="labour_office", place_id="35.17")
    user = User.objects.create(email="petugas@contoh.example", name="Petugas Contoh")
    since = TODAY - timedelta(days=30)
    membership = Membership.objects.create(
        user=user, organisation=office, role="labour_officer", valid_from=since
    )
    return staff_actor(membership)


def rows_of(count: int, mark: str) -> list[list[str]]:
    """Invented people, each with another name, born on every day of eighteen years, in every village of a regency."""
    from jalur.foundation.geography.models import Place

    villages = list(
        Place.objects.filter(code__startswith="35.17.", level=4)
        .order_by("code")
        .values_list("code", flat=True)
    )
    chance = random.Random(mark)
    rows = []
    for number in range(count):
        born = date(1985, 1, 1) + timedelta(days=chance.randrange(6500))
        sex = chance.choice("LP")
        day = born.day + (40 if sex == "P" else 0)
        name = " ".join(chance.choice(FIRST) + chance.choice(LAST) for _word in range(3))
        letters = "".join(chr(97 + int(digit)) for digit in str(number))
        nik = f"351708{day:02}{born:%m%y}{number % 9999 + 1:04}" if number % 3 else ""
        rows.append(
            [f"{name} {mark}{letters}", nik, f"{born:%d-%m-%Y}", sex, chance.choice(villages),
             f"0812{number:08}", "SMK", "02-02-2026", "KR"]
        )  # fmt: skip
    return rows


def as_xlsx(rows: list[list[str]]) -> bytes:
    from jalur.journey.candidates.parts import LIST
    from jalur.kit.spreadsheets import to_xlsx

    return b"".join(to_xlsx([[column.heading for column in LIST.columns], *rows], sheet="daftar"))


def upload(clerk: Any, rows: list[list[str]]) -> Any:
    from jalur.foundation.imports import services
    from jalur.journey.candidates.parts import LIST

    return services.upload(
        actor=clerk, kind=LIST, content=as_xlsx(rows), file_name="daftar.xlsx", today=TODAY
    )


def in_worker(act: Callable[[], None], *, kill_after: float | None = None) -> float:
    """Do something in a process of its own: seconds."""
    from django.db import connections

    connections.close_all()
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.perf_counter() - begun


def in_fresh_worker() -> tuple[float, int]:
    """Whatever waits, in a process that begins empty as a worker does: (seconds, most bytes of memory that it held).

    A fork would count the pages of this process too.
    """
    begun = time.perf_counter()
    program = [sys.executable, "-c", "from bench import imports; imports.work_and_say_how_much()"]
    answer = subprocess.run(program, check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - begun, int(answer.stdout)


def work_and_say_how_much() -> None:
    import django

    django.setup()
    work()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def work() -> None:
    """Whatever waits."""
    from jalur.foundation.imports import services
    from jalur.foundation.imports.models import ImportJob

    for key in ImportJob.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True):
        services.perform_job(key)


def is_whole_when_killed(clerk: Any, number: int) -> bool:
    """Whether a list is applied with each row once though its worker died at a random moment of it."""
    from django.utils import timezone

    from jalur.foundation.imports import rules, services
    from jalur.foundation.imports.models import ImportJob
    from jalur.foundation.people.models import Person

    rules.PART = 200
    mark, count = f"m{chr(97 + number // 26)}{chr(97 + number % 26)}", 1500
    draft = upload(clerk, rows_of(count, mark))
    looking = in_worker(work)
    services.apply(actor=clerk, draft=draft, today=TODAY)
    in_worker(work, kill_after=random.Random(number).uniform(0.0, 2 * looking))
    ImportJob.objects.filter(state="running").update(heard_at=timezone.now() - timedelta(hours=1))
    services.take_up_lost_jobs()
    in_worker(work)
    draft.refresh_from_db()
    names = list(
        Person.objects.filter(name_folded__contains=f" {mark}").order_by("pk").values_list("name", flat=True)
    )
    written = len(names) + draft.counts.get("waiting", 0)
    is_whole = draft.state == "applied" and written == count and len(set(names)) == len(names)
    rules.PART = 5000
    if not is_whole:
        print(
            f"  list {number}: {draft.state}, {len(names)} rows, {len(set(names))} different: {draft.counts}"
        )
    return is_whole


def measure(clerk: Any, count: int) -> bool:
    """One long list, beside raw COPY of what it wrote."""
    from jalur.foundation.imports import services

    emptied()
    content = rows_of(count, "z")
    begun = time.perf_counter()
    draft = upload(clerk, content)
    uploading = time.perf_counter() - begun
    del content
    looking, peak_looking = in_fresh_worker()
    draft.refresh_from_db()
    print(f"  upload {uploading:.1f} s, looked through in {looking:.1f} s: {draft.counts}")
    services.apply(actor=clerk, draft=draft, today=TODAY)
    applying, peak_applying = in_fresh_worker()
    draft.refresh_from_db()
    print(f"  applied in {applying:.1f} s: {draft.state} {draft.counts}")
    copying = copied()
    times, megabytes = applying / copying, max(peak_looking, peak_applying) / 2**20
    print(
        f"{count:,} rows: applied in {applying:.1f} s, raw COPY of the same rows {copying:.1f} s: {times:.1f} ×;"
        f" worker's memory at most {megabytes:.0f} MB"
    )
    return times <= MOST_TIMES and megabytes <= MOST_MEGABYTES


def emptied() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        cursor.execute("SET session_replication_role = origin")


def copied() -> float:
    """Seconds to write everything that stands in the tables once more, in one transaction."""
    from django.db import connection, transaction

    kept = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns"
                " WHERE table_name = %s AND is_generated = 'NEVER' AND identity_generation IS DISTINCT FROM 'ALWAYS'",
                [table],
            )
            (columns,) = cursor.fetchone()
            with cursor.copy(f"COPY (SELECT {columns} FROM {table}) TO STDOUT") as blocks:
                kept[table] = columns, b"".join(bytes(block) for block in blocks)
    emptied()
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        # As the import does (kit.database.check_at_once): with checks that wait, the triggers of histories take the square of the rows.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, (columns, rows) in kept.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(rows)
            cursor.execute(
                f"ANALYZE {table}"
            )  # as the import does: else foreign keys are looked for in the whole table
    return time.perf_counter() - begun
