"""The steps of every kind of work: asked for and stopped by a person, done by a worker, taken up again when the worker is lost."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.work import guards
from jalur.foundation.work.models import Work, WorkState
from jalur.foundation.work.rights import Right
from jalur.foundation.workflow.steps import NEW, SAME, Guard, Reason, Step
from jalur.foundation.workflow.workflow import Workflow
from jalur.kit.components import Tone

WAITING, RUNNING = {WorkState.WAITING}, {WorkState.RUNNING}
TONES: dict[str, Tone] = {
    WorkState.WAITING: "wait",
    WorkState.RUNNING: "now",
    WorkState.DONE: "done",
    WorkState.CANCELLED: "none",
    WorkState.FAILED: "bad",
}


def work_steps(
    thing: str,
    *,
    ask: str,
    cancel: str,
    events: Mapping[str, tuple[str, str]],
    failures: Mapping[str, str],
    done: str,
    guards_of_asking: tuple[Guard, ...] = (),
    finish: str = Right.PERFORM_JOB,
) -> tuple[Step, ...]:
    """The steps of one kind of work.

    ask, cancel: the rights of the person. events: verb → what is recorded of `thing`, and how that reads; finishing early reads as
    finishing. failures: code → sentence, `lost` among them. done: the sentence after a person has stopped it. finish: the right to
    finish, where that is done in the name of who asked.
    """

    def step(verb: str, sources: set[str], target: str, *, event: str = "", **more: Any) -> Step:
        name, text = events[event or verb]
        return Step(verb, sources, target, f"{thing}:{name}", text, **{"right": Right.PERFORM_JOB, **more})

    stopped = {"right": cancel, "button": _("Stop"), "done": done, "weight": "secondary"}
    begun_again = (guards.has_lost_its_worker, guards.may_be_begun_again)
    reason = Reason("failure", label="", missing="", choices=failures, longest=40)
    return (
        step("ask", NEW, WorkState.WAITING, right=ask, guards=guards_of_asking),
        step("begin", WAITING, WorkState.RUNNING),
        step("cancel", WAITING, WorkState.CANCELLED, **stopped),
        # The worker sees it and ends with what it has by then.
        step("cancel", RUNNING, SAME, guards=(guards.is_not_being_stopped,), **stopped),
        step("finish", RUNNING, WorkState.DONE, right=finish),
        step("finish_early", RUNNING, WorkState.CANCELLED, event="finish", right=finish),
        step("drop", RUNNING, WorkState.CANCELLED),
        step("fail", RUNNING, WorkState.FAILED, reason=reason),
        step("take_up", RUNNING, WorkState.WAITING, guards=begun_again),
    )


def failure_of(workflow: Workflow[Any], work: Work) -> str:
    """Why the work failed, as a sentence; "" unless it did."""
    (row,) = workflow.rows("fail")
    assert row.reason is not None
    return str(row.reason.choices.get(work.failure, "")) if work.state == WorkState.FAILED else ""


def may_cancel(workflow: Workflow[Any], actor: Actor, work: Work) -> bool:
    """Whether the actor may stop the work now."""
    offer = workflow.offer("cancel", actor, work)
    return offer is not None and offer.is_free
