"""A year of a hub, written beside the example country: classes, who sits in them, where they meet and sleep, what was seen of them.

What is over by months goes in by COPY and obeys every constraint and trigger; people, programmes, budget lines and the rolls of classes
that run go through the services.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

SEED, WEEK, DAY = 12, timedelta(weeks=1), timedelta(days=1)
WORKSHOPS, INSTRUCTORS, ROOMS, BEDS = 12, 40, 40, 6
CLASSES, SEATS, COMING = 180, 24, 14
WEEKS, TURN = 6, 7  # how long a class is, and when the next one begins in its workshop
FIRST = -44  # weeks from today to the first class of the year
HALVES = (8, 13)  # of a day: when a workshop's first class begins, and when its second
BOARDING = ROOMS * BEDS // SEATS  # so many lanes have beds for everybody, half for women and half for men
PASSED, AWAY, EXCUSED, LATE = 0.85, 0.06, 0.02, 0.05
TAUGHT = (
    ("Las SMAW", ("C.24LAS01.001.1", "C.24LAS01.028.1", "C.24LAS01.029.1")),
    ("Las Korea", ("KR-LAS-FCAW", "KR-LAS-K3", "C.24LAS01.029.1")),
    ("Las Jepang", ("JP-LAS-MAG", "JP-LAS-GAMBAR")),
    ("Listrik dan elektronik", ("ID-PABRIK-5S", "ID-PABRIK-RAKIT")),
    ("Spa", ("ID-SPA-PIJAT",)),
    ("Tata graha", ("PAR.HT02.026.01", "PAR.HT02.028.01")),
    ("Perawatan lansia", ("ID-CG-KEBERSIHAN", "ID-CG-MOBILISASI", "ID-CG-KESEHATAN")),
    ("Korea A1", ("KO-A1",)),
    ("Inggris A1", ("EN-A1",)),
    ("Inggris A2", ("EN-A2",)),
    ("Jepang N5", ("JLPT-N5",)),
    ("Bangunan", ("ID-BANGUN-BATU", "ID-BANGUN-BETON")),
)
SCALES = {"KO-A1": "CEFR-KO", "EN-A1": "CEFR-EN", "EN-A2": "CEFR-EN", "JLPT-N5": "JLPT"}


@dataclass
class Hub:
    """The example's hub with what the year adds to it; `numbers` gives each class, file and booking its own."""

    manager: Any
    centre: Any
    zone: Any
    today: date
    draw: random.Random = field(default_factory=lambda: random.Random(SEED))
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    workshops: list[Any] = field(default_factory=list)
    teachers: list[Any] = field(default_factory=list)
    rooms: dict[str, list[Any]] = field(default_factory=dict)
    programmes: list[Any] = field(default_factory=list)
    teaches: dict[Any, tuple[str, ...]] = field(default_factory=dict)
    villages: list[str] = field(default_factory=list)
    line: Any = None


@dataclass(frozen=True)
class Slot:
    """When and where a class of the year takes place: its turn in a lane, which is one half of the day in one workshop."""

    lane: int
    starts: date

    @property
    def ends(self) -> date:
        return self.starts + WEEKS * WEEK - 3 * DAY

    @property
    def boards(self) -> bool:
        return self.lane < BOARDING

    @property
    def days(self) -> list[date]:
        """Three or four meetings a week."""
        weekdays = (0, 1, 2, 3) if self.lane % 4 == 0 else (0, 2, 4)
        return [self.starts + week * WEEK + weekday * DAY for week in range(WEEKS) for weekday in weekdays]


