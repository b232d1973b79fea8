"""What this room writes to people, and the links in it."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind, Reach, Recipient
from jalur.foundation.organisations.models import Invitation, InvitationState
from jalur.foundation.organisations.rights import Right

# The link in the letter is another than the one its sender sees: only the owner of the mailbox can show it.
_SHOWN, _IN_LETTER = Signer(salt="organisations.invitation"), Signer(salt="organisations.invitation.letter")


def invitation_token(invitation: Invitation, *, in_letter: bool = False) -> str:
    """The signed part of an invitation's link: its key, nothing about anybody."""
    return (_IN_LETTER if in_letter else _SHOWN).sign(invitation.pk.hex)


def invitation_of(token: str, *, in_letter: bool = False) -> Invitation | None:
    """The invitation of a link, whatever its state; None when the signature is not ours, or not that of a letter."""
    for signer in (_IN_LETTER,) if in_letter else (_IN_LETTER, _SHOWN):
        with suppress(BadSignature):
            key = signer.unsign(token)
            return Invitation.objects.select_related("organisation").filter(pk=key).first()
    return None


def _link(key: str) -> str:
    return reverse("organisations:invitation", args=[_IN_LETTER.sign(UUID(key).hex)])


def _is_open(key: str) -> bool:
    return Invitation.objects.filter(pk=key, state=InvitationState.OPEN).exists()


INVITED = MessageKind(
    key="organisations:invited",
    title=_("Invitation to work in Jalur"),
    subject=_("Invitation to Jalur"),
    text=_(
        "You are invited to work in Jalur. Open this link, sign in or create an account with this e-mail address, and"
        " accept. It works once, for %(days)s days. If you did not expect an invitation, ignore this message."
    ),
    link=_link,
    values={"days": 14},
    holds=_is_open,
    is_urgent=True,
)

FACTOR_RESET = MessageKind(
    key="organisations:factor_reset",
    title=_("The second factor was reset"),
    subject=_("Your second factor was reset"),
    text=_(
        "Two people have reset the second factor of your account in Jalur. Sign in with your password to set up another"
        " one. If you did not ask for this, choose a new password at once and tell your administrator."
    ),
    link=lambda _account: reverse("portal:account"),
    is_urgent=True,
    is_everywhere=True,
)


def _reach(invitations: Iterable[Invitation]) -> dict[UUID, Reach]:
    return {one.pk: Reach(one.email, email=one.email) for one in invitations}


INVITED_PEOPLE: Recipient[Invitation] = Recipient(
    model=Invitation,
    view=Right.MANAGE_MEMBER,
    person=lambda _invitation: None,
    place=lambda invitation: invitation.organisation.place_id or "",
    reach=_reach,
)
