"""A large plan on its way to be published or taken back."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalur.foundation.accounts.access import Actor
from jalur.foundation.work.models import WorkState
from jalur.foundation.work.workflow import failure_of, may_cancel
from jalur.kit import formats
from jalur.kit.components import Work
from jalur.proposals.models import PublicationJob, PublicationVerb
from jalur.proposals.workflow import PUBLICATION_JOB


def job_work(job: PublicationJob, actor: Actor) -> Work:
    may_stop = may_cancel(PUBLICATION_JOB, actor, job)
    return Work(
        title=PUBLICATION_JOB.called(job),
        state=job.state,
        url=reverse("proposals:publication_job", args=[job.pk]),
        doing=doing(job),
        cancel_url=reverse("proposals:publication_job_step", args=[job.pk, "cancel"]) if may_stop else "",
        error=failure_of(PUBLICATION_JOB, job),
    )


def doing(job: PublicationJob) -> str:
    """What happens to how many proposals; that nothing has changed as long as it is not done."""
    if job.state == WorkState.WAITING:
        return _("Waiting for its turn. This page refreshes by itself.")
    if job.state == WorkState.CANCELLED:
        return _("It was stopped. Nothing was changed.")
    if job.cancel_requested:
        return _("It is being stopped; nothing will have changed.")
    if job.verb == PublicationVerb.PUBLISH:
        sentence = ngettext(
            "%(count)s path is being published. Until it is done, nothing has changed.",
            "%(count)s paths are being published, all of them at once. Until that is done, nothing has changed.",
            job.paths,
        )
    else:
        sentence = ngettext(
            "%(count)s path is being taken back. Until it is done, nothing has changed.",
            "%(count)s paths are being taken back, all of them at once. Until that is done, nothing has changed.",
            job.paths,
        )
    return sentence % {"count": formats.number(job.paths)}
