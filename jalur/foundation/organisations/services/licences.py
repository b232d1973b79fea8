"""Licences as they were given and taken away."""

from datetime import date

from django.db import IntegrityError
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.organisations import rules
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.rulebook.models import LicenceKind
from jalur.foundation.workflow.locks import atomic, deed, lock
from jalur.kit.database import violated_constraint
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
    if kind not in LicenceKind.values:
        raise refusal("kind", "unknown", _("Choose one of the kinds of licence."))
    access.check(actor, rules.RECORDING[kind], licence)
    if valid_from and valid_to and valid_to <= valid_from:
        raise refusal("valid_to", "before_start", _("A licence must end after it starts."))
    if not licence.number:
        raise refusal("number", "missing", _("Write the number printed on the licence."))
    try:
        with atomic():
            licence.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) == "licence_number_once":
            sentence = _("This number is recorded already. Look for it in the register, or check the digits.")
            raise refusal("number", "recorded_already", sentence) from error
        raise
    record(
        actor=actor,
        event="organisations:licence:recorded",
        subject=licence,
        place=organisation.place_id or "",
        detail={"kind": kind},
    )
    return licence


@deed
def revoke_licence(*, actor: Actor, licence: Licence, on: date) -> Licence:
    """Take a licence away from a day on; on that day it no longer holds. Earlier days keep what was true then."""
    access.check(actor, rules.RECORDING[licence.kind], licence)
    [licence] = lock(Licence, [licence.pk], related=("organisation",))
    if licence.revoked_on is not None:
        raise refusal("revoked_on", "revoked_already", _("This licence is revoked already."))
    if licence.valid_from and on < licence.valid_from:
        raise refusal("revoked_on", "before_start", _("A licence cannot be revoked before it began."))
    licence.revoked_on = on
    licence.save(update_fields=["revoked_on"])
    record(
        actor=actor,
        event="organisations:licence:revoked",
        subject=licence,
        place=licence.organisation.place_id or "",
        detail={"kind": licence.kind},
    )
    return licence
