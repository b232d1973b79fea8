"""A centre comes into a hub's network and leaves it."""

from datetime import date

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed
from jalur.journey.network.models import Member
from jalur.journey.network.workflow import MEMBER


@deed
def ask_to_join(*, actor: Actor, member: Member, today: date) -> Member:
    """The actor's institution, the hub, asks another one. ValidationError where it is asked already or may not be."""
    with MEMBER.step("ask", actor=actor, subject=member, today=today):
        member.full_clean()
    return member


def agree(*, actor: Actor, member: Member, today: date) -> Member:
    """The institution that was asked belongs to the network from today on."""
    with MEMBER.step("agree", actor=actor, subject=member, today=today) as locked:
        locked.valid_from = today
    return locked


def refuse(*, actor: Actor, member: Member, reason: str, today: date) -> Member:
    with MEMBER.step("refuse", actor=actor, subject=member, reason=reason, today=today) as locked:
        pass
    return locked


def end_member(*, actor: Actor, member: Member, reason: str, today: date) -> Member:
    """Either side ends it, today; what was asked and not answered is taken back."""
    with MEMBER.step("end", actor=actor, subject=member, reason=reason, today=today) as locked:
        locked.valid_to = today
    return locked
