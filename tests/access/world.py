"""Two of everything: one that lies near Bu Wulan (Jombang), one far away (Lumajang), each with the facts a scope asks for.

The far person carries canaries: a name, a NIK and a phone number that must never reach a page of somebody without reach.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests.attendance.rows import met
from tests.cast import JOMBANG, LUMAJANG, LUMAJANG_VILLAGE
from tests.certificates import rows as issued_by
from tests.certification import rows as certified
from tests.connections.rows import connected_program, told_program
from tests.credentials.rows import signing
from tests.curricula.rows import curriculum
from tests.employers.rows import listed
from tests.funding.rows import funding
from tests.job_orders.rows import a_change
from tests.languages.rows import entry_test
from tests.network.rows import network
from tests.permits import rows as permitted
from tests.talent_pool import rows as found_by

TODAY = date(2026, 1, 12)
CANARIES = ("Kenaridesa Rahasiawati", "3508014107039998", "811000424242")


@dataclass(frozen=True)
class Facts:
    """What lies behind an object, for the oracle: whose person, which regions, organisations, countries."""

    person: Any = None
    regions: tuple[str, ...] = ()
    organisations: tuple[Any, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass
class World:
    near: SimpleNamespace
    far: SimpleNamespace
    facts: dict[str, dict[str, Facts]] = field(default_factory=dict)


def make_world(cast) -> World:
    """Build both sides. Needs the cast's organisations."""
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.foundation.geography.models import Place
    from jalur.foundation.organisations.models import Organisation
    from jalur.foundation.people import services as people
    from jalur.foundation.people.models import Duplicate, Person
    from jalur.foundation.rulebook.models import OrganisationKind
    from jalur.journey.candidates.models import Candidate

    far_person = people.register_person(
        actor=SYSTEM,
        name=CANARIES[0],
        birth_date=date(2003, 7, 1),
        sex="F",
        residence=Place.objects.get(code=LUMAJANG_VILLAGE),
        today=TODAY,
        national_id=CANARIES[1],
        phone=f"+62{CANARIES[2]}",
    )
    far_candidate = Candidate.objects.create(
        person=far_person, number="J-FAR0-0001", education=4, available_from=TODAY
    )
    far_lpk = Organisation.objects.create(
        name="LPK Jauh Contoh", kind=OrganisationKind.TRAINING_PROVIDER, place_id=LUMAJANG
    )
    far_company = Organisation.objects.create(
        name="PT Jauh Contoh", kind=OrganisationKind.PLACEMENT_COMPANY, place_id=LUMAJANG
    )
    near = side_with_files(
        cast.sari.person,
        cast.sari.person.candidate,
        cast.hendra.organisation,
        cast.lestari.organisation,
        "KR",
        "N",
    )
    far = side_with_files(far_person, far_candidate, far_lpk, far_company, "JP", "F")
    twin = Person.objects.create(
        name="Kembaran Jauh", birth_date=date(2003, 7, 1), sex="F", residence_id=LUMAJANG_VILLAGE
    )
    near_twin = Person.objects.create(
        name="Sari Contohwati", birth_date=date(2001, 4, 12), sex="F", residence_id=JOMBANG
    )
    near.duplicate = Duplicate.objects.create(first=cast.sari.person, second=near_twin, reason="same_name")
    far.duplicate = Duplicate.objects.create(first=far_person, second=twin, reason="same_name")
    world = World(near, far)
    world.facts = {"near": facts_of(near, JOMBANG), "far": facts_of(far, LUMAJANG)}
    return world


