"""What stands in the way of a step of organisations, licences, members and invitations. A guard (steps.Guard) changes nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.accounts.models import User
from jalur.foundation.organisations import rules
from jalur.foundation.organisations.models import Invitation, Licence, Membership, Organisation
from jalur.foundation.rulebook.models import LicenceKind, OrganisationKind
from jalur.foundation.workflow.steps import Ask
from jalur.kit.refusals import refusal

# These may belong to no place: they serve the whole country.
NATIONAL = frozenset({OrganisationKind.MINISTRY, OrganisationKind.PLATFORM})


# -- organisations -----------------------------------------------------------------------------------------------------


def entry_is_complete(organisation: Organisation, _ask: Ask | None = None) -> ValidationError | None:
    if not organisation.name:
        return refusal("name", "missing", _("Write the organisation's name."))
    if organisation.kind not in OrganisationKind.values:
        return refusal("kind", "unknown", _("Choose one of the kinds of organisation."))
    is_nowhere = organisation.place_id is None and organisation.country_id is None
    if is_nowhere and organisation.kind not in NATIONAL:
        return refusal("place", "missing", _("Say where it is: a place in Indonesia, or a country abroad."))
    if organisation.kind == OrganisationKind.MISSION and organisation.country_id is None:
        return refusal("country", "missing", _("Say which country the mission is accredited to."))
    return None


def another_operator_stays(organisation: Organisation, _ask: Ask) -> ValidationError | None:
    if organisation.kind != OrganisationKind.PLATFORM:
        return None
    others = Organisation.objects.filter(kind=OrganisationKind.PLATFORM, closed_on__isnull=True)
    if others.exclude(pk=organisation.pk).exists():
        return None
    sentence = _("This is the last platform operator. Register and staff another one first.")
    return refusal("closed_on", "last_operator", sentence)


# -- licences ----------------------------------------------------------------------------------------------------------


def licence_is_complete(licence: Licence, _ask: Ask) -> ValidationError | None:
    if licence.kind not in LicenceKind.values:
        return refusal("kind", "unknown", _("Choose one of the kinds of licence."))
    if licence.valid_from and licence.valid_to and licence.valid_to <= licence.valid_from:
        return refusal("valid_to", "before_start", _("A licence must end after it starts."))
    if not licence.number:
        return refusal("number", "missing", _("Write the number printed on the licence."))
    return None


def its_end_has_come(licence: Licence, ask: Ask) -> ValidationError | None:
    if licence.valid_to is not None and licence.valid_to <= ask.today:
        return None
    return refusal("valid_to", "not_yet", _("This licence has not ended yet."))


# -- members -----------------------------------------------------------------------------------------------------------


def role_exists_there(offered: Membership | Invitation, _ask: Ask) -> ValidationError | None:
    if rules.may_carry(offered.organisation.kind, offered.role):
        return None
    sentence = _("This role does not exist at an organisation of this kind. Choose one from the list.")
    return refusal("role", "not_of_this_kind", sentence)


def is_not_a_member_yet(membership: Membership, ask: Ask) -> ValidationError | None:
    """A membership whose end lies ahead still holds: one role of a person at an organisation stands once."""
    same = membership.organisation.memberships.filter(user=membership.user_id, role=membership.role)
    if not same.in_force(membership.valid_from or ask.today).exclude(pk=membership.pk).exists():
        return None
    return refusal("role", "member_already", _("This person already has this role here."))


def is_in_force(membership: Membership, ask: Ask) -> ValidationError | None:
    if membership.valid_to is None or ask.today < membership.valid_to:
        return None
    return ValidationError(_("This membership has already ended."), code="ended_already")


def an_administrator_stays(membership: Membership, ask: Ask) -> ValidationError | None:
    """An organisation that has an administrator never loses the last one."""
    keepers = {
        row.pk
        for row in membership.organisation.memberships.all()
        if rules.keeps_an_administrator([row], ask.today) and row.user.is_active
    }
    return last_administrator() if keepers == {membership.pk} else None


def last_administrator() -> ValidationError:
    sentence = _("Somebody has to manage the organisation's members. Hand this over to another member first.")
    return ValidationError(sentence, code="last_administrator")


# -- the second factor of a member -------------------------------------------------------------------------------------


def is_somebody_else(membership: Membership, ask: Ask) -> ValidationError | None:
    if ask.actor.user_id != membership.user_id:
        return None
    return refusal("reset_reason", "oneself", _("Nobody resets their own second factor: ask two others."))


def has_a_second_factor(membership: Membership, _ask: Ask) -> ValidationError | None:
    if membership.user.has_second_factor:
        return None
    sentence = _("This person has no second factor now: the next sign-in sets one up.")
    return refusal("reset_reason", "none", sentence)


def acts_only_here(membership: Membership, ask: Ask) -> ValidationError | None:
    """The factor guards every capacity of the account: one organisation does not decide for another."""
    elsewhere = membership.user.memberships.exclude(organisation=membership.organisation_id)
    if ask.actor.role == Role.ADMINISTRATOR or not elsewhere.in_force(ask.today).exists():
        return None
    sentence = _("This person acts for other organisations too. Ask the platform's administrators.")
    return refusal("reset_reason", "acts_elsewhere", sentence)


MAY_BE_RESET = (is_somebody_else, has_a_second_factor, acts_only_here)


def is_asked_for(membership: Membership, ask: Ask) -> ValidationError | None:
    if rules.waits_for_confirmation(membership.reset_asked_on, ask.today):
        return None
    sentence = _(
        "Nobody has requested this within the last week. Request it; a second person then confirms it."
    )
    return refusal("reset_reason", "not_asked", sentence)


def is_not_asked_for(membership: Membership, ask: Ask) -> ValidationError | None:
    if is_asked_for(membership, ask) is not None:
        return None
    return refusal(
        "reset_reason",
        "asked_already",
        _("This has already been requested: a second person has to confirm it."),
    )


def is_asked_for_by_somebody_else(membership: Membership, ask: Ask) -> ValidationError | None:
    if membership.reset_asked_by_id != ask.actor.user_id:
        return is_asked_for(membership, ask)
    return refusal(
        "reset_reason", "asker", _("You requested this yourself. A second person has to confirm it.")
    )


# -- invitations -------------------------------------------------------------------------------------------------------


def invites_no_member(invitation: Invitation, ask: Ask) -> ValidationError | None:
    same = invitation.organisation.memberships.filter(user__email=invitation.email, role=invitation.role)
    if not same.in_force(ask.today).exists():
        return None
    return refusal("email", "member_already", _("This person already has this role here."))


def went_to_this_account(invitation: Invitation, ask: Ask) -> ValidationError | None:
    account = User.objects.filter(pk=ask.actor.user_id).first()
    if account is not None and account.email.lower() == invitation.email.lower():
        return None
    sentence = _("This invitation went to another e-mail address. Sign in with the address that received it.")
    return ValidationError(sentence, code="other_address")


def still_works(invitation: Invitation, ask: Ask) -> ValidationError | None:
    if not invitation.is_open(ask.today):
        sentence = _(
            "This invitation has been used or withdrawn, or has expired. Ask the organisation for a new one."
        )
        return ValidationError(sentence, code="not_open")
    if invitation.organisation.closed_on is not None:
        return ValidationError(_("This organisation is closed."), code="closed")
    return None


def its_last_day_has_passed(invitation: Invitation, ask: Ask) -> ValidationError | None:
    if invitation.expires_on <= ask.today:
        return None
    return refusal("expires_on", "not_yet", _("This invitation still works."))
