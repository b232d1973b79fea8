from types import SimpleNamespace
from typing import Any

from tests.access.example import Write, about, change


def give_a_national_id(side: SimpleNamespace, member: Any) -> None:
    from jalur.kit.vault import seal

    key = str(side.person.pk)
    sealed = seal("3517085204019998", table="people.person", row=key, field="national_id")
    type(side.person).objects.filter(pk=side.person.pk).update(national_id_sealed=sealed)


OPENS = {
    "people:duplicate": about("duplicate", pk="duplicate.pk"),
    "people:correction": about("correction", pk="correction.pk"),
    **{
        f"people:correction_step/{verb}": about("correction", pk="correction.pk")
        for verb in ("do", "refuse", "take_back")
    },
    "people:*": about("person", pk="person.pk"),
}
WRITES = {
    "people:duplicate": Write({"decision": "different"}),
    "people:edit": Write({"phone": "0812 3456 7891"}),
    "people:notice": Write(),
    "people:ask_correction": Write(
        {"name": "Sari Lain", "paper": "id_card"}, before=change("correction", state="done")
    ),
    "people:correction_step/do": Write({"paper": "id_card"}),
    "people:correction_step/refuse": Write({"answer": "KTP memuat nama yang tercatat"}),
    "people:correction_step/take_back": Write(),
    "people:reveal": Write({"purpose": "papers"}, before=give_a_national_id),
}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"people:duplicate": "duplicate", "people:correction": "correction"}
# Each look at a NIK is recorded, a second one too.
COUNTS_EACH = {"people:reveal"}
