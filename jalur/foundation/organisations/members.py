"""Who acts for an organisation. An open organisation that has an administrator is never left without one.

Entered through services.py. Every change locks the organisation's memberships in key order before it looks.
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
from jalur.kit.database import violated_constraint

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


@transaction.atomic
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
    if any(one.user.email == address and one.role == role and one.is_in_force(today) for one in members):
        raise ValidationError({"email": _("This person is a member in this role already.")})
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
        _("Jalur: an invitation"),
        _(
            "You are invited to work in Jalur. Open this address, sign in or make an account with this e-mail"
            " address, and accept:\n\n%(link)s\n\nThe address works once, for %(days)d days. If you expected"
            " nothing, do nothing."
        )
        % {"link": link, "days": INVITATION_DAYS},
        getattr(settings, "DEFAULT_FROM_EMAIL", None),
        [invitation.email],
        fail_silently=True,
    )


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Make a link worthless before it is used."""
    access.check(actor, Right.MANAGE_MEMBER, Membership(organisation=invitation.organisation))
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=invitation.pk)
    )
    if invitation.used_at is not None:
        raise ValidationError(_("The invitation was used already: end the membership instead."))
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


@transaction.atomic
def accept_invitation(*, actor: Actor, token: str, today: date) -> Membership:
    """Take up an offered role, once, with the account of the invited address."""
    access.check(actor, Right.ACCEPT_INVITATION)
    found = invitation_of(token)
    account = User.objects.filter(pk=actor.user_id, is_active=True).first()
    if found is None or account is None:
        raise Refused(Right.ACCEPT_INVITATION)
    members = _locked(found.organisation)
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=found.pk)
    )
    if account.email.lower() != invitation.email.lower():
        raise ValidationError(
            _("This invitation went to another e-mail address. Sign in with the address that received it.")
        )
    if not invitation.is_open(today):
        raise ValidationError(
            _("This invitation was used, withdrawn or is out of date. Ask the organisation for a new one.")
        )
    if invitation.organisation.closed_on is not None:
        raise ValidationError(_("This organisation is closed."))
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


@transaction.atomic
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


@transaction.atomic
def change_membership(
    *, actor: Actor, membership: Membership, role: str, is_administrator: bool, today: date
) -> Membership:
    """Give a member another role, or the keeping of the members, or take it away."""
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


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """End somebody's membership from today on."""
    access.check(actor, Right.MANAGE_MEMBER, membership)
    return _end(actor=actor, membership=membership, today=today, event="organisations:member:ended")


@transaction.atomic
def leave(*, actor: Actor, membership: Membership, today: date) -> Membership:
    """End one's own membership from today on."""
    access.check(actor, Right.LEAVE_MEMBER)
    if actor.user_id is None or membership.user_id != actor.user_id:
        raise Refused(Right.LEAVE_MEMBER)
    return _end(actor=actor, membership=membership, today=today, event="organisations:member:left")


@transaction.atomic
def hand_over(*, actor: Actor, to: Membership, today: date) -> Membership:
    """Give the keeping of the members to another member and lay it down oneself, in one step."""
    access.check(actor, Right.MANAGE_MEMBER, to)
    members = _locked(to.organisation)
    heir = _current(members, to, today)
    if heir.user_id == actor.user_id:
        raise ValidationError({"to": _("Choose somebody else: you keep the members already.")})
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
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    return list(
        Membership.objects.filter(organisation_id=organisation.pk)
        .select_related("user", "organisation")
        .order_by("pk")
        .select_for_update(of=("self",))
    )


def _current(members: list[Membership], membership: Membership, today: date) -> Membership:
    for one in members:
        if one.pk == membership.pk and one.is_in_force(today):
            return one
    raise ValidationError(_("This membership has ended already."))


def _check_role(organisation: Organisation, role: str) -> None:
    if not rules.may_carry(organisation.kind, role):
        raise ValidationError(
            {"role": _("This role does not exist at an organisation of this kind. Choose one from the list.")}
        )


def _check_kept(members: list[Membership], today: date) -> None:
    able = [one for one in members if one.user.is_active]
    if not rules.keeps_an_administrator(able, today):
        raise ValidationError(
            _("Somebody has to keep the organisation's members. Hand this over to another member first.")
        )


def _end(*, actor: Actor, membership: Membership, today: date, event: str) -> Membership:
    members = _locked(membership.organisation)
    current = _current(members, membership, today)
    kept_before = rules.keeps_an_administrator([one for one in members if one.user.is_active], today)
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
    if any(one.user_id == user.pk and one.role == role and one.is_in_force(valid_from) for one in members):
        raise ValidationError(_("This person is a member in this role already."))
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
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        if violated_constraint(error) == "membership_once":
            raise ValidationError({"role": _("This person is a member in this role already.")}) from error
        raise
