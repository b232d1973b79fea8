from types import SimpleNamespace
from typing import Any

from jalur.foundation.notes.kinds import kinds
from tests.access.example import Example, Write, about, call, change

# The record of a side that carries notes of a kind.
BEARS = {
    "candidate": "candidate",
    "order": "draft",
    "forecast": "forecast",
    "vacancy": "vacancy_draft",
    "class": "intake",
    "resource": "resource",
    "organisation": "provider",
}
NOTE = {"text": "Keluarga minta dihubungi sore hari.", "audience": "office"}


def on(kind: str) -> Example:
    def values(side: SimpleNamespace) -> dict[str, Any]:
        return {"pk": getattr(side, BEARS[kind]).pk}

    return Example(BEARS[kind], values)


OPENS = {
    **{f"notes:{verb}_{kind.key}": on(kind.key) for kind in kinds() for verb in ("on", "write")},
    **{f"notes:note_step/{verb}": about("note", pk="note.pk") for verb in ("correct", "take_back")},
    "notes:note_step/acknowledge": about("told_note", pk="told_note.pk"),
    "notes:*": about("note", pk="note.pk"),
}
WRITES = {
    **{f"notes:write_{kind.key}": Write(NOTE) for kind in kinds()},
    "notes:note_step/correct": Write(
        {"text": "Keluarga minta dihubungi pagi hari."},
        by="wulan",
        before=change("note", is_restricted=False, text="Keluarga", text_sealed=None),
    ),
    "notes:note_step/take_back": Write({"reason": "Ditulis pada berkas yang salah"}, by="wulan"),
    "notes:note_step/acknowledge": Write(by="sari"),
    "notes:open": Write({"purpose": "work"}, by="wulan"),
}
SUBJECTS = {"notes:note": "note"}
# Each look at a restricted note is recorded, a second one too.
COUNTS_EACH = {"notes:open"}


CALLS = {
    "notes_show_note": call("note", pk="note.pk"),
    "notes_write_note": call("intake", lambda side: {"about": "class", "row": side.intake.number, **NOTE}),
}
