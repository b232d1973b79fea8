"""The example country's cast in a database, what each of its addresses is shown with, and a browser signed in as anybody."""

from types import SimpleNamespace
from typing import Any

from tests.cast import STAFF, Member, open_session


def members() -> dict[str, Member | None]:
    """Everybody by first name as tests know them; "nobody" has not signed in."""
    from jalur.foundation.accounts.access import Actor, Role
    from jalur.foundation.accounts.models import User
    from jalur.foundation.organisations.models import Membership
    from jalur.portal.acting import staff_actor

    found: dict[str, Member | None] = {"nobody": None}
    for key in (*STAFF, "sari", "rini"):
        user = User.objects.get(email=f"{key}@contoh.example")
        membership = Membership.objects.filter(user=user).select_related("organisation").first()
        person = getattr(user, "person", None)
        if membership:
            actor, organisation = staff_actor(membership), membership.organisation
        else:
            role = Role.CANDIDATE if person else Role.SIGNED_IN
            actor, organisation = Actor(role=role, user_id=user.pk, person_id=person and person.pk), None
        found[key] = Member(key, user, actor, person=person, organisation=organisation)
    return found


def make_near_and_far() -> None:
    """One of everything beside Sari and one far away, as the sweep of the tests has it."""
    from jalur.journey.candidates.models import HeldCompetency
    from tests.access.world import make_world

    HeldCompetency.objects.filter(candidate__person=members()["sari"].person, competency="EN-A1").delete()
    make_world(SimpleNamespace(**{key: member for key, member in members().items() if member}))


def carried(person: Any) -> dict[str, Any]:
    """What rooms of foundation keep about Sari's file."""
    from jalur.foundation.due.models import Deadline
    from jalur.foundation.messaging.models import Device, Message
    from jalur.foundation.notes.models import Note
    from jalur.foundation.tasks.models import Task

    deadlines = Deadline.objects.filter(thing="people:correction", place_code=person.residence_id)
    notes = Note.objects.filter(person_id=person.pk).order_by("created_at", "pk")
    return {
        "note": notes.filter(audience="office", is_restricted=True).first(),
        "told_note": notes.filter(audience="person").first(),
        "message": Message.objects.filter(person_id=person.pk, kind="proposals:offered").first(),
        "device": Device.objects.filter(account=person.account).first(),
        "deadline": deadlines.order_by("created_at", "pk").first(),
        "task": Task.objects.filter(person_id=person.pk).order_by("created_at", "pk").first(),
    }


def near() -> SimpleNamespace:
    """What `make_near_and_far` left beside Sari, by the names that examples use."""
    from jalur.foundation.organisations.messages import invitation_token
    from jalur.foundation.organisations.models import Invitation, Licence, Membership
    from jalur.foundation.people.models import Correction, Duplicate
    from jalur.journey.candidates.models import HeldCompetency, Slip
    from jalur.journey.job_orders.models import JobOrder, OrderCheck, OrderVersion, Reservation
    from jalur.journey.training.models import Enrolment, Intake
    from jalur.proposals.decisions.messages import answer_token
    from jalur.proposals.models import BulkDecision, Proposal, Publication, PublicationJob, Study

    cast = members()
    person = cast["sari"].person
    order, intake = JobOrder.objects.get(number="JO-N-OPEN"), Intake.objects.get(number="K-N")
    proposal = Proposal.objects.get(candidate__person=person, order=order)
    invitation = Invitation.objects.get(email="undangan-n@contoh.example")
    from tests.permits.rows import of_the_near_side

    side = SimpleNamespace(
        person=person,
        candidate=person.candidate,
        provider=cast["hendra"].organisation,
        company=cast["lestari"].organisation,
        employer=order.employer,
        order=order,
        draft=JobOrder.objects.get(number="JO-N-DRAFT"),
        programme=intake.programme,
        intake=intake,
        enrolment=Enrolment.objects.get(intake=intake),
        reservation=Reservation.objects.get(order=order, candidate__person=person),
        held=HeldCompetency.objects.filter(candidate__person=person).order_by("pk").first(),
        run=proposal.run,
        proposal=proposal,
        study=Study.objects.get(run=proposal.run),
        bulk=BulkDecision.objects.get(items__proposal=proposal),
        duplicate=Duplicate.objects.get(first=person),
        licence=Licence.objects.get(number="L-N"),
        membership=Membership.objects.get(user__email="penjaga-n@contoh.example"),
        **of_the_program(),
        **of_the_hub(),
        invitation=invitation,
        invitation_token=invitation_token(invitation),
        answer_token=answer_token(proposal),
        answer_verb="accept",
        publication=Publication.objects.filter(run=proposal.run).first(),
        publication_job=PublicationJob.objects.filter(run=proposal.run).first(),
        correction=Correction.objects.filter(person=person).first(),
        slip=Slip.objects.filter(candidate=person.candidate).first(),
        **of_the_office(cast["hendra"].organisation),
        **of_the_keys(cast["hendra"].organisation),
        **of_employers(order.employer),
        **of_the_near_side(),
        order_version=OrderVersion.objects.filter(order=order).first(),
        order_check=OrderCheck.objects.filter(order__number="JO-N-SUBMI").first(),
        **carried(person),
    )
    side.files = _files_of(side)
    return side


