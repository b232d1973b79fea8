"""What happens to work whose worker is lost."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.history import services as history
from jalur.proposals.decisions.services.bulk import defer_bulk
from jalur.proposals.models import BulkDecision, Run, RunState, Study
from jalur.proposals.runs.services.requests import defer_run
from jalur.proposals.shared.rules import SILENCE, may_try_again
from jalur.proposals.what_if.services import defer_study


@transaction.atomic
def take_up_lost_work() -> int:
    """Queue again what a lost worker left behind; what is lost twice is given up with a sentence. Returns how many.

    What has waited for a minute is queued again too: its job may have got lost; a second job finds nothing to do.
    """
    long_ago = timezone.now() - SILENCE
    silent = Q(heard_at__isnull=True) | Q(heard_at__lt=long_ago)
    runs = Run.objects.order_by("pk").select_for_update(of=("self",), skip_locked=True)
    studies = Study.objects.order_by("pk").select_for_update(of=("self",), skip_locked=True)
    lost: list[Run | Study] = [
        *runs.filter(silent, state=RunState.RUNNING),
        *studies.filter(silent, state=RunState.RUNNING),
    ]
    for work in lost:
        take_up(work)
    decisions = BulkDecision.objects.order_by("pk").select_for_update(of=("self",), skip_locked=True)
    silent_decisions = list(decisions.filter(silent, state=RunState.RUNNING))
    for decision in silent_decisions:
        BulkDecision.objects.filter(pk=decision.pk).update(state=RunState.WAITING)
        defer_bulk(decision)
    waits = silent & Q(state=RunState.WAITING, created_at__lt=long_ago)
    for run in runs.filter(waits):
        defer_run(run)
    for study in studies.filter(waits):
        defer_study(study)
    for decision in decisions.filter(waits):
        defer_bulk(decision)
    return len(lost) + len(silent_decisions)


def take_up(work: Run | Study) -> None:
    """Work whose worker is lost: stopped when that was asked for, queued again once, then given up."""
    if work.cancel_requested:
        work.state, work.finished_at = RunState.CANCELLED, timezone.now()
    elif may_try_again(work.attempts):
        work.state, work.progress = RunState.WAITING, {}
        if isinstance(work, Run):
            defer_run(work)
        else:
            defer_study(work)
    else:
        work.state, work.failure, work.finished_at = RunState.FAILED, "lost", timezone.now()
    work.save(update_fields=["state", "failure", "finished_at", "progress"])
    place = (work.place_id if isinstance(work, Run) else None) or ""
    history.record(
        actor=SYSTEM, event=f"proposals:{work._meta.model_name}:taken_up", subject=work, place=place
    )
