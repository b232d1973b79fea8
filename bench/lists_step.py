"""One step of the lists' benchmark, on a database with the example country: `fill` it, `draw` lists, `export` one."""

import sys
import time
from typing import Any

from bench.measure import tell
from bench.product_step import FORGET_PEAK, RESET, STATUS

ROUNDS = 30
PLAIN = "/about/"
# Who opens which list of 25 rows.
LISTS = {
    "bayu": (
        "/geography/places/",
        "/geography/countries/",
        "/competencies/",
        "/competencies/occupations/",
        "/competencies/standards/",
        "/rulebook/rules/",
        "/rulebook/sources/",
        "/organisations/",
        "/job-orders/",
        "/training/",
        "/training/programmes/",
    ),
    "wulan": ("/candidates/",),
    "hendra": ("/training/desk/",),
    "lestari": ("/job-orders/desk/", "/employers/"),
}


def fill() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_reference", apply=True, verbosity=0)
    call_command("demo_load", apply=True, verbosity=0)
    tell()


def crowd(people: str) -> None:
    """As many more candidates, all of Jombang, so that one officer exports them."""
    import polars as pl

    from bench.fill import fill_competencies, fill_people
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate, HeldCompetency, Wish
    from jalur.kit.database import learn_sizes
    from jalur.planner.generate import generate
    from jalur.planner.generate.instance import scaled

    tables = generate(scaled(int(people)), 1)
    fill_competencies(tables)
    fill_people(tables.candidates.with_columns(regency=pl.lit("35.17")))
    learn_sizes(Person, Candidate, Wish, HeldCompetency)
    tell()


def client_of(key: str) -> Any:
    """A browser, signed in as one of the cast of the example country."""
    from django.test import Client

    from demo.cast import CAST
    from jalur.foundation.accounts.models import User
    from tests.cast import open_session

    client = Client(headers={"host": "localhost"})
    email = next(player.email for player in CAST if player.key == key)
    open_session(client, User.objects.get(email=email))
    return client


def opened(client: Any, address: str) -> Any:
    answer = client.get(address, follow=True)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return answer


def draw() -> None:
    """Milliseconds of each list and of a page without rows, opened in turn; the quickest of many, others use the machine."""
    rows = {}
    for key, addresses in LISTS.items():
        client = client_of(key)
        for address in addresses:
            count = opened(client, address).content.count(b"<tr class=")
            times: dict[str, list[float]] = {address: [], PLAIN: []}
            for _round in range(ROUNDS):
                for one, taken in times.items():
                    begun = time.perf_counter()
                    opened(client, one)
                    taken.append(time.perf_counter() - begun)
            rows[address] = {
                "rows": count,
                "ms": min(times[address]) * 1000,
                "plain_ms": min(times[PLAIN]) * 1000,
            }
    tell(lists=rows)


def export(kind: str) -> None:
    """The officer's candidates as a file: seconds to the first byte and in all, what memory grew, and COPY of the same rows."""
    from django.db import connection

    from demo.cast import CAST
    from jalur.foundation.accounts.models import User
    from jalur.foundation.exports import rules, services
    from jalur.foundation.organisations.models import Membership
    from jalur.foundation.organisations.queries import staff_actor

    client = client_of("wulan")
    opened(client, "/candidates/")
    rules.AT_ONCE = dict.fromkeys(rules.AT_ONCE, 10**9)
    form = {"path": "/candidates/", "query": "", "kind": kind}
    b"".join(client.post("/exports/start/", {**form, "query": "q=contoh"}))
    before, begun, size, first = resident(), time.perf_counter(), 0, 0.0
    for piece in client.post("/exports/start/", form):
        first = first or time.perf_counter() - begun
        size += len(piece)
    seconds, grown = time.perf_counter() - begun, peak_resident() - before
    email = next(player.email for player in CAST if player.key == "wulan")
    user = User.objects.get(email=email)
    actor = staff_actor(Membership.objects.select_related("organisation").get(user=user))
    listing = services.listing_for("/candidates/", "", actor=actor, user=user)
    tell(
        rows=listing.total,
        bytes=size,
        first=first,
        seconds=seconds,
        grown=grown,
        copied=copied(connection, listing.table.data.data),
    )


def copied(connection: Any, rows: Any) -> float:
    """Seconds that COPY takes for the rows of a queryset and for those it fetches along."""
    keys = rows.order_by().values("pk")
    along = [
        (one.queryset if one.queryset is not None else one).filter(candidate__in=keys)
        for one in rows._prefetch_related_lookups
    ]
    begun = time.perf_counter()
    for queryset in (rows.prefetch_related(None), *along):
        sql, params = queryset.query.sql_with_params()
        with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT", params) as out:
            for _piece in out:
                pass
    return time.perf_counter() - begun


def resident() -> int:
    """Bytes this process holds now; the peak is forgotten."""
    RESET.write_text(FORGET_PEAK)
    return peak_resident()


def peak_resident() -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": fill, "draw": draw, "crowd": crowd, "export": export}[sys.argv[1]](*sys.argv[2:])
