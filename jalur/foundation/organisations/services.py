"""Every write to the register of organisations and their licences. Members: see members.py, reached through here."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Country, Place
from jalur.foundation.history.services import record
from jalur.foundation.organisations import rules
from jalur.foundation.organisations.members import (
    accept_invitation,
    add_member,
    change_membership,
    end_membership,
    hand_over,
    invite_member,
    leave,
    withdraw_invitation,
)
from jalur.foundation.organisations.models import Kind, Licence, Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.rulebook.models import LicenceKind
from jalur.kit.database import violated_constraint

__all__ = [
    "accept_invitation",
    "add_member",
    "change_membership",
    "close_organisation",
    "edit_organisation",
    "end_membership",
    "hand_over",
    "invite_member",
    "leave",
    "record_licence",
    "register_organisation",
    "reopen_organisation",
    "revoke_licence",
    "withdraw_invitation",
]

# What an organisation's own administrator may correct; place and country hang on the right to register there.
CONTACT_FIELDS = ("name", "address", "phone", "email")


@transaction.atomic
def register_organisation(
    *,
    actor: Actor,
    name: str,
    kind: str,
    place: Place | None = None,
    country: Country | None = None,
    address: str = "",
    phone: str = "",
    email: str = "",
) -> Organisation:
    """Enter an organisation of any kind. ValidationError by field when it stands already or lies nowhere."""
    organisation = Organisation(
        name=" ".join(name.split()),
        kind=kind,
        place=place,
        country=country,
        address=address.strip(),
        phone=phone.strip(),
        email=email.strip(),
    )
    access.check(actor, Right.REGISTER_ORGANISATION, organisation)
    _check_entry(organisation)
    _save(organisation)
    record(
        actor=actor,
        event="organisations:organisation:registered",
        subject=organisation,
        place=organisation.place_id or "",
        detail={"kind": organisation.kind},
    )
    return organisation


@transaction.atomic
def edit_organisation(*, actor: Actor, organisation: Organisation, **changes: Any) -> Organisation:
    """Correct name, address, phone, email; place and country only by who may register there. The kind stays."""
    access.check(actor, Right.EDIT_ORGANISATION, organisation)
    unknown = set(changes) - {*CONTACT_FIELDS, "place", "country"}
    if unknown:
        raise TypeError(f"not to be edited: {sorted(unknown)}")
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    changed = [name for name, value in changes.items() if getattr(organisation, name) != value]
    for name in changed:
        value = changes[name]
        setattr(organisation, name, " ".join(value.split()) if isinstance(value, str) else value)
    if {"place", "country"} & set(changed):
        # Reach follows the place, so moving an entry asks for the right to register at the new place.
        access.check(actor, Right.REGISTER_ORGANISATION, organisation)
    if not changed:
        return organisation
    _check_entry(organisation)
    _save(organisation)
    record(
        actor=actor,
        event="organisations:organisation:edited",
        subject=organisation,
        place=organisation.place_id or "",
        detail={"fields": sorted(changed)},
    )
    return organisation


@transaction.atomic
def close_organisation(*, actor: Actor, organisation: Organisation, on: date, today: date) -> Organisation:
    """Close an organisation from a day up to today; its members act for it no longer. One platform operator stays."""
    access.check(actor, Right.CLOSE_ORGANISATION, organisation)
    # All operators in one order: two of them closing each other's must not leave none.
    operators = list(
        Organisation.objects.filter(kind=Kind.PLATFORM).order_by("pk").select_for_update(of=("self",))
    )
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if organisation.closed_on is not None:
        raise ValidationError({"closed_on": _("This organisation is closed already.")})
    if on > today:
        raise ValidationError(
            {"closed_on": _("Give today or an earlier day: a closing cannot be entered ahead.")}
        )
    if organisation.kind == Kind.PLATFORM and not [
        other for other in operators if other.pk != organisation.pk and other.closed_on is None
    ]:
        raise ValidationError(
            {"closed_on": _("This is the last platform operator. Register and staff another one first.")}
        )
    organisation.closed_on = on
    organisation.save(update_fields=["closed_on"])
    record(
        actor=actor,
        event="organisations:organisation:closed",
        subject=organisation,
        place=organisation.place_id or "",
    )
    return organisation


@transaction.atomic
def reopen_organisation(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Undo a closing."""
    access.check(actor, Right.CLOSE_ORGANISATION, organisation)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if organisation.closed_on is None:
        raise ValidationError({"closed_on": _("This organisation is not closed.")})
    organisation.closed_on = None
    organisation.save(update_fields=["closed_on"])
    record(
        actor=actor,
        event="organisations:organisation:reopened",
        subject=organisation,
        place=organisation.place_id or "",
    )
    return organisation


@transaction.atomic
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
        raise ValidationError({"kind": _("Choose one of the kinds of licence.")})
    access.check(actor, rules.RECORDING[kind], licence)
    if valid_from and valid_to and valid_to <= valid_from:
        raise ValidationError({"valid_to": _("The end of a licence must lie after its start.")})
    if not licence.number:
        raise ValidationError({"number": _("Write the number that stands on the licence.")})
    try:
        with transaction.atomic():
            licence.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) == "licence_number_once":
            raise ValidationError(
                {
                    "number": _(
                        "This number is recorded already. Look for it in the register, or check the digits."
                    )
                }
            ) from error
        raise
    record(
        actor=actor,
        event="organisations:licence:recorded",
        subject=licence,
        place=organisation.place_id or "",
        detail={"kind": kind},
    )
    return licence


@transaction.atomic
def revoke_licence(*, actor: Actor, licence: Licence, on: date) -> Licence:
    """Take a licence away from a day on; on that day it no longer holds. Earlier days keep what was true then."""
    access.check(actor, rules.RECORDING[licence.kind], licence)
    licence = (
        Licence.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=licence.pk)
    )
    if licence.revoked_on is not None:
        raise ValidationError({"revoked_on": _("This licence is revoked already.")})
    if licence.valid_from and on < licence.valid_from:
        raise ValidationError({"revoked_on": _("A licence cannot be revoked before it began.")})
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


def _check_entry(organisation: Organisation) -> None:
    if not organisation.name:
        raise ValidationError({"name": _("Write the organisation's name.")})
    if organisation.kind not in Kind.values:
        raise ValidationError({"kind": _("Choose one of the kinds of organisation.")})
    if (
        organisation.place_id is None
        and organisation.country_id is None
        and organisation.kind not in NATIONAL
    ):
        raise ValidationError({"place": _("Say where it is: a place in Indonesia, or a country abroad.")})
    if organisation.kind == Kind.MISSION and organisation.country_id is None:
        raise ValidationError({"country": _("Say which country the mission is accredited to.")})


# These may belong to no place: they serve the whole country.
NATIONAL = frozenset({Kind.MINISTRY, Kind.PLATFORM})


def _save(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        if violated_constraint(error) == "organisation_once":
            sentence = _(
                "An organisation of this name and kind stands in the register for this place already."
            )
            raise ValidationError({"name": sentence}) from error
        raise
