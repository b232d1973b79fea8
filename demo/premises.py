"""Banten's hub in Kota Tangerang Selatan, invented: what it has, its week, the timetable of its first classes, who sleeps there."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError

from demo.country import TODAY
from jalur.foundation.accounts.access import Actor
from jalur.foundation.accounts.models import User
from jalur.foundation.notes import services as notes
from jalur.foundation.notes.models import Note
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.foundation.organisations.queries import staff_actor
from jalur.foundation.people.models import Sex
from jalur.journey.candidates.models import Candidate, State
from jalur.journey.premises import services
from jalur.journey.premises.models import (
    BedConsent,
    Booking,
    DayOff,
    Opening,
    Resource,
    ResourceKind,
    TeachingLicence,
)
from jalur.journey.premises.parts import NOTES
from jalur.journey.premises.queries import clock_of, days_off
from jalur.journey.premises.rules import is_child
from jalur.journey.training import services as training
from jalur.journey.training.models import Intake

HAS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("workshop", "Bengkel las 1", {"places": 16}),
    ("workshop", "Bengkel las 2", {"places": 16}),
    ("workshop", "Bengkel listrik", {"places": 20}),
    ("workshop", "Salon praktik", {"places": 12}),
    ("room", "Ruang teori 1", {"places": 24}),
    ("room", "Ruang teori 2", {"places": 24}),
    ("room", "Lab bahasa", {"places": 20}),
    ("equipment", "Mesin las SMAW", {"units": 16}),
    ("equipment", "Mesin las FCAW", {"units": 8, "repair": "worn"}),
    ("equipment", "Panel latihan listrik", {"units": 10}),
    ("equipment", "Kursi salon", {"units": 6}),
    ("equipment", "Proyektor", {"units": 3}),
    ("dormitory", "Melati 1", {"units": 8, "sex": "F"}),
    ("dormitory", "Melati 2 (di bawah 18)", {"units": 6, "sex": "F", "ages": "young"}),
    ("dormitory", "Cempaka 1", {"units": 8, "sex": "M"}),
    ("dormitory", "Cempaka 2 (di bawah 18)", {"units": 6, "sex": "M", "ages": "young"}),
)
WELDING = ("C.24LAS01.001.1",)
# Pak Slamet's licences: kind, number, who gave it, since when, days from today until it runs out, what it covers.
LICENCES: tuple[tuple[str, str, str, date, int, tuple[str, ...]], ...] = (
    ("method", "MTD/CONTOH/2023/114", "LSP Instruktur Contoh", date(2023, 2, 1), 19, ()),
    ("competence", "LAS/CONTOH/2024/0218", "LSP Cermat Contoh", date(2024, 6, 3), 873, WELDING),
)
LENT: tuple[tuple[int, int, int, str, tuple[str, ...]], ...] = (
    # weekday, from, until, what for, what it needs
    (0, 8, 12, "Perawatan mesin las", ("Bengkel las 1", "Mesin las FCAW", "Pak Slamet")),
    (0, 13, 15, "Rapat instruktur", ("Ruang teori 1",)),
    (1, 8, 12, "Uji coba las SMAW untuk SMK (contoh)", ("Bengkel las 1", "Mesin las SMAW", "Pak Slamet")),
    (2, 9, 15, "Kunjungan balai kabupaten", ("Ruang teori 2", "Bengkel listrik")),
    (3, 8, 12, "Uji coba las SMAW untuk SMK (contoh)", ("Bengkel las 1", "Mesin las SMAW", "Pak Slamet")),
    (3, 13, 16, "Tes penempatan bahasa", ("Lab bahasa", "Proyektor")),
    (4, 8, 11, "Perawatan salon", ("Salon praktik", "Kursi salon")),
)
# Class → on which weekdays it meets, morning or afternoon, what it needs.
MEETS: dict[str, tuple[tuple[int, ...], int, str, tuple[str, ...]]] = {
    "K26-101": ((0, 1, 2, 3, 4), 8, "Las pelat dasar", ("Bengkel las 1", "Mesin las SMAW", "Pak Slamet")),
    "K26-103": ((0, 2, 4), 13, "Bahasa Inggris kerja A1", ("Lab bahasa", "Proyektor")),
    "K26-100": ((0, 1, 2, 3, 4), 8, "Las pelat dasar", ("Bengkel las 2",)),
}
WEEKS = 2
GUESTS = 8
BOARDS, BOARDERS = "K26-941", 9


def load() -> None:
    """Through the services, as the hub's manager would."""
    member = Membership.objects.select_related("organisation", "user").get(user__email="indah@contoh.example")
    actor, centre = staff_actor(member), member.organisation
    now = datetime.combine(TODAY, time(7), clock_of(centre))
    services.set_opening(
        actor=actor,
        opening=Opening(
            organisation=centre,
            opens=time(7, 30),
            closes=time(16, 30),
            break_starts=time(12),
            break_ends=time(13),
            on_saturday=True,
        ),
    )
    day = DayOff(organisation=centre, day=date(2026, 2, 27), name="Ulang tahun balai (contoh)")
    services.keep_day_off(actor=actor, day_off=day)
    has = {
        name: services.add_resource(
            actor=actor, resource=Resource(organisation=centre, kind=kind, name=name, **about)
        )
        for kind, name, about in HAS
    }
    teacher = Membership.objects.get(user=User.objects.get(email="slamet@contoh.example"))
    has[teacher.user.name] = services.add_resource(
        actor=actor,
        resource=Resource(
            organisation=centre,
            kind=ResourceKind.INSTRUCTOR,
            name=teacher.user.name,
            member=teacher,
            hours_a_week=30,
        ),
        teaches=WELDING,
    )
    license_teacher(actor, has[teacher.user.name])
    for weekday, begins, ends, title, needs in LENT:
        booking = at(centre, TODAY + timedelta(days=weekday - TODAY.weekday()), begins, ends, title)
        services.book(actor=actor, booking=booking, wants=wants(has, needs), now=now)
    services.put_out_of_order(
        actor=actor,
        resource=has["Mesin las FCAW"],
        unit=3,
        first=TODAY,
        last=TODAY + timedelta(days=9),
        reason="Kabel putus, menunggu suku cadang",
    )
    note = Note(
        text="Nomor 3: kabel las putus. Suku cadang sudah dipesan ke toko di Serpong.", audience="office"
    )
    notes.write_note(actor=actor, kind=NOTES, row=has["Mesin las FCAW"], note=note, today=TODAY)
    for number, meets in MEETS.items():
        plan(actor, Intake.objects.get(number=number), meets, has, now)
    settle(actor, Intake.objects.get(number="K26-101"), has, now)
    board(actor, Intake.objects.get(number="K26-101"))


