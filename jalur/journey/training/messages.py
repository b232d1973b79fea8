"""What this room writes to people who have a seat in a class."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.training.models import Enrolment, EnrolmentState, IntakeState


def _page_of_class(key: str) -> str:
    number = Enrolment.objects.filter(pk=key).values_list("intake__number", flat=True).first()
    return reverse("training:intake", args=[number]) if number else reverse("training:mine")


POSTPONED = MessageKind(
    key="training:postponed",
    title=_("A class was postponed"),
    subject=_("Your class begins later"),
    text=_(
        "The class in which you have a seat was postponed. It now begins on %(first)s and ends on %(last)s. Your seat stays yours."
    ),
    link=_page_of_class,
    values={"first": date(2026, 3, 2), "last": date(2026, 4, 10)},
    holds=lambda key: Enrolment.objects.filter(pk=key, state=EnrolmentState.ENROLLED).exists(),
)

CANCELLED = MessageKind(
    key="training:cancelled",
    title=_("A class was cancelled"),
    subject=_("Your class does not take place"),
    text=_(
        "The class in which you had a seat does not take place. The page of the class says why. You can choose another class."
    ),
    link=_page_of_class,
    holds=lambda key: Enrolment.objects.filter(pk=key, intake__state=IntakeState.CANCELLED).exists(),
)
