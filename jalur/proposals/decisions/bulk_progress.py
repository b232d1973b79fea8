"""A decision on many proposals on its way."""

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.work.workflow import failure_of, may_cancel
from jalur.kit import formats
from jalur.kit.components import (
    Figure,
    Work,
)
from jalur.proposals.decisions import words
from jalur.proposals.models import BulkDecision, Outcome
from jalur.proposals.workflow import BULK_DECISION


def bulk_work(decision: BulkDecision, counts: dict[str, int], actor: Actor) -> Work:
    """A decision on many proposals on its way."""
    total = sum(counts.values())
    done = total - counts.get(Outcome.WAITING, 0)
    return Work(
        title=str(words.BULK_TITLES[decision.verb]),
        state=decision.state,
        url=reverse("proposals:bulk", args=[decision.pk]),
        doing=_("%(done)s of %(total)s looked at")
        % {"done": formats.number(done), "total": formats.number(total)},
        share=done / total if total else None,
        figures=[
            Figure(label=str(words.OUTCOME_TAGS[outcome].text), value=formats.number(counts.get(outcome, 0)))
            for outcome in (Outcome.DONE, Outcome.ALREADY, Outcome.IMPOSSIBLE, Outcome.WAITING)
        ],
        cancel_url=reverse("proposals:bulk_step", args=[decision.pk, "cancel"])
        if may_cancel(BULK_DECISION, actor, decision)
        else "",
        error=failure_of(BULK_DECISION, decision),
    )
