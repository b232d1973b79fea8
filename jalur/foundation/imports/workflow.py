"""What can happen to a list that somebody uploaded: applied or deleted, by the uploader or after a day by the system."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.history.queries import events_of
from jalur.foundation.imports.models import Import, State
from jalur.foundation.imports.rights import Right
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
        button=_("Apply"),
    ),
    Step(
        "answer",
        {State.SHOWN},
        SAME,
        "imports:import:answered",
        _("Columns and questions of a list answered"),
        Right.DECIDE_IMPORT,
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
        button=_("Delete the file"),
        done=_("The uploaded list was deleted; nothing was saved."),
        weight="quiet",
        by_system=lambda rows, _today: rows.filter(created_at__lt=timezone.now() - KEPT),
    ),
)

declare_events(EventKind(UPLOADED, _("List uploaded")))
