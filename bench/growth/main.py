"""Which words were asked for, on which databases, and whether every bar held."""

import argparse
import tempfile
from pathlib import Path

import bench.growth
from bench.growth import databases

PEOPLE = 300_000
LOAD_SECONDS = 180


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench growth",
        description=bench.growth.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", choices=[[], "load"], default=[])
    parser.add_argument("--folder", type=Path, help="keep server and databases here")
    parser.add_argument("--people", type=int, default=PEOPLE)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jalur-growth-") as name:
        dsn = databases.serve(chosen.folder or Path(name))
        databases.prepare(dsn, chosen.people)
    return 0
