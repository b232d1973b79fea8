"""What more classes or more money would do: the planner plans again, on a worker, from a finished plan's prices."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.history import services as history
from jalur.journey.training.models import Programme
from jalur.kit.database import as_sentence
from jalur.kit.jobs import enqueue
from jalur.planner import Plan, Tables
from jalur.proposals.models import Run, RunState, Study, StudyKind
from jalur.proposals.rights import Right
from jalur.proposals.runs.gather import gather
from jalur.proposals.runs.rules import Wanted
from jalur.proposals.shared.rules import is_silent
from jalur.proposals.shared.services.liveness import heartbeat, progress_of, still_mine
from jalur.proposals.what_if.stored_plan import plan_of

logger = logging.getLogger(__name__)


STUDY_TASK = "jalur.proposals.tasks.run_study"


SECONDS_A_PLAN = 60.0


GAP = 0.001


CLASSES_SHOWN = 200


RANKED = (
    "programme", "regency", "starts", "ends", "reach", "seats", "cost", "at_most", "predicted", "gain", "gain_least",
    "gain_most", "placed", "taken",
)  # fmt: skip


@transaction.atomic
def start_study(*, actor: Actor, run: Run, kind: StudyKind, wanted: dict[str, Any], today: date) -> Study:
    """Ask a worker what more classes (`wanted`: within, seats, every, top) or more money would do.

    Raises Refused outside the actor's region, ValidationError without a plan or while the same question is worked on.
    """
    access.check(actor, Right.START_RUN, run)
    if not run.has_plan:
        raise ValidationError({"run": _("This run has no plan to start from.")})
    study = Study(run=run, kind=kind, wanted=wanted, requested_by_id=actor.user_id, as_of=today)
    try:
        with transaction.atomic():
            study.save()
    except IntegrityError as failure:
        raise as_sentence(failure, Study) from failure
    history.record(
        actor=actor,
        event="proposals:study:started",
        subject=study,
        place=run.place_id or "",
        detail={"kind": kind},
    )
    defer_study(study)
    return study


def defer_study(study: Study) -> None:
    """Queue the study once it is committed."""
    key = str(study.pk)
    transaction.on_commit(lambda: enqueue(STUDY_TASK, "planner", f"study {key}", study_id=key))


@transaction.atomic
def cancel_study(*, actor: Actor, study: Study) -> None:
    """Stop a study; what was worked out so far stays."""
    access.check(actor, Right.CANCEL_RUN, study.run)
    study = Study.objects.select_related("run").select_for_update(of=("self",)).get(pk=study.pk)
    if study.is_over:
        return
    study.cancel_requested = True
    if study.state == RunState.WAITING or is_silent(study.heard_at, timezone.now()):
        study.state, study.finished_at = RunState.CANCELLED, timezone.now()
    study.save(update_fields=["cancel_requested", "state", "finished_at"])
    history.record(
        actor=actor, event="proposals:study:stopped", subject=study, place=study.run.place_id or ""
    )


def perform_study(study_id: UUID | str) -> None:
    """Work a waiting study out. Called by a worker; the study's state tells how it ended."""
    taken = Study.objects.filter(pk=study_id, state=RunState.WAITING).update(
        state=RunState.RUNNING,
        heard_at=timezone.now(),
        attempts=F("attempts") + 1,
        progress={"phase": "gathering"},
    )
    if not taken:
        return
    study = Study.objects.select_related("run").get(pk=study_id)
    mine = still_mine(study)
    with heartbeat(study):
        try:
            result = work_out(study, mine)
        except Exception as error:  # noqa: BLE001 - whatever happens, a study must not stay "running" for ever
            logger.error("study %s: %s", study.pk, type(error).__name__)
            end(study, mine, state=RunState.FAILED, failure="error")
            return
    state = RunState.CANCELLED if mine.filter(cancel_requested=True).exists() else RunState.DONE
    end(study, mine, state=state, result=result)


@transaction.atomic
def end(study: Study, mine: QuerySet[Study], *, state: RunState, failure: str = "", **outcome: Any) -> None:
    """End this worker's study and record it, unless it was taken from the worker meanwhile."""
    if mine.update(state=state, failure=failure, finished_at=timezone.now(), **outcome):
        event = "proposals:study:failed" if failure else "proposals:study:finished"
        history.record(actor=SYSTEM, event=event, subject=study, place=study.run.place_id or "")


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
