"""A decision on many proposals on its way."""

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.kit import formats
from jalur.kit.components import (
    Figure,
    Work,
)
from jalur.proposals.decisions import words
from jalur.proposals.models import BulkDecision, Outcome, RunState
from jalur.proposals.shared.words import WORK_STATES


def bulk_work(decision: BulkDecision, counts: dict[str, int]) -> Work:
    """A decision on many proposals on its way."""
    total = sum(counts.values())
    done = total - counts.get(Outcome.WAITING, 0)
    return Work(
        title=str(words.BULK_TITLES[decision.verb]),
        state=WORK_STATES[RunState(decision.state)],
        url=reverse("proposals:bulk", args=[decision.pk]),
        doing=_("%(done)s of %(total)s looked at")
        % {"done": formats.number(done), "total": formats.number(total)},
        share=done / total if total else None,
        figures=[
            Figure(label=str(words.OUTCOME_TAGS[outcome].text), value=formats.number(counts.get(outcome, 0)))
            for outcome in (Outcome.DONE, Outcome.ALREADY, Outcome.IMPOSSIBLE, Outcome.WAITING)
        ],
        cancel_url=reverse("proposals:bulk_cancel", args=[decision.pk]),
        error=_("Your account or role ended before this was done. What is listed as done stays done.")
        if decision.state == RunState.FAILED
        else "",
    )
