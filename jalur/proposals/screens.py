"""What the components of the room's pages are given: built from rows, in the reader's language."""

import math
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography.models import Country, Place
from jalur.kit import formats
from jalur.kit.components import (
    Action,
    Area,
    Chart,
    Crumb,
    Figure,
    Happening,
    Map,
    Row,
    Series,
    Work,
)
from jalur.proposals import words
from jalur.proposals.holding import TINY
from jalur.proposals.models import BulkDecision, IntakePrice, Outcome, Run, RunState

STATES = {
    RunState.WAITING: "queued",
    RunState.RUNNING: "running",
    RunState.DONE: "done",
    RunState.CANCELLED: "cancelled",
    RunState.FAILED: "failed",
}
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
MOST_BARS = 12
# The box in which the live lines are drawn, and how many of their points the table beside it shows.
WIDE, HIGH = 640, 160
MOST_TRACED = 8


def name_of(run: Run) -> str:
    return str(run.place or _("Indonesia"))


def crumbs(run: Run | None = None) -> list[Crumb]:
    trail = [Crumb(_("Plans"), reverse("proposals:runs"))]
    if run is not None:
        trail.append(Crumb(name_of(run), reverse("proposals:run", args=[run.pk])))
    return trail


def proposals_crumb(run: Run | None) -> Crumb:
    query = f"?run={run.pk}" if run else ""
    return Crumb(_("Proposals"), reverse("proposals:proposals") + query)


def orders_crumb(run: Run) -> Crumb:
    return Crumb(_("Why openings stay empty"), reverse("proposals:orders", args=[run.pk]))


def tabs(run: Run, actor: Actor, here: str) -> list[dict[str, Any]]:
    """The pages of one plan, those that the actor may open."""
    pages = [
        ("run", _("At a glance"), reverse("proposals:run", args=[run.pk]), True),
        (
            "proposals",
            _("Proposals"),
            f"{reverse('proposals:proposals')}?run={run.pk}",
            access.may(actor, "proposals:proposal:list"),
        ),
        ("holds_back", _("What holds us back"), reverse("proposals:holds_back", args=[run.pk]), True),
        ("seats", _("What a seat is worth"), reverse("proposals:seats", args=[run.pk]), True),
        ("openings", _("New classes"), reverse("proposals:openings", args=[run.pk]), True),
        ("budget", _("Budget"), reverse("proposals:budget", args=[run.pk]), True),
        ("orders", _("Empty openings"), reverse("proposals:orders", args=[run.pk]), True),
        ("compare", _("Compare"), reverse("proposals:compare", args=[run.pk]), True),
    ]
    return [{"label": label, "url": url, "is_here": key == here} for key, label, url, may in pages if may]


