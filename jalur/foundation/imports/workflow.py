"""What can happen to a list that somebody uploaded: applied or deleted, by the uploader or after a day by the system."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.history.queries import events_of
from jalur.foundation.imports import guards
from jalur.foundation.imports.models import Import, ImportJob, JobVerb, State
from jalur.foundation.imports.rights import Right
from jalur.foundation.work.models import UNDER_WAY, WorkState
from jalur.foundation.work.workflow import TONES, work_steps
from jalur.foundation.workflow.steps import SAME, Step
from jalur.foundation.workflow.workflow import Workflow, declare

KEPT = timedelta(days=1)
UPLOADED = "imports:import:uploaded"


def _where_uploaded(draft: Import) -> str:
    """The region of whoever uploaded the list, as its first event says: what becomes of it lies there too."""
    uploads = events_of(draft).filter(event=UPLOADED).values_list("place_code", flat=True)
    return uploads.first() or ""


IMPORT = declare(
    Workflow(
        thing="imports:import",
        model=Import,
        states=State,
        tones={State.SHOWN: "wait", State.APPLIED: "done", State.DROPPED: "none"},
        called=lambda _draft: str(_("This list")),
        place=_where_uploaded,
        detail=lambda draft: {"kind": draft.kind, **draft.counts},
        settled={
            state: _("This import has already been applied or deleted. Upload the file again if you need to.")
            for state in (State.APPLIED, State.DROPPED)
        },
    ),
    Step(
        "apply",
        {State.SHOWN},
        State.APPLIED,
        "imports:import:applied",
        _("List applied"),
        Right.DECIDE_IMPORT,
        guards=(guards.nobody_works_on_it,),
        button=_("Apply"),
    ),
    Step(
        "hand_over",
        {State.SHOWN},
        SAME,
        "imports:import:handed_over",
        _("List handed over to be applied"),
        Right.DECIDE_IMPORT,
        guards=(guards.nobody_works_on_it,),
    ),
    Step(
        "answer",
        {State.SHOWN},
        SAME,
        "imports:import:answered",
        _("Columns and questions of a list answered"),
        Right.DECIDE_IMPORT,
        guards=(guards.nobody_works_on_it,),
        button=_("Read the list again"),
        done=_("Read again."),
        weight="secondary",
    ),
    Step(
        "drop",
        {State.SHOWN},
        State.DROPPED,
        "imports:import:dropped",
        _("List deleted"),
        Right.DECIDE_IMPORT,
        guards=(guards.nobody_works_on_it,),
        button=_("Delete the file"),
        done=_("The uploaded list was deleted; nothing was saved."),
        weight="quiet",
        by_system=lambda rows, _today: rows.filter(created_at__lt=timezone.now() - KEPT).exclude(
            jobs__state__in=UNDER_WAY
        ),
    ),
    Step(
        "forget",
        {State.APPLIED},
        SAME,
        "imports:import:forgotten",
        _("Rows left out of a list deleted"),
        Right.DECIDE_IMPORT,
        by_system=lambda rows, _today: rows.filter(
            decided_at__lt=timezone.now() - KEPT, content_sealed__isnull=False
        ),
    ),
)

declare_events(EventKind(UPLOADED, _("List uploaded")))

JOB = declare(
    Workflow(
        thing="imports:job",
        model=ImportJob,
        states=WorkState,
        tones=TONES,
        called=lambda job: (
            _("Looking through the list") if job.verb == JobVerb.LOOK else _("Applying the list")
        ),
        related=("draft__uploaded_by",),
        place=lambda job: _where_uploaded(job.draft),
        detail=lambda job: {"verb": job.verb, "count": job.done},
    ),
    *work_steps(
        "imports:job",
        ask=Right.DECIDE_IMPORT,
        cancel=Right.DECIDE_IMPORT,
        finish=Right.DECIDE_IMPORT,
        done=_("It is being stopped; what is written by now stays."),
        events={
            "ask": ("asked", _("Work on a list requested")),
            "begin": ("begun", _("Work on a list began")),
            "cancel": ("stopped", _("Work on a list stopped")),
            "finish": ("finished", _("Work on a list finished")),
            "drop": ("ended", _("Work on a list ended early")),
            "fail": ("failed", _("Work on a list failed")),
            "take_up": ("taken_up", _("Interrupted work on a list resumed")),
        },
        failures={
            "refused": _("This could not be done. What was written before stays."),
            "not_allowed": _(
                "Your account or role ended before this was done. What was written before stays."
            ),
            "lost": _(
                "The computer that worked on this stopped twice. What was written before stays. Read the list again."
            ),
            "error": _(
                "Something went wrong while this was done. What was written before stays. Read the list again, or tell the"
                " administrator."
            ),
        },
    ),
)
