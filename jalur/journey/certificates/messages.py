"""What this room writes to holders of certificates."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.certificates.models import Certificate, State

DAY = {"day": date(2026, 3, 10)}


def _page(key: str) -> str:
    number = Certificate.objects.filter(pk=key).values_list("registration", flat=True).first()
    return reverse("certificates:certificate", args=[number]) if number else reverse("certificates:list")


def _is(*states: State) -> Callable[[str], bool]:
    return lambda key: Certificate.objects.filter(pk=key, state__in=states).exists()


ISSUED = MessageKind(
    key="certificates:issued",
    title=_("Your certificate was issued"),
    subject=_("Your certificate is here"),
    text=_("Your certificate was issued. Sign in to take it along and to show it to whom you choose."),
    link=_page,
    holds=_is(State.VALID),
)
SUSPENDED = MessageKind(
    key="certificates:suspended",
    title=_("Your certificate was suspended"),
    subject=_("Your certificate is suspended"),
    text=_("Your certificate does not hold for now. Sign in to read why and what to do."),
    link=_page,
    holds=_is(State.SUSPENDED),
)
RESUMED = MessageKind(
    key="certificates:resumed",
    title=_("Your certificate holds again"),
    subject=_("Your certificate holds again"),
    text=_("Your certificate is no longer suspended: it holds again."),
    link=_page,
    holds=_is(State.VALID),
)
REVOKED = MessageKind(
    key="certificates:revoked",
    title=_("Your certificate counts no longer"),
    subject=_("Your certificate counts no longer"),
    text=_("Your certificate was revoked. Sign in to read why and what you can do."),
    link=_page,
    holds=_is(State.REVOKED),
)
SURVEILLANCE = MessageKind(
    key="certificates:surveillance",
    title=_("The surveillance of your certificate comes up"),
    subject=_("Your certificate: surveillance"),
    text=_(
        "Surveillance of your certificate is due since %(day)s. The assessment body tells you what it needs."
    ),
    link=_page,
    values=DAY,
    holds=_is(State.VALID),
)
ENDING = MessageKind(
    key="certificates:ending",
    title=_("Your certificate runs out soon"),
    subject=_("Your certificate runs out soon"),
    text=_("Your certificate counts no more from %(day)s. Apply for a new assessment in time."),
    link=_page,
    values=DAY,
    holds=_is(State.VALID),
)
ENDED = MessageKind(
    key="certificates:ended",
    title=_("Your certificate has run out"),
    subject=_("Your certificate has run out"),
    text=_("Your certificate has run out. With a new assessment you get a new one."),
    link=_page,
)
KINDS = (ISSUED, SUSPENDED, RESUMED, REVOKED, SURVEILLANCE, ENDING, ENDED)
