"""Certificates of a day, of a meeting, of everybody who waits: asked for once, issued by a worker, each a deed of its own."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.organisations.queries import actor_again
from jalur.foundation.work import services as work
from jalur.foundation.work.services import begin, end, goes_on, heartbeat, take_up_lost
from jalur.foundation.workflow.locks import deed
from jalur.journey.certificates import queries
from jalur.journey.certificates.models import Certificate, Issuing
from jalur.journey.certificates.rights import Right
from jalur.journey.certificates.services.issuance import issue
from jalur.journey.certificates.workflow import ISSUING
from jalur.journey.certification.models import Assessment, AssessmentDay, Pleno
from jalur.kit import dates
from jalur.kit.jobs import enqueue

TASK = "jalur.journey.certificates.tasks.issue_certificates"
EVERY = 20
"""So many certificates between two signs of how far it is."""


@deed
def start_issuing(
    *,
    actor: Actor,
    body: Organisation,
    today: date,
    day: AssessmentDay | None = None,
    pleno: Pleno | None = None,
) -> Issuing:
    """Ask for the certificates of a day, of a meeting or of everybody who waits. ValidationError where nobody does."""
    if actor.user_id is None:
        raise Refused(Right.ISSUE_CERTIFICATE)
    issuing = Issuing(body=body, asked_by_id=actor.user_id, role=actor.role, day=day, pleno=pleno)
    issuing.total = queries.waiting(body, day=day, pleno=pleno).count()
    with ISSUING.step("ask", actor=actor, subject=issuing, today=today):
        queue(issuing)
    return issuing


def queue(issuing: Issuing) -> None:
    """Hand it to the worker once it is committed."""
    key = str(issuing.pk)
    transaction.on_commit(lambda: enqueue(TASK, "exports", f"issuing {key}", issuing_id=key))


def cancel_issuing(*, actor: Actor, issuing: Issuing) -> Issuing:
    """End one that waits, ask one that runs to stop; what is issued stays."""
    access.check(actor, Right.ISSUE_CERTIFICATE, issuing)
    return work.cancel(ISSUING, actor=actor, work=issuing)


def perform_issuing(issuing_id: UUID | str) -> None:
    """Issue what was asked for. Begun again after a crash, it goes on with those who have none yet: none twice, no number left out."""
    issuing = begin(ISSUING, issuing_id)
    if issuing is None:
        return
    with heartbeat(issuing):
        actor = actor_again(issuing.asked_by, issuing.role, issuing.body_id, dates.today())
        if actor is None or not access.covers(actor, Right.ISSUE_CERTIFICATE, issuing):
            end(ISSUING, "fail", issuing, failure="no_right")
            return
        refused: dict[str, str] = dict(issuing.refused)
        waiting = queries.waiting(issuing.body_id, day=issuing.day, pleno=issuing.pleno)
        keys = list(waiting.order_by("decided_on", "name", "pk").values_list("pk", flat=True))
        # Others may have been issued since it was asked for.
        goes_on(issuing, total=_done(issuing) + len(keys))
        for turn, key in enumerate(keys, start=1):
            refused |= _issue_one(actor, issuing, key)
            if turn % EVERY == 0 and not goes_on(issuing, done=_done(issuing), refused=refused):
                break
        goes_on(issuing, done=_done(issuing), refused=refused)
        end(ISSUING, "finish", issuing)


def _done(issuing: Issuing) -> int:
    return Certificate.objects.filter(issuing=issuing).count()


def _issue_one(actor: Actor, issuing: Issuing, key: UUID) -> dict[str, str]:
    """One certificate, or the number of the assessment with why it gets none; who has one by now is passed over."""
    assessment = Assessment.objects.filter(pk=key, certificates=None).first()
    if assessment is None:
        return {}
    try:
        issue(actor=actor, assessment=assessment, now=dates.now(), today=dates.today(), issuing=issuing)
    except ValidationError as refused:
        return {assessment.code: " ".join(refused.messages)}
    except Refused:
        return {}
    return {}


def take_up_lost_issuing() -> int:
    """Queue again what a lost worker left behind, once; then give it up. Returns how many were lost."""
    return take_up_lost(ISSUING, queue)
