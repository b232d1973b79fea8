"""What is asked for: small plans are published and taken back at once, large ones by a worker in the name of who asked."""

import logging
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.organisations.queries import actor_again
from jalur.foundation.work import services as work
from jalur.foundation.work.models import UNDER_WAY
from jalur.foundation.work.services import TakenAwayError, begin, end, ending, heartbeat
from jalur.foundation.workflow.locks import deed
from jalur.kit import dates
from jalur.kit.jobs import enqueue
from jalur.kit.refusals import codes_of, refusal
from jalur.proposals.models import Publication, PublicationJob, PublicationVerb, Run
from jalur.proposals.publishing import queries, rules
from jalur.proposals.publishing.services.publication import nothing_left, publish, take_plan_back
from jalur.proposals.rights import Right
from jalur.proposals.runs import queries as run_queries
from jalur.proposals.workflow import PUBLICATION_JOB

logger = logging.getLogger(__name__)

TASK = "jalur.proposals.tasks.publish_plan"


class StoppedError(Exception):
    """Somebody asked to stop: what was done is undone."""


@deed
def request_publication(*, actor: Actor, run: Run, today: date) -> Publication | PublicationJob:
    """Publish the plan to the people of the actor's place: done when it gives a Publication, asked for when it gives a job.

    Refuses as `publish` does, and while the same is on its way.
    """
    is_ours, place = run_queries.part_of(actor, run)
    if not is_ours:
        raise Refused(Right.PUBLISH_PLAN)
    paths = queries.drafts(run, place).count()
    if not paths:
        raise refusal("run", "nothing_left", nothing_left(paths))
    replaced = queries.waiting(run, place).count() if rules.goes_at_once(paths) else 0
    if is_done_at_once(paths + replaced):
        return publish(actor=actor, run=run, today=today)
    job = PublicationJob(verb=PublicationVerb.PUBLISH, run=run, place=place, paths=paths)
    return ask(actor=actor, job=job, today=today)


@deed
def request_taking_back(
    *, actor: Actor, publication: Publication, today: date
) -> Publication | PublicationJob:
    """Take the publication back, or ask a worker to, as `request_publication` publishes."""
    paths = publication.proposals.count()
    if is_done_at_once(paths + publication.replaced.count()):
        return take_plan_back(actor=actor, publication=publication, today=today)
    job = PublicationJob(
        verb=PublicationVerb.TAKE_BACK,
        run=publication.run,
        place=publication.place,
        publication=publication,
        paths=paths,
    )
    return ask(actor=actor, job=job, today=today)


def is_done_at_once(changing: int) -> bool:
    """Small, and nothing on its way that one would have to wait for."""
    return rules.goes_at_once(changing) and not PublicationJob.objects.filter(state__in=UNDER_WAY).exists()


@deed
def ask(*, actor: Actor, job: PublicationJob, today: date) -> PublicationJob:
    if actor.user_id is None:
        raise Refused(Right.PUBLISH_PLAN)
    job.requested_by_id, job.role, job.organisation_id = actor.user_id, actor.role, actor.organisation_id
    detail = {"verb": job.verb, "count": job.paths}
    with PUBLICATION_JOB.step("ask", actor=actor, subject=job, today=today, detail=detail):
        defer_job(job)
    return job


def defer_job(job: PublicationJob) -> None:
    """Queue the job once it is committed."""
    key = str(job.pk)
    transaction.on_commit(lambda: enqueue(TASK, "decisions", f"publication {key}", job_id=key))


def cancel_job(*, actor: Actor, job: PublicationJob) -> PublicationJob:
    """Stop it: nothing will have changed, unless it is done first."""
    return work.cancel(PUBLICATION_JOB, actor=actor, work=job)


def perform_job(job_id: UUID | str) -> None:
    """Carry a waiting job out, all of it or nothing. Called by a worker; the job's state tells how it ended."""
    job = begin(PUBLICATION_JOB, job_id)
    if job is None:
        return
    with heartbeat(job):
        try:
            actor = actor_again(job.requested_by, job.role, job.organisation_id, dates.today())
            if actor is None:
                raise Refused(Right.PUBLISH_PLAN)
            carry_out(actor=actor, job=job)
        except TakenAwayError:
            return
        except StoppedError:
            end(PUBLICATION_JOB, "drop", job)
        except Refused:
            end(PUBLICATION_JOB, "fail", job, failure="not_allowed")
        except ValidationError as refused:
            end(PUBLICATION_JOB, "fail", job, failure=failure_code(refused))
        except Exception as error:  # noqa: BLE001 - whatever happens, a job must not stay "running" for ever
            logger.error("publication job %s: %s", job.pk, type(error).__name__)
            end(PUBLICATION_JOB, "fail", job, failure="error")


@deed
def carry_out(*, actor: Actor, job: PublicationJob) -> None:
    """Publish or take back, and end the job, in one transaction. The job's row is locked last, so that it can be stopped till then."""
    today = dates.today()
    if job.publication is None:
        publication = publish(actor=actor, run=job.run, today=today)
    else:
        publication = take_plan_back(actor=actor, publication=job.publication, today=today)
    # Refused to an office that lies elsewhere by now and would have published to other people.
    with ending(PUBLICATION_JOB, "finish", job, actor=actor) as held:
        if held.cancel_requested:
            raise StoppedError
        held.publication = publication


def failure_code(refused: ValidationError) -> str:
    """Why it could not be done any more, as one of the step's failures."""
    (row,) = PUBLICATION_JOB.rows("fail")
    assert row.reason is not None
    return next((code for code in codes_of(refused) if code in row.reason.choices), "error")
