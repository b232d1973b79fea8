"""A plan is asked for and stopped; a worker makes it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Place
from jalur.foundation.history import services as history
from jalur.kit.jobs import enqueue
from jalur.proposals.models import Run, RunState
from jalur.proposals.rights import Right
from jalur.proposals.runs.rules import Wanted
from jalur.proposals.shared.rules import is_silent

RUN_TASK = "jalur.proposals.tasks.run_plan"


@transaction.atomic
def start_run(*, actor: Actor, place: Place | None, wanted: Wanted, today: date, seed: int = 1) -> Run:
    """Ask a worker for a plan for the people of a place (None: the country).

    Raises Refused outside the actor's region, ValidationError while one for the same place is being made.
    """
    run = Run(place=place, requested_by_id=actor.user_id, policy=wanted.to_json(), seed=seed, as_of=today)
    access.check(actor, Right.START_RUN, run)
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as failure:
        if "run_one_at_a_time" not in str(failure):
            raise
        constraint = next(rule for rule in Run._meta.constraints if rule.name == "run_one_at_a_time")
        raise ValidationError({"place": constraint.get_violation_error_message()}) from failure
    history.record(
        actor=actor, event="proposals:run:started", subject=run, place=run.place_id or "", detail=run.policy
    )
    defer_run(run)
    return run


def defer_run(run: Run) -> None:
    """Put the run into the workers' queue once what was decided about it is committed; a run waits there once.

    Inside a worker a job goes out on a connection of its own and could be taken before the commit. Should the process end
    between commit and queue, `take_up_lost_work` queues the run a minute later.
    """
    transaction.on_commit(lambda: enqueue(RUN_TASK, "planner", f"run {run.pk}", run_id=str(run.pk)))


@transaction.atomic
def cancel_run(*, actor: Actor, run: Run) -> Run:
    """Stop a run; a running one keeps the best plan it has. Stopping a run that is over changes nothing."""
    access.check(actor, Right.CANCEL_RUN, run)
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.is_over:
        return run
    run.cancel_requested = True
    if run.state == RunState.WAITING or is_silent(run.heard_at, timezone.now()):
        run.state = RunState.CANCELLED
        run.finished_at = timezone.now()
    run.save(update_fields=["cancel_requested", "state", "finished_at"])
    history.record(actor=actor, event="proposals:run:stopped", subject=run, place=run.place_id or "")
    return run
