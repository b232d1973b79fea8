"""Who acts for an organisation. An open organisation that has an administrator is never left without one.

Every change locks the organisation and its memberships before it looks.
"""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Refused
from jalur.foundation.accounts.models import User
from jalur.foundation.history.services import record
from jalur.foundation.organisations import rules
from jalur.foundation.organisations.models import Invitation, Membership, Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.workflow.locks import atomic, deed, lock
from jalur.kit.database import violated_constraint
from jalur.kit.refusals import refusal

# How long an invitation works: long enough for somebody on leave, short enough for a lost mailbox.
INVITATION_DAYS = 14
_signer = Signer(salt="organisations.invitation")


def invitation_token(invitation: Invitation) -> str:
    """The signed part of an invitation's link: its key, nothing about anybody."""
    return _signer.sign(invitation.pk.hex)


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a link, whatever its state; None when the signature is not ours."""
    try:
        key = _signer.unsign(token)
    except BadSignature:
        return None
    return Invitation.objects.select_related("organisation").filter(pk=key).first()


@deed
def invite_member(
    *,
    actor: Actor,
    organisation: Organisation,
    email: str,
    role: str,
    is_administrator: bool,
    today: date,
    link: str = "",
) -> Invitation:
    """Offer a role to an address; the letter goes out after commit. `link`: where to accept, with "{token}" in it."""
    access.check(actor, Right.MANAGE_MEMBER, Membership(organisation=organisation))
    members = _locked(organisation)
    _check_role(organisation, role)
    address = get_user_model().objects.normalize_email(email).lower()
    invitation = Invitation(
        organisation=organisation,
        email=address,
        role=role,
        is_administrator=is_administrator or not rules.keeps_an_administrator(members, today),
        invited_by_id=actor.user_id,
        expires_on=today + timedelta(days=INVITATION_DAYS),
    )
    if any(row.user.email == address and row.role == role and row.is_in_force(today) for row in members):
        raise refusal("email", "member_already", _("This person is a member in this role already."))
    # A newer invitation of the same address replaces the older one: two links never work for one offer.
    Invitation.objects.filter(
        organisation=organisation, email=address, used_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=timezone.now())
    invitation.save(force_insert=True)
    record(
        actor=actor,
        event="organisations:member:invited",
        subject=invitation,
        place=organisation.place_id or "",
        detail={"role": role, "is_administrator": invitation.is_administrator},
    )
    if link:
        address_of_link = link.replace("{token}", invitation_token(invitation))
        transaction.on_commit(lambda: _send_invitation(invitation, address_of_link))
    return invitation


def _send_invitation(invitation: Invitation, link: str) -> None:
    send_mail(
        _("Invitation to Jalur"),
        _(
            "You are invited to work in Jalur. Open this link, sign in or create an account with this e-mail"
            " address, and accept:\n\n%(link)s\n\nThe link works once, for %(days)d days. If you did not expect"
            " an invitation, ignore this message."
        )
        % {"link": link, "days": INVITATION_DAYS},
        getattr(settings, "DEFAULT_FROM_EMAIL", None),
        [invitation.email],
        fail_silently=True,
    )


@deed
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Make a link worthless before it is used."""
    access.check(actor, Right.MANAGE_MEMBER, Membership(organisation=invitation.organisation))
    [invitation] = lock(Invitation, [invitation.pk], related=("organisation",))
    if invitation.used_at is not None:
        raise ValidationError(
            _("The invitation was used already: end the membership instead."), code="used_already"
        )
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record(
            actor=actor,
            event="organisations:invitation:withdrawn",
            subject=invitation,
            place=invitation.organisation.place_id or "",
        )
    return invitation


@deed
def accept_invitation(*, actor: Actor, token: str, today: date) -> Membership:
    """Take up an offered role, once, with the account of the invited address."""
    access.check(actor, Right.ACCEPT_INVITATION)
    offered = invitation_of(token)
    account = User.objects.filter(pk=actor.user_id, is_active=True).first() if actor.user_id else None
    if offered is None or account is None:
        raise Refused(Right.ACCEPT_INVITATION)
    members = _locked(offered.organisation)
    [invitation] = lock(Invitation, [offered.pk], related=("organisation",))
    if account.email.lower() != invitation.email.lower():
        raise ValidationError(
            _("This invitation went to another e-mail address. Sign in with the address that received it."),
            code="other_address",
        )
    if not invitation.is_open(today):
        raise ValidationError(
            _(
                "This invitation has been used or withdrawn, or has expired. Ask the organisation for a new one."
            ),
            code="not_open",
        )
    if invitation.organisation.closed_on is not None:
        raise ValidationError(_("This organisation is closed."), code="closed")
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    return _enter(
        actor=actor,
        organisation=invitation.organisation,
        members=members,
        user=account,
        role=invitation.role,
        is_administrator=invitation.is_administrator,
        valid_from=today,
    )


@deed
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
    access.check(actor, Right.MANAGE_MEMBER, Membership(organisation=organisation))
    members = _locked(organisation)
    return _enter(
        actor=actor,
        organisation=organisation,
        members=members,
        user=user,
        role=role,
        is_administrator=is_administrator or not rules.keeps_an_administrator(members, valid_from),
        valid_from=valid_from,
    )


