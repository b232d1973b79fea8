"""What happens to a certificate after it was issued: suspended, restored, revoked; its list says so in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from jalur.foundation.accounts.access import Actor
from jalur.foundation.credentials import services as credentials
from jalur.foundation.messaging.kinds import MessageKind
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.certificates import messages
from jalur.journey.certificates.models import LIVING, Certificate
from jalur.journey.certificates.workflow import CERTIFICATE
from jalur.journey.certification import services as certification
from jalur.journey.certification.models import Assessment
from jalur.kit import dates


@deed
def suspend(
    *, actor: Actor, certificate: Certificate, reason: str, now: datetime, today: date
) -> Certificate:
    """It holds no longer until it is let hold again."""
    with CERTIFICATE.step("suspend", actor=actor, subject=certificate, reason=reason, today=today) as held:
        certification.take_back(actor=actor, assessment=held.assessment, reason=reason)
        credentials.set_status(actor=actor, entry=held.entry, suspended=True, revoked=False, now=now)
    _tell(messages.SUSPENDED, held, now)
    return held


@deed
def resume(*, actor: Actor, certificate: Certificate, now: datetime, today: date) -> Certificate:
    with CERTIFICATE.step("resume", actor=actor, subject=certificate, today=today) as held:
        held.why = ""
        certification.give(actor=actor, assessment=held.assessment)
        credentials.set_status(actor=actor, entry=held.entry, suspended=False, revoked=False, now=now)
    _tell(messages.RESUMED, held, now)
    return held


@deed
def revoke(*, actor: Actor, certificate: Certificate, reason: str, now: datetime, today: date) -> Certificate:
    with CERTIFICATE.step("revoke", actor=actor, subject=certificate, reason=reason, today=today) as held:
        certification.take_back(actor=actor, assessment=held.assessment, reason=reason)
        credentials.set_status(actor=actor, entry=held.entry, suspended=False, revoked=True, now=now)
    _tell(messages.REVOKED, held, now)
    return held


def _tell(kind: MessageKind, certificate: Certificate, now: datetime) -> None:
    tell(kind, to=certificate.candidate.person, about=certificate, once=now.isoformat())


def hold_those_of(assessments: Sequence[Assessment]) -> None:
    """Lock what stands on these results before any of them moves."""
    rows = Certificate.objects.filter(assessment__in=assessments, state__in=LIVING)
    lock(Certificate, list(rows.order_by("pk").values_list("pk", flat=True)))


def fall_with(*, actor: Actor, assessment: Assessment, reason: str) -> None:
    """A result was annulled: no certificate stands on it any more, in the same transaction."""
    now = dates.now()
    standing = Certificate.objects.filter(assessment=assessment, state__in=LIVING).order_by("pk")
    for one in standing.select_related(*CERTIFICATE.related):
        with CERTIFICATE.step("fall", actor=actor, subject=one) as held:
            held.why = reason[:200]
            credentials.set_status(actor=actor, entry=held.entry, suspended=False, revoked=True, now=now)


@deed
def tell_surveillance(*, actor: Actor, certificate: Certificate, today: date) -> Certificate:
    """The day of surveillance has come."""
    with CERTIFICATE.step("tell_surveillance", actor=actor, subject=certificate, today=today) as held:
        held.told_of_surveillance = today
    assert held.surveillance_on is not None
    tell(
        messages.SURVEILLANCE,
        to=held.candidate.person,
        about=held,
        day=held.surveillance_on,
    )
    return held


@deed
def tell_end(*, actor: Actor, certificate: Certificate, today: date) -> Certificate:
    """The end nears. Who found it after the end is told of that instead."""
    with CERTIFICATE.step("tell_end", actor=actor, subject=certificate, today=today) as held:
        held.told_of_the_end = today
    if held.ends_on is not None and held.ends_on > today:
        tell(messages.ENDING, to=held.candidate.person, about=held, day=held.ends_on)
    return held


@deed
def tell_ended(*, actor: Actor, certificate: Certificate, today: date) -> Certificate:
    with CERTIFICATE.step("tell_ended", actor=actor, subject=certificate, today=today) as held:
        held.told_that_it_ended = today
    tell(messages.ENDED, to=held.candidate.person, about=held)
    return held
