"""A welding class of Banten's hub that runs: three weeks of rolls, somebody who stays away, today's roll not yet taken; what each
meeting teaches, and how far everybody is."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from demo.country import TODAY
from demo.premises import at
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import deeds_of
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.queries import staff_actor
from jalur.journey.attendance import queries, services
from jalur.journey.attendance.services import Said
from jalur.journey.candidates.models import Candidate, State
from jalur.journey.premises.models import Resource
from jalur.journey.premises.queries import clock_of, days_off
from jalur.journey.progress import queries as progress
from jalur.journey.progress import services as progress_services
from jalur.journey.progress.services import Seen
from jalur.journey.training import services as training
from jalur.journey.training.models import Intake, Session

NUMBER, WEEK = "K26-931", timedelta(weeks=1)
STARTS = TODAY - 3 * WEEK
PEOPLE = 8
# Of each person in the order of the roll, what is said of the latest meetings, the last one first: h here, l late, e excused, a absent.
LATEST = ("hhhhl", "aaah", "hhe", "h", "lhhl", "ahahahahah", "h", "haeh")
# Of each person in the order of names, how far she is with each part: c can do it, p practises, n not seen yet.
SEEN = ("cc", "pn", "cp", "cc", "pp", "cc", "cc", "pn")
LEVELS = {"c": "can", "p": "practising", "n": "not_seen"}
LETTERS = {"h": "here", "l": "late", "e": "excused", "a": "absent"}
NOTES = {"e": "Mengurus KTP"}


def load() -> None:
    """Through the services, each roll on its day, by the hub's manager and its instructor in turn."""
    manager, teacher = (
        staff_actor(Membership.objects.select_related("organisation", "user").get(user__email=email))
        for email in ("indah@contoh.example", "slamet@contoh.example")
    )
    intake = begun(manager)
    planned = meet(manager, intake)
    teach(manager, intake, planned)
    held = [one for one in planned if queries.day_of(one) < TODAY]
    for turn, session in enumerate(reversed(held)):
        take(teacher if turn % 3 else manager, session, turn)
    see(teacher, intake)


def begun(actor: Actor) -> Intake:
    """A class like one that the hub opens later, with people of the province who are not in another one."""
    like = Intake.objects.select_related("programme", "place").get(number="K26-101")
    intake = Intake(
        number=NUMBER,
        programme=like.programme,
        place=like.place,
        reach="province",
        seats=12,
        minimum=5,
        starts=STARTS,
        ends=TODAY + 3 * WEEK,
        cost=Decimal(0),
        pass_rate=Decimal("0.85"),
    )
    intake = training.draft_intake(actor=actor, intake=intake, today=STARTS - 4 * WEEK)
    training.open_intake(actor=actor, intake=intake, today=STARTS - 4 * WEEK)
    free = Candidate.objects.filter(
        state=State.REGISTERED, person__account=None, enrolments=None, home__startswith="36."
    )
    for candidate in free.order_by("-number"):
        if enrol(actor, intake, candidate, STARTS - 2 * WEEK) == PEOPLE:
            break
    return training.start_intake(actor=actor, intake=intake, today=STARTS)


def enrol(actor: Actor, intake: Intake, candidate: Candidate, on: date) -> int:
    """How many have a seat then. Nobody of the example country is free before its one day: whoever takes part was."""
    try:
        with transaction.atomic(), deeds_of(actor):
            Candidate.objects.filter(pk=candidate.pk, available_from__gt=STARTS).update(available_from=STARTS)
            candidate.refresh_from_db()
            training.enrol(actor=actor, intake=intake, candidate=candidate, today=on)
    except ValidationError:
        pass
    return intake.enrolments.count()


def meet(actor: Actor, intake: Intake) -> list[Session]:
    """Every working afternoon until the end of this week."""
    centre = intake.programme.provider
    off, now = days_off(centre), datetime.combine(STARTS, time(7), clock_of(centre))
    needs = Resource.objects.filter(organisation=centre, name__in=("Bengkel las 2", "Pak Slamet"))
    wants = {resource.pk: 1 for resource in needs}
    days = [STARTS + timedelta(days=number) for number in range(4 * 7 - 2)]
    return [
        training.plan_session(
            actor=actor,
            intake=intake,
            booking=at(centre, day, 13, 16, "Las pelat dasar"),
            wants=wants,
            now=now,
        )
        for day in days
        if day.weekday() < 5 and day not in off
    ]


def take(actor: Actor, session: Session, turn: int) -> None:
    """The roll of a meeting, on its evening; turn: how many came after it until today."""
    said = {}
    for person, latest in zip(queries.on_roll(session), LATEST, strict=False):
        letter = latest[turn : turn + 1] or "h"
        said[person.pk] = Said(LETTERS[letter], NOTES.get(letter, ""))
    now = session.booking.ends
    services.take_roll(actor=actor, session=session, marks=said, now=now)


def teach(actor: Actor, intake: Intake, planned: list[Session]) -> None:
    """Each part in turn, those that come first in the first meetings."""
    items = progress.items_of(intake.programme)
    parts = {session.pk: items[turn * len(items) // len(planned)].key for turn, session in enumerate(planned)}
    progress_services.teach(actor=actor, intake=intake, parts=parts)


def see(actor: Actor, intake: Intake) -> None:
    """What the instructor wrote down on Friday evening, the words before it two weeks earlier."""
    items, seats = progress.items_of(intake.programme), list(progress.people_of(intake))
    for ago, best in ((17, "practising"), (3, "can")):
        seen = [
            Seen(seat, item.key, best if letter == "c" else LEVELS[letter])
            for seat, letters in zip(seats, SEEN, strict=False)
            for item, letter in zip(items, letters, strict=False)
        ]
        now = datetime.combine(TODAY - timedelta(days=ago), time(17), clock_of(intake.programme.provider))
        progress_services.write_marks(actor=actor, intake=intake, seen=seen, now=now)
