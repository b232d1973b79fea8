from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.example import Write, about, change
from tests.access.world import TODAY

CONTENT = (
    b"Nama;NIK;Tanggal lahir;Jenis kelamin;Tempat tinggal;Telepon;Pendidikan;Siap mulai;Negara tujuan\n"
    b"Budi Contoh;;1999-05-05;L;35.17.08.2001;;S1;;\n"
)


def upload(side: SimpleNamespace, member: Any) -> None:
    from jalur.journey.candidates.services import imports

    side.upload = imports.upload(actor=member.actor, content=CONTENT, file_name="a.csv", today=TODAY)


OPENS = {
    "candidates:confirm_held": about("held", number="candidate.number", pk="held.pk"),
    "candidates:remove_held": about("held", number="candidate.number", pk="held.pk"),
    "candidates:import": about("", pk="upload.pk"),
    "candidates:import_step/apply": about("", pk="upload.pk"),
    "candidates:import_step/drop": about("", pk="upload.pk"),
    "candidates:*": about("candidate", number="candidate.number"),
}
WRITES = {
    "candidates:register": Write(
        {
            "name": "Dewi Contoh",
            "birth_date": "2002-02-02",
            "sex": "F",
            "residence": "35.17.08.2001",
            "education": "4",
            "available_from": "2026-02-01",
        }
    ),
    "candidates:upload": Write(lambda side: {"file": SimpleUploadedFile("a.csv", CONTENT)}),
    "candidates:import_step/apply": Write(before=upload),
    "candidates:import_step/drop": Write(before=upload),
    "candidates:candidate_step/edit": Write({"available_from": "2026-03-01"}),
    "candidates:candidate_step/wish": Write({"destinations": ["KR"]}),
    "candidates:add_held": Write({"competency": "EN-A2", "evidence": "declared"}),
    "candidates:confirm_held": Write(before=change("held", evidence="certificate")),
    "candidates:remove_held": Write(),
    "candidates:candidate_step/opt_out": Write(),
    "candidates:candidate_step/opt_in": Write(
        before=change("candidate", opted_out_of_planning_at="2026-01-01T00:00:00Z")
    ),
    "candidates:candidate_step/withdraw": Write({"withdrawal_reason": "family"}),
    "candidates:candidate_step/return": Write(
        before=change("candidate", state="withdrawn", withdrawal_reason="family")
    ),
}
OWN_WORK = {"candidates:import", "candidates:import_step/apply", "candidates:import_step/drop"}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"candidates:candidate": "candidate", "candidates:import": "draft_import"}