def slots(today: date, classes: int = CLASSES) -> list[Slot]:
    """So many classes in the order in which they begin, on Mondays."""
    monday = today - today.weekday() * DAY + FIRST * WEEK
    lanes = len(HALVES) * WORKSHOPS
    turns = range(-(-classes // lanes))
    every = [
        Slot(lane, monday + (lane % TURN + turn * TURN) * WEEK) for turn in turns for lane in range(lanes)
    ]
    return sorted(every[:classes], key=lambda one: (one.starts, one.lane))


def furnish(today: date) -> Hub:
    """What the hub has, who teaches there, what it teaches and from which money."""
    from django.db import transaction

    from demo.country import villages
    from jalur.foundation.history.services import deeds_of
    from jalur.foundation.organisations.models import Membership
    from jalur.foundation.organisations.queries import staff_actor
    from jalur.journey.funding import services as funding
    from jalur.journey.funding.models import BudgetLine
    from jalur.journey.premises.queries import clock_of

    member = Membership.objects.select_related("organisation", "user").get(user__email="indah@contoh.example")
    hub = Hub(staff_actor(member), member.organisation, clock_of(member.organisation), today)
    hub.villages = [
        code for regency, codes in sorted(villages().items()) if regency[:2] == "36" for code in codes
    ]
    with transaction.atomic(), deeds_of(hub.manager):
        fill_house(hub)
        teachers(hub)
        programmes(hub)
        hub.line = funding.enter_line(
            actor=hub.manager,
            line=BudgetLine(
                source="apbn",
                year=today.year,
                number="APBN.HUB.01",
                title="Setahun pelatihan (contoh)",
                amount=Decimal(20_000_000_000),
                valid_from=date(today.year - 1, 1, 1),
                valid_to=date(today.year, 12, 31),
            ),
            today=today,
        )
    return hub


def fill_house(hub: Hub) -> None:
    from jalur.journey.premises import services
    from jalur.journey.premises.models import Resource

    def add(kind: str, name: str, **about: Any) -> Any:
        resource = Resource(organisation=hub.centre, kind=kind, name=name, **about)
        return services.add_resource(actor=hub.manager, resource=resource)

    hub.workshops = [
        add("workshop", f"Bengkel tahun {number + 1:02}", places=SEATS) for number in range(WORKSHOPS)
    ]
    for number in range(ROOMS):
        sex = "FM"[number % 2]
        room = add("dormitory", f"Kamar {number + 1:02}", units=BEDS, sex=sex)
        hub.rooms.setdefault(sex, []).append(room)


def teachers(hub: Hub) -> None:
    """Each with an account, two licences, and what she may teach."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations import services as organisations
    from jalur.journey.premises import services
    from jalur.journey.premises.models import Resource, TeachingLicence

    for number in range(INSTRUCTORS):
        name, codes = f"Pengajar {number + 1:02}", TAUGHT[number % WORKSHOPS][1]
        user = User.objects.create(email=f"pengajar{number + 1:02}@contoh.example", name=name)
        member = organisations.add_member(
            actor=hub.manager,
            organisation=hub.centre,
            user=user,
            role="instructor",
            valid_from=date(2025, 1, 1),
        )
        resource = Resource(
            organisation=hub.centre, kind="instructor", name=name, member=member, hours_a_week=30
        )
        services.add_resource(actor=hub.manager, resource=resource, teaches=codes)
        hub.teachers.append(resource)
        for turn, kind in enumerate(("method", "competence")):
            licence = TeachingLicence(
                resource=resource,
                kind=kind,
                number=f"{kind[0].upper()}/CONTOH/{number + 1:03}",
                issuer="LSP Cermat Contoh",
                valid_from=date(2024, 1, 1),
                last_day=hub.today + (20 + 15 * number + 200 * turn) * DAY,
            )
            services.record_licence(actor=hub.manager, licence=licence, teaches=codes[: 5 * turn])


def programmes(hub: Hub) -> None:
    from jalur.journey.training import services
    from jalur.journey.training.models import Programme

    for number, (title, codes) in enumerate(TAUGHT):
        programme = Programme(
            provider=hub.centre, code=f"TAHUN-{number + 1:02}", title=f"{title} (setahun, contoh)", hours=240
        )
        hub.programmes.append(services.add_programme(actor=hub.manager, programme=programme, teaches=codes))
        hub.teaches[hub.programmes[-1].pk] = codes


def load(hub: Hub, chosen: Sequence[Slot]) -> None:
    """These classes with everything that hangs on them; what runs now gets its rolls through the service."""
    from django.db import transaction

    from jalur.foundation.due import services as due
    from jalur.foundation.history.services import deeds_of
    from jalur.kit import dates

    with transaction.atomic(), deeds_of(hub.manager):
        made = [Class(hub, slot) for slot in chosen]
        people = iter(register(hub, made))
        for one in made:
            one.take_people([next(people) for _seat in range(one.size)])
        write(made)
        for one in made:
            one.settle()
        hub.line.save()
    for one in made:
        if one.state == "running":
            one.take_rolls()
    due.keep(dates.now())


def register(hub: Hub, classes: Sequence["Class"]) -> list[Any]:
    """The people of these classes, of the province and with files, women and men in turns; where nobody sleeps some are under 18."""
    from demo.names import MEN, WOMEN
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.journey.candidates import services
    from jalur.journey.candidates.models import Candidate

    draw = hub.draw
    rows = []
    for one in classes:
        for turn in range(one.size):
            sex = "FM"[turn % 2]
            years = 16.5 if turn == 0 and not one.slot.boards else draw.uniform(18.5, 29)
            rows.append(
                services.NewCandidate(
                    name=f"{draw.choice(WOMEN if sex == 'F' else MEN)} Contoh {next(hub.numbers):04}",
                    birth_date=hub.today - timedelta(days=int(365.25 * years)),
                    sex=sex,
                    residence_id=draw.choice(hub.villages),
                    education=draw.choice((1, 2, 2, 3)),
                    available_from=date(2025, 1, 1),
                    wishes=[(draw.choice(("KR", "JP", "TW")), None)],
                )
            )
    found = services.register_many(actor=SYSTEM, rows=rows, today=hub.today)
    # Once more from the database, whose triggers filled in what lists read.
    keys = [one.pk for one in found]
    files = Candidate.objects.select_related("person").in_bulk(keys)
    return [files[key] for key in keys]


class Class:
    """One class of the year and the rows that hang on it, by table, in the order in which they are written."""

    def __init__(self, hub: Hub, slot: Slot) -> None:
        from jalur.journey.training.models import Intake

        self.hub, self.slot = hub, slot
        self.workshop = slot.lane % WORKSHOPS
        programme, number = hub.programmes[self.workshop], next(hub.numbers)
        self.size = COMING if slot.starts > hub.today else SEATS
        self.is_over = slot.ends < hub.today
        self.state = "closed" if self.is_over else "running" if slot.starts <= hub.today else "planned"
        if self.is_over and slot.ends > hub.today - WEEK:
            self.state = "finished"
        self.intake = Intake(
            number=f"K-T{number:05}",
            state=self.state,
            programme=programme,
            place=hub.centre.place,
            reach="province",
            with_bed=slot.boards,
            seats=SEATS,
            taken=self.size,
            minimum=8,
            starts=slot.starts,
            ends=slot.ends,
            finished_on=slot.ends if self.is_over else None,
            cost=Decimal(2_500_000),
            pass_rate=Decimal("0.85"),
        )
        self.seats: list[Any] = []
        self.sessions: list[Any] = []
        self.rows: dict[str, list[Any]] = {"intakes": [self.intake]}

    def add(self, table: str, rows: Any) -> list[Any]:
        self.rows.setdefault(table, []).extend(rows)
        return self.rows[table]

    def take_people(self, files: list[Any]) -> None:
        from jalur.journey.training.models import Enrolment

        draw = self.hub.draw
        for file in files:
            state = "enrolled"
            if self.state == "closed":
                state = "completed" if draw.random() < PASSED else "not_yet"
            bed = self.bed(file) if self.slot.boards else None
            self.seats.append(Enrolment(intake=self.intake, candidate=file, state=state, bed=bed))
        self.add("seats", self.seats)
        self.meet(files)
        self.see(files)
        self.pay()
        self.test(files)
        self.fall_short()
        self.earn()
        if not self.slot.boards:
            self.consent(files)

    def bed(self, file: Any) -> Any:
        """A bed in one of the lane's four rooms: two for women, two for men; people come in turns of the two."""
        from psycopg.types.range import Range

        from jalur.journey.premises.models import BookedUnit, Booking

        own = self.hub.rooms[file.person.sex][2 * self.slot.lane : 2 * self.slot.lane + 2]
        which = sum(seat.candidate.person.sex == file.person.sex for seat in self.seats)
        room = own[which // BEDS]
        first, last = (
            datetime.combine(day, time(12), self.hub.zone) for day in (self.slot.starts - DAY, self.slot.ends)
        )
        booking = Booking(
            number=f"B-T{next(self.hub.numbers):06}",
            organisation=self.hub.centre,
            title=room.name,
            starts=first,
            ends=last,
            candidate=file,
        )
        self.add("bookings", [booking])
        unit = BookedUnit(
            booking=booking, resource=room, unit=which % BEDS + 1, during=Range(first, last), candidate=file
        )
        self.add("units", [unit])
        return booking

    def meet(self, files: list[Any]) -> None:
        """Three hours each in the workshop of its lane, with one instructor or two."""
        from psycopg.types.range import Range

        from jalur.journey.premises.models import BookedPerson, BookedUnit, Booking
        from jalur.journey.progress.models import Lesson
        from jalur.journey.training.models import Session

        hub, codes = self.hub, self.hub.teaches[self.intake.programme_id]
        lane = self.slot.lane
        teaching = hub.teachers[lane :: len(HALVES) * WORKSHOPS]
        hour = HALVES[lane // WORKSHOPS]
        for turn, day in enumerate(self.slot.days):
            starts = datetime.combine(day, time(hour), hub.zone)
            during = Range(starts, starts + timedelta(hours=3))
            booking = Booking(
                number=f"B-T{next(hub.numbers):06}",
                organisation=hub.centre,
                title=self.intake.programme.title[:60],
                starts=during.lower,
                ends=during.upper,
            )
            self.add("bookings", [booking])
            self.add(
                "units", [BookedUnit(booking=booking, resource=hub.workshops[self.workshop], during=during)]
            )
            for one in teaching:
                unit = BookedUnit(
                    booking=booking,
                    resource=one,
                    during=during,
                    instructor_id=one.member.user_id,
                    centre=hub.centre,
                )
                self.add("units", [unit])
            self.add(
                "times", (BookedPerson(booking=booking, candidate=file, during=during) for file in files)
            )
            session = Session(intake=self.intake, booking=booking)
            self.sessions.append(session)
            self.add(
                "lessons", [Lesson(session=session, item=codes[turn * len(codes) // len(self.slot.days)])]
            )
        self.add("sessions", self.sessions)
        if self.is_over:
            self.mark(files)

    def mark(self, files: list[Any]) -> None:
        """The rolls of a class that is over, and what they add up to."""
        from jalur.journey.attendance import queries, rules
        from jalur.journey.attendance.models import Mark, Standing

        limits = queries.rules_of(self.hub.centre.pk).limits
        for file in files:
            said = [self.said() for _session in self.sessions]
            self.add(
                "marks",
                (
                    Mark(
                        session=session,
                        candidate=file,
                        state=state,
                        note="Urusan keluarga" if state == "excused" else "",
                        taken_by_id=self.hub.manager.user_id,
                        taken_at=session.booking.ends,
                    )
                    for session, state in zip(self.sessions, said, strict=True)
                ),
            )
            came = rules.sum_up(zip(self.slot.days, said, strict=True))
            why = rules.stays_away(came, limits)
            standing = Standing(
                intake=self.intake,
                candidate=file,
                held=came.held,
                attended=came.attended,
                excused=came.excused,
                in_a_row=came.in_a_row,
                missed_since=came.missed_since,
                away_since=self.slot.ends if why else None,
                away_because=why,
            )
            self.add("standings", [standing])

    def said(self) -> str:
        luck = self.hub.draw.random()
        for state, share in (("absent", AWAY), ("excused", EXCUSED), ("late", LATE)):
            if luck < share:
                return state
            luck -= share
        return "here"

    def see(self, files: list[Any]) -> None:
        """How far each is with each part, in classes that have begun."""
        from jalur.journey.progress.models import Mark

        if self.state == "planned":
            return
        draw = self.hub.draw
        at = datetime.combine(min(self.slot.ends, self.hub.today), time(6), self.hub.zone)
        likely = (0.05, 0.15) if self.is_over else (0.3, 0.4)
        for file in files:
            for item in self.hub.teaches[self.intake.programme_id]:
                level = draw.choices(("not_seen", "practising", "can"), (*likely, 1 - sum(likely)))[0]
                if level == "not_seen":
                    continue
                mark = Mark(
                    candidate=file,
                    programme=self.intake.programme,
                    item=item,
                    level=level,
                    by_id=self.hub.manager.user_id,
                    at=at,
                )
                self.add("progress", [mark])

    def pay(self) -> None:
        """Nine seats of ten are the budget line's."""
        from jalur.journey.funding.models import Payment

        paid = [seat for turn, seat in enumerate(self.seats) if turn % 10]
        ground = "Keputusan kepala balai (contoh)"
        self.add(
            "payments",
            (
                Payment(enrolment=seat, line=self.hub.line, amount=self.intake.cost, ground=ground)
                for seat in paid
            ),
        )
        self.hub.line.committed += self.intake.cost * len(paid)

    def test(self, files: list[Any]) -> None:
        """Everybody of a language class was tested three weeks before it."""
        from jalur.journey.languages.models import EntryTest

        (code, *_rest) = self.hub.teaches[self.intake.programme_id]
        if code not in SCALES:
            return
        levels = {"EN-A2": "EN-A1"}
        tested = min(self.slot.starts - 3 * WEEK, self.hub.today)
        self.add(
            "tests",
            (
                EntryTest(
                    candidate=file,
                    scale_id=SCALES[code],
                    taken_on=tested,
                    level_id=levels.get(code),
                    points=self.hub.draw.randint(10, 60),
                    maximum=100,
                    given_by=self.hub.centre,
                    examiner="Pengajar 01",
                )
                for file in files
            ),
        )

    def fall_short(self) -> None:
        """Who is not yet competent; half of them have met the standard since."""
        from jalur.journey.training.models import Shortfall

        for turn, seat in enumerate(seat for seat in self.seats if seat.state == "not_yet"):
            ended = {"state": "met", "met_how": "Uji ulang (contoh)", "ended_on": self.slot.ends + 3 * WEEK}
            is_met = turn % 2 and self.slot.ends + 3 * WEEK <= self.hub.today
            shortfall = Shortfall(
                candidate=seat.candidate,
                programme=self.intake.programme,
                enrolment=seat,
                since=self.slot.ends,
                decide_by=self.slot.ends + 4 * WEEK,
                **(ended if is_met else {}),
            )
            self.add("shortfalls", [shortfall])

    def earn(self) -> None:
        """Whoever completed the class holds what it taught."""
        from jalur.journey.candidates.models import HeldCompetency

        at = datetime.combine(self.slot.ends, time(15), self.hub.zone)
        self.add(
            "held",
            (
                HeldCompetency(
                    candidate=seat.candidate,
                    competency_id=code,
                    evidence="training",
                    evidence_note=f"{self.intake.number}, {self.hub.centre.name}",
                    obtained_on=self.slot.ends,
                    confirmed_at=at,
                    confirmed_by_id=self.hub.manager.user_id,
                )
                for seat in self.seats
                if seat.state == "completed"
                for code in self.hub.teaches[self.intake.programme_id]
            ),
        )

    def consent(self, files: list[Any]) -> None:
        """Guardians of whoever is under 18 have agreed, should she sleep here one day."""
        from jalur.journey.premises.models import BedConsent

        young = [file for file in files if (self.hub.today - file.person.birth_date).days < 17 * 365.25]
        self.add(
            "consents",
            (
                BedConsent(
                    candidate=file,
                    centre=self.hub.centre,
                    guardian="Orang tua (contoh)",
                    signed_on=min(self.slot.starts - WEEK, self.hub.today),
                )
                for file in young
            ),
        )

    def settle(self) -> None:
        """What the steps of the class wrote beside its rows: the history, and who is in training."""
        from jalur.foundation.history.services import record_many
        from jalur.journey.candidates.models import Candidate

        hub, person = self.hub, [(seat, seat.candidate.person_id, seat.candidate.home) for seat in self.seats]
        record_many(actor=hub.manager, event="training:enrolment:enrolled", subjects=person)
        for event in ("opened", "started", "finished", "closed")[
            : 1 + (self.state != "planned") + 2 * self.is_over
        ]:
            subject = (self.intake, None, self.intake.place_id)
            record_many(actor=hub.manager, event=f"training:intake:{event}", subjects=[subject])
        if self.state == "running":
            files = Candidate.objects.filter(pk__in=[seat.candidate_id for seat in self.seats])
            files.update(state="in_training")

    def take_rolls(self) -> None:
        """As the manager would on the evening of each meeting before today."""
        from jalur.journey.attendance import queries, services
        from jalur.journey.attendance.services import Said

        for session, day in zip(self.sessions, self.slot.days, strict=True):
            if day >= self.hub.today:
                return
            said = {}
            for file in queries.on_roll(session):
                state = self.said()
                said[file.pk] = Said(state, "Urusan keluarga" if state == "excused" else "")
            services.take_roll(actor=self.hub.manager, session=session, marks=said, now=session.booking.ends)


def write(classes: list[Class]) -> None:
    """All rows of these classes, table by table, those first on which others hang."""
    from jalur.kit.database import copy_in

    order = (
        "intakes", "bookings", "units", "times", "seats", "sessions", "lessons", "marks", "standings", "progress",
        "payments", "tests", "shortfalls", "consents", "held",
    )  # fmt: skip
    for table in order:
        copy_in([row for one in classes for row in one.rows.get(table, ())])
