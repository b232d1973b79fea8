"""Tables of tens of thousands of rows as files, beside COPY out of the same rows: whole time, first byte, memory."""

import http.client
import os
import threading
import time
from typing import Any, Self

from bench.growth.databases import step
from bench.growth.web import PORT, Question, ask, form_on, resident, say, web_server

MOST_TIMES = 5
FIRST_BYTE_SECONDS = 1.0
MOST_BYTES = 50 * 2**20
KINDS = ("csv", "xlsx")


# Who asks for which list.
TABLES = (
    ("wulan", "candidates:list"),
    ("wulan", "proposals:proposals"),
    ("yusuf", "geography:place_list"),
)


def copied_out() -> list[dict[str, Any]]:
    """Each list's rows by COPY of the very query that its file reads, and the list's address."""
    from django.db import connection
    from django.urls import reverse
    from psycopg import sql

    from bench.growth.cast import members
    from bench.growth.questions import cookie
    from jalur.kit.lists import open_listing

    cast, found = members(), []
    for key, name in TABLES:
        member, path = cast[key], reverse(name)
        listing = open_listing(path, "", actor=member.actor, user=member.user)
        text, parameters = listing.table.data.data.query.sql_with_params()
        with connection.cursor() as cursor:
            query = sql.SQL(cursor.mogrify(text, parameters))
            seconds = []
            for _turn in range(3):
                begun = time.perf_counter()
                with cursor.copy(sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(query)) as blocks:
                    size = sum(len(block) for block in blocks)
                seconds.append(time.perf_counter() - begun)
        found.append(
            {
                "name": f"{name} {key}",
                "path": path,
                "cookie": cookie(member),
                "rows": listing.total,
                "seconds": min(seconds),
                "bytes": size,
            }
        )
    return found


class Peak:
    """The most memory a process held while it was watched."""

    def __init__(self, pid: int) -> None:
        self.pid, self.bytes, self.over = pid, resident(pid), False
        self.thread = threading.Thread(target=self.watch)

    def watch(self) -> None:
        while not self.over:
            self.bytes = max(self.bytes, resident(self.pid))
            time.sleep(0.05)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.over = True
        self.thread.join()


def make_waiting() -> dict[str, float]:
    """Make the file that was asked for last, as the worker does: seconds, and the memory its making took."""
    from jalur.foundation.exports import services
    from jalur.foundation.exports.models import Export, State

    export = Export.objects.filter(state=State.WAITING).latest("created_at")
    before, begun = resident(os.getpid()), time.perf_counter()
    with Peak(os.getpid()) as peak:
        services.perform_export(export.pk)
    seconds = time.perf_counter() - begun
    export.refresh_from_db()
    export.parts.all().delete()
    return {"seconds": seconds, "more": peak.bytes - before, "is_done": export.state == State.DONE}


def main(grown: str) -> int:
    """Print a line per file; how many miss a bar."""
    missed = 0
    tables = step(grown, "copied_out")["tables"]
    say(
        f"{'export':40} {'rows':>8} {'COPY s':>7} {'all s':>7} {'times':>6} {'first s':>8} {'+ MB':>6}  verdict"
    )
    for table in tables:
        for kind in KINDS:
            with web_server(grown, workers=1) as pid:
                page = Question(f"{table['name']} {kind}", table["path"], table["cookie"], kind)
                question, form = form_on(page)
                before = resident(pid)
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600)
                with Peak(pid) as peak:
                    status, first, whole, _size = ask(connection, question, form)
                more, where = peak.bytes - before, ""
            if status == 302:
                made, where = step(grown, "make_waiting")["made"], " (in the worker)"
                status, whole, more = 200 if made["is_done"] else 500, made["seconds"], made["more"]
            times = whole / table["seconds"]
            faults = [
                name
                for name, missed_it in (
                    (f"answers {status}", status != 200),
                    ("slow", times > MOST_TIMES),
                    ("first byte", first > FIRST_BYTE_SECONDS),
                    ("memory", more > MOST_BYTES),
                )
                if missed_it
            ]
            missed += len(faults)
            say(
                f"{page.name:40} {table['rows']:8,} {table['seconds']:7.2f} {whole:7.2f} {times:6.1f} "
                f"{first:8.2f} {more / 2**20:6.0f}  {', '.join(faults) or 'holds'}{where}"
            )
    return missed
