"""What holds a plan back, in words and as charts: competencies without seats, deadlines, the budget, the floors."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.geography import queries as geography
from jalur.kit import formats
from jalur.kit.components import Chart, Row, Series
from jalur.proposals.models import CompetencyPrice, Run
from jalur.proposals.shared import words
from jalur.proposals.shared.rules import TINY
from jalur.proposals.shared.words import BILLION

MOST_BARS = 10


def scarce_definition() -> str:
    """The one definition of what a competency without seats costs."""
    return _(
        "People without a path whom a missing seat for this competency keeps from one; each person is counted once, "
        "under the obstacle that came nearest to a path. Each counts with the price of the cheapest such seat in reach "
        "that begins and ends in time. A second seat is never worth more than the first, so this is the most by which "
        "seats for all of them could raise what any plan can reach."
    )


def chart_of_competencies(run: Run, rows: list[CompetencyPrice]) -> Chart | None:
    """The dearest competencies; `rows` dearest first."""
    dear = [row for row in rows if row.value > TINY][:MOST_BARS]
    if len(dear) < 2:  # the list below says the same of one
        return None
    return Chart(
        key="competencies",
        title=_("Value lost for want of seats, by competency"),
        kind="bar",
        categories=[row.competency.title for row in dear],
        series=[Series(words.UNIT, [round(row.value, 1) for row in dear])],
        unit=words.UNIT,
        places=1,
        definition=scarce_definition(),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def chart_of_deadlines(run: Run, months: list[dict[str, Any]]) -> Chart | None:
    """Openings lost to the deadline and other empty ones, by the month in which people must be ready."""
    if not any(month["late"] for month in months):
        return None
    return Chart(
        key="deadlines",
        title=_("Openings lost to the deadline, by the month people must be ready"),
        kind="column",
        categories=[month_of(month["month"]) for month in months],
        series=[
            Series(_("lost to the deadline"), [month["late"] for month in months]),
            Series(_("empty for another reason"), [month["empty"] - month["late"] for month in months]),
        ],
        unit=_("openings"),
        stacked=True,
        definition=_(
            "Of an order's openings that stay empty, as many are lost to the deadline as there are people who fit "
            "the order's rules and are free in time for a class, but whose classes in reach all end after the day "
            "people must be ready. A person can stand for several orders."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def month_of(day: date) -> str:
    """ "Nov 2026"."""
    return formats.day(day, "short").split(" ", 1)[1]


def budget_row(run: Run) -> Row:
    """What a billion more for training is worth."""
    budget, spent = run.policy.get("budget"), run.summary.get("spent_on_training")
    used = ""
    if spent is not None:
        used = _("This plan uses Rp%(spent)s.") % {"spent": formats.number(round(spent))}
    if budget is None:
        return Row(_("Budget for training"), _("No limit was set, so money holds nothing back."), hint=used)
    worth = run.summary.get("budget_price", 0.0) * BILLION
    if worth <= TINY:
        sentence = _("More money would change nothing now: the budget is not what is short.")
    else:
        sentence = _("One more billion rupiah of training is worth %(worth)s %(unit)s.") % {
            "worth": formats.number(worth, 1),
            "unit": words.UNIT,
        }
    hint = _("Of a budget of Rp%(budget)s.") % {"budget": formats.number(budget)}
    return Row(_("Budget for training"), sentence, hint=f"{hint} {used}".strip())


def floor_rows(run: Run) -> list[Row]:
    """What each wished minimum costs for each person it asks for."""
    return [
        Row(_("At least %(count)s %(group)s") % {"count": formats.number(floor["minimum"]), "group": group_of(floor)},
            floor_cost(floor),
            hint=ngettext(
                "%(count)s person of them is on a path.", "%(count)s people of them are on a path.", floor["placed"]
            )
            % {"count": formats.number(floor["placed"])})
        for floor in run.summary.get("floors", [])
    ]  # fmt: skip


def group_of(floor: dict[str, Any]) -> str:
    """Whom a floor counts: women, the people of a place."""
    (kind, wanted), *_others = floor["group"].items()
    if kind == "sex":
        return _("women") if wanted == "F" else _("men")
    return _("people of %(place)s") % {"place": geography.place_label(wanted) or wanted}


def floor_cost(floor: dict[str, Any]) -> str:
    params = {"price": formats.number(floor["price"], 2), "unit": words.UNIT}
    missing = floor["minimum"] - floor["placed"]
    if missing > 0:
        params["missing"] = formats.number(missing)
        return (
            _(
                "%(missing)s are missing. Each further person up to the minimum costs more than it brings; the plan "
                "pays %(price)s %(unit)s for each."
            )
            % params
        )
    if floor["price"] <= TINY:
        return _("Costs nothing: the best plan reaches it anyway.")
    return _("Each person that the minimum asks for costs the others %(price)s %(unit)s.") % params
