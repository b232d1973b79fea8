"""Pak Hendra's classes, one in each state that a class can be in, with a few people where there are any, and a remedial class."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from demo.country import TODAY
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import deeds_of
from jalur.journey.candidates.models import Candidate, State
from jalur.journey.training import services
from jalur.journey.training.models import ClassRules, Enrolment, Intake, Programme, Shortfall

WEEK = timedelta(weeks=1)
PEOPLE, SEATS, MINIMUM = 6, 12, 5
ELSEWHERE = "35.17.07"
"""The district whose people the first plan is made for."""


def load(hendra: Actor) -> None:
    """Through the services, each step on its day."""
    by = ClassRules(provider_id=hendra.organisation_id, minimum=None, decide_days=7)
    services.set_class_rules(actor=hendra, class_rules=by, today=TODAY)
    programme = Programme.objects.filter(provider=hendra.organisation_id, prerequisites=None).order_by(
        "code"
    )[0]
    draft(hendra, programme, "K26-901", TODAY + 16 * WEEK, TODAY)
    announced = draft(hendra, programme, "K26-902", TODAY + 14 * WEEK, TODAY, opens_on=TODAY + 2 * WEEK)
    services.publish_intake(actor=hendra, intake=announced, today=TODAY)
    confirmed = opened(hendra, programme, "K26-903", TODAY + WEEK, TODAY - 4 * WEEK)
    services.confirm_intake(actor=hendra, intake=confirmed, today=TODAY)
    postponed = opened(hendra, programme, "K26-904", TODAY + timedelta(days=5), TODAY - 3 * WEEK, people=3)
    services.postpone_intake(
        actor=hendra,
        intake=postponed,
        starts=TODAY + 4 * WEEK,
        ends=TODAY + 9 * WEEK,
        postponed_because="too_few",
        today=TODAY,
    )
    full = opened(hendra, programme, "K26-909", TODAY + 2 * WEEK, TODAY - WEEK, seats=PEOPLE)
    line = [wait(hendra, full) for _turn in range(3)]
    left = full.enrolments.exclude(pk__in=[place.pk for place in line]).order_by("number")[0]
    services.withdraw(actor=hendra, enrolment=left, reason="Bekerja di kampung.")
    services.offer_free_seats(TODAY)
    begun(hendra, opened(hendra, programme, "K26-905", TODAY - 2 * WEEK, TODAY - 7 * WEEK))
    finished = begun(hendra, opened(hendra, programme, "K26-906", TODAY - 8 * WEEK, TODAY - 12 * WEEK))
    services.finish_intake(actor=hendra, intake=finished, today=finished.ends + timedelta(days=1))
    closed = begun(hendra, opened(hendra, programme, "K26-907", TODAY - 16 * WEEK, TODAY - 20 * WEEK))
    short = closed.enrolments.order_by("number")[:2]
    services.close_intake(actor=hendra, intake=closed, not_yet=[seat.pk for seat in short], today=closed.ends)
    remedial(hendra, closed)
    cancelled = opened(hendra, programme, "K26-908", TODAY + 3 * WEEK, TODAY - 2 * WEEK, people=2)
    services.cancel_intake(actor=hendra, intake=cancelled, reason="Dua bengkel sedang diperbaiki.")


def remedial(hendra: Actor, closed: Intake) -> None:
    """A shorter class for the two who are not yet competent: one takes the seat, of the other somebody says what comes next."""
    people = list(Shortfall.objects.filter(enrolment__intake=closed).order_by("number"))
    intake = Intake(
        number="K26-910",
        place=closed.place,
        reach=closed.reach,
        seats=len(people),
        starts=TODAY + 2 * WEEK,
        ends=TODAY + 4 * WEEK,
        cost=Decimal(0),
        pass_rate=Decimal("0.85"),
    )
    made = services.open_remedial(
        actor=hendra, of=closed, intake=intake, people=[one.number for one in people[:1]], today=TODAY
    )
    for seat in made.offered:
        services.accept_seat(actor=hendra, enrolment=seat, today=TODAY)
    services.decide_next(
        actor=hendra,
        shortfall=people[1],
        next_step="assessment",
        decide_by=TODAY + 5 * WEEK,
        today=TODAY,
    )


def draft(
    hendra: Actor,
    programme: Programme,
    number: str,
    starts: date,
    on: date,
    *,
    opens_on: date | None = None,
    seats: int = SEATS,
) -> Intake:
    intake = Intake(
        number=number,
        programme=programme,
        place=programme.provider.place,
        reach="regency",
        seats=seats,
        minimum=MINIMUM,
        opens_on=opens_on,
        starts=starts,
        ends=starts + 5 * WEEK,
        cost=Decimal(2_500_000),
        pass_rate=Decimal("0.85"),
        bring="KTP dan fotokopinya\nSepatu tertutup\nBaju lengan panjang dari katun\nAlat tulis",
    )
    return services.draft_intake(actor=hendra, intake=intake, today=on)


def opened(
    hendra: Actor,
    programme: Programme,
    number: str,
    starts: date,
    on: date,
    *,
    people: int = PEOPLE,
    seats: int = SEATS,
) -> Intake:
    """A class with so many people of the regency who can take part; the last in the register first."""
    intake = services.open_intake(
        actor=hendra, intake=draft(hendra, programme, number, starts, on, seats=seats), today=on
    )
    for _person in range(people):
        first_who_fits(
            hendra, intake, lambda one: services.enrol(actor=hendra, intake=intake, candidate=one, today=on)
        )
    intake.refresh_from_db()
    return intake


def wait(hendra: Actor, intake: Intake) -> Enrolment:
    return first_who_fits(
        hendra,
        intake,
        lambda one: services.join_waiting_list(actor=hendra, intake=intake, candidate=one, today=TODAY),
    )


def first_who_fits(actor: Actor, intake: Intake, take: Callable[[Candidate], Enrolment]) -> Enrolment:
    """Nobody of the example country is free before its one day, so whoever takes part was free on the first day of the class."""
    free = Candidate.objects.filter(
        state=State.REGISTERED, person__account=None, enrolments=None, home__startswith="35.17."
    ).exclude(home__startswith=ELSEWHERE)
    for candidate in free.order_by("-number"):
        try:
            with transaction.atomic(), deeds_of(actor):
                later = Candidate.objects.filter(pk=candidate.pk, available_from__gt=intake.starts)
                later.update(available_from=intake.starts)
                candidate.refresh_from_db()
                return take(candidate)
        except ValidationError:
            continue
    raise LookupError(f"nobody is left who can take part in {intake.number}")


def begun(hendra: Actor, intake: Intake) -> Intake:
    return services.start_intake(actor=hendra, intake=intake, today=intake.starts)
