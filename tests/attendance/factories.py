"""Meetings and rolls as tests need them: written through the services, by the manager of the cast."""

from datetime import date, datetime, timedelta

from tests.premises.factories import JAKARTA, NOW, add_resource, at, new_booking
from tests.training.factories import TODAY, make_candidate, open_class

FIRST = date(2026, 2, 2)
DAY = timedelta(days=1)


def running_class(cast, people=3, **changes):
    """A class that began on its first day, with so many people."""
    from jalur.journey.training import services as training

    intake = open_class(cast, **changes)
    for number in range(people):
        candidate = make_candidate(f"J-ROL{number}-0001")
        training.enrol(actor=cast.hendra.actor, intake=intake, candidate=candidate, today=TODAY)
    return intake


def start(cast, intake):
    from jalur.journey.training import services as training

    return training.start_intake(actor=cast.hendra.actor, intake=intake, today=intake.starts)


def meet(cast, intake, day, resource, hour=8):
    from jalur.journey.training import services as training

    booking = new_booking(cast, at(day, hour), at(day, hour + 3))
    return training.plan_session(
        actor=cast.hendra.actor, intake=intake, booking=booking, wants={resource.pk: 1}, now=NOW
    )


def meetings(cast, intake, count):
    """So many mornings from the first day on."""
    workshop = add_resource(cast)
    return [meet(cast, intake, FIRST + number * DAY, workshop) for number in range(count)]


def people_of(session):
    from jalur.journey.attendance import queries

    return queries.on_roll(session)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=JAKARTA)


def say(cast, session, *states, on=None, who="hendra", **options):
    """Take a roll: one state for each person in the order of the roll; None says nothing of somebody."""
    from jalur.journey.attendance import queries, services
    from jalur.journey.attendance.services import Said

    marks = {
        person.pk: Said(state, "Contoh" if state == "excused" else "")
        for person, state in zip(people_of(session), states, strict=True)
        if state
    }
    now = noon(on or queries.day_of(session))
    actor = getattr(cast, who).actor
    return services.take_roll(actor=actor, session=session, marks=marks, now=now, **options)
