from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from jalur.foundation.imports import services, spreadsheet
from jalur.foundation.imports.kinds import ImportKind, kind_of, kinds
from tests.access.example import Write, about
from tests.access.world import TODAY


def sends_template(kind: ImportKind[Any]) -> Write:
    """The template is a list that can be read in: it holds one example."""
    return Write(lambda side: {"file": SimpleUploadedFile("a.xlsx", spreadsheet.template(kind.columns))})


def upload(side: SimpleNamespace, member: Any) -> None:
    kind = kind_of("candidates")
    content = spreadsheet.template(kind.columns)
    side.upload = services.upload(
        actor=member.actor, kind=kind, content=content, file_name="a.xlsx", today=TODAY
    )


OPENS = {"imports:*": about("", pk="upload.pk")}
WRITES = {
    **{f"imports:{kind.key}": sends_template(kind) for kind in kinds()},
    "imports:import_step/apply": Write(before=upload, by="wulan"),
    "imports:import_step/drop": Write(before=upload, by="wulan"),
}
# An upload is there for nobody but its uploader: test_kinds.py.
OWN_WORK = {"imports:import", "imports:import_step/apply", "imports:import_step/drop"}
SUBJECTS = {"imports:import": "draft_import"}
