"""The waiting list of a class: joined in order, and a freed seat goes to the next. The class's row is locked for each."""

from contextlib import suppress
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import atomic, lock
from jalur.journey.candidates.models import Candidate
from jalur.journey.training import messages, queries
from jalur.journey.training.guards import FULL
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake
from jalur.journey.training.services.beds import free_beds, give_bed, tell_of_bed, who_can_have_both
from jalur.journey.training.services.enrolments import call_the_line, enrol, free_seat
from jalur.journey.training.services.sessions import join_sessions
from jalur.journey.training.workflow import ENROLMENT
from jalur.kit import dates
from jalur.kit.refusals import codes_of

DAY = timedelta(days=1)


def join_waiting_list(*, actor: Actor, intake: Intake, candidate: Candidate, today: date) -> Enrolment:
    """The last place on the list of a full class. Refused as a seat would be, and where a seat is free."""
    wanted = Enrolment(intake=intake, candidate=candidate)
    with ENROLMENT.step("wait", actor=actor, subject=wanted, today=today) as place:
        last = place.intake.enrolments.aggregate(turn=Max("queued"))["turn"]
        place.queued = (last or 0) + 1
        if place.intake.with_bed:
            call_the_line()
    return place


def enrol_or_wait(*, actor: Actor, intake: Intake, candidate: Candidate, today: date) -> Enrolment:
    """A seat, or in a full class the last place on its waiting list; what else stands in the way is refused."""
    try:
        return enrol(actor=actor, intake=intake, candidate=candidate, today=today)
    except ValidationError as refused:
        if not FULL.intersection(codes_of(refused)):
            raise
    return join_waiting_list(actor=actor, intake=intake, candidate=candidate, today=today)


def accept_seat(*, actor: Actor, enrolment: Enrolment, today: date) -> Enrolment:
    """The seat that was kept for her is hers."""
    with ENROLMENT.step("accept", actor=actor, subject=enrolment, today=today) as seat:
        join_sessions(seat, dates.now())
        tell_of_bed(seat)
    return seat


def decline_seat(*, actor: Actor, enrolment: Enrolment) -> Enrolment:
    """She leaves the list; a seat that was kept for her is offered to the next."""
    with ENROLMENT.step("decline", actor=actor, subject=enrolment) as place:
        if place.state == EnrolmentState.OFFERED:
            free_seat(place)
            free_beds([place], _("the seat was given back"), dates.now())
    return place


def lapse_seat(*, actor: Actor, enrolment: Enrolment, today: date) -> Enrolment:
    """No answer by the last day: the seat is offered to the next."""
    with ENROLMENT.step("lapse", actor=actor, subject=enrolment, today=today) as place:
        place.left_reason = _("the offered seat was not answered in time")
        free_seat(place)
        free_beds([place], _("the seat was given back"), dates.now())
    return place


def offer_free_seats(today: date) -> int:
    """Offer every free seat that somebody waits for to whoever has waited longest; gives how many. Two at once offer each seat once."""
    rows = Intake.objects.open(today).with_a_seat_for_the_line().order_by("pk")
    offered = 0
    for key in list(rows.values_list("pk", flat=True)):
        # A bed that went to somebody else meanwhile: this class is asked again in ten minutes, the others now.
        with suppress(ValidationError):
            offered += _offer(key, today)
    return offered


def _offer(key: object, today: date) -> int:
    with atomic():
        (intake,) = lock(Intake, [key], related=("programme__provider",))
        free = intake.left if intake.is_open(today) else 0
        waiting = intake.enrolments.next_in_line().select_related("candidate__person")
        line = who_can_have_both(intake, waiting, max(0, free), today)
        if not line:
            return 0
        days = queries.rules_of(intake.programme.provider_id).answer_days
        day = max(today, min(today + timedelta(days=days), intake.starts - DAY))
        with ENROLMENT.step_many("offer", actor=SYSTEM, subjects=line, today=today) as offered:
            for place in offered:
                place.offered_at, place.answer_by = timezone.now(), day
                place.intake = intake
                give_bed(place, today, dates.now())
                tell(messages.SEAT_OFFERED, to=place.candidate.person, about=place, day=day)
        intake.taken += len(offered)
        intake.save(update_fields=["taken"])
    return len(offered)
