"""Banten's hub and the centres around it, invented: who belongs to the network, and what the province's office found."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import F

from demo.country import TODAY
from jalur.foundation.accounts.access import SYSTEM, Actor, Role
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations import services as organisations
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.journey.candidates.models import Candidate
from jalur.journey.network import services
from jalur.journey.network.models import Finding, Item, Loan, Member, Share, Transfer
from jalur.journey.premises import services as premises
from jalur.journey.premises.models import Resource, ResourceKind
from jalur.journey.premises.queries import clock_of
from jalur.journey.training import services as training
from jalur.journey.training.models import Enrolment, EnrolmentState, Intake, Programme

HUB = "UPTD Latihan Kerja Serpong Utara (contoh)"
# Name, kind, place, what for, how it stands.
CENTRES = (
    ("BLK Contoh Lebak", "training_centre", "36.02", "Las dan listrik bersama, asrama di Serpong", "agreed"),
    ("BLK Contoh Pandeglang", "training_centre", "36.01", "Kelas las dan bahasa", "agreed"),
    ("BLK Contoh Cilegon", "training_centre", "36.72", "Instruktur las industri", "agreed"),
    ("BLK Contoh Tangerang", "training_centre", "36.03", "Kelas kecantikan dan bahasa Korea", "asked"),
)
# Centre → its workshops, beds for women and men, programme, what it teaches, class, seats, weeks from today to its first day.
TEACHES: dict[str, tuple[tuple[str, ...], int, str, tuple[str, ...], str, int, int]] = {
    "BLK Contoh Lebak": (("Bengkel las",), 0, "Las pelat dasar", ("C.24LAS01.001.1",), "K26-951", 12, 4),
    "BLK Contoh Pandeglang": (
        ("Bengkel las", "Ruang bahasa"),
        6,
        "Bahasa Inggris kerja A1",
        ("EN-A1",),
        "K26-952",
        16,
        5,
    ),
    "BLK Contoh Cilegon": (
        ("Bengkel las 1", "Bengkel las 2", "Bengkel listrik"),
        8,
        "Operator produksi: 5S dan mutu",
        ("ID-PABRIK-5S",),
        "K26-953",
        20,
        3,
    ),
    "BLK Contoh Tangerang": (("Salon praktik",), 4, "Terapis spa", ("ID-SPA-PIJAT",), "K26-954", 10, 6),
}
NOTES = {
    "dormitory": "Kamar untuk peserta di bawah 18 tahun belum terpisah (contoh)",
    "workshops": "Kurang enam mesin las untuk kelas 16 orang (contoh)",
    "language-teachers": "Belum ada pengajar bahasa Korea (contoh)",
    "licence": "Perpanjangan izin masih diproses (contoh)",
}
# Institution → items not met; items whose finding runs out soon; items that nobody has looked at.
FOUND: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    HUB: ((), ("safety",), ()),
    "BLK Contoh Lebak": (("dormitory", "workshops"), (), ("assessment",)),
    "BLK Contoh Pandeglang": (("language-teachers",), ("licence",), ()),
    "BLK Contoh Cilegon": (("licence",), (), ("curriculum", "demand", "instructors", "attendance")),
}


def load() -> None:
    """Through the services, as the managers and the province's officer would."""
    hub = Organisation.objects.get(name=HUB)
    office = enter("Disnaker Contoh Provinsi Banten", OrganisationKind.LABOUR_OFFICE, "36")
    officer = acting(Role.LABOUR_OFFICER, office)
    for name, kind, place, purpose, state in CENTRES:
        centre = enter(name, kind, place)
        asked = services.ask_to_join(
            actor=acting(Role.TRAINING_MANAGER, hub),
            member=Member(hub=hub, centre=centre, purpose=purpose),
            today=TODAY,
        )
        open_class(acting(Role.TRAINING_MANAGER, centre), centre)
        if state == "agreed":
            services.agree(actor=acting(Role.TRAINING_MANAGER, centre), member=asked, today=TODAY)
    for name, (lacking, ending, unseen) in FOUND.items():
        look_at(officer, Organisation.objects.get(name=name), lacking, ending, unseen)
    lend(hub)
    hand_on(hub)
    share(hub)