@deed
def change_membership(
    *, actor: Actor, membership: Membership, role: str, is_administrator: bool, today: date
) -> Membership:
    """Give a member another role, or make or unmake an administrator."""
    access.check(actor, Right.MANAGE_MEMBER, membership)
    members = _locked(membership.organisation)
    current = _current(members, membership, today)
    _check_role(membership.organisation, role)
    before = {"role": current.role, "is_administrator": current.is_administrator}
    current.role, current.is_administrator = role, is_administrator
    _check_kept(members, today)
    _save_membership(current)
    record(
        actor=actor,
        event="organisations:member:changed",
        subject=current,
        place=current.organisation.place_id or "",
        detail={"before": before, "after": {"role": role, "is_administrator": is_administrator}},
    )
    return current


@deed
def end_membership(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """End somebody's membership from today on."""
    access.check(actor, Right.MANAGE_MEMBER, membership)
    return _end(actor=actor, membership=membership, today=today, event="organisations:member:ended")


@deed
def leave(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """End one's own membership from today on."""
    access.check(actor, Right.LEAVE_MEMBER)
    if actor.user_id is None or membership.user_id != actor.user_id:
        raise Refused(Right.LEAVE_MEMBER)
    return _end(actor=actor, membership=membership, today=today, event="organisations:member:left")


@deed
def hand_over(*, actor: Actor, to: Membership, today: date) -> Membership:
    """Make another member the administrator and stop being one, in one step."""
    access.check(actor, Right.MANAGE_MEMBER, to)
    members = _locked(to.organisation)
    heir = _current(members, to, today)
    if heir.user_id == actor.user_id:
        raise refusal("to", "oneself", _("Choose somebody else: you manage the members already."))
    heir.is_administrator = True
    for own in members:
        if own.user_id == actor.user_id and own.is_in_force(today) and own.is_administrator:
            own.is_administrator = False
            own.save(update_fields=["is_administrator"])
    heir.save(update_fields=["is_administrator"])
    _check_kept(members, today)
    record(
        actor=actor,
        event="organisations:member:handed_over",
        subject=heir,
        place=heir.organisation.place_id or "",
    )
    return heir


def _locked(organisation: Organisation) -> list[Membership]:
    """All memberships of the organisation, held until commit; its own row first, so that newcomers wait too."""
    lock(Organisation, [organisation.pk])
    keys = Membership.objects.filter(organisation_id=organisation.pk).order_by("pk")
    return lock(Membership, keys.values_list("pk", flat=True), related=("user", "organisation"))


def _current(members: list[Membership], membership: Membership, today: date) -> Membership:
    for row in members:
        if row.pk == membership.pk and row.is_in_force(today):
            return row
    raise ValidationError(_("This membership has ended already."), code="ended_already")


def _check_role(organisation: Organisation, role: str) -> None:
    if not rules.may_carry(organisation.kind, role):
        sentence = _("This role does not exist at an organisation of this kind. Choose one from the list.")
        raise refusal("role", "not_of_this_kind", sentence)


def _check_kept(members: list[Membership], today: date) -> None:
    if not rules.keeps_an_administrator(_active(members), today):
        raise ValidationError(
            _("Somebody has to manage the organisation's members. Hand this over to another member first."),
            code="last_administrator",
        )


def _active(members: list[Membership]) -> list[Membership]:
    return [row for row in members if row.user.is_active]


def _end(*, actor: Actor, membership: Membership, today: date, event: str) -> Membership:
    members = _locked(membership.organisation)
    current = _current(members, membership, today)
    kept_before = rules.keeps_an_administrator(_active(members), today)
    current.valid_to = today
    if current.valid_from is not None and current.valid_from > today:
        current.valid_from = today
    if kept_before:
        _check_kept(members, today)
    current.save(update_fields=["valid_from", "valid_to"])
    record(
        actor=actor,
        event=event,
        subject=current,
        place=current.organisation.place_id or "",
        detail={"role": current.role},
    )
    return current


def _enter(
    *,
    actor: Actor,
    organisation: Organisation,
    members: list[Membership],
    user: User,
    role: str,
    is_administrator: bool,
    valid_from: date,
) -> Membership:
    _check_role(organisation, role)
    # A membership whose end lies ahead still holds: one role of a person at an organisation stands once.
    if any(row.user_id == user.pk and row.role == role and row.is_in_force(valid_from) for row in members):
        raise ValidationError(_("This person is a member in this role already."), code="member_already")
    membership = Membership(
        user=user,
        organisation=organisation,
        role=role,
        is_administrator=is_administrator,
        valid_from=valid_from,
    )
    _save_membership(membership)
    record(
        actor=actor,
        event="organisations:member:joined",
        subject=membership,
        place=organisation.place_id or "",
        detail={"role": role, "is_administrator": is_administrator},
    )
    return membership


def _save_membership(membership: Membership) -> None:
    try:
        with atomic():
            membership.save()
    except IntegrityError as error:
        if violated_constraint(error) == "membership_once":
            sentence = _("This person is a member in this role already.")
            raise refusal("role", "member_already", sentence) from error
        raise
