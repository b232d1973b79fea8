"""A plan is asked for and stopped; a worker makes it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Place
from jalur.foundation.work import services as work
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.kit.jobs import enqueue
from jalur.kit.refusals import refusal
from jalur.proposals.models import Run
from jalur.proposals.runs import words
from jalur.proposals.runs.rules import Wanted
from jalur.proposals.workflow import RUN

RUN_TASK = "jalur.proposals.tasks.run_plan"


@deed
def start_run(
    *,
    actor: Actor,
    place: Place | None,
    wanted: Wanted,
    today: date,
    name: str = "",
    is_what_if: bool = False,
    seed: int = 1,
) -> Run:
    """Ask a worker for a plan for the people of a place (None: the country). It is a draft; a what-if is never published.

    name: "" for one made of place and day. Raises Refused outside the actor's region, ValidationError while one for the same
    place is being made.
    """
    run = Run(
        name=name.strip() or free_name(place, today, is_what_if=is_what_if),
        is_what_if=is_what_if,
        place=place,
        requested_by_id=actor.user_id,
        policy=wanted.to_json(),
        seed=seed,
        as_of=today,
    )
    with RUN.step("ask", actor=actor, subject=run, today=today, detail=run.policy):
        defer_run(run)
    return run


def free_name(place: Place | None, today: date, *, is_what_if: bool) -> str:
    """What a plan is called unless somebody says otherwise; the second one of a day has a 2 behind it."""
    name = words.default_name(place, today, is_what_if=is_what_if)
    others = Run.objects.filter(place=place, as_of=today, name__startswith=name).count()
    return f"{name} ({others + 1})" if others else name


def rename_run(*, actor: Actor, run: Run, name: str) -> Run:
    """Call a plan by another name."""
    with RUN.step("rename", actor=actor, subject=run) as held:
        if not name.strip():
            raise refusal("name", "missing", _("Give the plan a name."))
        if held.name == name.strip():
            raise UnchangedError
        held.name = Run._meta.get_field("name").clean(name.strip(), held)
    return held


def defer_run(run: Run) -> None:
    """Put the run into the workers' queue once what was decided about it is committed; a run waits there once.

    Inside a worker a job goes out on a connection of its own and could be taken before the commit. Should the process end
    between commit and queue, `take_up_lost_work` queues the run a minute later.
    """
    transaction.on_commit(lambda: enqueue(RUN_TASK, "planner", f"run {run.pk}", run_id=str(run.pk)))


def cancel_run(*, actor: Actor, run: Run) -> Run:
    """Stop a run; a running one keeps the best plan it has."""
    return work.cancel(RUN, actor=actor, work=run)
