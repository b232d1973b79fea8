from datetime import date
from types import SimpleNamespace
from typing import Any

from jalur.journey.curricula.words import organisation_label
from tests.access.example import Write, about, call, change

PART = {
    "title": "Bahasa Korea di bengkel",
    "kind": "language",
    "hours": "60",
    "mode": "boarding",
    "outcome": "Mengerti perintah kerja",
    "evidence": "Percakapan dengan penguji",
}


def settle_all(side: SimpleNamespace, member: Any) -> None:
    change("remark", state="settled", settlement="Contoh")(side, member)
    change("party", state="agreed", answered_by=side.membership.user)(side, member)


def agreed(side: SimpleNamespace, member: Any) -> None:
    change("version", state="agreed", valid_from=date(2026, 1, 1))(side, member)


OPENS = {
    "curricula:party": about("party", pk="party.pk"),
    "curricula:party_step/agree": about("party", pk="party.pk"),
    "curricula:party_step/say_missing": about("party", pk="party.pk"),
    "curricula:remark_step/settle": about("remark", pk="remark.pk"),
    "curricula:part": about("version", code="version.code", pk="part.pk"),
    "curricula:remove_part": about("version", code="version.code", pk="part.pk"),
    "curricula:version": about("agreed", code="agreed.code"),
    "curricula:compare": about("agreed", code="agreed.code"),
    "curricula:*": about("version", code="version.code"),
}
WRITES = {
    "curricula:new_curriculum": Write({"title": "Las kapal", "lesson_minutes": "45"}),
    "curricula:new_part": Write(PART),
    "curricula:part": Write({"hours": "100"}),
    "curricula:remove_part": Write(),
    "curricula:new_remark": Write({"text": "Jam bahasa kurang"}, by="hendra"),
    "curricula:remark_step/settle": Write({"settlement": "Ditambah 16 JP"}),
    "curricula:party_step/agree": Write(),
    "curricula:party_step/say_missing": Write({"lacking": "Bagian K3"}),
    "curricula:version_step/change": Write({"title": "Las baru"}),
    "curricula:version_step/discuss": Write(before=change("version", state="draft")),
    "curricula:version_step/invite": Write(
        lambda side: {"organisation": organisation_label(str(side.note.organisation_id))}
    ),
    "curricula:version_step/withdraw_invitation": Write(lambda side: {"party": str(side.party.pk)}),
    "curricula:version_step/discard": Write({"discarded_because": "Digabung dengan kurikulum lain"}),
    "curricula:version_step/put_in_force": Write({"valid_from": "2026-02-01"}, before=settle_all),
    "curricula:version_step/copy": Write(before=agreed),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"curricula:version": "version", "curricula:remark": "remark", "curricula:party": "party"}
SENT = {**PART, "hours": 60}
CALLS = {
    "curricula_show_version": call("agreed", code="agreed.code"),
    "curricula_draft_curriculum": call("", {"title": "Las kapal", "lesson_minutes": 45}),
    "curricula_change_version": call("version", {"title": "Las kapal"}, code="version.code"),
    "curricula_add_part": call("version", SENT, code="version.code"),
    "curricula_change_part": call("version", {"hours": 90}, code="version.code", pk="part.pk"),
    "curricula_remove_part": call("version", code="version.code", pk="part.pk"),
    "curricula_discuss": call("version", code="version.code", before=change("version", state="draft")),
    "curricula_invite": call(
        "version", lambda side: {"organisation": str(side.note.organisation_id)}, code="version.code"
    ),
    "curricula_withdraw_invitation": call("version", code="version.code", pk="party.pk"),
    "curricula_discard_version": call("version", {"reason": "Digabung"}, code="version.code"),
    "curricula_put_in_force": call(
        "version", {"valid_from": "2026-02-01"}, code="version.code", before=settle_all
    ),
    "curricula_copy_version": call("version", code="version.code", before=agreed),
    "curricula_show_invitation": call("party", pk="party.pk"),
    "curricula_agree": call("party", pk="party.pk"),
    "curricula_say_missing": call("party", {"reason": "Bagian K3"}, pk="party.pk"),
    "curricula_write_remark": call(
        "version", {"text": "Jam bahasa kurang"}, code="version.code", by="hendra"
    ),
    "curricula_show_remark": call("remark", pk="remark.pk"),
    "curricula_settle_remark": call("remark", {"reason": "Ditambah 16 JP"}, pk="remark.pk"),
}
