"""Tables of tens of thousands of rows as files, beside COPY out of the same rows: whole time, first byte, memory."""

import http.client
import threading
import time
from collections.abc import Callable
from typing import Any, Self

from bench.growth.databases import step
from bench.growth.web import PORT, Question, ask, resident, say, web_server

MOST_TIMES = 5
FIRST_BYTE_SECONDS = 1.0
MOST_BYTES = 50 * 2**20
KINDS = ("csv", "xlsx")


def candidates(actor: Any) -> Any:
    from jalur.journey.candidates.models import Candidate

    return Candidate.objects.visible_to(actor, action="candidates:candidate:export").select_related(
        "person__residence"
    )


def proposals(actor: Any) -> Any:
    from jalur.proposals.decisions.queries import proposals as listed

    return listed(actor)


def places(_actor: Any) -> Any:
    from jalur.foundation.geography.models import Place

    return Place.objects.select_related("parent")


# Whose table, its address, the rows that stand in it.
TABLES: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
    ("wulan", "candidates:list", candidates),
    ("wulan", "proposals:proposals", proposals),
    ("nobody", "geography:place_list", places),
)


def copied_out() -> list[dict[str, Any]]:
    """Each table's rows by COPY, and the address that exports them."""
    from django.db import connection
    from django.urls import reverse
    from psycopg import sql

    from bench.growth.cast import members
    from bench.growth.questions import cookie
    from jalur.foundation.accounts.access import ANONYMOUS

    cast, found = members(), []
    for key, name, rows_of in TABLES:
        rows = rows_of(cast[key].actor if cast[key] else ANONYMOUS)
        text, parameters = rows.query.sql_with_params()
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
                "path": reverse(name),
                "cookie": cookie(cast[key]),
                "rows": rows.count(),
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
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600)
                question = Question(table["name"], f"{table['path']}?export={kind}", table["cookie"])
                ask(connection, Question("page", table["path"], table["cookie"]))
                before = resident(pid)
                with Peak(pid) as peak:
                    status, first, whole, _size = ask(connection, question)
            times, more = whole / table["seconds"], peak.bytes - before
            faults = [
                name
                for name, missed_it in (
                    (f"answers {status}", status not in (200, 302)),
                    ("slow", status == 200 and times > MOST_TIMES),
                    ("first byte", first > FIRST_BYTE_SECONDS),
                    ("memory", more > MOST_BYTES),
                )
                if missed_it
            ]
            missed += len(faults)
            where = " (in the worker)" if status == 302 else ""
            say(
                f"{question.name + ' ' + kind:40} {table['rows']:8,} {table['seconds']:7.2f} {whole:7.2f} {times:6.1f} "
                f"{first:8.2f} {more / 2**20:6.0f}  {', '.join(faults) or 'holds'}{where}"
            )
    return missed
