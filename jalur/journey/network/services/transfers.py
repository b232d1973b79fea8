"""Somebody goes on in a class of another institution: proposed, wanted by herself, taken there; her old seat until then."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import deed
from jalur.journey.network import messages
from jalur.journey.network.models import UNDER_WAY, Transfer
from jalur.journey.network.rights import Right
from jalur.journey.network.services.telling import tell_managers
from jalur.journey.network.workflow import TRANSFER
from jalur.journey.training import services as training


@deed
def propose_transfer(*, actor: Actor, transfer: Transfer, today: date) -> Transfer:
    """Her institution proposes a class of another one; she is asked and nobody there learns of it yet."""
    transfer.sender = transfer.enrolment.intake.programme.provider
    with TRANSFER.step("propose", actor=actor, subject=transfer, today=today):
        transfer.full_clean()
    _tell_her(messages.TRANSFER_PROPOSED, transfer)
    return transfer


@deed
def agree_transfer(*, actor: Actor, transfer: Transfer, today: date) -> Transfer:
    """She wants it: the other institution sees her and is asked."""
    with TRANSFER.step("agree", actor=actor, subject=transfer, today=today) as locked:
        locked.receiver = locked.to.programme.provider
        locked.answered_at = timezone.now()
    tell_managers(messages.TRANSFER_WANTED, locked, [locked.receiver_id])
    return locked


@deed
def decline_transfer(*, actor: Actor, transfer: Transfer, today: date) -> Transfer:
    with TRANSFER.step("decline", actor=actor, subject=transfer, today=today) as locked:
        locked.answered_at = timezone.now()
    tell_managers(messages.TRANSFER_ANSWERED, locked, [locked.sender_id])
    return locked


@deed
def accept_transfer(*, actor: Actor, transfer: Transfer, today: date) -> Transfer:
    """She has a seat in the class and her old one is free, both or neither; what stands in the way is said as when a seat is taken."""
    access.check(actor, Right.RECEIVE_TRANSFER, transfer)
    training.lock_for_transfer(transfer.enrolment, transfer.to)
    with TRANSFER.step("accept", actor=actor, subject=transfer, today=today) as locked:
        locked.seat = training.transfer_seat(
            actor=actor, seat=locked.enrolment, to=locked.to, room="network", today=today
        )
    _tell_her(messages.TRANSFER_DONE, locked)
    tell_managers(messages.TRANSFER_ANSWERED, locked, [locked.sender_id])
    return locked


@deed
def refuse_transfer(*, actor: Actor, transfer: Transfer, reason: str, today: date) -> Transfer:
    with TRANSFER.step("refuse", actor=actor, subject=transfer, reason=reason, today=today) as locked:
        pass
    _tell_her(messages.TRANSFER_REFUSED, locked)
    tell_managers(messages.TRANSFER_ANSWERED, locked, [locked.sender_id])
    return locked


@deed
def withdraw_transfer(*, actor: Actor, transfer: Transfer, today: date) -> Transfer:
    """Her institution takes the proposal back; her seat stays."""
    with TRANSFER.step("withdraw", actor=actor, subject=transfer, today=today) as locked:
        pass
    return locked


def end_proposals(actor: Actor, seats: Sequence[Any]) -> None:
    """Who has left her class cannot go on from it; a consequence of the step around it."""
    rows = Transfer.objects.filter(enrolment__in=seats, state__in=UNDER_WAY).order_by("pk")
    if rows:
        with TRANSFER.step_many("lapse", actor=actor, subjects=rows):
            pass


def _tell_her(kind: MessageKind, transfer: Transfer) -> None:
    tell(kind, to=transfer.enrolment.candidate.person, about=transfer)
