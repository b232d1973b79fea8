"""How a list that is asked for becomes a file: at once, or by a worker."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.exports.models import Export, State
from jalur.foundation.exports.rights import Right
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.work.rights import Right as WorkRight
from jalur.foundation.work.workflow import TONES, work_steps
from jalur.foundation.workflow.steps import NEW, Step
from jalur.foundation.workflow.workflow import Workflow, declare

EXPORTED = ("exported", _("List exported"))


def place_of(export: Export) -> str:
    """The region of the office that it was asked for in."""
    if export.organisation_id is None:
        return ""
    return Organisation.objects.values_list("place_id", flat=True).get(pk=export.organisation_id) or ""


EXPORT = declare(
    Workflow(
        thing="exports:list",
        model=Export,
        states=State,
        tones={**TONES, State.SENT: "done", State.REFUSED: "bad"},
        called=lambda export: export.title,
        related=("owner",),
        place=place_of,
        # Which list leaves the house for whom; not what somebody searched for in it.
        detail=lambda export: {
            "list": export.name,
            "kind": export.kind,
            "rows": export.rows,
            "filters": export.filters,
        },
    ),
    Step("send", NEW, State.SENT, f"exports:list:{EXPORTED[0]}", EXPORTED[1], Right.EXPORT_LIST),
    *work_steps(
        "exports:list",
        ask=Right.EXPORT_LIST,
        cancel=Right.VIEW_EXPORT,
        finish=Right.EXPORT_LIST,
        done=_("No file is made."),
        events={
            "ask": ("asked", _("List requested as a file")),
            "begin": ("begun", _("Work on the file began")),
            "cancel": ("cancelled", _("Export cancelled")),
            "finish": EXPORTED,
            "drop": ("ended", _("Ended without a file")),
            "fail": ("given_up", _("Export abandoned")),
            "take_up": ("taken_up", _("Interrupted export resumed")),
        },
        failures={
            "lost": _(
                "Making the file was interrupted twice. Nothing else has changed; request it again from "
                "the list."
            )
        },
    ),
    Step(
        "refuse",
        {State.RUNNING},
        State.REFUSED,
        "exports:list:refused",
        _("Export refused"),
        WorkRight.PERFORM_JOB,
    ),
)
