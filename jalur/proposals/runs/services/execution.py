"""What a worker does with a run: gather, plan, verify, explain, store."""

import logging
import time
import traceback
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from jalur import planner
from jalur.foundation.work.services import (
    TakenAwayError,
    begin,
    end,
    ending,
    heartbeat,
    progress_of,
    still_mine,
)
from jalur.planner import Invalid, Plan, Tables
from jalur.planner.after.reasons import Explanations, explain_plan
from jalur.proposals.models import Run
from jalur.proposals.runs.gather import Gathered, gather
from jalur.proposals.runs.rules import Trail, Wanted, minutes_for, why_ended
from jalur.proposals.runs.services.plan_rows import store
from jalur.proposals.workflow import RUN

logger = logging.getLogger(__name__)

GAP = 0.001
# First come, first served takes a nation longer than the plan itself (five minutes for a million people on a busy machine).
MOST_COMPARED = 200_000
OURS = "jalur"


class RunStoppedError(Exception):
    """The run was stopped before there was a plan."""


class RunFailedError(Exception):
    """The run can't end with a plan; `code` is one of the failures in workflow.py."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def perform_run(run_id: UUID | str) -> None:
    """Make, verify and store the plan of a waiting run. Called by a worker; the run's state tells how it ended."""
    run = begin(RUN, run_id, started_at=timezone.now(), progress={"phase": "gathering"})
    if run is None:
        return
    with heartbeat(run):
        try:
            finish(run)
        except TakenAwayError:
            return
        except RunStoppedError:
            end(RUN, "drop", run)
        except RunFailedError as failed:
            end(RUN, "fail", run, failure=failed.code)
        except Invalid as invalid:
            # The planner names tables, rows and columns; values stay out of the log.
            for fault in invalid.violations[:20]:
                logger.error("run %s: %s %s %s", run.pk, fault.table, fault.row, fault.column)
            end(RUN, "fail", run, failure="invalid_input")
        except Exception as error:  # noqa: BLE001 - whatever happens, the run must not stay "running" for ever
            where = [frame for frame in traceback.extract_tb(error.__traceback__) if OURS in frame.filename][
                -1
            ]
            logger.error("run %s: %s at %s:%s", run.pk, type(error).__name__, where.filename, where.lineno)
            end(RUN, "fail", run, failure="error")


def finish(run: Run) -> None:
    clock = Clock(run)
    wanted = Wanted.from_json(run.policy)
    gathered = gather(place_code=run.place_id or "", wanted=wanted, on=run.as_of)
    clock.turn("planning")
    for count, failure in (
        ("candidates", "no_candidates"),
        ("openings", "no_orders"),
        ("intakes", "no_classes"),
    ):
        if not gathered.counts[count]:
            raise RunFailedError(failure)
    tables = gathered.tables.checked()
    still_mine(run).update(counts=gathered.counts, fingerprint=gathered.fingerprint)
    run.counts, run.fingerprint = gathered.counts, gathered.fingerprint
    clock.limit = 60.0 * (wanted.minutes or minutes_for(gathered.counts["candidates"]))
    plan = planner.make_plan(
        tables, seed=run.seed, gap=GAP, time_limit=clock.limit, progress=signs_of(run, clock)
    )
    clock.turn("verifying", plan)
    prove(run, tables, plan)
    clock.turn("comparing", plan)
    from jalur.planner import baselines  # compiles its kernels: only a worker waits for that

    compared = not clock.stopping and gathered.counts["candidates"] <= MOST_COMPARED
    baseline = baselines.first_come_reaches(tables) if compared else {}
    clock.turn("explaining", plan)
    explanations = explain_plan(tables, plan)
    clock.turn("storing", plan)
    conclude(run, gathered, plan, baseline, explanations, clock)


def prove(run: Run, tables: Tables, plan: Plan) -> None:
    """Check the plan and its bound with the independent code; a plan that fails is never stored or shown."""
    from jalur.planner.verify import verify  # compiles its kernels: only a worker waits for that

    verdict = verify(tables, plan)
    if verdict.violations:
        for violation in verdict.violations[:20]:
            logger.error("run %s does not verify: %s", run.pk, violation)
        raise RunFailedError("unverified")


def conclude(
    run: Run,
    gathered: Gathered,
    plan: Plan,
    baseline: dict[str, Any],
    explanations: Explanations,
    clock: "Clock",
) -> None:
    """Store the plan and end the run, unless it was taken from this worker meanwhile."""
    detail = {"placed": plan.summary["placed"], "fingerprint": run.fingerprint}
    with ending(RUN, "finish", run, detail=detail) as held:
        store(held, gathered.tables, plan, baseline=baseline, explanations=explanations)
        held.progress = {"phase": "stored", **figures(plan.summary)}
        held.summary |= {
            "spent": clock.stopped(),
            "trail": clock.trail.points,
            "limit": clock.limit,
            "ended": why_ended(
                stopped=held.cancel_requested,
                gap=plan.summary["gap"],
                enough=GAP,
                seconds=plan.summary.get("seconds") or 0.0,
                limit=clock.limit or 0.0,
            ),
        }


def figures(summary: dict[str, Any]) -> dict[str, Any]:
    return {name: summary.get(name) for name in ("value", "bound", "gap", "placed")}


class Clock:
    """The phases of one run: how long each took, and the sign that the next has begun."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.begun = self.turned = time.monotonic()
        self.phase = "gathering"
        self.spent: dict[str, float] = {}
        self.trail = Trail()
        self.limit: float | None = None  # seconds the planner may search
        self.stopping = False  # somebody asked to stop

    def elapsed(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.begun

    def turn(self, phase: str, plan: Plan | None = None) -> None:
        """Begin a phase. Raises TakenAwayError when the run is another worker's, RunStoppedError when it was stopped without a plan."""
        self.stopped()
        self.phase = phase
        reached = figures(plan.summary) if plan else {}
        if plan:
            self.trail.add(self.elapsed(), reached["bound"], reached["value"])
        mine = still_mine(self.run)
        progress = {"phase": phase, **self.so_far(), **reached}
        if not mine.update(progress=progress, heard_at=timezone.now()):
            raise TakenAwayError
        self.stopping = mine.filter(cancel_requested=True).exists()
        if plan is None and self.stopping:
            raise RunStoppedError

    def so_far(self) -> dict[str, Any]:
        """What the screen draws."""
        return {"elapsed": self.elapsed(), "limit": self.limit, "trail": self.trail.points}

    def stopped(self) -> dict[str, float]:
        """Seconds by phase, the present one until now."""
        now = time.monotonic()
        self.spent[self.phase] = self.spent.get(self.phase, 0.0) + now - self.turned
        self.turned = now
        return self.spent


def signs_of(run: Run, clock: Clock) -> Callable[..., bool]:
    """The planner's `progress`: what the search has reached, for the page and for the trail it draws."""

    def worded(state: Any) -> dict[str, Any]:
        reached = {name: getattr(state, name, None) for name in ("value", "bound", "gap")}
        clock.trail.add(clock.elapsed(), reached["bound"], reached["value"])
        return {"phase": state.phase, **clock.so_far(), **reached}

    return progress_of(still_mine(run), worded)
