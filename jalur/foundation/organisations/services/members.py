"""Who acts for an organisation. An open organisation that has an administrator is never left without one.

Every step locks the organisation before it looks at the members.
"""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.accounts.models import User
from jalur.foundation.history.services import record
from jalur.foundation.messaging.services import tell
from jalur.foundation.organisations import guards, messages, rules
from jalur.foundation.organisations.models import Invitation, InvitationState, Membership, Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.workflow import INVITATION, MEMBERSHIP
from jalur.foundation.workflow.locks import lock
from jalur.foundation.workflow.steps import UnchangedError
from jalur.kit.refusals import refusal

# How long an invitation works: long enough for somebody on leave, short enough for a lost mailbox.
INVITATION_DAYS = 14


def invite_member(
    *,
    actor: Actor,
    organisation: Organisation,
    email: str,
    role: str,
    is_administrator: bool,
    today: date,
) -> Invitation:
    """Offer a role to an address, which is told by a letter."""
    invitation = Invitation(
        organisation=organisation,
        email=get_user_model().objects.normalize_email(email).lower(),
        role=role,
        is_administrator=is_administrator,
        invited_by_id=actor.user_id,
        expires_on=today + timedelta(days=INVITATION_DAYS),
    )
    with INVITATION.step("invite", actor=actor, subject=invitation, today=today):
        invitation.is_administrator = is_administrator or not _has_administrator(invitation, today)
        older = Invitation.objects.filter(
            organisation=organisation, email=invitation.email, state=InvitationState.OPEN
        )
        with INVITATION.step_many("replace", actor=actor, subjects=older, today=today):
            pass
        tell(messages.INVITED, to=invitation, about=invitation, days=INVITATION_DAYS)
    return invitation


def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Make a link worthless before it is used."""
    with INVITATION.step("withdraw", actor=actor, subject=invitation) as locked:
        pass
    return locked


def expire_invitation(*, actor: Actor, invitation: Invitation, today: date) -> Invitation:
    """Write down that an invitation was not taken up in time."""
    with INVITATION.step("expire", actor=actor, subject=invitation, today=today) as locked:
        pass
    return locked


def accept_invitation(*, actor: Actor, token: str, today: date) -> Membership:
    """Take up an offered role, once, with the account of the invited address."""
    access.check(actor, Right.ACCEPT_INVITATION)
    offered = messages.invitation_of(token)
    account = User.objects.filter(pk=actor.user_id, is_active=True).first() if actor.user_id else None
    if offered is None or account is None:
        raise Refused(Right.ACCEPT_INVITATION)
    with INVITATION.step("accept", actor=actor, subject=offered, today=today) as invitation:
        membership = Membership(
            user=account,
            organisation=invitation.organisation,
            role=invitation.role,
            is_administrator=invitation.is_administrator,
            valid_from=today,
        )
        with MEMBERSHIP.step("enter", actor=actor, subject=membership, today=today):
            pass
    return membership


def add_member(
    *,
    actor: Actor,
    organisation: Organisation,
    user: User,
    role: str,
    is_administrator: bool = False,
    valid_from: date,
) -> Membership:
    """Make an account a member at once; the first member of an organisation keeps its members."""
    membership = Membership(user=user, organisation=organisation, role=role, valid_from=valid_from)
    with MEMBERSHIP.step("join", actor=actor, subject=membership, today=valid_from):
        membership.is_administrator = is_administrator or not _has_administrator(membership, valid_from)
    return membership


def change_membership(
    *, actor: Actor, membership: Membership, role: str, is_administrator: bool, today: date
) -> Membership:
    """Give a member another role, or make or unmake an administrator."""
    detail: dict[str, Any] = {}
    with MEMBERSHIP.step("change", actor=actor, subject=membership, today=today, detail=detail) as locked:
        detail["before"] = MEMBERSHIP.detail(locked)
        locked.role, locked.is_administrator = role, is_administrator
        detail["after"] = MEMBERSHIP.detail(locked)
        if detail["after"] == detail["before"]:
            raise UnchangedError
        keeps = locked.is_administrator and locked.user.is_active
        if not keeps and not _has_administrator(locked, today):
            raise guards.last_administrator()
    return locked


def end_membership(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """End somebody's membership from today on."""
    return _end("end", actor=actor, membership=membership, today=today)


def leave(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """End one's own membership from today on."""
    if actor.user_id is None or membership.user_id != actor.user_id:
        raise Refused(Right.LEAVE_MEMBER)
    return _end("leave", actor=actor, membership=membership, today=today)


def hand_over(*, actor: Actor, to: Membership, today: date) -> Membership:
    """Make another member the administrator and stop being one, in one step."""
    if to.user_id == actor.user_id:
        raise refusal("to", "oneself", _("Choose somebody else: you already manage the members."))
    with MEMBERSHIP.step("take_over", actor=actor, subject=to, today=today) as heir:
        own = heir.organisation.memberships.filter(user=actor.user_id, is_administrator=True)
        for giver in lock(Membership, own.in_force(today).values_list("pk", flat=True)):
            giver.is_administrator = False
            giver.save(update_fields=["is_administrator"])
            record(actor=actor, event="organisations:member:gave_over", subject=giver)
        heir.is_administrator = True
        if not heir.user.is_active and not _has_administrator(heir, today):
            raise guards.last_administrator()
    return heir


def _has_administrator(beside: Membership | Invitation, today: date) -> bool:
    """Whether somebody else keeps the members of the organisation, which is locked."""
    others = beside.organisation.memberships.exclude(pk=beside.pk).select_related("user").in_force(today)
    return rules.keeps_an_administrator([row for row in others if row.user.is_active], today)


def _end(verb: str, *, actor: Actor, membership: Membership, today: date) -> Membership:
    with MEMBERSHIP.step(verb, actor=actor, subject=membership, today=today) as locked:
        locked.valid_to = today
        if locked.valid_from is not None and locked.valid_from > today:
            locked.valid_from = today
    return locked
