"""What a person and a worker do to work: begin, stop, end, take up again. Progress is written in between and is no step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.work import rules
from jalur.foundation.work.models import Work, WorkState
from jalur.foundation.workflow.locks import atomic, deed, lock
from jalur.foundation.workflow.workflow import Workflow

W = TypeVar("W", bound=Work)


class TakenAwayError(Exception):
    """The work is no longer this worker's: another one has it, or it is over."""


def begin(workflow: Workflow[W], key: UUID | str, **columns: Any) -> W | None:
    """Take waiting work, and keep what `columns` say; None when another worker has it, or it is over."""
    work = workflow.model._default_manager.filter(pk=key).first()
    if work is None:
        return None
    try:
        with workflow.step("begin", actor=SYSTEM, subject=work) as held:
            held.heard_at = timezone.now()
            held.attempts += 1
            put(held, columns)
    except ValidationError:
        return None
    return held


def put(work: Work, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(work, name, value)


@deed
def cancel(workflow: Workflow[W], *, actor: Actor, work: W) -> W:
    """Stop work: at once while it waits or when its worker is lost, else as soon as the worker looks."""
    with workflow.step("cancel", actor=actor, subject=work) as held:
        held.cancel_requested = True
        if held.state == WorkState.WAITING:
            held.finished_at = timezone.now()
    if held.state == WorkState.RUNNING and rules.is_silent(held.heard_at, timezone.now()):
        with workflow.step("drop", actor=SYSTEM, subject=held) as held:
            held.finished_at = timezone.now()
    return held


@contextmanager
def ending(
    workflow: Workflow[W],
    verb: str,
    work: W,
    *,
    actor: Actor = SYSTEM,
    failure: str = "",
    detail: dict[str, Any] | None = None,
) -> Iterator[W]:
    """This worker's work comes to its end; the body stores what came of it. To finish what somebody stopped is to finish early.

    Raises TakenAwayError when it is no longer this worker's; nothing is stored then.
    """
    with atomic():
        held = next(iter(lock(workflow.model, [work.pk])), None)
        if held is None or held.state != WorkState.RUNNING or held.attempts != work.attempts:
            raise TakenAwayError
        if verb == "finish" and held.cancel_requested:
            verb = "finish_early"
        with workflow.step(verb, actor=actor, subject=held, reason=failure, detail=detail) as held:
            held.finished_at = timezone.now()
            yield held


def end(workflow: Workflow[W], verb: str, work: W, *, failure: str = "") -> None:
    """End this worker's work with nothing more to store, unless it was taken away meanwhile."""
    try:
        with ending(workflow, verb, work, failure=failure):
            pass
    except TakenAwayError:
        return


@atomic()
def take_up_lost(workflow: Workflow[W], queue: Callable[[W], None], **columns: Any) -> int:
    """Queue again what a lost worker left behind, with `columns` as they were before; lost again, give it up. Gives how many.

    What has waited for a minute is queued again too: its job may have got lost; a second job finds nothing to do.
    """
    long_ago = timezone.now() - rules.SILENCE
    silent = Q(heard_at__isnull=True) | Q(heard_at__lt=long_ago)
    # Not by `lock`, which would wait for a worker that stores its result: what is held is passed over.
    free = workflow.model._default_manager.select_for_update(of=("self",), no_key=True, skip_locked=True)
    lost = list(free.filter(silent, state=WorkState.RUNNING).order_by("pk"))
    waiting = list(free.filter(silent, state=WorkState.WAITING, created_at__lt=long_ago).order_by("pk"))
    for work in lost:
        if not work.cancel_requested and rules.may_try_again(work.attempts):
            with workflow.step("take_up", actor=SYSTEM, subject=work) as held:
                put(held, columns)
            queue(held)
        else:
            verb, failure = ("drop", "") if work.cancel_requested else ("fail", "lost")
            end(workflow, verb, work, failure=failure)
    for work in waiting:
        queue(work)
    return len(lost)
