"""Job orders as tests need them: written through the services, by the people of the cast."""

from datetime import date
from decimal import Decimal

TODAY = date(2026, 1, 12)
READY_BY = date(2026, 9, 30)
# What a permit has given an order already, where many are opened at once.
ALLOWED = {"quota": 1000, "permit_until": READY_BY}


def license_company(organisation, *, valid_to=None):
    """A company licence (SIP3MI) since 2025."""
    from jalur.foundation.organisations.models import Licence

    return Licence.objects.create(
        organisation=organisation,
        kind="company_licence",
        number=f"SIP3MI-{organisation.pk}",
        valid_from=date(2025, 1, 1),
        valid_to=valid_to,
    )


def make_employer(
    cast, *, name="Contoh Heavy Industries", employer_type="legal_entity", country="KR", city="Ulsan"
):
    """An employer abroad."""
    from jalur.journey.employers import services
    from jalur.journey.employers.models import Employer

    employer = Employer(name=name, employer_type=employer_type, country_id=country, city=city)
    return services.register_employer(actor=cast.lestari.actor, employer=employer)


def make_partner(country="KR"):
    """A partner agency (Mitra Usaha), through which alone individual employers are reached."""
    from jalur.foundation.organisations.models import Organisation

    return Organisation.objects.create(
        name=f"Contoh Agency {country}", kind="partner_agency", country_id=country
    )


def new_order(cast, *, employer=None, **changes):
    """Welders for Korea, by the company's own route; not saved."""
    from jalur.journey.job_orders.models import JobOrder

    plain = {
        "route": "P_TO_P",
        "occupation_id": "7212",
        "title": "Juru las galangan",
        "openings": 3,
        "ready_by": READY_BY,
        "monthly_pay": Decimal(2_060_740),
        "pay_currency": "KRW",
        "company": cast.lestari.organisation,
    }
    return JobOrder(employer=employer or make_employer(cast), **{**plain, **changes})


def draft(cast, *, requirements=(), **changes):
    """An order as the company drafts it."""
    from jalur.journey.job_orders import services

    return services.draft_order(
        actor=cast.lestari.actor, order=new_order(cast, **changes), requirements=requirements, today=TODAY
    )


def changed(row, **changes):
    """A record as it stands, with changes that are not saved."""
    asked = type(row).objects.get(pk=row.pk)
    for name, value in changes.items():
        setattr(asked, name, value)
    return asked


def seen_of(order, *but, paper="Berkas contoh 1"):
    """A paper for each thing that is asked of an order, but for some kinds."""
    from jalur.journey.job_orders import queries, services

    asked = [duty.kind for duty in queries.checks_asked(order, TODAY)]
    return [services.Seen(kind, paper, date(2026, 1, 5)) for kind in asked if kind not in but]


def posted_checks(order, *but, **beside):
    """The same as the form sends it."""
    sent = {}
    for seen in seen_of(order, *but):
        sent |= {f"{seen.kind}_paper": seen.paper, f"{seen.kind}_date": f"{seen.paper_date}"}
    return {**sent, **beside}


def verified(cast, order, *but, permit=True):
    """An order that waits, as the attaché in Seoul opens it; with its permit where it needs one."""
    from jalur.journey.job_orders import services
    from jalur.journey.job_orders.models import JobOrder

    order = services.verify_order(
        actor=cast.ratna.actor, order=order, checks=seen_of(order, *but), today=TODAY
    )
    if permit and order.held_because == "permit":
        permitted(order)
        return JobOrder.objects.get(pk=order.pk)
    return order


def permitted(*orders, quota=None, until=None):
    """A permit to recruit for orders of one company and country, granted on paper and recorded; for all that they ask."""
    from jalur.foundation.accounts.access import SYSTEM
    from jalur.journey.permits import services
    from jalur.journey.permits.models import Permit

    first = orders[0]
    permit = Permit(
        company_id=first.company_id,
        destination_id=first.destination_id,
        number=f"B. {first.number}/SIP2MI/I/2026",
        granted_on=date(2026, 1, 5),
        valid_until=until or max(order.ready_by for order in orders),
    )
    quotas = {order.pk: quota or order.openings for order in orders}
    return services.enter_permit(actor=SYSTEM, permit=permit, quotas=quotas, today=TODAY)


def open_order(cast, **changes):
    """An order that the attaché in Seoul has verified."""
    from jalur.journey.job_orders import services

    if not cast.lestari.organisation.licences.exists():
        license_company(cast.lestari.organisation)
    order = draft(cast, **changes)
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    return verified(cast, order)


def make_candidate(
    number, *, residence="35.17.08.2001", born=date(2000, 5, 1), sex="F", education=4, account=None
):
    """Somebody on the path, in Jombang unless said otherwise."""
    from jalur.foundation.people.models import Person
    from jalur.journey.candidates.models import Candidate

    person = Person.objects.create(
        name=f"Calon {number}", birth_date=born, sex=sex, residence_id=residence, account=account
    )
    return Candidate.objects.create(
        person=person, number=number, education=education, available_from=date(2026, 1, 5)
    )