def grow(world: World, marks: str) -> None:
    """As much again on the near side for each of the marks."""
    from jalur.foundation.people.models import Duplicate, Person
    from jalur.journey.candidates.models import Candidate

    near = world.near
    for mark in marks:
        person, twin = (
            Person.objects.create(
                name=f"{name} {mark}", birth_date=date(2001, 4, 12), sex="F", residence=near.person.residence
            )
            for name in ("Tetangga", "Kembaran")
        )
        candidate = Candidate.objects.create(
            person=person, number=f"J-{mark}-0001", education=4, available_from=TODAY
        )
        Duplicate.objects.create(first=person, second=twin, reason="same_name")
        side_with_files(person, candidate, near.provider, near.company, "KR", mark)


def side(person, candidate, provider, company, country: str, mark: str) -> SimpleNamespace:
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.messages import invitation_token
    from jalur.foundation.organisations.models import Invitation, Licence, Membership
    from jalur.journey.candidates.models import HeldCompetency
    from jalur.journey.employers.models import Employer
    from jalur.journey.job_orders.models import JobOrder, Reservation
    from jalur.journey.training.models import Intake, Programme

    employer = Employer.objects.create(
        name=f"Contoh {mark}", employer_type="legal_entity", country_id=country, registered_by=company
    )

    def order(state: str, reserved: int = 0) -> JobOrder:
        return JobOrder.objects.create(
            number=f"JO-{mark}-{state[:5].upper()}",
            state=state,
            employer=employer,
            company=company,
            route="P_TO_P",
            destination_id=country,
            occupation_id="7212",
            title="Juru las",
            openings=5,
            reserved=reserved,
            ready_by=TODAY + timedelta(days=200),
            monthly_pay=Decimal(1000),
            pay_currency="USD",
        )

    opened, draft = order("open", reserved=1), order("draft")
    programme = Programme.objects.create(code=f"P-{mark}", title="Las", provider=provider)
    programme.teaches.add("C.24LAS01.001.1")
    intake = Intake.objects.create(
        number=f"K-{mark}",
        programme=programme,
        place_id=provider.place_id,
        reach="regency",
        seats=16,
        taken=1,
        starts=TODAY + timedelta(days=30),
        ends=TODAY + timedelta(days=60),
        cost=0,
        pass_rate=1,
    )
    licence = Licence.objects.create(
        organisation=provider, kind="provider_licence", number=f"L-{mark}", valid_from=date(2025, 1, 1)
    )
    keeper = User.objects.create(email=f"penjaga-{mark.lower()}@contoh.example", name="Penjaga")
    membership = Membership.objects.create(
        user=keeper, organisation=provider, role="training_manager", valid_from=date(2025, 1, 1)
    )
    invitation = Invitation.objects.create(
        organisation=provider,
        email=f"undangan-{mark.lower()}@contoh.example",
        role="instructor",
        expires_on=date(2099, 1, 1),
    )
    seats = seat(keeper, candidate, intake)
    return SimpleNamespace(
        **certified.certification(candidate, seats["enrolment"], provider, keeper, mark),
        licence=licence,
        membership=membership,
        invitation=invitation,
        invitation_token=invitation_token(invitation),
        person=person,
        candidate=candidate,
        provider=provider,
        company=company,
        employer=employer,
        order=opened,
        draft=draft,
        kind_of_employer="employers",
        **listed(employer, mark),
        programme=programme,
        intake=intake,
        **(seats | agreed(candidate, provider, membership, mark)),
        reservation=Reservation.objects.create(order=opened, candidate=candidate),
        order_version=a_change(opened),
        **(uploaded(keeper, provider) | signing(provider) | met(candidate, intake, mark)),
        **network(keeper, provider, mark),
        **at_home(provider, company, candidate.person.residence_id[:5], country, mark),
        **at_the_counters(person, keeper, candidate, order("submitted"), mark),
        held=HeldCompetency.objects.create(candidate=candidate, competency_id="EN-A1", evidence="declared"),
        **(plan(keeper, candidate, opened, intake) | curriculum(keeper, provider, company, mark)),
        **(found_by.pooled(candidate, company, opened, mark) | permitted.permits(opened, mark)),
    )


