"""What a holder does with her certificate: takes it along, shares it, stops that; and counting that somebody looked."""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.credentials.statement import new_code
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed
from jalur.journey.certificates import queries, rules
from jalur.journey.certificates.models import Certificate, Share, Shown
from jalur.journey.certificates.rights import Right
from jalur.journey.certificates.workflow import CARRIED, SHARED, STOPPED, TAKEN_ALONG
from jalur.kit.refusals import refusal


def _record(actor: Actor, event: str, certificate: Certificate) -> None:
    person = certificate.candidate.person
    history.record(
        actor=actor,
        event=event,
        subject=certificate,
        person_id=person.pk,
        place=person.residence_id,
        detail={"number": certificate.registration},
    )


@deed
def take_along(*, actor: Actor, certificate: Certificate) -> Certificate:
    """That the PDF left the house stands in the history."""
    access.check(actor, Right.PRINT_CERTIFICATE, certificate)
    _record(actor, TAKEN_ALONG, certificate)
    return certificate


@deed
def carry(*, actor: Actor, certificate: Certificate, personal: Collection[str]) -> str:
    """The SD-JWT for a wallet of hers, with what she chose to be able to show and nothing else."""
    access.check(actor, Right.CARRY_CERTIFICATE, certificate)
    _record(actor, CARRIED, certificate)
    return queries.sd_jwt_with(certificate, personal)


@deed
def share(*, actor: Actor, share: Share, today: date) -> Share:
    """Make a link that shows what she chose, until when she chose."""
    access.check(actor, Right.SHARE_CERTIFICATE, share)
    if not today <= share.until <= today + rules.MOST_SHARED:
        sentence = _("Choose a day from today on, at most a year ahead.")
        raise refusal("until", "span", sentence)
    share.shows = [one for one in Shown.values if one in share.shows]
    share.code = new_code()
    share.full_clean(exclude={"certificate"})
    share.save(force_insert=True)
    _record(actor, SHARED, share.certificate)
    return share


@deed
def stop_sharing(*, actor: Actor, share: Share, today: date) -> Share:
    """The link shows nothing any more, not even that it was one."""
    access.check(actor, Right.SHARE_CERTIFICATE, share)
    if share.stopped_on is None:
        share.stopped_on = today
        share.save(update_fields=["stopped_on"])
        _record(actor, STOPPED, share.certificate)
    return share


def count_check(certificate: Certificate, today: date) -> None:
    """Somebody looked: one more in this month, and nothing of who."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO certificates_checkcount (id, created_at, certificate_id, month, count)
            VALUES (gen_random_uuid(), now(), %s, %s, 1)
            ON CONFLICT (certificate_id, month) DO UPDATE SET count = certificates_checkcount.count + 1
            """,
            [certificate.pk, today.replace(day=1)],
        )
