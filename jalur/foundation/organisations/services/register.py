"""The public register: organisations entered, corrected, closed and reopened."""

from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Country, Place
from jalur.foundation.history.services import record
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow.locks import atomic, deed, lock
from jalur.kit.database import violated_constraint
from jalur.kit.refusals import refusal

# What an organisation's own administrator may correct; place and country hang on the right to register there.
CONTACT_FIELDS = ("name", "address", "phone", "email")
# These may belong to no place: they serve the whole country.
NATIONAL = frozenset({OrganisationKind.MINISTRY, OrganisationKind.PLATFORM})


@deed
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
    """Enter an organisation of any kind. ValidationError by field when it is registered already or lies nowhere."""
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


@deed
def edit_organisation(*, actor: Actor, organisation: Organisation, **changes: Any) -> Organisation:
    """Correct name, address, phone, email; place and country only by who may register there. The kind stays."""
    access.check(actor, Right.EDIT_ORGANISATION, organisation)
    unknown = set(changes) - {*CONTACT_FIELDS, "place", "country"}
    if unknown:
        raise TypeError(f"not to be edited: {sorted(unknown)}")
    [organisation] = lock(Organisation, [organisation.pk])
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


@deed
def close_organisation(*, actor: Actor, organisation: Organisation, on: date, today: date) -> Organisation:
    """Close an organisation from a day up to today; its members act for it no longer. One platform operator stays."""
    access.check(actor, Right.CLOSE_ORGANISATION, organisation)
    # All operators at once: two of them closing each other's must not leave none.
    operators = Organisation.objects.filter(kind=OrganisationKind.PLATFORM).order_by("pk")
    rows = lock(Organisation, {organisation.pk, *operators.values_list("pk", flat=True)})
    organisation = next(row for row in rows if row.pk == organisation.pk)
    if organisation.closed_on is not None:
        raise refusal("closed_on", "closed_already", _("This organisation is closed already."))
    if on > today:
        sentence = _("Give today or an earlier day: an organisation cannot be closed in advance.")
        raise refusal("closed_on", "in_future", sentence)
    if organisation.kind == OrganisationKind.PLATFORM and not any(
        row.kind == OrganisationKind.PLATFORM and row.pk != organisation.pk and row.closed_on is None
        for row in rows
    ):
        sentence = _("This is the last platform operator. Register and staff another one first.")
        raise refusal("closed_on", "last_operator", sentence)
    organisation.closed_on = on
    organisation.save(update_fields=["closed_on"])
    record(
        actor=actor,
        event="organisations:organisation:closed",
        subject=organisation,
        place=organisation.place_id or "",
    )
    return organisation


@deed
def reopen_organisation(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Undo a closing."""
    access.check(actor, Right.CLOSE_ORGANISATION, organisation)
    [organisation] = lock(Organisation, [organisation.pk])
    if organisation.closed_on is None:
        raise refusal("closed_on", "not_closed", _("This organisation is not closed."))
    organisation.closed_on = None
    organisation.save(update_fields=["closed_on"])
    record(
        actor=actor,
        event="organisations:organisation:reopened",
        subject=organisation,
        place=organisation.place_id or "",
    )
    return organisation


def _check_entry(organisation: Organisation) -> None:
    if not organisation.name:
        raise refusal("name", "missing", _("Write the organisation's name."))
    if organisation.kind not in OrganisationKind.values:
        raise refusal("kind", "unknown", _("Choose one of the kinds of organisation."))
    if (
        organisation.place_id is None
        and organisation.country_id is None
        and organisation.kind not in NATIONAL
    ):
        raise refusal("place", "missing", _("Say where it is: a place in Indonesia, or a country abroad."))
    if organisation.kind == OrganisationKind.MISSION and organisation.country_id is None:
        raise refusal("country", "missing", _("Say which country the mission is accredited to."))


def _save(organisation: Organisation) -> None:
    try:
        with atomic():
            organisation.save()
    except IntegrityError as error:
        if violated_constraint(error) == "organisation_once":
            sentence = _("An organisation of this name and kind is registered at this place already.")
            raise refusal("name", "registered_already", sentence) from error
        raise