def _files_of(side: SimpleNamespace) -> dict[str, Any]:
    from jalur.foundation.files.models import StoredFile
    from tests.files.examples import CARRIES

    return {
        kind: StoredFile.objects.filter(kind=kind, owner_key=str(getattr(side, record).pk)).first()
        for kind, record in CARRIES.items()
    }


def of_employers(employer: Any) -> dict[str, Any]:
    """A household, a partner agency on the problem list, and what the mission verified."""
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.employers.models import Employer, Problem

    partner = Organisation.objects.filter(name="Agensi N").first()
    return {
        "kind_of_employer": "employers",
        "household": Employer.objects.filter(name="Keluarga N").first(),
        "partner": partner,
        "verification": employer.verifications.order_by("pk").first(),
        "problem": Problem.objects.filter(partner=partner).order_by("pk").first() if partner else None,
    }


def of_the_hub() -> dict[str, Any]:
    """Demand at home and expected, what is taught, and what the near side's centre has and books."""
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.curricula.models import Version
    from jalur.journey.forecasts.models import Forecast
    from jalur.journey.funding.models import BudgetLine, Payment
    from jalur.journey.languages.models import EntryTest
    from jalur.journey.network.models import Finding, Item, Loan, Member, Share, Transfer
    from jalur.journey.premises.models import BedConsent, DayOff, Resource, TeachingLicence
    from jalur.journey.talent_pool.models import Consent as PoolConsent
    from jalur.journey.talent_pool.models import Request as PoolRequest
    from jalur.journey.training.models import Session, Shortfall
    from jalur.journey.vacancies.models import Vacancy

    certified = of_the_certifier()
    meeting = Session.objects.filter(booking__number="B-N").select_related("booking").first()
    version = Version.objects.filter(code="KR-N-1").first()
    workshop = Resource.objects.filter(name="Bengkel N").first()
    return {
        "vacancy": Vacancy.objects.filter(number="LK-N-OPEN").first(),
        "pool_consent": PoolConsent.objects.filter(number="T-N").first(),
        "pool_request": PoolRequest.objects.filter(number="MT-N").first(),
        "vacancy_draft": Vacancy.objects.filter(number="LK-N-DRAFT").first(),
        "forecast": Forecast.objects.filter(number="PK-N").first(),
        "version": version,
        "agreed": Version.objects.filter(code="KA-N-1").first(),
        "part": version.parts.first() if version else None,
        "party": version.parties.first() if version else None,
        "remark": version.remarks.first() if version else None,
        "resource": workshop,
        "shortfall": Shortfall.objects.filter(programme__code="DK-N").first(),
        "booking": workshop.booked_units.first().booking if workshop else None,
        "hub": Organisation.objects.filter(name="UPTD Contoh N").first(),
        "item": Item.objects.filter(code="contoh-n").first(),
        "member": Member.objects.filter(hub__name="UPTD Contoh N").first(),
        "hub_tools": Resource.objects.filter(name="Alat hub N").first(),
        "transfer": Transfer.objects.filter(to__number="KH-N").first(),
        "share": Share.objects.filter(number="KB-N").first(),
        "loan": Loan.objects.filter(number="PJ-N").first(),
        "finding": Finding.objects.filter(item__code="contoh-n").first(),
        "teaching_licence": TeachingLicence.objects.order_by("pk").first(),
        "consent": BedConsent.objects.order_by("pk").first(),
        "budget_line": BudgetLine.objects.filter(key="D-N").first(),
        "payment": Payment.objects.filter(line__key="D-N").first(),
        "entry_test": EntryTest.objects.filter(note="Catatan N").first(),
        "day_off": DayOff.objects.filter(name="Libur lembaga").order_by("pk").first(),
        "meeting": meeting,
        "mark": meeting.marks.first() if meeting else None,
        **certified,
    }


