from tests.access.example import Write, about, call

OPENS = {
    "network:member": about("member", number="member.number"),
    "network:member_step/agree": about("member", number="member.number"),
    "network:member_step/refuse": about("member", number="member.number"),
    "network:member_step/end": about("member", number="member.number"),
    "network:institution": about("provider", pk="provider.pk"),
    "network:note": about("provider", pk="provider.pk", code="item.code"),
}
WRITES = {
    "network:new_member": Write(
        lambda side: {"centre": f"{side.hub.name}, {side.hub.place}", "purpose": "Contoh"}
    ),
    "network:member_step/agree": Write(),
    "network:member_step/refuse": Write({"end_reason": "Contoh"}),
    "network:member_step/end": Write({"end_reason": "Contoh"}),
    "network:note": Write({"result": "not_yet", "note": "Kurang tiga mesin (contoh)"}),
}
CALLS = {"network_show_readiness": call("provider", institution="provider.pk")}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"network:member": "member", "network:finding": "finding"}
CARRIES = {"readiness": "finding"}
