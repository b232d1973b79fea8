"""Which words were asked for, on which databases, and whether every bar held."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import bench.growth
from bench.growth import databases, exports, mix

PEOPLE = 300_000


def sweep(example: str, grown: str) -> int:
    """In a process of its own, which counts the queries of both databases. `JALUR_SWEEP`: only addresses with this word."""
    words = ["bench.growth.step", "sweep", example, grown, os.environ.get("JALUR_SWEEP", "")]
    os.environ["DATABASE_URL"] = example
    return subprocess.run([sys.executable, "-m", *words], check=False).returncode


WORDS: dict[str, Callable[[str, str], int]] = {
    "sweep": sweep,
    "mix": mix.main,
    "exports": lambda _example, grown: exports.main(grown),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench growth",
        description=bench.growth.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", help=f"load {' '.join(WORDS)}")
    parser.add_argument("--folder", type=Path, help="keep server and databases here")
    parser.add_argument("--people", type=int, default=PEOPLE)
    chosen = parser.parse_args()
    if unknown := set(chosen.words) - {"load", *WORDS}:
        parser.error(f"no such word: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="jalur-growth-") as name:
        dsn = databases.serve(chosen.folder or Path(name))
        example, grown = databases.prepare(dsn, chosen.people)
        missed = 0
        for word in chosen.words or WORDS:
            if word in WORDS:
                print(f"\n{word}", flush=True)
                missed += WORDS[word](example, grown)
        return int(missed > 0)
