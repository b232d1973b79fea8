"""The public register: organisations entered, corrected, closed and reopened."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Country, Place
from jalur.foundation.organisations import guards
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.organisations.rights import Right
from jalur.foundation.organisations.workflow import ORGANISATION
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.locks import deed, lock
from jalur.foundation.workflow.steps import UnchangedError
from jalur.kit.refusals import refusal

# What an organisation's own administrator may correct; place and country hang on the right to register there.
CONTACT_FIELDS = ("name", "address", "phone", "email")


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
    with ORGANISATION.step("register", actor=actor, subject=organisation, detail={"kind": kind}):
        pass
    return organisation


def edit_organisation(*, actor: Actor, organisation: Organisation, **changes: Any) -> Organisation:
    """Correct name, address, phone, email; place and country only by who may register there. The kind stays."""
    unknown = set(changes) - {*CONTACT_FIELDS, "place", "country"}
    if unknown:
        raise TypeError(f"not to be edited: {sorted(unknown)}")
    detail: dict[str, Any] = {}
    with ORGANISATION.step("edit", actor=actor, subject=organisation, detail=detail) as locked:
        changed = sorted(name for name, value in changes.items() if getattr(locked, name) != value)
        if not changed:
            raise UnchangedError
        for name in changed:
            value = changes[name]
            setattr(locked, name, " ".join(value.split()) if isinstance(value, str) else value)
        if {"place", "country"} & set(changed):
            # Reach follows the place, so moving an entry asks for the right to register at the new place.
            access.check(actor, Right.REGISTER_ORGANISATION, locked)
        if (refused := guards.entry_is_complete(locked)) is not None:
            raise refused
        detail["fields"] = changed
    return locked


@deed
def close_organisation(*, actor: Actor, organisation: Organisation, on: date, today: date) -> Organisation:
    """Close an organisation from a day up to today; its members act for it no longer. One platform operator stays."""
    access.check(actor, Right.CLOSE_ORGANISATION, organisation)
    # All operators at once: two of them closing each other's must not leave none.
    operators = Organisation.objects.filter(kind=OrganisationKind.PLATFORM).order_by("pk")
    lock(Organisation, {organisation.pk, *operators.values_list("pk", flat=True)})
    with ORGANISATION.step("close", actor=actor, subject=organisation, today=today) as locked:
        if on > today:
            sentence = _("Give today or an earlier day: an organisation cannot be closed in advance.")
            raise refusal("closed_on", "in_future", sentence)
        locked.closed_on = on
    consequences.follow(today)
    return locked


@deed
def reopen_organisation(*, actor: Actor, organisation: Organisation, today: date) -> Organisation:
    """Undo a closing."""
    with ORGANISATION.step("reopen", actor=actor, subject=organisation, today=today) as locked:
        pass
    consequences.follow(today)
    return locked
