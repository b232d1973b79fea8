"""What more classes or more money would do: the planner plans again, on a worker, from a finished plan's prices."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction
from django.db.models import QuerySet

from jalur.foundation.accounts.access import Actor
from jalur.foundation.work import services as work
from jalur.foundation.work.services import (
    TakenAwayError,
    begin,
    end,
    ending,
    heartbeat,
    progress_of,
    still_mine,
)
from jalur.foundation.workflow.locks import deed
from jalur.journey.training.models import Programme
from jalur.kit.jobs import enqueue
from jalur.planner import Plan, Tables
from jalur.proposals.models import Run, Study, StudyKind
from jalur.proposals.runs.gather import gather
from jalur.proposals.runs.rules import Wanted
from jalur.proposals.what_if.stored_plan import plan_of
from jalur.proposals.workflow import STUDY

logger = logging.getLogger(__name__)


STUDY_TASK = "jalur.proposals.tasks.run_study"


SECONDS_A_PLAN = 60.0


GAP = 0.001


CLASSES_SHOWN = 200


RANKED = (
    "programme", "regency", "starts", "ends", "reach", "seats", "cost", "at_most", "predicted", "gain", "gain_least",
    "gain_most", "placed", "taken",
)  # fmt: skip


@deed
def start_study(*, actor: Actor, run: Run, kind: StudyKind, wanted: dict[str, Any], today: date) -> Study:
    """Ask a worker what more classes (`wanted`: within, seats, every, top) or more money would do.

    Raises Refused outside the actor's region, ValidationError without a plan or while the same question is worked on.
    """
    study = Study(run=run, kind=kind, wanted=wanted, requested_by_id=actor.user_id, as_of=today)
    with STUDY.step("ask", actor=actor, subject=study, today=today, detail={"kind": kind}):
        defer_study(study)
    return study


def defer_study(study: Study) -> None:
    """Queue the study once it is committed."""
    key = str(study.pk)
    transaction.on_commit(lambda: enqueue(STUDY_TASK, "planner", f"study {key}", study_id=key))


def cancel_study(*, actor: Actor, study: Study) -> Study:
    """Stop a study; what was worked out so far stays."""
    return work.cancel(STUDY, actor=actor, work=study)


def perform_study(study_id: UUID | str) -> None:
    """Work a waiting study out. Called by a worker; the study's state tells how it ended."""
    study = begin(STUDY, study_id, progress={"phase": "gathering"})
    if study is None:
        return
    with heartbeat(study):
        try:
            result = work_out(study, still_mine(study))
            with ending(STUDY, "finish", study) as held:
                held.result = result
        except TakenAwayError:
            return
        except Exception as error:  # noqa: BLE001 - whatever happens, a study must not stay "running" for ever
            logger.error("study %s: %s", study.pk, type(error).__name__)
            end(STUDY, "fail", study, failure="error")


def work_out(study: Study, mine: QuerySet[Study]) -> dict[str, Any]:
    """The result of a study as JSON: {"rows": […]} and, for classes, {"classes": […]}; `fresh`: planned anew first."""
    run = study.run
    gathered = gather(place_code=run.place_id or "", wanted=Wanted.from_json(run.policy), on=run.as_of)
    tables = by_title(gathered.tables).checked()
    sign = progress_of(mine, lambda phase, done, of: {"phase": phase, "done": done, "of": of})
    plan, fresh = plan_of(run), gathered.fingerprint != run.fingerprint
    if fresh:
        from jalur.planner.after.replan import replan  # compiles kernels: only a worker waits for that

        sign("planning", 0, 1)
        nobody = plan.assignments.clear()  # who has accepted is not in the tables any more
        plan = replan(
            tables, nobody, seed=run.seed, time_limit=SECONDS_A_PLAN, start_prices=plan.prices,
            proposed=plan.assignments, gap=max(GAP, run.gap or 0.0), progress=lambda _state: sign("planning", 0, 1),
        )  # fmt: skip
    if study.kind == StudyKind.BUDGET:
        from jalur.planner.after.budget import budget_curve  # compiles kernels: only a worker waits for that

        curve = budget_curve(
            tables,
            plan,
            time_limit=SECONDS_A_PLAN,
            progress=lambda _budget, done, of: sign("budget", done, of),
        )
        return {"rows": curve.points.to_dicts(), "base": curve.base, "fresh": fresh}
    return {**openings(study, tables, plan, sign), "fresh": fresh}


def openings(study: Study, tables: Tables, plan: Plan, sign: Callable[..., bool]) -> dict[str, Any]:
    from jalur.planner.after.openings import possible_classes, rank_openings  # compiles kernels, as above

    wanted = study.wanted
    classes = possible_classes(
        tables,
        within=wanted.get("within") or None,
        every=wanted["every"],
        seats=wanted["seats"],
        first=study.run.as_of,
    )
    ranking = rank_openings(
        tables, plan, classes=classes, top=wanted["top"], time_limit=SECONDS_A_PLAN,
        progress=lambda _phase, done, of: sign("openings", done, of),
    )  # fmt: skip
    shown = ranking.classes.head(CLASSES_SHOWN)
    return {
        "rows": written(ranking.ranked, RANKED),
        "classes": written(shown, RANKED[: RANKED.index("at_most") + 1]),
        "looked_at": classes.height,
        "could_add": ranking.classes.height,
    }


def written(frame: pl.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows as JSON takes them."""
    return (
        frame.select([column for column in columns if column in frame.columns])
        .with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))
        .to_dicts()
    )


def by_title(tables: Tables) -> Tables:
    """The same tables with a programme's title in place of its code: institutes teach the same under codes of their own."""
    codes = tables.intakes["programme"].unique().to_list()
    titles = dict(Programme.objects.filter(code__in=codes).order_by().values_list("code", "title"))
    return replace(tables, intakes=tables.intakes.with_columns(pl.col("programme").replace(titles)))