def hand_on(hub: Organisation) -> None:
    """Somebody of a hub's class is asked whether to go on in one of Lebak, nearer to her, and somebody else wants it already."""
    lebak = named("BLK Contoh Lebak")
    seats = Enrolment.objects.filter(intake__number="K26-101", state=EnrolmentState.ENROLLED)
    seats = list(seats.select_related("intake__programme__provider", "candidate__person").order_by("pk")[:2])
    if not seats:
        return
    here = seats[0].intake
    programme = training.add_programme(
        actor=acting(Role.TRAINING_MANAGER, lebak),
        programme=Programme(provider=lebak, code="LEBAK-LAS", title="Las pelat, kelas Lebak (contoh)"),
        teaches=list(here.programme.teaches.order_by("code").values_list("code", flat=True)),
    )
    to = training.open_intake(
        actor=acting(Role.TRAINING_MANAGER, lebak),
        intake=Intake(
            number="K26-956",
            programme=programme,
            place=lebak.place,
            reach="province",
            seats=12,
            starts=here.starts + timedelta(days=7),
            ends=here.ends + timedelta(days=7),
            cost=here.cost,
            pass_rate=here.pass_rate,
        ),
        today=TODAY,
    )
    asked = [
        services.propose_transfer(
            actor=acting(Role.TRAINING_MANAGER, hub),
            transfer=Transfer(enrolment=seat, to=to, purpose="Bengkel las 1 diperbaiki bulan depan (contoh)"),
            today=TODAY,
        )
        for seat in seats
    ]
    home = asked[-1].enrolment.candidate.person.residence_id
    office = Actor(role=Role.LABOUR_OFFICER, place_code=home[:5], label="Disnaker")
    services.agree_transfer(actor=office, transfer=asked[-1], today=TODAY)


def share(hub: Organisation) -> None:
    """The hub keeps seats of a class for two centres, of which Lebak has sent somebody; and Lebak keeps some of its own for the hub."""
    lebak, pandeglang = named("BLK Contoh Lebak"), named("BLK Contoh Pandeglang")
    there = Intake.objects.open(TODAY + timedelta(days=14)).for_everybody().filter(programme__provider=hub)
    intake = there.filter(with_bed=False, seats__gte=F("taken") + 6).order_by("starts", "number").first()
    assert intake is not None  # the hub has some twenty classes ahead
    kept = keep(hub, intake, lebak, 2, "Bagi yang lulus Las pelat dasar (contoh)")
    keep(hub, intake, pandeglang, 1)
    keep(lebak, Intake.objects.get(number="K26-956"), hub, 3, "Bagi peserta yang tinggal di Lebak (contoh)")
    for candidate in Candidate.objects.filter(home__startswith="36.02", state="registered").order_by(
        "number"
    ):
        with suppress(
            ValidationError
        ):  # too young, a class on these days, something else must be held before
            services.fill_share(
                actor=acting(Role.TRAINING_MANAGER, lebak), share=kept, candidate=candidate, today=TODAY
            )
            return
    raise AssertionError("nobody in Lebak can take a kept seat")


def keep(by: Organisation, intake: Intake, centre: Organisation, seats: int, note: str = "") -> Share:
    until = intake.starts - timedelta(days=3)
    return services.keep_share(
        actor=acting(Role.TRAINING_MANAGER, by),
        share=Share(intake=intake, centre=centre, seats=seats, until=until, note=note),
        today=TODAY,
    )


