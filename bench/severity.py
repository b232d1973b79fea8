"""How time and gap grow with size, scarcity, tight deadlines and kinds of skill: a table and a plot for the docs.

Each point is kept as soon as it is measured, so that a sweep that was cut off goes on where it was; a point already
kept is not measured again unless the sweep is begun afresh.
"""

import csv
import shutil
import statistics
import time
from pathlib import Path
from typing import Any

from bench.drawing import DOCS, SEA, draw
from bench.measure import GIB, measure

KEPT = Path(__file__).parent.parent / "var" / "bench" / "severity.csv"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
KNOBS: dict[str, tuple[float, ...]] = {
    "scarcity": (0.5, 1.0, 2.0, 4.0),
    "tightness": (1.0, 1.5, 2.0, 3.0),
    "kinds": (1, 2, 4, 8),
}
PLAIN: dict[str, float] = {"scarcity": 1.0, "tightness": 1.0, "kinds": 1}
SAID = {"scarcity": "seats divided by", "tightness": "deadlines sooner by", "kinds": "versions of each skill"}
COLUMNS = ("candidates", *KNOBS, "seconds", "gap", "gib", "first_come", "runs")
COLOURS = ("#9cc5d3", "#4a94ad", SEA, "#04263a")
LIMIT = 300  # seconds for one plan
THRICE = 100_000  # candidates up to which a point is the median of three runs, and first come is measured beside it
A_CANDIDATE = (
    3e-4  # seconds more for one candidate more, drawing the instance included: a guess, until measured
)
Point = dict[str, float]


def points(largest: int) -> list[Point]:
    """Every size with all knobs plain, then with one knob turned; small sizes first."""
    found = []
    for size in (one for one in SIZES if one <= largest):
        found.append({"candidates": size, **PLAIN})
        for knob, values in KNOBS.items():
            found += [{"candidates": size, **PLAIN, knob: value} for value in values if value != PLAIN[knob]]
    return found


def sweep(folder: Path, largest: int, gap: float, *, afresh: bool = False) -> None:
    """Measure what is not kept yet; write planner-severity.csv and, where matplotlib is installed, its picture."""
    if afresh:
        KEPT.unlink(missing_ok=True)
    rows = kept()
    wanted = points(largest)
    warm = folder / "warm"
    measure("bench.step", "generate", "regency", str(warm), "--seed", "2")
    measure("bench.step", "make", str(warm), str(folder / "severity-plan"))  # compiles the planner
    print(f"\nseverity, plans to {gap:.1%} within {LIMIT} s; kept in {KEPT}")
    for point in wanted:
        if find(rows, point):
            continue
        ahead = [one for one in wanted if not find(rows, one)]
        print(f"  {len(ahead)} points ahead, about {sum(guess(rows, one) for one in ahead) / 60:.0f} min")
        row = measure_point(folder, warm, point, gap)
        if row:
            rows.append(row)
            keep(KEPT, rows)
    chosen = [row for point in wanted for row in find(rows, point)]
    if chosen:
        keep(DOCS / "planner-severity.csv", chosen, COLUMNS)
        plot(chosen)


def kept() -> list[Point]:
    """What earlier runs have measured."""
    if not KEPT.exists():
        return []
    with KEPT.open(encoding="utf-8") as lines:
        return [{key: float(value) for key, value in row.items() if value} for row in csv.DictReader(lines)]


def keep(path: Path, rows: list[Point], columns: tuple[str, ...] = (*COLUMNS, "whole")) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    with unfinished.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows({key: f"{value:g}" for key, value in row.items()} for row in rows)
    unfinished.replace(path)


def find(rows: list[Point], point: Point) -> list[Point]:
    return [row for row in rows if all(row[key] == value for key, value in point.items())]


def guess(rows: list[Point], point: Point) -> float:
    """Seconds a point will take, everything counted, from those of its size or the largest size below it."""
    size = point["candidates"]
    near = max((row["candidates"] for row in rows if row["candidates"] <= size), default=0.0)
    known = [row["whole"] for row in rows if row["candidates"] == near]
    return (statistics.mean(known) if known else 15.0) + A_CANDIDATE * (size - near)


def measure_point(folder: Path, warm: Path, point: Point, gap: float) -> Point | None:
    """Draw the instance, plan it, each in a process of its own; None when that failed."""
    instance, begun = folder / "severity", time.perf_counter()
    words = [word for knob in KNOBS for word in (f"--{knob}", f"{point[knob]:g}")]
    measure("bench.step", "generate", f"{point['candidates']:.0f}", str(instance), *words)
    small = point["candidates"] <= THRICE
    plans = [
        measure(
            "bench.step", "make", str(instance), str(folder / "severity-plan"), "--gap", str(gap),
            "--warm", str(warm), "--limit", str(LIMIT),
        )
        for _ in range(3 if small else 1)
    ]  # fmt: skip
    named = "  ".join(f"{key} {value:g}" for key, value in point.items())
    if any(plan.code for plan in plans):
        print(f"  {named}: failed")
        return None
    row = point | {
        "seconds": round(statistics.median(plan.told["seconds"] for plan in plans), 3),
        "gap": round(statistics.median(plan.told["gap"] for plan in plans), 6),
        "gib": round(max(plan.peak_bytes for plan in plans) / GIB, 3),
        "runs": len(plans),
    }
    if small:
        first = measure("bench.step", "first_come", str(instance))
        row["first_come"] = round(first.told["value"] / plans[0].told["value"], 4)
    row["whole"] = round(time.perf_counter() - begun, 1)
    print(f"  {named}: {row['seconds']:.2f} s  gap {row['gap']:.3%}  {row['gib']:.2f} GiB")
    shutil.rmtree(instance)
    return row


def plot(rows: list[Point]) -> None:
    """Seconds above, gap below; against size, then each knob with a line for each size."""

    def fill(cells: Any) -> None:
        sizes = sorted({row["candidates"] for row in rows})
        plain = [row for row in rows if all(row[knob] == value for knob, value in PLAIN.items())]
        for line, (key, factor, name) in enumerate((("seconds", 1, "seconds"), ("gap", 100, "gap, %"))):
            cells[line][0].set_ylabel(name)
            cells[line][0].plot(sizes, [row[key] * factor for row in plain], marker="o", color=SEA)
            cells[line][0].set_xlabel("candidates")
            for column, knob in enumerate(KNOBS, 1):
                cells[line][column].set_xlabel(SAID[knob])
                for size, colour in zip(sizes, COLOURS, strict=False):
                    mine = [row for row in rows if row["candidates"] == size]
                    others = [other for other in KNOBS if other != knob]
                    mine = [row for row in mine if all(row[other] == PLAIN[other] for other in others)]
                    mine.sort(key=lambda row: row[knob])
                    along, up = [row[knob] for row in mine], [row[key] * factor for row in mine]
                    cells[line][column].plot(along, up, marker="o", color=colour, label=f"{size:,.0f}")
            for cell in cells[line]:
                cell.set_xscale("log")
                if key == "seconds":
                    cell.set_yscale("log")
                    cell.yaxis.set_major_formatter("{x:g}")
                    cell.yaxis.set_minor_formatter("")
                else:
                    cell.set_ylim(bottom=0)
            for column, knob in enumerate(KNOBS, 1):
                cells[line][column].set_xticks(KNOBS[knob], [f"{value:g}" for value in KNOBS[knob]])
                cells[line][column].minorticks_off()
        cells[1][1].legend(title="candidates", fontsize=7)

    draw("planner-severity", 2, 1 + len(KNOBS), (11, 4.8), fill, same_scale=True)
