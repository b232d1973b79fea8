"""Permits to recruit: of every order that a company fills, granted; and of Bu Lestari's newest orders one application that waits, one
that was sent back, one permit that was revoked on Bu Wulan's proposal."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from demo import papers
from demo.country import TODAY
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.files.door import accept
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import PermitPaper
from jalur.journey.employers.models import Employer
from jalur.journey.job_orders import services as orders
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.permits import queries, services
from jalur.journey.permits.models import Permit, Position

GRANTED_ON = TODAY - timedelta(days=40)
# Series of the standard, employer, city, people, monthly pay, currency.
WAITING = ("TW-PANTI", "Panti Contoh Taichung", "Taichung", 8, 29_500, "TWD")
RETURNED = ("JP-KAIGO", "Kaigo Contoh Nagoya", "Nagoya", 5, 190_000, "JPY")
REVOKED = ("MY-BANGUNAN", "Bina Contoh Johor", "Johor Bahru", 10, 2_100, "MYR")
LACKS = (PermitPaper.CONTRACT,)


def allow(job_orders: Iterable[JobOrder], first: int = 401) -> list[tuple[Permit, list[Position]]]:
    """What the permits of a company's orders in one country say, before the orders are opened; recorded by `record`."""
    placed = [order for order in job_orders if order.route == "P_TO_P" and order.company is not None]
    placed.sort(key=lambda order: (order.company.name, order.employer.country_id, order.number))
    found: list[tuple[Permit, list[Position]]] = []
    for (company, country), group in groupby(placed, key=lambda one: (one.company, one.employer.country_id)):
        rows = list(group)
        permit = Permit(
            company=company,
            destination_id=country,
            number=f"B. {len(found) + first}/SIP2MI/CONTOH/2026",
            granted_on=GRANTED_ON,
            valid_until=max(order.ready_by for order in rows),
        )
        for order in rows:
            order.quota, order.permit_until = order.openings, permit.valid_until
        found.append((permit, [Position(order=one, asked=one.openings, quota=one.openings) for one in rows]))
    return found


def record(permits: list[tuple[Permit, list[Position]]]) -> None:
    services.enter_many(actor=SYSTEM, permits=permits)


def load(company: Actor, ministry: Actor, office: Actor, paper: str) -> None:
    """Through the services, as the company, the ministry and the labour office would."""
    for wanted, left_out in ((WAITING, ()), (RETURNED, LACKS)):
        order = verified(company, wanted, paper)
        permit = services.draft_permit(actor=company, destination=order.destination, today=TODAY)
        for kind in queries.papers_asked(permit, TODAY):
            said = str(PermitPaper(kind).label).upper()
            file = papers.photo(
                f"{kind}.jpg", said[:24], (order.employer.name, "Nomor: CONTOH/2026/021", order.title)
            )
            services.add_paper(actor=company, permit=permit, kind=kind, file=accept([file]), today=TODAY)
        permit = services.apply_permit(actor=company, permit=permit, today=TODAY)
        if left_out:
            reason = "Draf perjanjian kerja belum menyebut hari libur (contoh)."
            services.return_permit(actor=ministry, permit=permit, reason=reason, today=TODAY)
    order = verified(company, REVOKED, paper)
    permit = services.enter_permit(
        actor=ministry,
        permit=Permit(
            company_id=company.organisation_id,
            destination=order.destination,
            number="B. 389/SIP2MI/CONTOH/2026",
            granted_on=GRANTED_ON,
            valid_until=order.ready_by,
        ),
        quotas={order.pk: order.openings},
        today=TODAY,
    )
    reason = "Perekrutan melalui calo di dua desa, dilaporkan warga (contoh)."
    asked = services.propose_revocation(actor=office, permit=permit, reason=reason, today=TODAY)
    services.agree_request(actor=ministry, request=asked, today=TODAY)


def verified(company: Actor, wanted: tuple[str, str, str, int, int, str], paper: str) -> JobOrder:
    """An order that the mission has verified and that waits for its permit."""
    series, name, city, people, pay, currency = wanted
    standard = DestinationStandard.objects.in_force(TODAY).get(series=series)
    order = JobOrder(
        employer=Employer.objects.create(
            name=name, employer_type="legal_entity", country_id=standard.country_id, city=city
        ),
        route="P_TO_P",
        occupation_id=standard.occupation_id,
        title=standard.title_id,
        openings=people,
        ready_by=TODAY + timedelta(days=210),
        monthly_pay=Decimal(pay),
        pay_currency=currency,
        company=Organisation.objects.get(pk=company.organisation_id),
        number=f"JO-91{people:02}",
    )
    orders.open_many(actor=SYSTEM, orders=[order], paper=paper, today=TODAY)
    return JobOrder.objects.select_related("destination", "employer").get(pk=order.pk)