def work_of(run: Run, actor: Actor) -> Work:
    """A run on its way."""
    progress = run.progress or {}
    may_stop = not run.is_over and access.covers(actor, "proposals:run:cancel", run)
    doing = words.PHASES.get(progress.get("phase", ""), _("Looking for the best plan"))
    if run.state == RunState.WAITING:
        doing = _("Waits until a worker is free. This page looks again by itself.")
    elif run.cancel_requested and not run.is_over:
        doing = _("Stopping; the best plan so far is kept")
    return Work(
        title=_("A plan for the people of %(place)s") % {"place": name_of(run)},
        state=STATES[RunState(run.state)],
        url=reverse("proposals:run", args=[run.pk]),
        doing=str(doing),
        share=share_of(progress) if run.state == RunState.RUNNING else None,
        seconds_left=seconds_left(progress) if run.state == RunState.RUNNING else None,
        figures=live_figures(run),
        cancel_url=reverse("proposals:cancel", args=[run.pk]) if may_stop else "",
        result_url=reverse("proposals:run", args=[run.pk]) if run.has_plan else "",
        result_label=_("See the plan"),
        error=str(words.FAILURES.get(run.failure, "")) if run.state == RunState.FAILED else "",
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


def chart_of_trail(run: Run) -> Chart | None:
    """How bound and value came together, for a finished plan."""
    known = [point for point in run.summary.get("trail", []) if None not in point]
    if len(known) < 2:
        return None
    return Chart(
        key="trail",
        title=_("How this plan and its proof came together"),
        kind="line",
        categories=[formats.number(at, 1) for at, _bound, _value in known],
        series=[
            Series(_("no plan can reach more"), [bound for _at, bound, _value in known]),
            Series(_("best plan so far"), [value for _at, _bound, value in known]),
        ],
        unit=_("%(unit)s, by seconds since the start") % {"unit": words.UNIT},
        places=1,
        definition=_(
            "The upper line is proved to hold for every plan; the lower one is the best plan found until then."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
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


def figures_of(run: Run) -> list[Figure]:
    counts = run.counts
    about = {"as_of": run.as_of, "source": _("Jalur, own data")}
    people = counts.get("candidates", 0)
    return [
        Figure(
            label=_("On a path to a job"),
            value=formats.number(run.placed or 0),
            unit=_("people"),
            trend=words.beside_first_come(run),
            trend_tone="done",
            definition=_("People who get one path: one job order and the classes that lead there in time."),
            share=(run.placed or 0) / people if people else None,
            **about,
        ),
        Figure(
            label=_("Value of this plan"),
            value=formats.number(run.value or 0, 1),
            unit=words.UNIT,
            definition=words.value_definition(run),
            **about,
        ),
        Figure(
            label=_("No plan can reach more than"),
            value=formats.number(run.bound or 0, 1),
            unit=words.UNIT,
            definition=_(
                "Worked out from prices of seats and openings; a second, independent program has "
                "checked it. It holds for every possible plan on the same data."
            ),
            **about,
        ),
        Figure(
            label=_("Below the best, at most"),
            value=formats.percent(run.gap or 0, 2),
            definition=_(
                "The distance between this plan's value and what no plan can exceed. 0 % means: "
                "proved to be the best."
            ),
            **about,
        ),
    ]


def chart_beside_first_come(run: Run) -> Chart | None:
    if "value" not in run.baseline:
        return None
    return Chart(
        key="beside",
        title=_("This plan beside first come, first served"),
        kind="bar",
        categories=[_("First come, first served"), _("This plan"), _("No plan can reach more")],
        series=[Series(words.UNIT, [run.baseline["value"], run.value, run.bound])],
        unit=words.UNIT,
        places=1,
        definition=_(
            "First come, first served: in the order of the day they can start, each person takes "
            "the best path still free. Same people, orders and classes."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def chart_of_group(run: Run, key: str, title: str, names: dict[str, str]) -> Chart | None:
    """People placed by destination or occupation; with empty openings where people could fill a fair part."""
    table: dict[str, list[int]] = run.summary.get(key, {})
    rows = sorted(table.items(), key=lambda row: (-row[1][1], -row[1][0], row[0]))[:MOST_BARS]
    series = [Series(_("filled by this plan"), [counts[1] for _code, counts in rows])]
    if run.counts.get("candidates", 0) * 2 >= run.counts.get("openings", 0):
        series.append(Series(_("stay empty"), [counts[0] - counts[1] for _code, counts in rows]))
    else:
        rows = [row for row in rows if row[1][1]]
        series = [Series(_("filled by this plan"), [counts[1] for _code, counts in rows])]
    if not rows:
        return None
    return Chart(
        key=key,
        title=title,
        kind="bar",
        categories=[names.get(code, code) for code, _counts in rows],
        series=series,
        unit=_("openings"),
        stacked=True,
        definition=_(
            "Openings of the whole country that this plan fills with people of this region. At "
            "most twelve bars, the fullest first."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def charts_of(run: Run) -> list[Chart]:
    destinations = {
        country.code: country.name
        for country in Country.objects.filter(code__in=run.summary.get("by_destination", {})).order_by("code")
    }
    occupations = {
        one.code: one.title
        for one in Occupation.objects.filter(code__in=run.summary.get("by_occupation", {})).order_by("code")
    }
    found = [
        chart_beside_first_come(run),
        chart_of_group(run, "by_destination", _("By destination"), destinations),
        chart_of_group(run, "by_occupation", _("By occupation"), occupations),
        chart_of_trail(run),
    ]
    return [chart for chart in found if chart is not None]


def map_of_people(run: Run) -> Map | None:
    """Share of the people of each regency who are on a path."""
    table: dict[str, list[int]] = run.summary.get("by_regency", {})
    if len(table) < 2:
        return None
    names = dict(Place.objects.filter(code__in=table).values_list("code", "name"))
    areas = [
        Area(
            code=code,
            name=names.get(code, code),
            value=100 * placed / people if people else None,
            text=_("%(placed)s of %(people)s people (%(share)s)")
            % {
                "placed": formats.number(placed),
                "people": formats.number(people),
                "share": formats.percent(placed / people if people else 0, 0),
            },
        )
        for code, (people, placed) in table.items()
    ]
    return Map(
        key="people",
        title=_("On a path, by where people live"),
        boundaries=reverse("geography:boundaries", args=["regencies"]),
        areas=areas,
        unit=_("% of the people planned"),
        focus=tuple(table),
        definition=_("People on a path as a share of those the plan looked at, by regency of residence."),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def map_of_seats(run: Run, prices: list[IntakePrice]) -> Map | None:
    """The dearest seat of each regency: where one more seat is worth most."""
    best: dict[str, IntakePrice] = {}
    for price in prices:
        code = price.intake.place_id[:5]
        if price.price > TINY and (code not in best or price.price > best[code].price):
            best[code] = price
    if not best:
        return None
    areas = [
        Area(
            code=code,
            name=price.intake.place.name,
            value=price.price,
            text=f"{formats.number(price.price, 2)}: {price.intake.programme.title}",
        )
        for code, price in sorted(best.items(), key=lambda row: (-row[1].price, row[0]))
    ]
    return Map(
        key="seats",
        title=_("Where one more seat is worth most"),
        boundaries=reverse("geography:boundaries", args=["regencies"]),
        areas=areas,
        unit=_("placements for one more seat, in the dearest class"),
        places=2,
        focus=tuple(best),
        definition=_(
            "What the value of the best plan would grow by if this class had one seat more. Where no "
            "class is named a seat more would help nobody now. True for a few seats; for a whole new "
            "class make a new plan."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def happenings_of(events: Any) -> list[Happening]:
    return [
        Happening(
            at=event.at,
            what=str(words.EVENTS.get(event.event, event.event)),
            who=event.user.name if event.user else "Jalur",
        )
        for event in events
    ]


def bulk_work(decision: BulkDecision, counts: dict[str, int]) -> Work:
    """A decision on many proposals on its way."""
    total = sum(counts.values())
    done = total - counts.get(Outcome.WAITING, 0)
    return Work(
        title=str(words.BULK_TITLES[decision.verb]),
        state=STATES[RunState(decision.state)],
        url=reverse("proposals:bulk", args=[decision.pk]),
        doing=_("%(done)s of %(total)s looked at")
        % {"done": formats.number(done), "total": formats.number(total)},
        share=done / total if total else None,
        figures=[
            Figure(label=str(words.OUTCOME_TAGS[outcome].text), value=formats.number(counts.get(outcome, 0)))
            for outcome in (Outcome.DONE, Outcome.ALREADY, Outcome.IMPOSSIBLE, Outcome.WAITING)
        ],
        cancel_url=reverse("proposals:bulk_cancel", args=[decision.pk]),
        error=_("Your account or role ended before this was done. What is listed as done stays done.")
        if decision.state == RunState.FAILED
        else "",
    )


def planned_rows(run: Run) -> list[Row]:
    counts = run.counts
    return [
        Row(_("People looked at"), formats.number(counts.get("candidates", 0))),
        Row(
            _("Openings"),
            _("%(openings)s in %(orders)s orders")
            % {
                "openings": formats.number(counts.get("openings", 0)),
                "orders": formats.number(counts.get("orders", 0)),
            },
        ),
        Row(
            _("Seats in reach"),
            _("%(seats)s in %(intakes)s classes")
            % {
                "seats": formats.number(counts.get("seats", 0)),
                "intakes": formats.number(counts.get("intakes", 0)),
            },
        ),
        *(Row(label, value) for label, value in words.policy_rows(run)),
        Row(_("As of"), formats.day(run.as_of)),
    ]


def evidence_rows(run: Run) -> list[Row]:
    seconds = run.summary.get("seconds")
    return [
        Row(_("Asked for"), formats.moment(run.created_at)),
        Row(_("Finished"), formats.moment(run.finished_at) if run.finished_at else ""),
        Row(
            _("Computing time"),
            _("%(seconds)s seconds") % {"seconds": formats.number(seconds, 1)} if seconds else "",
        ),
        Row(
            _("Fingerprint of the data"),
            f"{run.fingerprint[:12]}…",
            hint=_("Two plans with the same fingerprint looked at exactly the same data."),
        ),
        Row(_("Seed"), str(run.seed), hint=_("The same data and seed give the same plan again.")),
        Row(_("Planner version"), run.planner_version),
    ]


def start_action(actor: Actor) -> list[Action]:
    if not access.may(actor, "proposals:run:start"):
        return []
    return [Action(_("Make a plan"), reverse("proposals:start"), "primary", icon="play-fill")]
