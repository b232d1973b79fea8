"""What more classes or more money would do, in words and as charts."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Place
from jalur.foundation.work.models import WorkState
from jalur.foundation.work.workflow import failure_of, may_cancel
from jalur.kit import formats
from jalur.kit.components import Chart, Notice, Series, Work
from jalur.proposals.models import Run, Study, StudyKind
from jalur.proposals.shared.words import BILLION, UNIT
from jalur.proposals.workflow import STUDY

STUDY_PHASES = {
    "gathering": gettext_lazy("Collecting people, job orders and classes"),
    "planning": gettext_lazy("Planning again on the data of today"),
    "openings": gettext_lazy("Planning again with each of the best classes"),
    "budget": gettext_lazy("Planning again for each budget"),
}


def work_of(study: Study, actor: Actor) -> Work:
    """A study on its way, or how it ended."""
    progress = study.progress or {}
    done, of = progress.get("done", 0), progress.get("of", 0)
    page = reverse(f"proposals:{study.kind}", args=[study.run_id])
    doing = str(STUDY_PHASES.get(progress.get("phase", ""), STUDY_PHASES["gathering"]))
    if study.state == WorkState.WAITING:
        doing = _("Waiting for its turn. This page refreshes by itself.")
    elif of > 1:
        doing = _("%(doing)s: %(done)s of %(of)s") % {"doing": doing, "done": done, "of": of}
    return Work(
        title=str(StudyKind(study.kind).label).capitalize(),
        state=study.state,
        url=page,
        doing=doing,
        share=done / of if of else None,
        cancel_url=reverse("proposals:study_step", args=[study.pk, "cancel"])
        if may_cancel(STUDY, actor, study)
        else "",
        error=failure_of(STUDY, study),
    )


def notices_of(study: Study) -> list[Notice]:
    notices = []
    if study.result.get("fresh"):
        notices.append(
            Notice(
                _(
                    "The data have changed since this plan was made, so the question was answered on the data of "
                    "today: the planner planned again first."
                )
            )
        )
    if study.state == WorkState.CANCELLED:
        notices.append(Notice(_("This was stopped; what had been worked out until then is shown.")))
    return notices


def class_rows(study: Study) -> list[dict[str, Any]]:
    """The classes that were planned again and, after them, the others that could add something."""
    ranked, others = study.result.get("rows", []), study.result.get("classes", [])
    known = {(row["programme"], row["regency"], row["starts"]) for row in ranked}
    rows = ranked + [row for row in others if (row["programme"], row["regency"], row["starts"]) not in known]
    codes = {row["regency"] for row in rows}
    names = dict(Place.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))
    return by_class(
        [
            {
                **dict.fromkeys(("predicted", "gain", "taken", "placed")),
                **row,
                "place": names.get(row["regency"], row["regency"]),
                "starts": dt.date.fromisoformat(row["starts"]),
                "ends": dt.date.fromisoformat(row["ends"]),
                "proved": proved(row),
            }
            for row in rows
        ]
    )


def by_class(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for a programme in a regency, on the day that adds most; `days`: all days it could begin, that one first."""
    classes: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        classes.setdefault((row["programme"], row["regency"]), []).append(row)
    found = []
    for some in classes.values():
        best = max(some, key=lambda row: (row["gain"] is not None, row["gain"] or row["at_most"]))
        others = sorted(row["starts"] for row in some if row is not best)
        found.append({**best, "days": [best["starts"], *others]})
    return found


def proved(row: dict[str, Any]) -> str:
    """ "0.0 to 5.3": between what the best plan's gain is proved to lie."""
    if "gain_most" not in row:
        return ""
    return _("%(least)s to %(most)s") % {
        "least": formats.number(row["gain_least"], 1),
        "most": formats.number(row["gain_most"], 1),
    }


def chart_of_classes(run: Run, rows: list[dict[str, Any]]) -> Chart | None:
    """Predicted and re-solved gain of the classes that were planned again."""
    planned = [row for row in rows if row["gain"] is not None]
    if not planned:
        return None
    return Chart(
        key="classes",
        title=_("What each class would add: predicted from prices, and planned again"),
        kind="bar",
        categories=[
            f"{row['programme']}, {row['place']}, {formats.day(row['starts'], 'short')}" for row in planned
        ],
        series=[
            Series(_("predicted"), [round(row["predicted"], 2) for row in planned]),
            Series(_("planned again"), [round(row["gain"], 2) for row in planned]),
        ],
        unit=UNIT,
        places=1,
        definition=_(
            "Predicted: the most the class can add at the plan's prices. Planned again: for the people around those who "
            "would gain, the value of a new plan with the class, less that of a new plan without it; everybody else "
            "keeps what the plan gave. The column “proved between” says where the gain of the best plans for these "
            "people lies."
        ),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def chart_of_budget(run: Run, rows: list[dict[str, Any]]) -> Chart | None:
    """Value and bound over the budget."""
    if len(rows) < 2:
        return None
    return Chart(
        key="curve",
        title=_("What each budget reaches"),
        kind="line",
        categories=billions([row["budget"] for row in rows]),
        series=[
            Series(_("no plan can reach more"), [round(row["bound"], 1) for row in rows]),
            Series(_("best plan found"), [round(row["value"], 1) for row in rows]),
        ],
        unit=_("%(unit)s, by billion rupiah of budget") % {"unit": UNIT},
        places=1,
        definition=_("For each budget the planner planned again; the upper line is proved for every plan."),
        source=_("Jalur, own data"),
        as_of=run.as_of,
    )


def billions(budgets: list[float]) -> list[str]:
    """Rupiah in billions, with as few decimals as tell them apart, three at most."""
    for places in (1, 2, 3):
        labels = [formats.number(budget / BILLION, places) for budget in budgets]
        if len(set(labels)) == len(labels):
            break
    return labels
