"""What this room writes: to whoever is asked or whose consent ends, and to whoever asked."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.talent_pool.models import Consent, ConsentState, Request, RequestState


def _request(key: str) -> str:
    number = Request.objects.filter(pk=key).values_list("number", flat=True).first()
    return reverse("talent_pool:request", args=[number]) if number else reverse("talent_pool:requests")


def _own(_key: str) -> str:
    return reverse("talent_pool:own")


def _waits(key: str) -> bool:
    return Request.objects.filter(pk=key, state=RequestState.WAITING).exists()


def _is(state: RequestState, key: str) -> bool:
    return Request.objects.filter(pk=key, state=state).exists()


ASKED = MessageKind(
    key="talent_pool:asked",
    title=_("Somebody asks for you"),
    subject=_("Somebody of the talent pool's seekers asks for you"),
    text=_(
        "A company or a mission asks whether you want to be considered. They do not know who you are. Read the offer and answer by"
        " %(day)s; you alone decide, and it costs nothing."
    ),
    link=_request,
    values={"day": date(2026, 2, 1)},
    holds=_waits,
)
REMINDED = MessageKind(
    key="talent_pool:reminded",
    title=_("A request waits for your answer"),
    subject=_("A request still waits for your answer"),
    text=_("Somebody asked for you in the talent pool. Without an answer the request ends after %(day)s."),
    link=_request,
    values={"day": date(2026, 2, 1)},
    holds=_waits,
)
CONSENT_ENDS = MessageKind(
    key="talent_pool:consent_ends",
    title=_("Your entry in the talent pool ends soon"),
    subject=_("Your entry in the talent pool ends soon"),
    text=_(
        "Nobody finds you in the talent pool after %(day)s, unless you extend it. You need to do nothing."
    ),
    link=_own,
    values={"day": date(2026, 7, 12)},
    holds=lambda key: Consent.objects.filter(pk=key, state=ConsentState.GIVEN).exists(),
)
AGREED = MessageKind(
    key="talent_pool:agreed",
    title=_("Somebody of the talent pool agreed"),
    subject=_("Somebody of the talent pool agreed"),
    text=_(
        "Somebody whom you asked has agreed. Who it is, and which labour office, stands on the page of the request."
    ),
    link=_request,
    holds=lambda key: _is(RequestState.AGREED, key),
    is_for_offices=True,
)
DECLINED = MessageKind(
    key="talent_pool:declined",
    title=_("Somebody of the talent pool declined"),
    subject=_("Somebody of the talent pool declined"),
    text=_("Somebody whom you asked has declined. You need to do nothing."),
    link=_request,
    holds=lambda key: _is(RequestState.DECLINED, key),
    is_for_offices=True,
)
KINDS = (ASKED, REMINDED, CONSENT_ENDS, AGREED, DECLINED)
