"""Carry the example country through the rooms' services, so that what it holds is what the product accepts."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from demo import (
    attendance,
    certificates,
    certification,
    classes,
    correspondence,
    curricula,
    funding,
    languages,
    network,
    papers,
    permits,
    premises,
    talent_pool,
    terms,
    underway,
    versions,
    who_asks,
)
from demo.cast import CAST, PASSWORD, Player
from demo.country import TODAY, Country, Order, Person, build, rows
from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.accounts.models import User
from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.files.door import accept
from jalur.foundation.geography.models import Country as Destination
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations import services as organisation_services
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.people.queries import own_actor
from jalur.foundation.rulebook.models import LicenceKind, OrganisationKind
from jalur.journey.candidates import services as candidate_services
from jalur.journey.candidates.models import Candidate, Evidence, HeldCompetency
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders import services as order_services
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.training import services as training_services
from jalur.journey.training.models import Intake, Programme

Say = Callable[[str], None]
LICENSED_FROM = date(2025, 1, 15)
VERIFIED_BY = "Daftar perwakilan (contoh) 1/2026"
# What everybody's candidate brings along: school, a first Japanese test, and an open mind about where to.
SARI = {
    "education": 2,
    "destinations": (),
    "holds": (("EN-A1", "schooling"), ("JLPT-N5", "test_result")),
    "opted_out": False,
}


def is_loaded() -> bool:
    return User.objects.filter(email=CAST[0].email).exists()


@transaction.atomic
def load(say: Say) -> None:
    """Everything or nothing; refuses to run twice."""
    country = build()
    say("accounts and institutions")
    password = make_password(PASSWORD)  # one hash for all: slow by design, and the word is printed anyway
    users = {player.key: make_user(player, password) for player in CAST}
    organisations = load_organisations(country, users)
    say(f"{len(country.people)} candidates")
    load_people(country, users, organisations)
    load_papers(users["sari"])
    say(f"{len(country.orders)} job orders")
    load_orders(country.orders, organisations)
    say(f"{len(country.intakes)} classes of {len(country.programmes)} programmes")
    load_training(country, organisations)
    say("one job order on hold, four on their way to be verified, one slip at the counter")
    load_order_on_hold()
    underway.load(organisations)
    say("an order that changed, one whose change waits, one whose time is over")
    versions.load(underway.actor_of("lestari"), underway.actor_of("ratna"))
    say("what the mission in Seoul verified, and one partner on the problem list")
    who_asks.load(underway.actor_of("ratna"))
    say("permits to recruit: one waits, one was sent back, one is revoked")
    permits.load(*(underway.actor_of(key) for key in ("lestari", "yusuf", "wulan")), VERIFIED_BY)
    say("nine classes of one institute, one in each state, and a remedial class")
    classes.load(underway.actor_of("hendra"))
    say("one curriculum agreed, its next version under discussion")
    curricula.load()
    say("a hub's workshops and beds, its week and the timetables of its classes")
    premises.load()
    funding.load()
    say("entry tests of languages, and a ladder of English classes")
    languages.load()
    say("the hub's network, and how ready its institutions are")
    network.load()
    say("a class of the hub that runs, with its rolls")
    attendance.load()
    say("an assessment body near the hub: a day ahead, one decided, one appeal")
    certification.load()
    say("certificates: held, suspended, revoked, replaced, run out")
    certificates.load()
    say("a dozen people in the talent pool, and two requests")
    talent_pool.load(own_actor(users["sari"]), underway.actor_of("lestari"), underway.actor_of("wulan"))
    letters = correspondence.load()
    say(f"{len(letters)} letters")


def secret_of(player: Player) -> str:
    """The second factor of an invented account: known to all, so that anybody can try the sign-in as it really is."""
    return base64.b32encode(hashlib.sha256(f"jalur demo {player.key}".encode()).digest()[:20]).decode()


def make_user(player: Player, password: str) -> User:
    user = User(email=player.email or None, name=player.name, password=password)
    if player.phone:
        user.set_phone(player.phone, is_confirmed=True)
    user.save()
    if player.email:
        EmailAddress.objects.create(user=user, email=player.email, primary=True, verified=True)
    if player.organisation:
        TOTP.activate(user, secret_of(player))
        RecoveryCodes.activate(user)
    return user


def load_organisations(country: Country, users: dict[str, User]) -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}

    def enter(name: str, kind: str, place: str, abroad: str = "") -> Organisation:
        if name not in made:
            made[name] = organisation_services.register_organisation(
                actor=SYSTEM,
                name=name,
                kind=kind,
                place=Place.objects.get(code=place) if place else None,
                country=Destination.objects.get(code=abroad) if abroad else None,
            )
        return made[name]

    for player in CAST:
        if player.organisation:
            organisation_services.add_member(
                actor=SYSTEM,
                organisation=enter(*player.organisation),
                user=users[player.key],
                role=player.role,
                valid_from=LICENSED_FROM,
            )
    for number, row in enumerate(country.providers, start=1):
        provider = enter(row["name"], row["kind"], row["place"])
        license_organisation(provider, LicenceKind.PROVIDER_LICENCE, f"LPK/CONTOH/{number:03}")
    for number, (name, place) in enumerate(country.companies, start=1):
        company = enter(name, OrganisationKind.PLACEMENT_COMPANY, place)
        license_organisation(company, LicenceKind.COMPANY_LICENCE, f"SIP3MI/CONTOH/{number:03}")
    return made


def license_organisation(organisation: Organisation, kind: str, number: str) -> None:
    organisation_services.record_licence(
        actor=SYSTEM,
        organisation=organisation,
        kind=kind,
        number=number,
        valid_from=LICENSED_FROM,
        valid_to=LICENSED_FROM + timedelta(days=3 * 365),
        source="rekaan untuk negara contoh",
    )


def load_people(country: Country, users: dict[str, User], organisations: dict[str, Organisation]) -> None:
    offices = {
        player.organisation[2]: organisations[player.organisation[0]]
        for player in CAST
        if player.role == "labour_officer"
    }
    women = (one for one in country.people if one.sex == "F" and one.village.startswith("35.17"))
    with_account = dict(zip(("sari", "dewi"), (person.number for person in women), strict=False))
    players = {with_account[player.key]: player for player in CAST if player.key in with_account}
    people = [
        as_played(person, players[person.number]) if person.number in players else person
        for person in registered_twice(country.people)
    ]
    candidate_services.register_many(
        actor=SYSTEM,
        rows=[
            new_candidate(
                person,
                offices.get(person.village[:5]),
                users[players[person.number].key] if person.number in players else None,
            )
            for person in people
        ],
        today=TODAY,
    )


def as_played(person: Person, player: Player) -> Person:
    """Who signs in has the name of the cast, and Sari what everybody knows of her."""
    phone = {"phone": player.phone} if player.phone else {}
    known = SARI if player.key == "sari" else {}
    return replace(person, name=player.name, village=player.village, **known, **phone)


def load_papers(user: User) -> None:
    """What everybody's candidate has photographed and an official has still to see."""
    actor = own_actor(user)
    candidate = Candidate.objects.get(person__account=user)
    for competency, evidence, photos in (
        ("EN-A2", Evidence.TEST_RESULT, papers.test_result(user.name)),
        ("SOFT-KOMUNIKASI", Evidence.WORK, papers.reference(user.name)),
    ):
        held = HeldCompetency(candidate=candidate, competency_id=competency, evidence=evidence)
        candidate_services.add_held(actor=actor, held=held, today=TODAY, paper=accept(photos))


