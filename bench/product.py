"""A plan through the product: gather from the database, plan, check, causes and reasons, store, pages; at any size.

    python -m bench product [SIZE …] [--folder FOLDER] [--again] [--minutes N]

A size is regency, province, nation or a number of candidates of a country with the nation's proportions. Each size gets
a database of its own on a throw-away server; `--folder` keeps both for the next time. `--again` plans a second time, so
that the proposals of the first plan are overtaken. `--minutes` is how long the planner may search.
"""

import argparse
import os
import tempfile
from pathlib import Path

from bench.measure import GIB, measure
from jalur.planner.contract.workers import cores

PHASES = ("gathering", "planning", "verifying", "comparing", "explaining", "storing")


def database(dsn: str, name: str, template: str = "template1") -> tuple[str, bool]:
    """The address of a database of that name, and whether it was there already; a new one is a copy of `template`."""
    import psycopg
    from psycopg import sql

    address = dsn.rsplit("/", 1)[0] + f"/{name}" + ("?" + dsn.split("?", 1)[1] if "?" in dsn else "")
    with psycopg.connect(dsn, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return address, True
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    return address, False


def bench_size(size: str, dsn: str, minutes: int, *, again: bool) -> bool:
    """Fill where needed, plan once or twice, open the pages, print what it took."""
    os.environ["DATABASE_URL"], was_there = database(dsn, f"jalur_bench_{size}")
    if not was_there:
        filled = measure("bench.product_step", "fill", size)
        if filled.code:
            raise SystemExit(f"{size}: filling the database failed")
        print(f"{size}: database filled in {filled.seconds:.0f} s")
    sound = True
    for word in ("first", "again")[: 1 + again]:
        run = measure("bench.product_step", "run", size, str(minutes))
        if run.code:
            raise SystemExit(f"{size}: the run failed")
        told = run.told
        sound &= told["state"] == "done"
        counts = told["counts"]
        print(
            f"\n{size} ({word}), {cores()} cores: {counts['candidates']:,} people, {counts['openings']:,} openings in "
            f"{counts['orders']:,} orders, {counts['seats']:,} seats in {counts['intakes']:,} classes"
        )
        ended = told["failure"] or f"{told['placed']:,} placed, gap {told['gap']:.3%}"
        print(f"  {told['state']}: {ended}, peak {run.peak_bytes / GIB:.2f} GiB")
        for phase in PHASES:
            peak = told["peaks"].get(phase, 0) / GIB
            print(f"  {phase:<11}{told['spent'].get(phase, 0.0):8.2f} s  {peak:6.2f} GiB")
        print(
            f"  whole run  {told['seconds']:8.2f} s; {told['events']:,} rows of history for {told['proposals']:,} proposals"
        )
    if sound:
        opened = measure("bench.product_step", "pages")
        sound &= opened.code == 0
        for page, seconds in opened.told.get("seconds", {}).items():
            print(f"  page {page:<11}{seconds:6.2f} s  {opened.told['queries'][page]:4} queries")
    return sound


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench product",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sizes", nargs="*", default=["3000", "province"])
    parser.add_argument("--folder", type=Path, help="keep server and databases here")
    parser.add_argument(
        "--again", action="store_true", help="plan a second time over the first plan's proposals"
    )
    parser.add_argument("--minutes", type=int, default=0, help="how long to search; 0: what the size asks")
    chosen = parser.parse_args()
    from jalur.project.launcher import postgres

    with tempfile.TemporaryDirectory(prefix="jalur-bench-") as name:
        folder = chosen.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        os.environ |= {
            "JALUR_DATA": str(folder),
            "JALUR_POOL": "0",
            "JALUR_STATIC": "plain",
            "JALUR_TODAY": "2026-01-05",  # the first day of every generated instance
            "DJANGO_SETTINGS_MODULE": "jalur.project.settings",
        }
        dsn = postgres.ensure(folder, durable=False)
        sound = True
        for size in chosen.sizes:
            sound &= bench_size(size, dsn, chosen.minutes, again=chosen.again)
        return 0 if sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