def at_home(employer, company, regency: str, country: str, mark: str) -> dict[str, Any]:
    """A vacancy at home of the provider as an employer, open, and one that is a draft; what the company expects abroad; and what the
    provider has and books."""
    from jalur.journey.vacancies.models import Vacancy

    def vacancy(state: str) -> Vacancy:
        return Vacancy.objects.create(
            number=f"LK-{mark}-{state[:5].upper()}",
            state=state,
            employer=employer.name,
            organisation=employer,
            title="Instruktur las",
            occupation_id="7212",
            place_id=regency,
            openings=4,
            deadline=TODAY + timedelta(days=60),
        )

    return {
        "vacancy": vacancy("open"),
        "vacancy_draft": vacancy("draft"),
        "forecast": expected(company, country, mark),
        **premises(employer, mark),
    }


def expected(company, country: str, mark: str) -> Any:
    """What the company expects of a country and has no order for yet."""
    from jalur.foundation.competencies.models import Occupation
    from jalur.journey.forecasts.models import Forecast

    # Two for the same occupation and months cannot stand.
    occupations = Occupation.objects.filter(code__gte="7212").order_by("code")
    earlier = Forecast.objects.filter(organisation=company).count()
    return Forecast.objects.create(
        number=f"PK-{mark}",
        organisation=company,
        destination_id=country,
        occupation=occupations[earlier],
        people=80,
        begins=date(2026, 3, 1),
        ends=date(2027, 6, 30),
        sureness="medium",
        ground="LoI 12/2026",
        # What its end needs; a forecast that stands shows it nowhere.
        came=0,
        came_to_all=0,
    )


def premises(provider, mark: str) -> dict[str, object]:
    """A workshop that is out of order later, what takes place in it tomorrow, and a day off of the centre."""
    from jalur.journey.premises.models import BookedUnit, Booking, DayOff, Outage, Resource

    workshop = Resource.objects.create(organisation=provider, kind="workshop", name=f"Bengkel {mark}")
    starts = timezone.make_aware(datetime.combine(TODAY + timedelta(days=1), time(8)))
    during = (starts, starts + timedelta(hours=4))
    booking = Booking.objects.create(organisation=provider, title="Las", starts=during[0], ends=during[1])
    BookedUnit.objects.create(booking=booking, resource=workshop, during=during)
    month = timedelta(days=30)
    Outage.objects.create(resource=workshop, during=(starts + month, starts + 2 * month), reason="Atap bocor")
    return {
        "resource": workshop,
        "booking": booking,
        "day_off": DayOff.objects.get_or_create(
            organisation=provider, day=TODAY + month, defaults={"name": "Libur lembaga"}
        )[0],
    }


def agreed(candidate, centre, member, mark: str) -> dict[str, Any]:
    """A guardian's consent to a bed at the centre, and a licence of somebody who teaches there."""
    from jalur.journey.premises.models import BedConsent, Resource, TeachingLicence

    teacher = Resource.objects.create(
        organisation=centre, kind="instructor", name=f"Penjaga {mark}", member=member
    )
    signed = date(2026, 1, 5)
    paper = {"number": "L-1", "issuer": "BNSP", "valid_from": signed, "last_day": date(2026, 3, 1)}
    return {
        "consent": BedConsent.objects.create(
            candidate=candidate, centre=centre, guardian="Ibu Contoh", signed_on=signed
        ),
        "teaching_licence": TeachingLicence.objects.create(resource=teacher, kind="method", **paper),
    }


def uploaded(keeper, provider) -> dict[str, object]:
    """A list that somebody uploaded, and the worker who is to look through it; and one that she fetches."""
    from jalur.foundation.exports.models import Export
    from jalur.foundation.imports.models import Import, ImportJob

    draft = Import.objects.create(kind="candidates", uploaded_by=keeper)
    fetched = {"name": "kelas", "title": "Kelas", "kind": "csv", "rows": 1, "state": "waiting"}
    return {
        "export": Export.objects.create(owner=keeper, organisation_id=provider.pk, **fetched),
        "draft_import": draft,
        "import_job": ImportJob.objects.create(draft=draft, verb="look", language="id"),
    }


