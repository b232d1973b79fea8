"""One plan by threads and by Ray's actors, side by side: seconds, processor time and memory of all processes together."""

import json
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import polars as pl

from bench.measure import GIB, measure

SIZE = "province"
WORKERS = ("1", "2", "4", "ray:1", "ray:2", "ray:4")
TICK = os.sysconf("SC_CLK_TCK")


class Family:
    """Watches every process below this one: the processor time each has used, the most memory of all at once (PSS)."""

    def __init__(self) -> None:
        self.peak, self.used = 0, dict[tuple[str, str], int]()
        self.over = threading.Event()
        self.watching = threading.Thread(target=self.watch)

    def __enter__(self) -> Self:
        self.watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.watching.join()

    @property
    def seconds(self) -> float:
        return sum(self.used.values()) / TICK

    def watch(self) -> None:
        while not self.over.wait(0.2):
            self.look()

    def look(self) -> None:
        told = dict[str, list[str]]()  # fields of proc(5)'s stat from the state on, by pid
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                told[stat.parent.name] = stat.read_text().rpartition(")")[2].split()
        family, memory = {str(os.getpid())}, 0
        while more := {pid for pid, fields in told.items() if fields[1] in family} - family:
            family |= more
        for pid in family - {str(os.getpid())}:
            fields = told[pid]
            self.used[pid, fields[19]] = int(fields[11]) + int(fields[12])
            with suppress(OSError):
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                memory += next(
                    int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")
                )
        self.peak = max(self.peak, memory * 1024)


def compare_workers(folder: Path, gap: float) -> None:
    """Print a table; the first line is what the others must equal to the last bit."""
    instance = folder / "workers-instance"
    measure("bench.step", "generate", SIZE, str(instance), "--seed", "1")
    print(f"\n{SIZE}, seed 1, gap {gap:.1%}: whole commands, load {os.getloadavg()[0]:.1f} before the first")
    print("  workers    command   starting   pricing   smoothing   the rest   processor    memory   plan")
    first: Any = None
    for workers in WORKERS:
        out = folder / f"workers-{workers}"
        words = (str(instance), "--out", str(out), "--gap", str(gap), "--workers", workers, "--quiet")
        begun = time.perf_counter()
        with Family() as family:
            run = measure("jalur.planner", "make", *words)
        seconds = time.perf_counter() - begun
        if run.code:
            print(f"  {workers:<8} failed")
            continue
        summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        phases = [summary["phases"][name] for name in ("starting", "pricing", "smoothing")]
        made = [pl.read_parquet(out / f"{name}.parquet") for name in ("assignments", "prices")]
        made += [summary["value"], summary["bound"]]
        first = first or made
        same = (
            all(one.equals(two) for one, two in zip(made[:2], first[:2], strict=True))
            and made[2:] == first[2:]
        )
        print(
            f"  {workers:<8} {seconds:8.1f} s {phases[0]:8.1f} s {phases[1]:7.1f} s {phases[2]:9.1f} s "
            f"{seconds - sum(phases):8.1f} s {family.seconds:9.1f} s {family.peak / GIB:6.2f} GiB   "
            f"{'the same' if same else 'ANOTHER'}, gap {summary['gap']:.3%}"
        )
