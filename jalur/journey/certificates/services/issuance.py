"""One certificate: signed, numbered, kept and told, all of it or nothing; and the one that takes the place of another."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.credentials import services as credentials
from jalur.foundation.credentials.statement import Statement, new_code
from jalur.foundation.messaging.services import tell
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.certificates import messages, queries, rules
from jalur.journey.certificates.models import LIVING, Certificate, Issuing, Series, SignedForms
from jalur.journey.certificates.workflow import CERTIFICATE
from jalur.journey.certification import services as certification
from jalur.journey.certification.models import Assessment, Blank, BlankState
from jalur.journey.certification.rules import expiry
from jalur.kit.numbers import new_prefix
from jalur.kit.refusals import refusal
from jalur.kit.vault import seal_bytes

KINDS = {"kkni": "kkni", "occupation": "okupasi", "cluster": "klaster"}
"""Kinds of schemes as the field calls them, for what is read outside."""


@deed
def issue(
    *,
    actor: Actor,
    assessment: Assessment,
    now: datetime,
    today: date,
    blank: str = "",
    issuing: Issuing | None = None,
) -> Certificate:
    """Issue the certificate of a decision. ValidationError with what did not hold on the day, or where there is one already."""
    (locked,) = lock(Assessment, [assessment.pk], related=RELATED)
    return _issue(actor, locked, now=now, today=today, blank=blank, issuing=issuing)


RELATED = (
    "candidate__person",
    "scheme__body",
    "body__place",
    "pleno",
    "assessor__user",
    "day__place",
)


def _issue(
    actor: Actor,
    assessment: Assessment,
    *,
    now: datetime,
    today: date,
    blank: str = "",
    issuing: Issuing | None = None,
    predecessor: Certificate | None = None,
) -> Certificate:
    from_stock = _from_stock(assessment, blank.strip(), predecessor)
    certificate = _blank(assessment, actor, today, blank)
    certificate.issuing, certificate.predecessor = issuing, predecessor
    with CERTIFICATE.step("issue", actor=actor, subject=certificate, today=today) as made:
        made.serial, made.registration = _next_number(made.issuer_id)
        made.code = new_code()
        signed = credentials.sign(actor=actor, statement=statement_of(made), now=now)
        made.key, made.entry = signed.key, signed.entry
    SignedForms.objects.create(
        certificate=made,
        open_badge=signed.open_badge,
        compact=signed.compact,
        sd_jwt_sealed=seal_bytes(
            signed.sd_jwt.encode(), table="certificates.signedforms", row=str(made.pk), field="sd_jwt"
        ),
    )
    if from_stock is not None:
        certification.use_blank(actor=actor, blank=from_stock, assessment=assessment, today=today)
    tell(messages.ISSUED, to=assessment.candidate.person, about=made)
    return made


def _blank(assessment: Assessment, actor: Actor, today: date, blank: str) -> Certificate:
    """What a certificate takes from the decision."""
    one = assessment
    certificate = Certificate(
        assessment=one,
        issuer=one.body,
        candidate=one.candidate,
        scheme=one.scheme,
        holder=one.candidate.person.name,
        blank=blank.strip(),
        decided_on=one.decided_on or today,
        ends_on=one.expires_on,
        issued_on=today,
        **_who(one, actor),
    )
    certificate.surveillance_on = rules.before(
        expiry(certificate.decided_on, one.scheme.surveillance_months), certificate.ends_on
    )
    certificate.notice_on = rules.before(
        expiry(certificate.decided_on, one.scheme.notice_months), certificate.ends_on
    )
    return certificate


def _from_stock(assessment: Assessment, number: str, but: Certificate | None = None) -> Blank | None:
    """The blank that is to go with it; None where none does, or the body keeps no stock. Refused before anything is written."""
    if not number:
        return None
    living = Certificate.objects.filter(issuer=assessment.body_id, blank=number, state__in=LIVING)
    if (living.exclude(pk=but.pk) if but else living).exists():
        raise refusal("blank", "used", _("This blank goes with another certificate already."))
    stock = Blank.objects.filter(body=assessment.body_id)
    blank = stock.filter(number=number).first()
    if blank is None and stock.exists():
        sentence = _("No blank %(number)s was received. Compare it with the stock of blanks.")
        raise refusal("blank", "not_received", sentence % {"number": number})
    if blank is None or blank.used_for_id == assessment.pk:
        return None
    if blank.state != BlankState.RECEIVED:
        sentence = _("Blank %(number)s is no longer in stock. Choose another one.")
        raise refusal("blank", "gone", sentence % {"number": number})
    return blank


def _who(one: Assessment, actor: Actor) -> dict[str, Any]:
    """Who recommended, decided and issues; where somebody is missing the guards of the step say so."""
    return {
        "recommended_by_id": one.recommended_by_id,
        "decided_by_id": one.decided_by_id,
        "issued_by_id": actor.user_id,
    }


def _next_number(body: Any) -> tuple[int, str]:
    """The next of the body's own numbers; given back when what it is drawn for fails."""
    series, _is_new = Series.objects.get_or_create(body_id=body, defaults={"prefix": new_prefix()})
    (held,) = lock(Series, [series.pk])
    held.last += 1
    held.save(update_fields=["last"])
    return held.last, rules.number_of(held.prefix, held.last)


def statement_of(certificate: Certificate) -> Statement:
    """What is signed: the words of the decision as they stand now."""
    scheme, predecessor = certificate.scheme, certificate.predecessor
    return Statement(
        code=certificate.code,
        number=certificate.registration,
        issuer=certificate.issuer_id,
        holder=certificate.holder,
        title=scheme.title,
        scheme=scheme.code,
        kind=KINDS[scheme.kind],
        units=queries.units_of(scheme),
        accompanies=f"BNSP {certificate.blank}" if certificate.blank else "",
        decided=certificate.decided_on,
        begins=certificate.begins.astimezone(UTC),
        ends=certificate.ends.astimezone(UTC) if certificate.ends else None,
        replaces=predecessor.code if predecessor else "",
        personal=_personal(certificate.candidate.person),
    )


def _personal(person: Person) -> Mapping[str, str]:
    """What only the holder discloses, from her wallet file."""
    said = {"birth_date": person.birth_date.isoformat()}
    if person.national_id_sealed:
        said["nik"] = person.national_id()
    return said


@deed
def reissue(
    *, actor: Actor, certificate: Certificate, why: str, blank: str, now: datetime, today: date
) -> Certificate:
    """A corrected one takes the place of another and names it; the old one counts no longer from this moment."""
    (assessment,) = lock(Assessment, [certificate.assessment_id], related=RELATED)
    _from_stock(assessment, blank.strip(), certificate)
    with CERTIFICATE.step("replace", actor=actor, subject=certificate, today=today) as old:
        old.why = why
    new = _issue(actor, assessment, now=now, today=today, blank=blank, predecessor=old)
    credentials.set_status(actor=actor, entry=old.entry, suspended=False, revoked=True, now=now)
    return new
