"""What stands in the way of a step in this room: None or a refusal; changes nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.workflow.steps import Ask
from jalur.journey.certificates import queries
from jalur.journey.certificates.models import Certificate, Issuing
from jalur.kit.refusals import refusal


def is_of_ones_body(certificate: Certificate, ask: Ask) -> ValidationError | None:
    """The body that issued it itself does this."""
    if certificate.issuer_id == ask.actor.organisation_id == certificate.assessment.body_id:
        return None
    return refusal("state", "other_body", _("Only the assessment body itself does this."))


def is_for_another(certificate: Certificate, ask: Ask) -> ValidationError | None:
    """Nobody issues, takes back or restores her own."""
    person = certificate.candidate.person
    if ask.actor.user_id is None or person.account_id != ask.actor.user_id:
        return None
    return refusal("state", "oneself", _("Somebody else of the body does this: it is your own certificate."))


def is_issued_by_another(certificate: Certificate, ask: Ask) -> ValidationError | None:
    """Whoever assessed does not issue."""
    one = certificate.assessment
    assessed = {one.recommended_by_id, one.assessor.user_id if one.assessor else None}
    if ask.actor.user_id not in assessed:
        return None
    sentence = _("Whoever assessed somebody does not issue her certificate.")
    return refusal("state", "same_person", sentence)


def all_held(certificate: Certificate, _ask: Ask) -> ValidationError | None:
    """Decided competent by two people, with minutes; scheme, licence, assessor and place held on the day, as far as is known now."""
    found = queries.what_hinders(certificate.assessment)
    return refusal("state", "not_covered", " ".join(found)) if found else None


def is_not_over(certificate: Certificate, ask: Ask) -> ValidationError | None:
    if not certificate.is_over(ask.today):
        return None
    return refusal("state", "over", _("What was decided has run out. A new assessment is needed."))


def body_stands(certificate: Certificate, _ask: Ask) -> ValidationError | None:
    """It holds again only where nothing is in doubt."""
    if not queries.is_unauthorised(certificate):
        return None
    sentence = _(
        "Something that the result hangs on did not hold on its day. Decide about the assessment first."
    )
    return refusal("state", "in_doubt", sentence)


def somebody_waits(issuing: Issuing, _ask: Ask) -> ValidationError | None:
    if issuing.total:
        return None
    return refusal("state", "nobody", _("Nobody here waits for a certificate."))


def is_ones_body(issuing: Any, ask: Ask) -> ValidationError | None:
    if issuing.body_id == ask.actor.organisation_id:
        return None
    return refusal("state", "other_body", _("Only the assessment body itself does this."))
