"""What this room writes to companies, the ministry and labour offices. What it is about stands behind the link alone."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.permits.models import Permit, Request, RequestState, State


def _permit(key: str) -> str:
    return reverse("permits:permit", args=[key])


def _request(key: str) -> str:
    return reverse("permits:request", args=[key])


def _is(*states: State) -> Callable[[str], bool]:
    return lambda key: Permit.objects.filter(pk=key, state__in=states).exists()


def _stands(*states: RequestState) -> Callable[[str], bool]:
    return lambda key: Request.objects.filter(pk=key, state__in=states).exists()


APPLIED = MessageKind(
    key="permits:applied",
    title=_("A company applies for a permit to recruit"),
    subject=_("An application for a permit"),
    text=_("A company has applied for a permit to recruit. Sign in to decide."),
    link=_permit,
    holds=_is(State.APPLIED),
    is_needed=False,
)
GRANTED = MessageKind(
    key="permits:granted",
    title=_("A permit to recruit was granted"),
    subject=_("Your permit is granted"),
    text=_("The ministry has granted the permit to recruit that you applied for. It is valid until %(day)s."),
    link=_permit,
    values={"day": date(2026, 9, 30)},
    holds=_is(State.GRANTED),
    is_needed=False,
)
RETURNED = MessageKind(
    key="permits:returned",
    title=_("An application for a permit was sent back"),
    subject=_("Your application was sent back"),
    text=_("The ministry has sent an application for a permit to recruit back to you. Sign in to read why."),
    link=_permit,
    holds=_is(State.RETURNED),
    is_needed=False,
)
REFUSED = MessageKind(
    key="permits:refused",
    title=_("A permit to recruit was not granted"),
    subject=_("Your permit was not granted"),
    text=_("The ministry has not granted the permit to recruit you applied for. Sign in to read why."),
    link=_permit,
    holds=_is(State.REFUSED),
    is_needed=False,
)
CHANGED = MessageKind(
    key="permits:quota_changed",
    title=_("The quota of a permit was changed"),
    subject=_("The quota of your permit has changed"),
    text=_("The ministry has changed how many people you may recruit by a permit. Sign in to read it."),
    link=_permit,
    holds=_is(State.GRANTED),
    is_needed=False,
)
REVOKED = MessageKind(
    key="permits:revoked",
    title=_("A permit to recruit was revoked"),
    subject=_("Your permit is revoked"),
    text=_(
        "The ministry has revoked a permit of your company. Its orders stand still; openings held are kept. Sign in to read why."
    ),
    link=_permit,
    holds=_is(State.REVOKED),
)
REINSTATED = MessageKind(
    key="permits:reinstated",
    title=_("The revocation of a permit was taken back"),
    subject=_("Your permit counts again"),
    text=_("The ministry has taken the revocation of a permit of your company back."),
    link=_permit,
    holds=_is(State.GRANTED),
    is_needed=False,
)
ASKED = MessageKind(
    key="permits:asked",
    title=_("Something is asked about a permit"),
    subject=_("A request about a permit"),
    text=_(
        "A company asks for longer validity of a permit, or an office proposes to revoke one. Sign in to answer."
    ),
    link=_request,
    holds=_stands(RequestState.WAITING),
    is_needed=False,
)
ANSWERED = MessageKind(
    key="permits:answered",
    title=_("The ministry has answered a request about a permit"),
    subject=_("Your request about a permit is answered"),
    text=_("The ministry has answered what you asked about a permit. Sign in to read the answer."),
    link=_request,
    holds=_stands(RequestState.AGREED, RequestState.REFUSED),
    is_needed=False,
)
ALL = (APPLIED, GRANTED, RETURNED, REFUSED, CHANGED, REVOKED, REINSTATED, ASKED, ANSWERED)
