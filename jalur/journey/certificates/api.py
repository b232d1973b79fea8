"""Certificates for programs: whoever hires or sends people checks one; bodies and institutes read those they see."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.bodies import Body
from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.problems import ProblemError
from jalur.foundation.api.router import Router, actor_of
from jalur.foundation.workflow.views import find
from jalur.journey.certificates import limits, queries, rules, services, words
from jalur.journey.certificates.models import Certificate, State
from jalur.journey.certificates.queries import Found
from jalur.journey.certificates.rights import Right
from jalur.journey.certificates.workflow import CERTIFICATE
from jalur.kit import dates

router = Router("certificates", gettext_lazy("Certificates"))


class CertificateQuery(PageQuery):
    state: str = Field("", max_length=10, description="As stored: what has run out stays valid here.")


class CertificateRecord(Schema):
    number: str = Field(description="Register number; text.")
    state: str = Field(description="valid, expired, suspended, revoked or replaced.")
    candidate: str = Field(description="Number of the candidate; text.")
    assessment: str
    scheme: UUID
    issuer: UUID
    decided_on: date
    ends_on: date | None = Field(description="First day on which it counts no more.")
    blank: str = Field(description="Number of the BNSP blank that it goes with; text.")
    replaces: str = Field(description="Number of the certificate whose place it takes.")


class Certificates(Page[CertificateRecord]):
    pass


class CheckBody(Body):
    what: str = Field(
        description="A short link or its code, a number, or a signed text: the QR code, an Open Badge, an SD-JWT."
    )
    name: str = Field(
        "",
        description="The name on the certificate; needed with a number, which then tells only whether it holds.",
    )


class CheckManyBody(Body):
    certificates: list[CheckBody] = Field(min_length=1, max_length=limits.MOST_AT_ONCE)


class CheckedCertificate(Schema):
    answer: str = Field(
        description="valid, not_yet, expired, suspended, revoked, replaced, not_authorised, unknown, forged, unreadable, list_unreachable."
    )
    sentence: str
    what_to_do: str
    name: str | None = None
    title: str | None = None
    units: list[str] | None = None
    issuer: str | None = None
    number: str | None = None
    decided_on: date | None = None
    ends_on: date | None = Field(None, description="First day on which it counts no more.")
    checked_at: datetime


class OneOfMany(CheckedCertificate):
    answer: str = Field(
        description="As of one certificate; asked_too_often where too many names were tried beside its number."
    )


class CheckedCertificates(Schema):
    certificates: list[OneOfMany] = Field(description="In the order in which they were asked.")


@router.read("/certificates/", Right.VIEW_CERTIFICATE, Certificates)
def list_certificates(request: HttpRequest, query: Query[CertificateQuery]) -> Certificates:
    """What was issued."""
    rows = Certificate.objects.visible_to(actor_of(request)).select_related("assessment", "predecessor")
    rows = rows.filter(state=query.state) if query.state else rows
    return page_of(Certificates, rows, query, lambda found: map(_record, found))


@router.read(
    "/certificates/{number}/",
    Right.VIEW_CERTIFICATE,
    CertificateRecord,
    events={"certificates:certificate": "registration"},
)
def show_certificate(request: HttpRequest, number: str) -> CertificateRecord:
    """One certificate."""
    return _record(find(CERTIFICATE, actor_of(request), number))


@router.create("/checks/", Right.CHECK_CERTIFICATE, CheckedCertificate)
def check_certificate(request: HttpRequest, body: CheckBody) -> CheckedCertificate:
    """Whether a certificate is genuine and holds: the same answers as on the public page."""
    asked = rules.read_asked(body.what)
    found = limits.unless_guessing(request, lambda: limits.looked_up(asked, body.name))
    if found is None:
        raise ProblemError(429, "rate", words.asked_too_often())
    return CheckedCertificate(**_checked(found))


@router.create("/checks/many/", Right.CHECK_LIST, CheckedCertificates)
def check_certificates(request: HttpRequest, body: CheckManyBody) -> CheckedCertificates:
    """Up to 500 at once, with the answers and the limits of the list that is checked as a file: ten an hour from one address."""
    if limits.too_many_lists(request):
        raise ProblemError(429, "rate", words.asked_too_often())
    return CheckedCertificates(certificates=[_one_of_many(one) for one in body.certificates])


def _one_of_many(one: CheckBody) -> OneOfMany:
    found = limits.looked_up(rules.read_asked(one.what), one.name)
    if found is not None:
        return OneOfMany(**_checked(found))
    sentence, what_to_do = words.asked_too_often(), ""
    return OneOfMany(
        answer="asked_too_often", sentence=sentence, what_to_do=what_to_do, checked_at=dates.now()
    )


def _record(one: Certificate) -> CertificateRecord:
    return CertificateRecord(
        number=one.registration,
        state="expired" if one.state == State.VALID and one.is_over(dates.today()) else one.state,
        candidate=one.number,
        assessment=one.assessment.code,
        scheme=one.scheme_id,
        issuer=one.issuer_id,
        decided_on=one.decided_on,
        ends_on=one.ends_on,
        blank=one.blank,
        replaces=one.predecessor.registration if one.predecessor else "",
    )


def _checked(found: Found) -> dict[str, Any]:
    """The answer, and what is shown beside it; somebody looked."""
    if found.certificate is not None:
        services.count_check(found.certificate, dates.today())
    sentence, what_to_do = words.answer_of(found.answer, is_named=found.is_named)
    shown = queries.shown(found)
    return {
        "answer": found.answer,
        "sentence": sentence,
        "what_to_do": what_to_do,
        "checked_at": dates.now(),
        **{name: shown[name] for name in CheckedCertificate.model_fields if name in shown},
    }
