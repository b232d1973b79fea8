"""Licences as they were given and taken away."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.organisations.workflow import LICENCE
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.locks import deed
from jalur.kit.dates import today as day_in_force
from jalur.kit.refusals import refusal


@deed
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
    consequences.follow(day_in_force())
    return licence


@deed
def suspend_licence(*, actor: Actor, licence: Licence, on: date) -> Licence:
    """A licence does not hold from a day on, until that is lifted."""
    with LICENCE.step("suspend", actor=actor, subject=licence) as locked:
        if locked.valid_from and on < locked.valid_from:
            raise refusal("suspended_on", "before_start", _("A licence cannot be suspended before it began."))
        locked.suspended_on, locked.lifted_on = on, None
    consequences.follow(day_in_force())
    return locked


@deed
def lift_suspension(*, actor: Actor, licence: Licence, on: date) -> Licence:
    """A licence suspended or revoked holds again from a day on; the days between keep what was true then."""
    with LICENCE.step("lift", actor=actor, subject=licence) as locked:
        since = locked.revoked_on or locked.suspended_on
        if since is not None and on < since:
            raise refusal("lifted_on", "before_start", _("Give the day on which it began, or a later one."))
        locked.suspended_on, locked.lifted_on, locked.revoked_on = since, on, None
    consequences.follow(day_in_force())
    return locked


@deed
def revoke_licence(*, actor: Actor, licence: Licence, on: date) -> Licence:
    """Take a licence away from a day on; on that day it no longer holds. Earlier days keep what was true then."""
    with LICENCE.step("revoke", actor=actor, subject=licence) as locked:
        if locked.valid_from and on < locked.valid_from:
            raise refusal("revoked_on", "before_start", _("A licence cannot be revoked before it began."))
        locked.revoked_on = on
    consequences.follow(day_in_force())
    return locked


def expire_licence(*, actor: Actor, licence: Licence, today: date) -> Licence:
    """Write down that a licence has come to its end."""
    with LICENCE.step("expire", actor=actor, subject=licence, today=today) as locked:
        pass
    return locked