def side_with_files(*about: Any) -> SimpleNamespace:
    """A side with a file of every kind, each carried by the record that its room names."""
    from tests.files.examples import CARRIES
    from tests.files.stored import stored

    one = side(*about)
    vars(one).update(issued_by.certificates(one.assessment, one.membership.user, about[-1]))
    one.connection = connected_program(one.provider, about[-1])
    vars(one).update(told_program(connected_program(one.provider, f"{about[-1]}T")))
    one.files = {kind: stored(kind, getattr(one, record)) for kind, record in CARRIES.items()}
    return one


def at_the_counters(person, account, candidate, waiting, mark: str) -> dict[str, Any]:
    """A slip and a correction at an office; what an attaché has seen of an order that waits."""
    from jalur.foundation.due.models import Deadline
    from jalur.foundation.messaging.models import Device, Message, Subscription
    from jalur.foundation.people.models import Correction
    from jalur.journey.candidates.models import Slip
    from jalur.journey.candidates.services.slips import index_of
    from jalur.journey.job_orders.models import OrderCheck

    index = index_of(candidate.number, "AAAAA-AAAAA")
    correction = Correction.objects.create(person=person, name=f"Benar {mark}", paper="id_card")
    slip = Slip.objects.create(
        candidate=candidate, code_index=index, paper="id_card", expires_on=date(2099, 1, 1)
    )
    check = OrderCheck.objects.create(
        order=waiting, kind="contract", paper="Contoh 1", paper_date=TODAY, noted_at=timezone.now()
    )
    message = Message.objects.create(
        kind="proposals:offered",
        to_table="people.person",
        to_key=str(person.pk),
        person_id=person.pk,
        place_code=person.residence_id,
        state="unreached",
        values={"day": "2026-02-09"},
        next_at=timezone.now(),
    )
    deadline = Deadline.objects.create(
        thing="people:correction",
        kind="people:correction:do",
        subject_key=correction.pk,
        since=TODAY,
        last_day=TODAY + timedelta(days=2),
        working=False,
        ends_at=timezone.now() + timedelta(days=2),
        role="labour_officer",
        place_code=person.residence_id,
    )
    device = Device(account=person.account or account, browser="Chrome", system="Android")
    device.seal(Subscription(f"https://fcm.googleapis.com/fcm/send/{mark}", "", ""))
    device.save()
    return {
        "device": device,
        "task": a_task(candidate, mark),
        **two_notes(candidate, mark),
        "correction": correction,
        "deadline": deadline,
        "slip": slip,
        "order_check": check,
        "message": message,
    }


def two_notes(candidate, mark: str) -> dict[str, Any]:
    """On the file, by somebody of the labour office over it: a restricted one for the office, one for the candidate."""
    from jalur.foundation.notes.models import Note
    from jalur.foundation.organisations.models import Membership

    works = Membership.objects.filter(
        role="labour_officer", organisation__place=".".join(candidate.person.residence_id.split(".")[:2])
    ).first()
    same = {
        "kind": "candidate",
        "subject_key": candidate.pk,
        "person_id": candidate.person_id,
        "place_code": candidate.person.residence_id,
        "organisation": works.organisation,
        "author": works.user,
    }
    note = Note(audience="office", is_restricted=True, **same)
    told = Note(audience="person", reader_id=candidate.person_id, **same)
    for one in (note, told):
        one.put_words(f"Catatan {mark}", sealed=one.is_restricted)
        one.save(force_insert=True)
    return {"note": note, "told_note": told}


