"""The offer check for programs: a hotline, a village's own app, a paper's fact check."""

from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Schema
from pydantic import Field

from jalur.foundation.api.bodies import Body
from jalur.foundation.api.router import Router, actor_of
from jalur.foundation.rulebook.models import EmployerType
from jalur.journey.offer_check import queries, rules, words
from jalur.journey.offer_check.rights import Right
from jalur.journey.offer_check.rules import Claim
from jalur.kit import dates

router = Router("offer_check", gettext_lazy("Is this offer real?"))


class OfferBody(Body):
    company: str = Field(
        "", max_length=120, description="Name or licence number of the company in Indonesia."
    )
    order: str = Field(
        "", max_length=80, description="Number of the job order, or of the permit (SIP2MI); text."
    )
    country: str = Field("", max_length=2, description="ISO 3166-1 alpha-2.")
    employer: str = Field("", max_length=200, description="A company abroad; households are not looked up.")
    employer_type: EmployerType | None = None
    items: list[str] = Field([], max_length=60, description="Codes of cost items that the worker is to pay.")
    total: Decimal | None = Field(None, ge=0, description="Rupiah that the worker is to pay.")


class OfferFinding(Schema):
    about: str = Field(description="company, order, permit, employer, destination or cost.")
    says: str = Field(description="agrees, disagrees, not_found or unclear.")
    code: str
    sentence: str


class CheckedOffer(Schema):
    verdict: str = Field(description="found, not_sure or stop; never that an offer is false.")
    sentence: str
    findings: list[OfferFinding]
    checked_at: datetime


@router.create("/checks/", Right.CHECK_OFFER, CheckedOffer)
def check_offer(request: HttpRequest, body: OfferBody) -> CheckedOffer:
    """What the register says of an offer: the same answers as on the public page. Nothing is kept."""
    claim = Claim(
        company=body.company.strip(),
        order=body.order.strip(),
        country=body.country.upper(),
        employer=body.employer.strip(),
        employer_type=body.employer_type or "",
        items=tuple(body.items),
        total=body.total,
    )
    at = dates.now()
    findings = queries.findings(actor_of(request), claim, dates.today())
    verdict = rules.verdict(findings)
    headline = words.headline(verdict, at)
    return CheckedOffer(
        verdict=verdict,
        sentence=f"{headline.title}. {headline.text}",
        findings=[
            OfferFinding(about=one.about, says=one.says, code=one.code, sentence=words.sentence(one))
            for one in findings
        ],
        checked_at=at,
    )
