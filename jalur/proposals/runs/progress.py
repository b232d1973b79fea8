"""A run on its way: its phase, its bound and value as they come together."""

import math
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor
from jalur.foundation.work.models import WorkState
from jalur.foundation.work.workflow import failure_of, may_cancel
from jalur.kit import formats
from jalur.kit.components import (
    Figure,
    Work,
)
from jalur.proposals.models import Run
from jalur.proposals.shared import links, words
from jalur.proposals.workflow import RUN

# How far a run is at the beginning of a phase, roughly; the planner's own search moves by its gap.
SHARES = {
    "gathering": 0.05,
    "planning": 0.15,
    "verifying": 0.8,
    "comparing": 0.85,
    "explaining": 0.9,
    "storing": 0.95,
    "stored": 1.0,
}


# The box in which the live lines are drawn, and how many of their points the table beside it shows.
WIDE, HIGH = 640, 160


MOST_TRACED = 8


def work_of(run: Run, actor: Actor) -> Work:
    """A run on its way."""
    progress = run.progress or {}
    doing = PHASES.get(progress.get("phase", ""), _("Looking for the best plan"))
    if run.state == WorkState.WAITING:
        doing = _("Waiting for its turn. This page refreshes by itself.")
    elif run.cancel_requested and not run.is_over:
        doing = _("Stopping; the best plan so far is kept")
    return Work(
        title=links.name_of(run),
        state=run.state,
        url=reverse("proposals:run", args=[run.pk]),
        doing=str(doing),
        share=share_of(progress) if run.state == WorkState.RUNNING else None,
        seconds_left=seconds_left(progress) if run.state == WorkState.RUNNING else None,
        figures=live_figures(run),
        cancel_url=reverse("proposals:run_step", args=[run.pk, "cancel"])
        if may_cancel(RUN, actor, run)
        else "",
        result_url=reverse("proposals:run", args=[run.pk]) if run.has_plan else "",
        result_label=_("See the plan"),
        error=failure_of(RUN, run),
    )


def share_of(progress: dict[str, Any]) -> float:
    """How far a run is, roughly: by its phase; while it searches, by the digits that its gap has shrunk."""
    if progress.get("phase") in SHARES:
        return SHARES[progress["phase"]]
    gap = progress.get("gap")
    digits = 0.0 if gap is None else min(3.0, max(0.0, -math.log10(max(gap, 1e-9))))
    return 0.2 + 0.2 * digits


def seconds_left(progress: dict[str, Any]) -> int | None:
    """Until the time to look is over; None outside the planner's own phases."""
    if progress.get("limit") is None or progress.get("phase") in SHARES:
        return None
    return max(0, round(progress["limit"] - progress["elapsed"]))


@dataclass(frozen=True)
class Trace:
    """Bound and value over the time of a run, as the points of two lines in a box of WIDE × HIGH, with its table."""

    bound: str
    value: str
    rows: list[dict[str, str]]
    highest: str
    lowest: str
    seconds: str


def trace_of(trail: list[list[float | None]]) -> Trace | None:
    """The two lines, from where both are known; None before. What lies far above the latest bound is cut off."""
    known = [(at, bound, value) for at, bound, value in trail if bound is not None and value is not None]
    if not known:
        return None
    last_at, last_bound, last_value = known[-1]
    top = min(max(bound for _at, bound, _value in known), last_bound + 0.3 * abs(last_bound))
    low = max(min(value for _at, _bound, value in known), last_value - 0.3 * abs(last_value))
    begin, wide, high = known[0][0], max(last_at - known[0][0], 1e-9), max(top - low, 1e-9)

    def line(which: int) -> str:
        points = ((one[0], min(max(one[which], low), top)) for one in [*known, (last_at, *known[-1][1:])])
        return " ".join(f"{WIDE * (at - begin) / wide:.1f},{HIGH * (top - y) / high:.1f}" for at, y in points)

    step = max(1, len(known) // MOST_TRACED)
    rows = [
        {
            "at": formats.number(at, 1),
            "bound": formats.number(bound, 1),
            "value": formats.number(value, 1),
            "gap": formats.percent((bound - value) / bound if bound else 0, 2),
        }
        for at, bound, value in [*known[:-1][::step], known[-1]]
    ]
    return Trace(
        line(1), line(2), rows, formats.number(top, 0), formats.number(low, 0), formats.number(last_at, 0)
    )


def live_figures(run: Run) -> list[Figure]:
    progress = run.progress or {}
    if progress.get("bound") is None:
        return []
    value, gap = progress.get("value"), progress.get("gap")
    return [
        Figure(
            label=_("Best plan so far"),
            value="–" if value is None else formats.number(value, 1),
            unit=words.UNIT,
        ),
        Figure(
            label=_("No plan can reach more than"),
            value=formats.number(progress["bound"], 1),
            unit=words.UNIT,
        ),
        Figure(label=_("Still open between them"), value="–" if gap is None else formats.percent(gap, 2)),
    ]


PHASES = {
    "gathering": gettext_lazy("Collecting people, job orders and classes"),
    "planning": gettext_lazy("People, job orders and classes are collected"),
    "reading": gettext_lazy("Reading the tables"),
    "grouping": gettext_lazy("Putting people together who stand before the same choice"),
    "pricing": gettext_lazy("Finding out what each seat and opening is worth"),
    "smoothing": gettext_lazy("Finding out what each seat and opening is worth"),
    "rounding": gettext_lazy("Giving each person one path"),
    "repairing": gettext_lazy("Making sure no class and no order is overfilled"),
    "improving": gettext_lazy("Exchanging paths to place more people"),
    "exact": gettext_lazy("Exchanging paths to place more people"),
    "parts": gettext_lazy("Exchanging paths to place more people"),
    "polishing": gettext_lazy("Exchanging paths to place more people"),
    "verifying": gettext_lazy("Checking the plan with a second, independent program"),
    "comparing": gettext_lazy("Working out first come, first served on the same data"),
    "explaining": gettext_lazy("Writing down the reasons"),
    "storing": gettext_lazy("Saving prices and proposals"),
    "stored": gettext_lazy("The plan is saved"),
}