def a_task(candidate, mark: str) -> Any:
    """A task on the file, at the labour office over it, of somebody who works there."""
    from jalur.foundation.organisations.models import Membership
    from jalur.foundation.tasks.models import Task

    works = Membership.objects.filter(
        role="labour_officer", organisation__place=".".join(candidate.person.residence_id.split(".")[:2])
    ).first()
    return Task.objects.create(
        kind="candidate",
        subject_key=candidate.pk,
        person_id=candidate.person_id,
        place_code=candidate.person.residence_id,
        title=f"Menelepon {mark}",
        due_on=TODAY + timedelta(days=3),
        organisation=works.organisation,
        owner=works.user,
        put_by=works.user,
    )


def seat(keeper, candidate, intake) -> dict[str, Any]:
    """A seat in the class, a letter of the institute about it, who signs there, and letters to the whole class on their way."""
    from jalur.foundation.letters.models import Mailing
    from jalur.journey.training.models import Enrolment, Programme, Shortfall
    from tests.letters.issued import issued, signs

    enrolment, provider = (
        Enrolment.objects.create(intake=intake, candidate=candidate),
        intake.programme.provider,
    )
    basics = Programme.objects.create(provider=provider, code=f"D{intake.number}", title="Dasar las")
    mailing = Mailing.objects.create(
        kind="training_call",
        parent_key=str(enrolment.intake_id),
        organisation=provider,
        asked_by=keeper,
        role="training_manager",
        total=1,
    )
    return {
        "enrolment": enrolment,
        "shortfall": Shortfall.objects.create(
            candidate=candidate, programme=basics, enrolment=enrolment, since=TODAY, decide_by=TODAY
        ),
        "entry_test": entry_test(candidate, provider, intake.number.removeprefix("K-")),
        **funding(provider, enrolment, intake.number.removeprefix("K-")),
        "mailing": mailing,
        "signatory": signs(provider, f"Pejabat {intake.number}"),
        "letter": issued(
            "training_call", enrolment, provider, person=candidate.person, typed_by=keeper, day=TODAY
        ),
    }


def plan(keeper, candidate, order, intake) -> dict[str, Any]:
    """A finished plan of the class's place with one proposal, a study of it, and a decision on many."""
    from jalur.proposals.decisions.messages import answer_token
    from jalur.proposals.models import (
        BulkDecision,
        BulkItem,
        IntakePrice,
        OrderPrice,
        Proposal,
        ProposalStep,
        Publication,
        PublicationJob,
        Run,
        Study,
    )

    run = Run.objects.create(
        name="Rencana contoh",
        place_id=intake.place_id,
        state="done",
        as_of=TODAY,
        value=1.0,
        bound=1.0,
        gap=0.0,
        placed=1,
    )
    publication = Publication.objects.create(run=run, place_id=intake.place_id, published_on=TODAY)
    job = PublicationJob.objects.create(
        run=run,
        place_id=intake.place_id,
        publication=publication,
        verb="take_back",
        paths=1,
        state="cancelled",
        requested_by=keeper,
        role="labour_officer",
    )
    IntakePrice.objects.create(run=run, intake=intake, price=0.5, assigned=1)
    OrderPrice.objects.create(run=run, order=order, price=0.1, assigned=1, openings=5)
    proposal = Proposal.objects.create(
        run=run,
        candidate=candidate,
        order=order,
        value=1.0,
        classes=1,
        offered_at=timezone.now(),
        answer_by=TODAY,
    )
    ProposalStep.objects.create(proposal=proposal, intake=intake, position=1)
    bulk = BulkDecision.objects.create(
        requested_by=keeper, role="labour_officer", place_id=intake.place_id, verb="offer", as_of=TODAY
    )
    BulkItem.objects.create(decision=bulk, proposal=proposal, position=1)
    study = Study.objects.create(run=run, kind="budget", as_of=TODAY)
    token = answer_token(proposal)
    return {
        "answer_token": token,
        "answer_verb": "accept",
        "run": run,
        "publication": publication,
        "publication_job": job,
        "study": study,
        "bulk": bulk,
        "proposal": proposal,
    }


