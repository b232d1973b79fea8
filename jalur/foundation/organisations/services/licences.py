"""Licences as they were given and taken away."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.organisations.workflow import LICENCE
from jalur.kit.refusals import refusal


def record_licence(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    number: str,
    valid_from: date | None,
    valid_to: date | None = None,
    source: str = "",
    source_url: str = "",
    verified: bool = False,
) -> Licence:
    """Enter a licence as it was given; `valid_to` is the first day it no longer holds."""
    licence = Licence(
        organisation=organisation,
        kind=kind,
        number=" ".join(number.split()),
        valid_from=valid_from,
        valid_to=valid_to,
        source=source,
        source_url=source_url,
        verified=verified,
    )
    with LICENCE.step("record", actor=actor, subject=licence):
        pass
    return licence


def revoke_licence(*, actor: Actor, licence: Licence, on: date) -> Licence:
    """Take a licence away from a day on; on that day it no longer holds. Earlier days keep what was true then."""
    with LICENCE.step("revoke", actor=actor, subject=licence) as locked:
        if locked.valid_from and on < locked.valid_from:
            raise refusal("revoked_on", "before_start", _("A licence cannot be revoked before it began."))
        locked.revoked_on = on
    return locked


def expire_licence(*, actor: Actor, licence: Licence, today: date) -> Licence:
    """Write down that a licence has come to its end."""
    with LICENCE.step("expire", actor=actor, subject=licence, today=today) as locked:
        pass
    return locked
