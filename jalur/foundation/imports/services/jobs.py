"""Long lists: looked through and applied by a worker, part by part. What a part wrote and how far it came are one transaction."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.imports import spreadsheet
from jalur.foundation.imports.kinds import Plan, kind_of
from jalur.foundation.imports.look import Look, added, left_out
from jalur.foundation.imports.models import Import, ImportJob, JobVerb
from jalur.foundation.imports.rights import Right
from jalur.foundation.imports.services import applying, contents
from jalur.foundation.imports.services.headings import remembered
from jalur.foundation.imports.workflow import IMPORT, JOB
from jalur.foundation.organisations.queries import actor_again
from jalur.foundation.work import services as work
from jalur.foundation.work.services import (
    TakenAwayError,
    begin,
    end,
    ending,
    goes_on,
    heartbeat,
    put,
    take_up_lost,
)
from jalur.foundation.workflow.locks import deed, lock
from jalur.kit import dates
from jalur.kit.jobs import enqueue

logger = logging.getLogger(__name__)
TASK = "jalur.foundation.imports.tasks.work_on_list"


Parts = Iterator[tuple[int, Plan[Any]]]


class StoppedError(Exception):
    """Somebody asked to stop: what is written by then stays written."""


@deed
def ask(*, actor: Actor, draft: Import, verb: JobVerb) -> ImportJob:
    """Have a worker look through the list, or apply it."""
    kept = contents.contents_of(draft)
    job = ImportJob(
        draft=draft,
        verb=verb,
        role=actor.role,
        organisation_id=actor.organisation_id,
        language=(translation.get_language() or "id")[:2],
        rows=len(kept.rows) if kept else 0,
    )
    with JOB.step("ask", actor=actor, subject=job):
        queue(job)
    return job


def queue(job: ImportJob) -> None:
    """Hand the job to the worker once it is committed."""
    key = str(job.pk)
    transaction.on_commit(lambda: enqueue(TASK, "imports", f"import {key}", job_id=key))


def cancel_job(*, actor: Actor, job: ImportJob) -> ImportJob:
    """End a job that waits, ask one that runs to stop after its part."""
    if not ImportJob.objects.visible_to(actor).filter(pk=job.pk).exists():
        raise Refused(Right.DECIDE_IMPORT)
    return work.cancel(JOB, actor=actor, work=job)


def take_up_lost_jobs() -> int:
    """Go on with what a lost worker left, from the part that it did not finish."""
    return take_up_lost(JOB, queue)


def perform_job(job_id: UUID | str) -> None:
    """Carry a waiting job out. Called by a worker; the job's state tells how it ended."""
    job = begin(JOB, job_id)
    if job is None:
        return
    with heartbeat(job), translation.override(job.language):
        try:
            carry_out(actor_of(job), job)
        except TakenAwayError:
            return
        except StoppedError:
            end(JOB, "drop", job)
        except Refused:
            end(JOB, "fail", job, failure="not_allowed")
        except ValidationError as refused:
            refuse(job, refused)
        except Exception as error:  # noqa: BLE001 - whatever happens, a job must not stay "running" for ever
            logger.error("import job %s: %s", job.pk, type(error).__name__)
            end(JOB, "fail", job, failure="error")


def actor_of(job: ImportJob) -> Actor:
    """Who uploaded the list, if the account may still act in the role it asked in; else Refused."""
    actor = actor_again(job.draft.uploaded_by, job.role, job.organisation_id, dates.today())
    if actor is None or not ImportJob.objects.visible_to(actor).filter(pk=job.pk).exists():
        raise Refused(Right.DECIDE_IMPORT)
    return actor


def carry_out(actor: Actor, job: ImportJob) -> None:
    today = dates.today()
    if job.verb == JobVerb.LOOK:
        look_through(actor, job, today)
        return
    parts = contents.parts_of(actor, job.draft, today, after=job.done)
    while job.done < job.rows:
        apply_part(actor=actor, job=job, parts=parts, today=today)
    finish(actor=actor, job=job)


def look_through(actor: Actor, job: ImportJob, today: date) -> None:
    """Read the file where nobody has yet, and see what applying it would do."""
    draft, look = job.draft, Look(job.language)
    read_file(actor, draft)
    kept = contents.contents_of(draft)
    job.rows = len(kept.rows) if kept else 0
    for done, plan in contents.parts_of(actor, draft, today):
        look.take_in(kind_of(draft.kind), plan)
        if not goes_on(job, rows=job.rows, done=done):
            raise StoppedError
    keep_look(actor=actor, job=job, look=look)


@deed
def keep_look(*, actor: Actor, job: ImportJob, look: Look) -> None:
    """What was seen, and the rows where the file was read only now."""
    (draft,) = lock(Import, [job.draft_id])
    draft.content_sealed, draft.file_sealed = job.draft.content_sealed, job.draft.file_sealed
    contents.keep_look(draft, look)
    draft.save(update_fields=["content_sealed", "file_sealed", "look_sealed", "counts"])
    with ending(JOB, "finish", job, actor=actor):
        pass


def read_file(actor: Actor, draft: Import) -> None:
    """Take a large file apart; ValidationError on `file` when it is no list."""
    file = contents.file_of(draft)
    if file is not None:
        kind = kind_of(draft.kind)
        kept = spreadsheet.open_list(file, draft.file_name, kind.columns)
        contents.keep(draft, replace(kept, chosen=remembered(actor, kind, kept.headings)))
        draft.file_sealed = None


@deed
def apply_part(*, actor: Actor, job: ImportJob, parts: Parts, today: date) -> None:
    """Write the next part, and that it is written; nothing of it once somebody asked to stop or another worker has the job."""
    (draft,) = lock(Import, [job.draft_id])
    applying.begin_part(draft)
    done, plan = next(parts)
    applying.write(actor, draft, plan, today)
    columns = {
        "done": done,
        "counts": added(job.counts, plan.counts()),
        "left_out": [*job.left_out, *left_out(plan)],
    }
    if not goes_on(job, **columns):
        raise StoppedError
    put(job, columns)


@deed
def finish(*, actor: Actor, job: ImportJob) -> None:
    """Every part is written: the list is applied."""
    lock(Import, [job.draft_id])
    with ending(JOB, "finish", job, actor=actor):
        pass
    with IMPORT.step("apply", actor=actor, subject=job.draft) as locked:
        applying.settle(locked, contents.contents_of(job.draft), job.counts, job.left_out)


def refuse(job: ImportJob, refused: ValidationError) -> None:
    """The file is no list, or a row could not be written: say why on the list's page."""
    try:
        with ending(JOB, "fail", job, failure="refused") as held:
            held.sentence = refused.messages[0][:300]
    except TakenAwayError:
        return
