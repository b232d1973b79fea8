"""What this room writes to guests."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.premises.models import Booking, BookingState


def _own_classes(_key: str) -> str:
    return reverse("training:mine")


BED_GIVEN = MessageKind(
    key="premises:bed_given",
    title=_("A bed was given"),
    subject=_("Your bed at the centre"),
    text=_("A bed at the centre is yours from %(first)s to %(last)s. Which room it is stands in your file."),
    link=_own_classes,
    values={"first": date(2026, 3, 1), "last": date(2026, 4, 10)},
    holds=lambda key: Booking.objects.filter(pk=key, state=BookingState.BOOKED).exists(),
)
BED_CANCELLED = MessageKind(
    key="premises:bed_cancelled",
    title=_("A bed was cancelled"),
    subject=_("Your bed at the centre was cancelled"),
    text=_("The bed that was yours from %(first)s is cancelled. Ask the centre where you sleep."),
    link=_own_classes,
    values={"first": date(2026, 3, 1)},
    holds=lambda key: Booking.objects.filter(pk=key, state=BookingState.CANCELLED).exists(),
)
