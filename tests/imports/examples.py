from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from jalur.foundation.accounts.models import User
from jalur.foundation.imports import services
from jalur.foundation.imports.kinds import ImportKind, kind_of, kinds
from jalur.foundation.imports.models import JobVerb
from jalur.foundation.imports.services import jobs
from tests.access.example import Call, Write, about
from tests.access.world import TODAY


def sends_template(kind: ImportKind[Any]) -> Write:
    """The template's example as a list that can be read in."""
    return Write(lambda side: {"file": SimpleUploadedFile("a.csv", example_list(kind))})


def example_list(kind: ImportKind[Any]) -> bytes:
    rows = ([column.heading for column in kind.columns], [column.example for column in kind.columns])
    return "\n".join("\t".join(row) for row in rows).encode()


def upload(side: SimpleNamespace, member: Any, heading: str = "Telepon") -> None:
    kind = kind_of("candidates")
    content = example_list(kind).replace(b"Telepon", heading.encode())
    side.upload = services.upload(
        actor=member.actor, kind=kind, content=content, file_name="a.csv", today=TODAY
    )


def work(side: SimpleNamespace, member: Any) -> None:
    """A list that waits for the worker."""
    upload(side, member)
    side.list_work = jobs.ask(actor=member.actor, draft=side.upload, verb=JobVerb.LOOK)


def rows_of(kind: ImportKind[Any], **cells: str) -> list[dict[str, str]]:
    """The template's example as a program sends it."""
    return [{column.key: column.example for column in kind.columns} | cells]


def send(side: SimpleNamespace, member: Any, **cells: str) -> None:
    """A list that the member's program sent."""
    account = User.objects.get(name=f"Program {member.key}")
    kind = kind_of("candidates")
    side.upload = services.take_rows(
        actor=replace(member.actor, user_id=account.pk), kind=kind, rows=rows_of(kind, **cells), today=TODAY
    )


def send_with_question(side: SimpleNamespace, member: Any) -> None:
    send(side, member, birth_date="12-04-1951", national_id="")
    look = services.look_of(member.actor, side.upload, TODAY)
    side.answers = {key: asked.choices[0][0] for key, asked in look.questions.items()}


def of_list(side: SimpleNamespace) -> dict[str, Any]:
    """The list just sent, else the one that lies in the world."""
    return {"pk": getattr(side, "upload", side.draft_import).pk}


OPENS = {
    "imports:*": about("", pk="upload.pk"),
    "imports:job": about("", pk="list_work.pk"),
    "imports:job_step/cancel": about("", pk="list_work.pk"),
}
WRITES = {
    **{f"imports:{kind.key}": sends_template(kind) for kind in kinds()},
    "imports:import_step/answer": Write(
        {"column_5": "phone"}, before=partial(upload, heading="Kontak"), by="wulan"
    ),
    "imports:import_step/apply": Write(before=upload, by="wulan"),
    "imports:import_step/drop": Write(before=upload, by="wulan"),
    "imports:job_step/cancel": Write(before=work, by="wulan"),
}
CALLS = {
    "imports_show_import": Call(path=of_list),
    "imports_send_list": Call(
        sends={"kind": "candidates", "rows": rows_of(kind_of("candidates"))}, by="wulan"
    ),
    "imports_answer_import": Call(
        path=of_list,
        sends=lambda side: {"answers": getattr(side, "answers", {})},
        before=send_with_question,
        by="wulan",
    ),
    "imports_apply_import": Call(path=of_list, before=send, by="wulan"),
    "imports_drop_import": Call(path=of_list, before=send, by="wulan"),
}
# An upload is there for nobody but its uploader: test_kinds.py.
OWN_WORK = {
    "imports:import",
    "imports:import_step/answer",
    "imports:import_step/apply",
    "imports:import_step/drop",
    "imports:left_out",
    "imports:job",
    "imports:job_step/cancel",
    "imports_show_import",
    "imports_answer_import",
    "imports_apply_import",
    "imports_drop_import",
}
SUBJECTS = {"imports:import": "draft_import", "imports:job": "import_job"}
