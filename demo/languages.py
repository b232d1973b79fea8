"""Entry tests of Banten and Jombang, invented, and English classes of Banten's hub that make a ladder of them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from demo import funding
from demo.country import TODAY
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import deeds_of
from jalur.foundation.organisations.models import Membership
from jalur.foundation.organisations.queries import staff_actor
from jalur.journey.candidates.models import Candidate, State
from jalur.journey.languages import services
from jalur.journey.languages.models import EntryTest
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, Intake, Programme, Shortfall

WEEK = timedelta(weeks=1)
# What each group came out with: scale, level ("" below the first), per cent of the points; the next person the next line.
BANTEN = (
    ("CEFR-EN", "", 18),
    ("CEFR-EN", "EN-A1", 46),
    ("CEFR-KO", "", 12),
    ("CEFR-EN", "EN-A1", 51),
    ("EPS-TOPIK", "", 31),
    ("CEFR-EN", "EN-A2", 68),
    ("TOCFL", "TOCFL-A1", 55),
    ("CEFR-KO", "KO-A1", 61),
)
JOMBANG = (
    ("JLPT", "JLPT-N5", 58),
    ("JLPT", "", 22),
    ("EPS-TOPIK", "", 41),
    ("TOCFL", "", 25),
    ("JLPT", "JLPT-N4", 74),
    ("TOCFL", "TOCFL-A1", 63),
    ("CEFR-EN", "EN-A1", 49),
)
TESTED_ON = tuple(TODAY - timedelta(days=days) for days in (3, 12, 41, 57))
PARTS = {"CEFR-EN", "CEFR-KO"}


def load() -> None:
    """Through the services, as the hub's manager and the office would; each step of a class on its day."""
    hub, office = (_member(f"{key}@contoh.example") for key in ("indah", "wulan"))
    first = _class(hub, "INGGRIS-A1", "K26-921", TODAY - 20 * WEEK, weeks=6, people=9)
    short = [seat.pk for seat in first.enrolments.order_by("number")[:2]]
    training.close_intake(actor=hub, intake=first, not_yet=short, today=first.ends)
    climbers = [seat.candidate for seat in first.enrolments.order_by("number")[2:8]]
    second = _class(hub, "INGGRIS-A2", "K26-922", TODAY - 11 * WEEK, weeks=10, whom=climbers)
    training.close_intake(
        actor=hub,
        intake=second,
        not_yet=[seat.pk for seat in second.enrolments.order_by("number")[:1]],
        today=second.ends,
    )
    _class(hub, "INGGRIS-A1", "K26-923", TODAY - 2 * WEEK, weeks=6, people=6)
    _remedial(hub, first)
    _test(hub, "36.", BANTEN, 26)
    _test(office, "35.17.", JOMBANG, 16)


def _remedial(hub: Actor, closed: Intake) -> None:
    """The two of the first class who were not yet competent are taught once more; it began last week."""
    people = list(Shortfall.objects.filter(enrolment__intake=closed, state="below").order_by("number"))
    starts, on = TODAY - WEEK, TODAY - 3 * WEEK
    intake = Intake(
        number="K26-924",
        place=closed.place,
        reach=closed.reach,
        seats=4,
        starts=starts,
        ends=starts + 3 * WEEK,
        cost=Decimal(0),
        pass_rate=Decimal("0.85"),
    )
    made = training.open_remedial(
        actor=hub, of=closed, intake=intake, people=[one.number for one in people], today=on
    )
    for seat in made.offered:
        training.accept_seat(actor=hub, enrolment=seat, today=on)
    training.start_intake(actor=hub, intake=made.intake, today=starts)


def _member(email: str) -> Actor:
    return staff_actor(Membership.objects.select_related("organisation", "user").get(user__email=email))


def _test(actor: Actor, home: str, results: tuple[tuple[str, str, int], ...], people: int) -> None:
    """Mornings of tests: of whoever is on the path and has no class now, the first in the register first."""
    free = Candidate.objects.current().filter(
        state=State.REGISTERED, home__startswith=home, person__account=None
    )
    for turn, candidate in enumerate(free.filter(enrolments=None).order_by("number")[:people]):
        scale, level, points = results[turn % len(results)]
        spread = {
            "listening": points + 4,
            "speaking": points - 6,
            "reading": points + 8,
            "writing": points - 9,
        }
        test = EntryTest(
            candidate=candidate,
            scale_id=scale,
            level_id=level or None,
            points=points,
            maximum=100,
            taken_on=TESTED_ON[turn % len(TESTED_ON)],
            examiner="Bu Contoh",
            **(spread if scale in PARTS else {}),
        )
        services.record_test(actor=actor, test=test, today=TODAY)


def _class(
    actor: Actor,
    template: str,
    number: str,
    starts: date,
    *,
    weeks: int,
    people: int = 0,
    whom: list[Candidate] | None = None,
) -> Intake:
    """A class of the hub that has begun; one of its people gives the seat back in between."""
    programme = Programme.objects.get(provider=actor.organisation_id, code__endswith=template)
    intake = Intake(
        number=number,
        programme=programme,
        place=programme.provider.place,
        reach="province",
        seats=12,
        minimum=3,
        starts=starts,
        ends=starts + weeks * WEEK,
        cost=Decimal(1_500_000 if template.endswith("A1") else 2_400_000),
        pass_rate=Decimal("0.85"),
    )
    on = starts - 2 * WEEK
    training.open_intake(actor=actor, intake=intake, today=on)
    if whom is None:
        for _person in range(people):
            _first_who_fits(actor, intake, lambda one: _enrol(actor, intake, one, on))
    for candidate in whom or []:
        with suppress(ValidationError), transaction.atomic(), deeds_of(actor):
            _enrol(actor, intake, candidate, on)
    intake.refresh_from_db()
    training.start_intake(actor=actor, intake=intake, today=starts)
    intake.refresh_from_db()
    if whom is None:
        leaves = intake.enrolments.order_by("-number")[0]
        training.withdraw(actor=actor, enrolment=leaves, reason="Bekerja di kampung.")
    intake.refresh_from_db()
    funding.settle(actor, intake, starts, but=2 if number == "K26-923" else 0)
    return intake


def _enrol(actor: Actor, intake: Intake, candidate: Candidate, on: date) -> Enrolment:
    return training.enrol(actor=actor, intake=intake, candidate=candidate, today=on)


def _first_who_fits(actor: Actor, intake: Intake, take: Callable[[Candidate], Enrolment]) -> Enrolment:
    """Nobody of the example country is free before its one day, so whoever takes part was free on the first day of the class."""
    free = Candidate.objects.filter(
        state=State.REGISTERED, person__account=None, enrolments=None, home__startswith="36.", is_current=True
    )
    for candidate in free.order_by("-number"):
        with suppress(ValidationError), transaction.atomic(), deeds_of(actor):
            later = Candidate.objects.filter(pk=candidate.pk, available_from__gt=intake.starts)
            later.update(available_from=intake.starts)
            candidate.refresh_from_db()
            return take(candidate)
    raise LookupError(f"nobody is left who can take part in {intake.number}")
