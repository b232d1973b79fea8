"""A plan through the product: gather from the database, plan, check, causes and reasons, store; at any size.

    python -m bench.product [SIZE …] [--folder FOLDER] [--again]

A size is regency, province, nation or a number of candidates of a country with the nation's proportions. Each size gets
a database of its own on a throw-away server; `--folder` keeps both for the next time. `--again` plans a second time, so
that the proposals of the first plan are overtaken.
"""

import argparse
import os
import tempfile
from pathlib import Path

from bench.measure import GIB, cores, measure

PHASES = ("gathering", "planning", "verifying", "comparing", "explaining", "storing")


def database(dsn: str, name: str) -> tuple[str, bool]:
    """The address of a database of that name, and whether it was there already."""
    import psycopg
    from psycopg import sql

    address = dsn.rsplit("/", 1)[0] + f"/{name}" + ("?" + dsn.split("?", 1)[1] if "?" in dsn else "")
    with psycopg.connect(dsn, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return address, True
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return address, False


def bench_size(size: str, dsn: str, *, again: bool) -> bool:
    """Fill where needed, plan once or twice, print what it took."""
    os.environ["DATABASE_URL"], was_there = database(dsn, f"jalur_bench_{size}")
    if not was_there:
        filled = measure("bench.product_step", "fill", size)
        if filled.code:
            raise SystemExit(f"{size}: filling the database failed")
        print(f"{size}: database filled in {filled.seconds:.0f} s")
    sound = True
    for word in ("first", "again")[: 1 + again]:
        run = measure("bench.product_step", "run", size)
        if run.code:
            raise SystemExit(f"{size}: the run failed")
        told = run.told
        sound &= told["state"] == "done"
        counts = told["counts"]
        print(
            f"\n{size} ({word}), {cores()} cores: {counts['candidates']:,} people, {counts['openings']:,} openings in "
            f"{counts['orders']:,} orders, {counts['seats']:,} seats in {counts['intakes']:,} classes"
        )
        print(
            f"  {told['state']}: {told['placed']:,} placed, gap {told['gap']:.3%}, peak {run.peak_bytes / GIB:.2f} GiB"
        )
        print("  " + ", ".join(f"{phase} {told['spent'].get(phase, 0.0):.2f} s" for phase in PHASES))
        print(
            f"  whole run {told['seconds']:.2f} s; {told['events']:,} rows of history for {told['proposals']:,} proposals"
        )
    return sound


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", default=["3000", "province"])
    parser.add_argument("--folder", type=Path, help="keep server and databases here")
    parser.add_argument(
        "--again", action="store_true", help="plan a second time over the first plan's proposals"
    )
    chosen = parser.parse_args()
    from jalur.project.launcher import postgres

    with tempfile.TemporaryDirectory(prefix="jalur-bench-") as name:
        folder = chosen.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        os.environ |= {
            "JALUR_DATA": str(folder),
            "JALUR_POOL": "0",
            "DJANGO_SETTINGS_MODULE": "jalur.project.settings",
        }
        dsn = postgres.ensure(folder, durable=False)
        sound = True
        for size in chosen.sizes:
            sound &= bench_size(size, dsn, again=chosen.again)
        return 0 if sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
