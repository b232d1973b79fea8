"""What this room writes to people who have a seat in a class."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging.kinds import MessageKind
from jalur.journey.training.models import HELD, Enrolment, EnrolmentState, Intake, IntakeState, Shortfall


def _page_of_class(key: str) -> str:
    number = Enrolment.objects.filter(pk=key).values_list("intake__number", flat=True).first()
    return reverse("training:intake", args=[number]) if number else reverse("training:mine")


def _timetable_of_seat(key: str) -> str:
    number = Enrolment.objects.filter(pk=key).values_list("intake__number", flat=True).first()
    return reverse("training:timetable", args=[number]) if number else reverse("training:mine")


def _timetable_of_class(key: str) -> str:
    number = Intake.objects.filter(pk=key).values_list("number", flat=True).first()
    return reverse("training:timetable", args=[number]) if number else reverse("training:desk")


POSTPONED = MessageKind(
    key="training:postponed",
    title=_("A class was postponed"),
    subject=_("Your class begins later"),
    text=_(
        "A class in which you have a seat, or wait for one, was postponed. It now begins on %(first)s and ends on %(last)s. Your seat "
        "or your turn stays yours."
    ),
    link=_page_of_class,
    values={"first": date(2026, 3, 2), "last": date(2026, 4, 10)},
    holds=lambda key: Enrolment.objects.filter(pk=key, state__in=HELD).exists(),
)

SEAT_OFFERED = MessageKind(
    key="training:seat_offered",
    title=_("A seat has become free"),
    subject=_("A seat has become free for you"),
    text=_(
        "In the class for which you wait a seat has become free. It is kept for you until %(day)s. Say yes or no; without an answer "
        "it goes to the next."
    ),
    link=_page_of_class,
    values={"day": date(2026, 3, 2)},
    holds=lambda key: Enrolment.objects.filter(pk=key, state=EnrolmentState.OFFERED).exists(),
)

BEGINS = MessageKind(
    key="training:begins",
    title=_("A class begins soon"),
    subject=_("Your class begins soon"),
    text=_(
        "Your class begins on %(first)s. Where it is, and what to bring on the first day, stands on its page: open it and sign in."
    ),
    link=_page_of_class,
    values={"first": date(2026, 3, 2)},
    holds=lambda key: Enrolment.objects.filter(
        pk=key, state=EnrolmentState.ENROLLED, intake__state=IntakeState.CONFIRMED, intake__held_since=None
    ).exists(),
)

CANCELLED = MessageKind(
    key="training:cancelled",
    title=_("A class was cancelled"),
    subject=_("Your class does not take place"),
    text=_(
        "The class in which you had a seat, or waited for one, does not take place. The page of the class says why. You can choose "
        "another class."
    ),
    link=_page_of_class,
    holds=lambda key: Enrolment.objects.filter(pk=key, intake__state=IntakeState.CANCELLED).exists(),
)

REMEDIAL_OFFERED = MessageKind(
    key="training:remedial_offered",
    title=_("A seat in a remedial class is offered"),
    subject=_("A class so that you reach the standard"),
    text=_(
        "You were not yet competent at the end of your class. A shorter class takes up what is missing, from %(first)s to %(last)s, "
        "and a seat is kept for you until %(day)s. You do not start over. Say yes or no."
    ),
    link=_page_of_class,
    values={"first": date(2026, 3, 2), "last": date(2026, 3, 13), "day": date(2026, 2, 23)},
    holds=lambda key: Enrolment.objects.filter(pk=key, state=EnrolmentState.OFFERED).exists(),
)

LOOKED_AFTER = MessageKind(
    key="training:looked_after",
    title=_("Somebody below the standard is handed over"),
    subject=_("Somebody for you to look after"),
    text=_(
        "A colleague gave you somebody to look after who is not yet competent. Open it, sign in and say what comes next."
    ),
    link=lambda key: reverse("training:shortfall", args=[key]),
    holds=lambda key: Shortfall.objects.below().filter(pk=key).exists(),
    is_for_offices=True,
)

TIMETABLE_CHANGED = MessageKind(
    key="training:timetable_changed",
    title=_("The timetable of a class has changed"),
    subject=_("Your class meets at other times"),
    text=_(
        "The timetable of your class has changed: meetings that are new, moved or cancelled: %(count)s, the first of them on %(day)s. "
        "Open the class and read its timetable."
    ),
    link=_timetable_of_seat,
    values={"count": 2, "day": date(2026, 3, 2)},
    holds=lambda key: Enrolment.objects.filter(pk=key, state=EnrolmentState.ENROLLED).exists(),
)

TEACHING_CHANGED = MessageKind(
    key="training:teaching_changed",
    title=_("Meetings that somebody teaches have changed"),
    subject=_("You teach at other times"),
    text=_(
        "Meetings of a class that you teach, or taught until now, are new, moved or cancelled: %(count)s, the first of them on "
        "%(day)s. Open the timetable and sign in."
    ),
    link=_timetable_of_class,
    values={"count": 2, "day": date(2026, 3, 2)},
    holds=lambda key: Intake.objects.filter(pk=key).exclude(state=IntakeState.CANCELLED).exists(),
    is_for_offices=True,
)
