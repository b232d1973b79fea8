"""A plan on one page: how many, how good, for whom and where."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography.models import Country, Place
from jalur.kit import formats
from jalur.kit.components import (
    Action,
    Area,
    Chart,
    Figure,
    Map,
    Notice,
    Row,
    Series,
)
from jalur.proposals.models import Publication, Run
from jalur.proposals.shared import words

MOST_BARS = 12
MOST_PUBLICATIONS = 5

ENDED = {
    "stopped": gettext_lazy("It ended because somebody stopped it."),
    "proved": gettext_lazy("It ended because no plan can be more than 0.1 % better."),
    "time": gettext_lazy("It ended because its time was up; more time might find a better plan."),
    "nothing_better": gettext_lazy("It ended before its time was up because nothing better turned up."),
}


def figures_of(run: Run) -> list[Figure]:
    counts = run.counts
    about = {"as_of": run.as_of, "source": _("Jalur, own data")}
    people = counts.get("candidates", 0)
    return [
        Figure(
            label=_("On a path to a job"),
            value=formats.number(run.placed or 0),
            unit=_("people"),
            trend=beside_first_come(run),
            trend_tone="done",
            definition=_("People who get one path: one job order and the classes that lead there in time."),
            share=(run.placed or 0) / people if people else None,
            **about,
        ),
        *(
            [
                Figure(
                    label=_("Already hold an offer or a job"),
                    value=formats.number(held),
                    unit=_("people"),
                    definition=_(
                        "They are placed and not planned again; comparing counts them with every plan."
                    ),
                    **about,
                )
            ]
            if (held := counts.get("held", 0))
            else []
        ),
        Figure(
            label=_("Value of this plan"),
            value=formats.number(run.value or 0, 1),
            unit=words.UNIT,
            definition=value_definition(run),
            about="make-a-plan#value",
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
            about="make-a-plan#bound",
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
        occupation.code: occupation.title
        for occupation in Occupation.objects.filter(code__in=run.summary.get("by_occupation", {})).order_by(
            "code"
        )
    }
    charts = [
        chart_beside_first_come(run),
        chart_of_group(run, "by_destination", _("By destination"), destinations),
        chart_of_group(run, "by_occupation", _("By occupation"), occupations),
        chart_of_trail(run),
    ]
    return [chart for chart in charts if chart is not None]


def chart_of_trail(run: Run) -> Chart | None:
    """How bound and value came together, for a finished plan."""
    known = [point for point in run.summary.get("trail", []) if None not in point]
    if len(known) < 2:
        return None
    return Chart(
        key="trail",
        title=_("How this plan approached its proven limit"),
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


def evidence_rows(run: Run) -> list[Row]:
    seconds = run.summary.get("seconds")
    return [
        Row(_("Requested"), formats.moment(run.created_at)),
        Row(_("Finished"), formats.moment(run.finished_at) if run.finished_at else ""),
        Row(
            _("Computing time"),
            _("%(seconds)s seconds") % {"seconds": formats.number(seconds, 1)} if seconds else "",
            hint=str(ENDED.get(run.summary.get("ended", ""), "")),
        ),
        Row(
            _("Fingerprint of the data"),
            f"{run.fingerprint[:12]}…",
            hint=_("Two plans with the same fingerprint looked at exactly the same data."),
        ),
        Row(_("Seed"), str(run.seed), hint=_("The same data and seed give the same plan again.")),
        Row(_("Planner version"), run.planner_version),
    ]


def value_definition(run: Run) -> str:
    if run.policy.get("what_first", "people") == "people":
        sentence = _(
            "Each person on a path counts with the chance to pass all its classes and with the "
            "priority set for them: with a chance of 80 % one person counts 0.8."
        )
    else:
        sentence = _(
            "Each person on a path counts with the chance to pass all its classes, with the "
            "priority set for them and with the weight of the order."
        )
    if run.policy.get("thrift", "none") != "none":
        sentence += " " + _("The cost of training takes a little away.")
    if run.policy.get("women"):
        sentence += " " + _("Each woman missing from the target lowers the value by one.")
    if run.policy.get("from_region"):
        sentence += " " + _("So does each person missing from a region's target.")
    return sentence


def lead_of(run: Run, *, waiting: int | None) -> str:
    """People first, with how many proposals of a published plan still wait where the reader may know; then how good it is."""
    people = ngettext(
        "%(count)s person gets a path to a job.", "%(count)s people get a path to a job.", run.placed or 0
    )
    people %= {"count": formats.number(run.placed or 0)}
    if waiting is not None:
        people += " " + _("Planned so; %(count)s still wait for a decision.") % {
            "count": formats.number(waiting)
        }
    return f"{people} {proof(run)}".strip()


def proof(run: Run) -> str:
    """What the bound proves, for somebody who never heard of one."""
    if run.gap is None or run.bound is None or run.value is None:
        return ""
    if run.gap < 0.00005:
        return _("Proved: no other plan on the same data can be better than this one.")
    params = {
        "bound": formats.number(run.bound, 1),
        "value": formats.number(run.value, 1),
        "gap": formats.percent(run.gap, 2 if run.gap < 0.01 else 1),
        "unit": words.UNIT,
    }
    return (
        _(
            "Proved: no plan on the same data can reach more than %(bound)s %(unit)s. This one "
            "reaches %(value)s, so it is at most %(gap)s below the best."
        )
        % params
    )


def beside_first_come(run: Run) -> str:
    """How many more are placed than by first come, first served."""
    if run.placed is None or "placed" not in run.baseline:
        return ""
    more = run.placed - run.baseline["placed"]
    if more > 0:
        return ngettext(
            "%(count)s person more than by first come, first served",
            "%(count)s people more than by first come, first served",
            more,
        ) % {"count": formats.number(more)}
    if more == 0:
        return _("as many people as by first come, first served")
    return _("%(count)s fewer people than by first come, first served, but worth more") % {
        "count": formats.number(-more)
    }


def dropped(count: int) -> str:
    """People who were planned but got no proposal: they left planning or took an opening meanwhile, or the order stopped."""
    return ngettext(
        "%(count)s person got no proposal: they left planning or took an opening while the plan was made, or the"
        " order was closed or put on hold.",
        "%(count)s people got no proposal: they left planning or took an opening while the plan was made, or the"
        " order was closed or put on hold.",
        count,
    ) % {"count": formats.number(count)}


def standing_of(run: Run, standing: Sequence[Publication]) -> list[Notice]:
    """Whether anybody has been told: what-if, draft, or published for whom, by which office, on which day."""
    if run.is_what_if:
        return [
            Notice(
                _(
                    "What-if: something entered here is only assumed. It proposes nothing to anybody and is never published."
                )
            )
        ]
    if not standing:
        return [
            Notice(
                _("Draft: nobody has been proposed anything, and no waiting proposal has changed."),
                tone="warn",
            )
        ]
    return [
        Notice(
            _("Published by %(office)s on %(day)s for the people of %(place)s.")
            % {
                "office": one.organisation or "Jalur",
                "day": formats.day(one.published_on),
                "place": one.place or _("Indonesia"),
            }
            + fallen(one.counts),
            tone="done",
            actions=[Action(_("What it changed"), reverse("proposals:publication", args=[one.pk]), "quiet")],
        )
        for one in standing[:MOST_PUBLICATIONS]
    ]


def fallen(counts: dict[str, Any]) -> str:
    """What fell away when the plan was published, by cause."""
    causes = words.causes_of_falling_away(*(counts.get(key, 0) for key in ("people", "closed", "full")))
    return " " + _("Left out then: %(causes)s.") % {"causes": causes} if causes else ""


def notices_of(run: Run) -> list[Notice]:
    notices = []
    if run.cancel_requested:
        notices.append(
            Notice(
                _(
                    "This plan was stopped early; it is the best one found until then, and it "
                    "has passed the independent check."
                )
            )
        )
    if count := run.summary.get("dropped", 0):
        notices.append(Notice(dropped(count)))
    return notices
