"""Somebody in the pool whom a company asks: for the two sides of the world."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

TODAY = date(2026, 1, 12)


def pooled(candidate: Any, company: Any, order: Any, mark: str) -> dict[str, Any]:
    from jalur.journey.talent_pool.models import Consent, Purpose, Request
    from tests.job_orders.factories import license_company

    if not company.licences.exists():
        license_company(company)
    consent = Consent.objects.create(
        number=f"T-{mark}",
        candidate=candidate,
        purposes=Purpose.values,
        given_on=TODAY,
        until=date(2099, 1, 1),  # the sweeps read on the day they run
    )
    asked = Request.objects.create(
        number=f"MT-{mark}",
        consent=consent,
        candidate=candidate,
        seeker=company,
        order=order,
        message="Kami mencari juru las.",
        answer_by=TODAY + timedelta(days=14),
    )
    return {"pool_consent": consent, "pool_request": asked}


def facts(one: SimpleNamespace, made: Any) -> dict[str, Any]:
    home = (one.person.residence_id,)
    return {
        "pool_consent": made(person=one.person.pk, regions=home),
        "pool_request": made(person=one.person.pk, regions=home, organisations=(one.company.pk,)),
    }
