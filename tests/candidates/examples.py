import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.access.example import Write, about, call, change


def photo() -> SimpleUploadedFile:
    """What a phone's camera sends."""
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "JPEG")
    return SimpleUploadedFile("foto.jpg", target.getvalue(), "image/jpeg")


OPENS = {
    **{f"candidates:held_step/{verb}": about("held", pk="held.pk") for verb in ("confirm", "ask", "return")},
    "candidates:remove_held": about("held", number="candidate.number", pk="held.pk"),
    "candidates:slip_step/confirm": about("slip", pk="slip.pk"),
    "candidates:slip_step/withdraw": about("slip", pk="slip.pk"),
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
            "confirm": "yes",
        }
    ),
    "candidates:candidate_step/edit": Write({"available_from": "2026-03-01"}),
    "candidates:candidate_step/wish": Write({"destinations": ["KR"]}),
    "candidates:add_held": Write({"competency": "EN-A2", "evidence": "declared"}),
    "candidates:held_step/confirm": Write(before=change("held", evidence="certificate")),
    "candidates:held_step/ask": Write({"review_note": "Bawa sertifikat asli"}),
    "candidates:held_step/return": Write(
        {"review_note": "Nama di sertifikat berbeda"}, before=change("held", evidence="certificate")
    ),
    "candidates:remove_held": Write(),
    "candidates:slip": Write({"paper": "id_card", "reason": "Kehilangan telepon"}),
    "candidates:slip_step/confirm": Write(),
    "candidates:slip_step/withdraw": Write(),
    "candidates:candidate_step/opt_out": Write(),
    "candidates:candidate_step/opt_in": Write(
        before=change("candidate", opted_out_of_planning_at="2026-01-01T00:00:00Z")
    ),
    "candidates:candidate_step/withdraw": Write({"withdrawal_reason": "family"}),
    "candidates:candidate_step/return": Write(
        before=change("candidate", state="withdrawn", withdrawal_reason="family")
    ),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"candidates:candidate": "candidate", "candidates:held": "held", "candidates:slip": "slip"}
# Kinds of files -> the record of a side that carries one.
CARRIES = {"evidence": "held"}
# A second slip replaces the first.
COUNTS_EACH = {"candidates:slip"}
NEW = {
    "name": "Dewi Contoh",
    "birth_date": "2002-02-02",
    "sex": "F",
    "residence": "35.17.08.2001",
    "education": 4,
    "available_from": "2026-02-01",
    "notice_read": True,
}
CALLS = {
    "candidates_show_candidate": call("candidate", number="candidate.number"),
    "candidates_register_candidate": call("", NEW),
    "candidates_edit_candidate": call(
        "candidate", {"available_from": "2026-03-01"}, number="candidate.number"
    ),
    "candidates_set_wishes": call(
        "candidate", {"wishes": [{"country": "KR", "occupation": "7212"}]}, number="candidate.number"
    ),
    "candidates_opt_out_of_planning": call("candidate", number="candidate.number"),
    "candidates_opt_into_planning": call(
        "candidate",
        number="candidate.number",
        before=change("candidate", opted_out_of_planning_at="2026-01-01T00:00:00Z"),
    ),
    "candidates_withdraw_candidate": call("candidate", {"reason": "family"}, number="candidate.number"),
    "candidates_come_back": call(
        "candidate",
        number="candidate.number",
        before=change("candidate", state="withdrawn", withdrawal_reason="family"),
    ),
    "candidates_add_held": call(
        "candidate", {"competency": "EN-A2", "evidence": "declared"}, number="candidate.number"
    ),
    "candidates_confirm_held": call("held", pk="held.pk", before=change("held", evidence="certificate")),
    "candidates_ask_for_more": call("held", {"reason": "Bawa sertifikat asli"}, pk="held.pk"),
    "candidates_send_back": call(
        "held",
        {"reason": "Nama di sertifikat berbeda"},
        pk="held.pk",
        before=change("held", evidence="certificate"),
    ),
}
# Kinds of letters -> the record of a side that carries them, and what is answered.
LETTERS = {"candidate_registered": ("candidate", {"purpose": "permohonan kredit", "language": "id"})}