def lend(hub: Organisation) -> None:
    """What the hub lends, what it is asked for, and what it asks for itself."""
    now = datetime.combine(TODAY, time(7), clock_of(hub))
    tools = add(Organisation.objects.get(name="BLK Contoh Lebak"), "Mesin las TIG", 4)
    asked = {
        borrower: services.ask_for_loan(
            actor=acting(Role.TRAINING_MANAGER, borrower),
            loan=Loan(
                lender=what.organisation,
                borrower=borrower,
                resource=what,
                units=units,
                first=TODAY + timedelta(days=first),
                last=TODAY + timedelta(days=last),
                purpose=purpose,
            ),
            today=TODAY,
        )
        for borrower, what, units, first, last, purpose in (
            (named("BLK Contoh Pandeglang"), owned(hub, "Panel latihan listrik"), 4, 7, 11, "Kelas listrik"),
            (named("BLK Contoh Cilegon"), owned(hub, "Proyektor"), 1, 14, 15, "Tes penempatan bahasa"),
            (hub, tools, 2, 21, 25, "Kelas las lanjut di Serpong"),
        )
    }
    for borrower, actor in ((named("BLK Contoh Pandeglang"), hub), (hub, tools.organisation)):
        services.agree_loan(
            actor=acting(Role.TRAINING_MANAGER, actor), loan=asked[borrower], today=TODAY, now=now
        )


def named(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def owned(organisation: Organisation, name: str) -> Resource:
    return Resource.objects.get(organisation=organisation, name=name)


def add(organisation: Organisation, name: str, units: int) -> Resource:
    return premises.add_resource(
        actor=acting(Role.TRAINING_MANAGER, organisation),
        resource=Resource(organisation=organisation, kind=ResourceKind.EQUIPMENT, name=name, units=units),
    )


def open_class(actor: Actor, centre: Organisation) -> None:
    """What a centre of a regency has, and a class of it that takes people."""
    workshops, beds, title, codes, number, seats, weeks = TEACHES[centre.name]
    has = [("workshop", name, {"places": 16}) for name in workshops]
    for name, sex in (("Asrama putri", "F"), ("Asrama putra", "M")):
        has += [("dormitory", name, {"units": beds, "sex": sex})] if beds else []
    for kind, name, about in has:
        resource = Resource(organisation=centre, kind=kind, name=name, **about)
        premises.add_resource(actor=actor, resource=resource)
    programme = training.add_programme(
        actor=actor,
        programme=Programme(
            provider=centre, code=f"{centre.name.split()[-1].upper()}-1", title=title, hours=200
        ),
        teaches=codes,
    )
    starts = TODAY + timedelta(weeks=weeks)
    intake = Intake(
        number=number,
        programme=programme,
        place=centre.place,
        reach="regency",
        seats=seats,
        starts=starts,
        ends=starts + timedelta(weeks=5, days=-3),
        cost=Decimal(1_800_000),
        pass_rate=Decimal("0.85"),
    )
    training.open_intake(actor=actor, intake=intake, today=TODAY)


def look_at(
    officer: Actor,
    institution: Organisation,
    lacking: tuple[str, ...],
    ending: tuple[str, ...],
    unseen: tuple[str, ...],
) -> None:
    for item in Item.objects.in_force(TODAY).exclude(code__in=unseen).order_by("position"):
        until = TODAY + timedelta(days=30) if item.code in ending else date(2027, 12, 31)
        services.note_finding(
            actor=officer,
            finding=Finding(
                organisation=institution,
                item=item,
                result="not_yet" if item.code in lacking else "met",
                note=NOTES.get(item.code, "Belum lengkap (contoh)") if item.code in lacking else "",
                valid_until=None if item.code in lacking else until,
            ),
            today=TODAY,
        )


def enter(name: str, kind: str, place: str) -> Organisation:
    return organisations.register_organisation(
        actor=SYSTEM, name=name, kind=kind, place=Place.objects.get(code=place), country=None
    )


def acting(role: Role, organisation: Organisation) -> Actor:
    """Somebody of an institution that has no account in the example."""
    return Actor(
        role=role,
        organisation_id=organisation.pk,
        place_code=organisation.place_id or "",
        label=organisation.name,
    )