def of_the_certifier() -> dict[str, Any]:
    """An assessment body's scheme, who and what covers it, a day, and who is assessed."""
    from jalur.journey.certification.models import (
        Assessment,
        Blank,
        BlankDelivery,
        Coverage,
        OutsideResult,
        Pleno,
        Scheme,
        Submission,
    )

    assessment = Assessment.objects.filter(code="AS-N").select_related("day", "assessor", "scheme").first()
    if assessment is None:
        return {}
    cover = Coverage.objects.filter(scheme=assessment.scheme)
    licence = cover.exclude(licence=None).select_related("licence").order_by("pk").first()
    units = assessment.scheme.units.order_by("position").first()
    return {
        "assessment": assessment,
        "certifier": assessment.body,
        "certifier_licence": licence.licence if licence else None,
        "scheme": assessment.scheme,
        "next_scheme": Scheme.objects.filter(code="SKM-N", version="2").first(),
        "element": units.elements.first() if units else None,
        "assessor": assessment.assessor,
        "second_assessor": assessment.body.assessors.exclude(pk=assessment.assessor_id)
        .order_by("pk")
        .first(),
        "test_place": assessment.day.place if assessment.day else None,
        "coverage": cover.filter(assessor=assessment.assessor).first(),
        "assessment_day": assessment.day,
        "pleno": Pleno.objects.filter(number="PL-N").first(),
        "unit_result": assessment.results.order_by("pk").first(),
        "appeal": assessment.appeals.order_by("pk").first(),
        **of_the_issuer(assessment),
        "outside_result": OutsideResult.objects.filter(certificate="N4-N").first(),
        "submission": Submission.objects.filter(number="BN-N").first(),
        "next_pleno": Pleno.objects.filter(number="PM-N").first(),
        "delivery": BlankDelivery.objects.filter(number="BL-N").first(),
        "blank": Blank.objects.filter(delivery__number="BL-N").order_by("number").first(),
    }


def of_the_issuer(assessment: Any) -> dict[str, Any]:
    """Her certificate, with whom it was issued together, and a link that she shares."""
    one = assessment.certificates.select_related("issuing").order_by("serial").first()
    if one is None:
        return {}
    shared = one.shares.order_by("pk").first()
    return {"certificate": one, "issuing": one.issuing, "shared_link": shared}


def of_the_program() -> dict[str, Any]:
    """A program of the near side, where it is told what happens, and a notice to it."""
    from jalur.foundation.connections.models import Connection
    from jalur.foundation.hooks.models import Hook, Notice

    return {
        "connection": Connection.objects.filter(client_id="jalur-N").first(),
        "hook": Hook.objects.filter(connection__client_id="jalur-NT").first(),
        "notice": Notice.objects.filter(hook__connection__client_id="jalur-NT").first(),
    }


def of_the_keys(organisation: Any) -> dict[str, Any]:
    """The key with which an organisation signs, and its list."""
    from jalur.foundation.credentials.models import SigningKey, StatusList

    return {
        "signing_key": SigningKey.objects.filter(issuer=organisation).order_by("-created_at").first(),
        "status_list": StatusList.objects.filter(issuer=organisation).order_by("number").first(),
        "purpose_of_lists": "revocation",
    }


def of_the_office(organisation: Any) -> dict[str, Any]:
    """A letter of an organisation, letters to many, and who signs them."""
    from jalur.foundation.letters.models import Letter, Mailing, Signatory

    tables = {"letter": Letter, "mailing": Mailing, "signatory": Signatory}
    return {
        name: table.objects.filter(organisation=organisation).order_by("pk").first()
        for name, table in tables.items()
    }


def fullest() -> SimpleNamespace:
    """The same names, each with the row that most hangs on: a plan of the country, a class with the most people …"""
    from jalur.foundation.people.models import Duplicate
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.job_orders.models import JobOrder
    from jalur.journey.training.models import Intake
    from jalur.proposals.models import Proposal, Run

    side = near()
    jombang = Candidate.objects.filter(person__residence__code__startswith="35.17.")
    plan = Run.objects.filter(place=None).with_plan().latest("created_at")
    proposal = Proposal.objects.filter(run=plan, candidate__in=jombang).order_by("pk").first()
    # Both countries have such an order in their plan, and the same of the cast may open it.
    orders = JobOrder.objects.filter(
        pk__in=plan.order_prices.values("order"),
        state="open",
        company=side.company,
        destination=side.order.destination,
        standard__isnull=False,
    )
    order = orders.order_by("-reserved", "-openings", "pk").first()
    intake = Intake.objects.filter(programme__provider=side.provider).order_by("-taken", "pk").first()
    side.run, side.proposal, side.candidate = plan, proposal, proposal.candidate
    side.person = proposal.candidate.person
    side.order, side.intake, side.programme = order, intake, intake.programme
    side.duplicate = (
        Duplicate.objects.filter(status="open", first__candidate__in=jombang).order_by("pk").first()
    )
    return side


def browser(member: Member | None) -> Any:
    """A test client in which that member has signed in."""
    from django.test import Client

    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    if member is not None:
        open_session(client, member.user)
    return client