def facts_of(one: SimpleNamespace, region: str) -> dict[str, Facts]:
    person = Facts(person=one.person.pk, regions=(one.person.residence_id,))
    of_seat = Facts(
        person=one.person.pk, regions=(one.person.residence_id,), organisations=(one.provider.pk,)
    )
    return {
        **certified.facts(one, Facts, region),
        **issued_by.facts(one, Facts),
        **(found_by.facts(one, Facts) | permitted.facts(one, Facts)),
        "person": person,
        "candidate": person,
        "held": person,
        "slip": person,
        "message": person,
        "correction": person,
        "task": Facts(person=one.person.pk, organisations=(one.task.organisation_id,)),
        "note": Facts(organisations=(one.note.organisation_id,)),
        "told_note": person,
        "deadline": Facts(regions=(one.person.residence_id,)),
        "duplicate": Facts(regions=(region,)),
        "proposal": person,
        "run": Facts(regions=(region,)),
        "publication": Facts(regions=(region,)),
        "publication_job": Facts(regions=(region,)),
        "study": Facts(regions=(region,)),
        "bulk": Facts(regions=(region,)),
        "order": Facts(organisations=(one.company.pk,), countries=(one.order.destination_id,)),
        "draft": Facts(organisations=(one.company.pk,), countries=(one.order.destination_id,)),
        "vacancy": Facts(regions=(region,), organisations=(one.provider.pk,)),
        "vacancy_draft": Facts(regions=(region,), organisations=(one.provider.pk,)),
        "forecast": Facts(organisations=(one.company.pk,), countries=(one.forecast.destination_id,)),
        "order_version": Facts(organisations=(one.company.pk,), countries=(one.order.destination_id,)),
        "order_check": Facts(countries=(one.order.destination_id,)),
        "employer": Facts(organisations=(one.company.pk,), countries=(one.employer.country_id,)),
        "household": Facts(organisations=(one.company.pk,), countries=(one.employer.country_id,)),
        "verification": Facts(countries=(one.employer.country_id,)),
        "problem": Facts(countries=(one.employer.country_id,)),
        "reservation": Facts(
            person=one.person.pk, regions=(one.person.residence_id,), organisations=(one.company.pk,)
        ),
        "enrolment": of_seat,
        "shortfall": of_seat,
        "entry_test": of_seat,
        "budget_line": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "payment": of_seat,
        "meeting": Facts(organisations=(one.provider.pk,)),
        "resource": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "booking": Facts(organisations=(one.provider.pk,)),
        "consent": of_seat,
        "teaching_licence": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "member": Facts(organisations=(one.hub.pk, one.provider.pk), regions=(region,)),
        "loan": Facts(organisations=(one.hub.pk, one.provider.pk), regions=(region,)),
        "share": Facts(organisations=(one.hub.pk, one.provider.pk), regions=(region,)),
        "transfer": of_seat,
        "finding": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "programme": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "intake": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "version": Facts(organisations=(one.provider.pk, one.company.pk), regions=(region,)),
        "agreed": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "remark": Facts(organisations=(one.provider.pk,)),
        "party": Facts(organisations=(one.company.pk,)),
        "organisation": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "provider": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "licence": Facts(organisations=(one.provider.pk,), regions=(region,)),
        "membership": Facts(organisations=(one.provider.pk,)),
        "invitation": Facts(organisations=(one.provider.pk,)),
        "connection": Facts(organisations=(one.provider.pk,)),
        "hook": Facts(organisations=(one.provider.pk,)),
        "notice": Facts(organisations=(one.provider.pk,)),
        "signing_key": Facts(organisations=(one.provider.pk,)),
        "letter": Facts(person=one.person.pk, organisations=(one.provider.pk,)),
        "mailing": Facts(organisations=(one.provider.pk,)),
        "signatory": Facts(organisations=(one.provider.pk,)),
    }
