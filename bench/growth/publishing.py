"""Publishing a national plan: the page that says what changes, the request, the worker's part, and the same for taking it back.

    python -m bench publishing [--people N] [--folder FOLDER]

The example country grown to N people, with two national plans of N × 0.22 proposals each, over every regency: the older one
waits for decisions, the newer one is a draft. Each of the five is done three times; what publishing writes is taken back.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.growth import databases
from bench.measure import GIB, tell

NAME, PEOPLE, TIMES = "jalur_publishing", 464_000, 3
# As a nation stands on the day before: the plan before waits, the newest is nobody's proposal yet.
WAITS = "UPDATE proposals_proposal SET state = 'proposed' WHERE run_id = %s AND state = 'overtaken'"
DRAFT = "UPDATE proposals_proposal SET state = 'draft', published_in_id = NULL WHERE run_id = %s AND state = 'proposed'"


def load(people: str) -> None:
    """A step: fill the database."""
    from dataclasses import replace

    from django.db import connection, transaction

    from bench.growth import loader
    from jalur.proposals.models import Run

    spent = loader.load(replace(loader.scaled(int(people)), plans=2))
    older, newer = Run.objects.filter(name="Rencana Indonesia").order_by("as_of").values_list("pk", flat=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # no field history of what is only set up
        cursor.execute(WAITS, [older])
        cursor.execute(DRAFT, [newer])
    tell(seconds=sum(spent.values()) + loader.settle(), faults=loader.broken())


def run() -> None:
    """A step: publish and take back, with the seconds of each."""
    from django.test import Client
    from django.urls import reverse

    from bench.growth.cast import members
    from jalur.proposals import services
    from jalur.proposals.models import PublicationJob, Run
    from tests.cast import open_session

    ministry: Any = members()["yusuf"]
    client = Client(SERVER_NAME="localhost")
    open_session(client, ministry.user)
    plan = Run.objects.filter(name="Rencana Indonesia").latest("as_of")
    spent: dict[str, list[float]] = {
        name: [] for name in ("page", "request", "publish", "request back", "take back")
    }

    def in_two(request: str, work: str, address: str) -> PublicationJob:
        timed(spent[request], lambda: client.post(address))
        job = PublicationJob.objects.get(run=plan, state="waiting")
        timed(spent[work], lambda: services.perform_job(job.pk))
        job.refresh_from_db()
        if job.state != "done":
            raise SystemExit(f"{work}: {job.state} {job.failure}")
        return job

    for _turn in range(TIMES):
        address = reverse("proposals:publish", args=[plan.pk])
        page = timed(spent["page"], lambda address=address: client.get(address))
        if page.status_code != 200:
            raise SystemExit(f"the page answered {page.status_code}")
        made = in_two("request", "publish", address).publication
        counts = made.counts
        in_two(
            "request back", "take back", reverse("proposals:publication_step", args=[made.pk, "take_back"])
        )
    tell(
        spent=spent,
        drafts=counts["drafts"],
        published=counts["published"],
        replaced=sum(one["other"] + one["same"] + one["gone"] for one in counts["changes"]),
        offices=len(counts["changes"]),
    )


def timed(seconds: list[float], act: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    answer = act()
    seconds.append(time.perf_counter() - begun)
    return answer


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench publishing",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--folder", type=Path, help="keep server and databases here")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jalur-publishing-") as name:
        dsn = databases.serve(chosen.folder or Path(name))
        databases.make(dsn, databases.EXAMPLE, "template1", "example")
        address, told = databases.make(
            dsn, NAME, databases.EXAMPLE, "load_for_publishing", str(chosen.people)
        )
        if told.get("faults"):
            databases.drop(dsn, NAME)
            raise SystemExit("\n".join(told["faults"]))
        done = databases.step(address, "publishing")
    print(
        f"{chosen.people:,} people, {done['drafts']:,} drafts of which {done['published']:,} are published over "
        f"{done['offices']:,} regencies, {done['replaced']:,} proposals make room; peak {done['peak_bytes'] / GIB:.2f} GiB"
    )
    for what, seconds in done["spent"].items():
        print(f"  {what:<13}{median(seconds):7.2f} s (median of {len(seconds)}, slowest {max(seconds):.2f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
