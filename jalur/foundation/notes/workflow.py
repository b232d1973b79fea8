"""What can become of a note. Nothing of its words stands in a history, and what an office wrote for itself in nobody's file."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.notes import guards
from jalur.foundation.notes.models import SHARED, Note, NoteState, Purpose
from jalur.foundation.notes.queries import OPENED
from jalur.foundation.notes.rights import Right
from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare

WRITTEN = frozenset({NoteState.WRITTEN})
EXPIRED = "notes:note:expired"


def file_of(note: Note) -> UUID | None:
    """In whose file it stands what became of a note."""
    return note.person_id if note.audience in SHARED else None


NOTE = declare(
    Workflow(
        thing="notes:note",
        model=Note,
        states=NoteState,
        tones={NoteState.WRITTEN: "done", NoteState.TAKEN_BACK: "none"},
        called=lambda _note: str(_("Note")),
        related=("author", "organisation"),
        person=file_of,
        place=lambda note: note.place_code if note.audience in SHARED else "",
        settled={NoteState.TAKEN_BACK: _("This note has been taken back.")},
    ),
    Step(
        "write",
        NEW,
        NoteState.WRITTEN,
        "notes:note:written",
        _("Note written"),
        Right.WRITE_NOTE,
        guards=(guards.says_something_now, guards.has_its_reader),
    ),
    Step(
        "correct",
        WRITTEN,
        SAME,
        "notes:note:corrected",
        _("Note corrected"),
        Right.CORRECT_NOTE,
        label=_("Correct the note"),
        button=_("Correct the note"),
        done=_("The note is corrected. How it read before stays below it."),
        weight="secondary",
        asks=True,
        guards=(guards.is_its_author, guards.is_still_fresh),
        leaves=(guards.says_something_now,),
    ),
    Step(
        "take_back",
        WRITTEN,
        NoteState.TAKEN_BACK,
        "notes:note:taken_back",
        _("Note taken back"),
        Right.CORRECT_NOTE,
        label=_("Take the note back"),
        button=_("Take the note back"),
        done=_("The note is taken back. Nobody reads it any more."),
        weight="quiet",
        guards=(guards.is_its_author,),
        reason=Reason(
            "reason",
            label=_("Why is it taken back?"),
            hint=_("For example: written on the wrong file. Whoever could read the note reads this instead."),
            missing=_("Say why the note is taken back."),
        ),
    ),
    Step(
        "acknowledge",
        WRITTEN,
        SAME,
        "notes:note:acknowledged",
        _("Note read by the person"),
        Right.ACKNOWLEDGE_NOTE,
        button=_("I have read this note"),
        done=_("Thank you. The office sees that you have read it."),
        guards=(guards.is_not_read_yet, guards.was_opened),
    ),
)

declare_events(
    EventKind(OPENED, _("Restricted note opened"), codes={"purpose": dict(Purpose.choices)}),
    EventKind(EXPIRED, _("Note deleted: the time it is kept for is over")),
)
