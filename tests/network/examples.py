from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.access.example import Write, about, call, change, put_away
from tests.network.rows import TODAY
from tests.training.examples import free_the_seat


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


def nothing_proposed(side: SimpleNamespace, member: Any) -> None:
    joined(side, member)
    type(side.transfer).objects.filter(pk=side.transfer.pk).delete()


def comes_here(side: SimpleNamespace, member: Any) -> None:
    """She is in the hub's class and wants to go on in that of the provider."""
    from jalur.journey.training.models import Enrolment

    joined(side, member)
    seat = Enrolment.objects.create(intake=side.hub_class, candidate=side.candidate)
    change("hub_class", taken=1)(side, member)
    rest = {"to": side.intake, "enrolment": seat, "sender": side.hub, "receiver": side.provider}
    change("transfer", state="willing", **rest)(side, member)
    type(side.enrolment).objects.filter(pk=side.enrolment.pk).update(state="withdrawn", left_reason="Contoh")
    change("intake", taken=0, reach="province")(side, member)


def nothing_kept(side: SimpleNamespace, member: Any) -> None:
    joined(side, member)
    put_away(side.share)


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
    "network:new_transfer": about("enrolment", pk="enrolment.pk"),
    "network:transfer": about("transfer", pk="transfer.pk"),
    **{
        f"network:transfer_step/{verb}": about("transfer", pk="transfer.pk")
        for verb in ("agree", "decline", "accept", "refuse", "withdraw")
    },
    "network:new_share": about("intake", number="intake.number"),
    "network:share": about("share", number="share.number"),
    **{f"network:share_step/{verb}": about("share", number="share.number") for verb in ("fill", "end")},
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
    "network:new_transfer": Write(
        lambda side: {"to": side.hub_class.pk, "purpose": "Contoh"}, before=nothing_proposed
    ),
    "network:transfer_step/agree": Write(before=joined),
    "network:transfer_step/decline": Write(),
    "network:transfer_step/accept": Write(before=comes_here),
    "network:transfer_step/refuse": Write({"answer": "Contoh"}, before=comes_here),
    "network:transfer_step/withdraw": Write(),
    "network:new_share": Write(
        lambda side: {
            "centre": side.hub.pk,
            "seats": "1",
            "until": (TODAY + timedelta(days=3)).isoformat(),
        },
        before=nothing_kept,
    ),
    "network:share_step/fill": Write(lambda side: {"candidate": side.candidate.number}, before=free_the_seat),
    "network:share_step/end": Write({"end_reason": "Contoh"}),
    "network:note": Write({"result": "not_yet", "note": "Kurang tiga mesin (contoh)"}),
}
CALLS = {"network_show_readiness": call("provider", institution="provider.pk")}
# Tables of workflow.py -> the record of a side that their steps are tried on.
SUBJECTS = {
    "network:member": "member",
    "network:finding": "finding",
    "network:loan": "loan",
    "network:transfer": "transfer",
    "network:share": "share",
}
CARRIES = {"readiness": "finding"}
# Kinds of letters -> the record of a side that carries them, and what is answered.
LETTERS = {"network_readiness": ("provider", {"language": "id"})}
