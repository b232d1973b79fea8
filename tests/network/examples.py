from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.access.example import Write, about, call, change
from tests.network.rows import TODAY


def joined(side: SimpleNamespace, member: Any) -> None:
    change("member", state="agreed")(side, member)


def borrowed(side: SimpleNamespace, member: Any) -> None:
    """It is the provider that has asked the hub."""
    tools = {"lender": side.hub, "borrower": side.provider, "resource": side.hub_tools}
    change("loan", **tools)(side, member)


def lent(side: SimpleNamespace, member: Any) -> None:
    """What was asked for is lent."""
    from jalur.foundation.accounts.access import Actor, Role
    from jalur.journey.network import services

    joined(side, member)
    manager = Actor(
        role=Role.TRAINING_MANAGER,
        organisation_id=side.provider.pk,
        place_code=side.provider.place_id,
        label=side.provider.name,
    )
    services.agree_loan(actor=manager, loan=side.loan, today=TODAY, now=timezone.now())


OPENS = {
    "network:member": about("member", number="member.number"),
    "network:member_step/agree": about("member", number="member.number"),
    "network:member_step/refuse": about("member", number="member.number"),
    "network:member_step/end": about("member", number="member.number"),
    "network:loan": about("loan", number="loan.number"),
    **{
        f"network:loan_step/{verb}": about("loan", number="loan.number")
        for verb in ("agree", "refuse", "withdraw", "end")
    },
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
    "network:new_loan": Write(
        lambda side: {
            "resource": f"{side.hub_tools.name}, {side.hub.name}",
            "units": "2",
            "first": (TODAY + timedelta(days=20)).isoformat(),
            "last": (TODAY + timedelta(days=21)).isoformat(),
            "purpose": "Contoh",
        },
        before=joined,
    ),
    "network:loan_step/agree": Write(before=joined),
    "network:loan_step/refuse": Write({"answer": "Contoh"}),
    "network:loan_step/withdraw": Write(before=borrowed),
    "network:loan_step/end": Write({"end_reason": "Contoh"}, before=lent),
    "network:note": Write({"result": "not_yet", "note": "Kurang tiga mesin (contoh)"}),
}
CALLS = {"network_show_readiness": call("provider", institution="provider.pk")}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {"network:member": "member", "network:finding": "finding", "network:loan": "loan"}
CARRIES = {"readiness": "finding"}