def registered_twice(people: list[Person]) -> list[Person]:
    """Three people of Jombang stand in the list twice, as two offices would have entered them: a human has to look."""
    here = [position for position, person in enumerate(people) if person.village.startswith("35.17")]
    doubled = list(people)
    for one, other in ((here[10], here[11]), (here[30], here[31]), (here[50], here[51])):
        same = people[one]
        doubled[other] = replace(
            people[other],
            name=same.name,
            birth_date=same.birth_date,
            sex=same.sex,
            national_id=same.national_id,
        )
    return doubled


def new_candidate(
    person: Person, office: Organisation | None, account: User | None
) -> candidate_services.NewCandidate:
    return candidate_services.NewCandidate(
        number=person.number,
        name=person.name,
        birth_date=person.birth_date,
        sex=person.sex,
        residence_id=person.village,
        education=person.education,
        available_from=person.available_from,
        national_id=person.national_id,
        phone=person.phone,
        wishes=[(country, None) for country in person.destinations],
        held=[
            HeldCompetency(
                competency_id=code,
                evidence=evidence,
                confirmed_at=None if evidence == "declared" else timezone.now(),
            )
            for code, evidence in person.holds
        ],
        weight=Decimal(str(person.weight)),
        account_id=account.pk if account else None,
        served_by_id=office.pk if office else None,
        is_opted_out=person.opted_out,
    )


