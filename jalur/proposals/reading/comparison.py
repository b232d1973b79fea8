"""Two plans beside each other, in words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.kit import formats
from jalur.proposals.models import Proposal, Run
from jalur.proposals.reading import queries
from jalur.proposals.reading.queries import Difference
from jalur.proposals.runs.words import policy_rows


@dataclass(frozen=True)
class Beside:
    """One line of the comparison; `change` in words, empty when both are the same."""

    label: str
    first: str
    second: str
    change: str = ""


def number(label: str, first: float | None, second: float | None, places: int = 0) -> Beside:
    if first is None or second is None:
        return Beside(
            label, *("–" if one is None else formats.number(one, places) for one in (first, second))
        )
    change = round(second - first, places)
    sign = "+" if change > 0 else ""
    return Beside(
        label,
        formats.number(first, places),
        formats.number(second, places),
        f"{sign}{formats.number(change, places)}" if change else "",
    )


def rows(first: Run, second: Run) -> list[Beside]:
    """What went in, what counted, what came out."""
    names = {
        "candidates": _("People looked at"),
        "orders": _("Job orders"),
        "openings": _("Openings"),
        "intakes": _("Classes in reach"),
        "seats": _("Seats in reach"),
    }
    lines = [
        Beside(
            _("For the people of"), str(first.place or _("Indonesia")), str(second.place or _("Indonesia"))
        ),
        Beside(_("As of"), formats.day(first.as_of), formats.day(second.as_of)),
        Beside(
            _("Data"),
            f"{first.fingerprint[:12]}…",
            f"{second.fingerprint[:12]}…",
            "" if first.fingerprint == second.fingerprint else _("the data or what counts have changed"),
        ),
        *(number(label, first.counts.get(key), second.counts.get(key)) for key, label in names.items()),
    ]
    for (label, before), (_label, after) in zip(policy_rows(first), policy_rows(second), strict=True):
        lines.append(Beside(label, before, after, "" if before == after else _("changed")))
    lines += [
        number(_("On a path to a job"), first.placed, second.placed),
        number(_("… with those who hold an offer or a job"), *with_held("placed", "held", first, second)),
        number(_("Value, with what is held"), *with_held("value", "held_value", first, second), 1),
        number(
            _("No plan can reach more than, with what is held"),
            *with_held("bound", "held_value", first, second),
            1,
        ),
        Beside(
            _("Below the best, at most"),
            formats.percent(first.gap or 0, 2),
            formats.percent(second.gap or 0, 2),
        ),
    ]
    return lines


def with_held(reached: str, held: str, *runs: Run) -> list[float | None]:
    """What each plan reached, and what the people of its place held already when it was made: whoever has accepted is placed."""
    return [None if (own := getattr(run, reached)) is None else own + run.counts.get(held, 0) for run in runs]


def moves(difference: Difference, *, most: int) -> list[dict[str, Any]]:
    """Who moved, at most `most` of them, people who lost their path first."""
    kinds = [
        (difference.left, _("no path any more")),
        (difference.joined, _("now on a path")),
        (difference.other_order, _("another job order")),
        (difference.other_classes, _("same job order, other classes")),
    ]
    shown = [(move, what) for moved, what in kinds for move in moved.first][:most]
    paths = queries.paths_of([key for move, _what in shown for key in (move.before, move.after) if key])
    return [
        {
            "name": (path := paths[move.after or move.before]).name,
            "number": path.number,
            "url": reverse("proposals:proposal", args=[path.pk]),
            "what": what,
            "before": path_words(paths.get(move.before)),
            "after": path_words(paths.get(move.after)),
        }
        for move, what in shown
    ]


def path_words(path: Proposal | None) -> str:
    if path is None:
        return "–"
    return " → ".join([*(step.intake.number for step in path.steps.all()), path.order.number])
