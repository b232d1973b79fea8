"""How time and gap grow with size, scarcity, tight deadlines and kinds of skill: a table and a plot for the docs."""

import csv
from pathlib import Path
from typing import Any

from bench.measure import GIB, measure

DOCS = Path(__file__).parent.parent / "docs" / "explanation"
PLAIN = {"candidates": 10_000, "scarcity": 1.0, "tightness": 1.0, "kinds": 1}
AXES: dict[str, tuple[float, ...]] = {
    "candidates": (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000),
    "scarcity": (0.5, 1.0, 2.0, 4.0),
    "tightness": (1.0, 1.5, 2.0, 3.0),
    "kinds": (1, 2, 4, 8),
}
SAID = {
    "candidates": "candidates",
    "scarcity": "seats divided by",
    "tightness": "deadlines sooner by",
    "kinds": "versions of each skill",
}


def sweep(folder: Path, largest: int, gap: float) -> None:
    """Turn one knob at a time; write planner-severity.csv and, where matplotlib is installed, planner-severity.svg."""
    rows = []
    warm = folder / "warm"
    measure("bench.step", "generate", "regency", str(warm), "--seed", "2")
    print("\nseverity, one knob at a time")
    for axis, values in AXES.items():
        for value in values:
            point: dict[str, Any] = PLAIN | {axis: value}
            if point["candidates"] > largest:
                continue
            instance = folder / "severity"
            measure(
                "bench.step", "generate", str(int(point["candidates"])), str(instance), "--scarcity",
                str(point["scarcity"]), "--tightness", str(point["tightness"]), "--kinds", str(int(point["kinds"])),
            )  # fmt: skip
            plan = measure(
                "bench.step", "make", str(instance), str(folder / "severity-plan"), "--gap", str(gap),
                "--warm", str(warm), "--limit", "300",
            )  # fmt: skip
            first = measure("bench.step", "first_come", str(instance))
            if plan.code or first.code:
                print(f"  {axis} {value:g}: failed")
                continue
            row = {
                "axis": axis, **point, "seconds": round(plan.told["seconds"], 3), "gap": round(plan.told["gap"], 6),
                "gib": round(plan.peak_bytes / GIB, 3),
                "first_come": round(first.told["value"] / plan.told["value"], 4),
            }  # fmt: skip
            rows.append(row)
            print(f"  {axis:<11}{value:>11g}  {row['seconds']:8.2f} s  gap {row['gap']:.3%}  "
                  f"{row['gib']:.2f} GiB  first come {row['first_come']:.3f}")  # fmt: skip
    if not rows:
        return
    with (DOCS / "planner-severity.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    plot(rows)


def plot(rows: list[dict[str, Any]]) -> None:
    """Seconds above, gap below, one column per knob."""
    try:
        import matplotlib as mpl
    except ImportError:
        print("  no plot: matplotlib is not installed (requirements/bench.txt)")
        return
    mpl.use("svg")
    # Text stays text and ids stay the same from run to run, so that the picture changes only with its figures.
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "jalur", "font.size": 8})
    import matplotlib.pyplot as plt

    figure, cells = plt.subplots(2, len(AXES), figsize=(11, 4.6), squeeze=False)
    for column, axis in enumerate(AXES):
        mine = [row for row in rows if row["axis"] == axis]
        along = [row[axis] for row in mine]
        for line, (key, factor, name) in enumerate((("seconds", 1, "seconds"), ("gap", 100, "gap, %"))):
            cell = cells[line][column]
            cell.plot(along, [row[key] * factor for row in mine], marker="o", color="#0b5d7a")
            cell.set_xscale("log")
            if key == "seconds" and axis == "candidates":
                cell.set_yscale("log")
            else:
                cell.set_ylim(bottom=0)
            cell.set_xlabel(SAID[axis])
            cell.grid(alpha=0.3)
            if column == 0:
                cell.set_ylabel(name)
    figure.tight_layout()
    figure.savefig(DOCS / "planner-severity.svg", metadata={"Date": None})
    plt.close(figure)