def license_teacher(actor: Actor, resource: Resource) -> None:
    for kind, number, issuer, since, days, covers in LICENCES:
        licence = TeachingLicence(
            resource=resource,
            kind=kind,
            number=number,
            issuer=issuer,
            valid_from=since,
            last_day=TODAY + timedelta(days=days),
        )
        services.record_licence(actor=actor, licence=licence, teaches=covers)


def at(centre: Organisation, day: date, begins: int, ends: int, title: str) -> Booking:
    zone = clock_of(centre)
    starts, until = (datetime.combine(day, time(hour), zone) for hour in (begins, ends))
    return Booking(organisation=centre, title=title, starts=starts, ends=until)


def wants(has: dict[str, Resource], needs: Sequence[str]) -> dict[object, int]:
    return {has[name].pk: has[name].units for name in needs}


def plan(
    actor: Actor,
    intake: Intake,
    meets: tuple[tuple[int, ...], int, str, tuple[str, ...]],
    has: dict[str, Resource],
    now: datetime,
) -> None:
    weekdays, hour, title, needs = meets
    centre = intake.programme.provider
    off = days_off(centre)
    for number in range(7 * WEEKS):
        day = intake.starts + timedelta(days=number)
        if day.weekday() in weekdays and day not in off:
            booking = at(centre, day, hour, hour + 3, title)
            training.plan_session(
                actor=actor,
                intake=intake,
                booking=booking,
                wants=wants(has, needs),
                now=min(now, booking.starts),  # what has taken place was booked before
            )


def board(actor: Actor, like: Intake) -> None:
    """A class of the whole province that boards: each seat comes with a bed, and there are fewer beds than seats."""
    intake = Intake(
        number=BOARDS,
        programme=like.programme,
        place=like.place,
        reach="province",
        with_bed=True,
        seats=16,
        minimum=6,
        starts=TODAY + timedelta(weeks=10),
        ends=TODAY + timedelta(weeks=17, days=4),
        cost=like.cost,
        pass_rate=like.pass_rate,
    )
    training.open_intake(actor=actor, intake=intake, today=TODAY)
    far = Candidate.objects.filter(
        state=State.REGISTERED, person__account=None, enrolments=None, home__startswith="36."
    ).exclude(home__startswith="36.74.")
    guests = 0
    for candidate in far.order_by("number"):
        with suppress(ValidationError):
            training.enrol(actor=actor, intake=intake, candidate=candidate, today=TODAY)
            guests += 1
        if guests == BOARDERS:
            return


def settle(actor: Actor, intake: Intake, has: dict[str, Resource], now: datetime) -> None:
    """The first people of the neighbourhood whom the class takes, each with a bed."""
    near = Candidate.objects.filter(home__startswith="36.74.").select_related("person").order_by("number")
    guests = 0
    for candidate in near:
        with suppress(ValidationError):
            training.enrol(actor=actor, intake=intake, candidate=candidate, today=TODAY)
            guests += 1
            rooms = ("Melati 1", "Melati 2 (di bawah 18)")
            if candidate.person.sex == Sex.MALE:
                rooms = ("Cempaka 1", "Cempaka 2 (di bawah 18)")
            if is_child(candidate.person.birth_date, intake.starts):
                services.record_consent(
                    actor=actor,
                    consent=BedConsent(
                        candidate=candidate,
                        centre=intake.programme.provider,
                        guardian="Orang tua (contoh)",
                        signed_on=TODAY,
                    ),
                    today=TODAY,
                )
            for room in rooms:
                with suppress(ValidationError):
                    services.book_bed(
                        actor=actor,
                        dormitory=has[room],
                        candidate=candidate,
                        first=intake.starts - timedelta(days=1),
                        last=intake.ends,
                        consent="Orang tua (contoh)" if room.endswith("18)") else "",
                        now=now,
                    )
                    break
        if guests == GUESTS:
            return