def load_orders(orders: list[Order], organisations: dict[str, Organisation]) -> None:
    standards = {standard.series: standard for standard in DestinationStandard.objects.in_force(TODAY)}
    employers = [
        Employer(
            name=order.employer,
            employer_type=order.employer_type,
            country_id=standards[order.standard].country_id,
            city=order.city,
        )
        for order in orders
    ]
    Employer.objects.bulk_create(employers)
    households = {one.country_id for one in employers if one.employer_type == "individual"}
    partners = {country: partner_in(country) for country in sorted(households)}
    job_orders = [
        JobOrder(
            employer=employer,
            route=standards[order.standard].route or "P_TO_P",
            occupation_id=standards[order.standard].occupation_id,
            title=standards[order.standard].title_id,
            openings=order.openings,
            ready_by=order.ready_by,
            monthly_pay=Decimal(order.monthly_pay),
            pay_currency=order.currency,
            company=organisations[order.company] if standards[order.standard].route != "G_TO_G" else None,
            partner=partners[employer.country_id] if employer.employer_type == "individual" else None,
            value=Decimal(str(order.value)),
            number=order.number,
            **terms.terms_of(employer.employer_type, Decimal(order.monthly_pay)),
        )
        for order, employer in zip(orders, employers, strict=True)
    ]
    costs = {order.number: terms.costs_of(order.occupation_id) for order in job_orders}
    allowed = permits.allow(job_orders)
    order_services.open_many(actor=SYSTEM, orders=job_orders, paper=VERIFIED_BY, costs=costs, today=TODAY)
    permits.record(allowed)


def partner_in(country: str) -> Organisation:
    """The agency through which companies reach households of a country."""
    abroad = Destination.objects.get(code=country)
    return organisation_services.register_organisation(
        actor=SYSTEM,
        name=f"Mitra Usaha Contoh {abroad.name_id}",
        kind=OrganisationKind.PARTNER_AGENCY,
        place=None,
        country=abroad,
    )


def load_training(country: Country, organisations: dict[str, Organisation]) -> None:
    programmes = {
        programme.code: training_services.add_programme(
            actor=SYSTEM,
            programme=Programme(
                provider=organisations[programme.provider],
                code=programme.code,
                title=programme.title,
                hours=programme.hours,
                min_education=programme.min_education,
            ),
            teaches=programme.teaches,
            prerequisites=programme.prerequisites,
        )
        for programme in country.programmes
    }
    places = Place.objects.in_bulk({intake.place for intake in country.intakes})
    training_services.open_many(
        actor=SYSTEM,
        intakes=[
            Intake(
                programme=programmes[intake.programme],
                place=places[intake.place],
                reach=intake.reach,
                seats=intake.seats,
                starts=intake.starts,
                ends=intake.ends,
                cost=Decimal(intake.cost),
                pass_rate=Decimal(str(intake.pass_rate)),
                number=intake.number,
            )
            for intake in country.intakes
        ],
        today=TODAY,
    )
    pairs = [(row["from"], row["to"]) for row in rows("travel.csv")]
    training_services.load_travel_pairs(
        actor=SYSTEM,
        pairs=pairs + [(there, here) for here, there in pairs],
        source="rekaan untuk negara contoh: tetangga dalam kira-kira satu jam",
    )


def load_order_on_hold() -> None:
    """A small company whose licence is suspended, and its one order, which stands still."""
    company = organisation_services.register_organisation(
        actor=SYSTEM,
        name="PT Contoh Beku Sementara",
        kind=OrganisationKind.PLACEMENT_COMPANY,
        place=Place.objects.get(code="31.71"),
    )
    license_organisation(company, LicenceKind.COMPANY_LICENCE, "SIP3MI/CONTOH/900")
    standard = DestinationStandard.objects.in_force(TODAY).get(series="SG-PRT")
    employer = Employer.objects.create(
        name="Keluarga Contoh 900",
        employer_type="individual",
        country_id=standard.country_id,
        city="Singapura",
    )
    order = JobOrder(
        employer=employer,
        route="P_TO_P",
        occupation_id=standard.occupation_id,
        title=standard.title_id,
        openings=4,
        ready_by=TODAY + timedelta(days=200),
        monthly_pay=Decimal(650),
        pay_currency="SGD",
        company=company,
        partner=Organisation.objects.get(kind=OrganisationKind.PARTNER_AGENCY, country=standard.country_id),
        number="JO-9000",
    )
    allowed = permits.allow([order], first=390)
    order_services.open_many(actor=SYSTEM, orders=[order], paper=VERIFIED_BY, today=TODAY)
    permits.record(allowed)
    organisation_services.suspend_licence(actor=SYSTEM, licence=company.licences.get(), on=TODAY)
