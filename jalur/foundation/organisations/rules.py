"""Licences and members as pure decisions: the day is always an argument."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from jalur.foundation.accounts.access import Role
from jalur.foundation.rulebook.rules import Duty, licence_asked


class LicenceLike(Protocol):
    """What the rules read of a licence; `valid_to` and `revoked_on` are the first days it no longer holds.

    From `suspended_on` up to `lifted_on` it does not hold.
    """

    kind: str
    valid_from: date | None
    valid_to: date | None
    revoked_on: date | None
    suspended_on: date | None
    lifted_on: date | None


class Closable(Protocol):
    """What the rules read of an organisation; `closed_on` is the first day it is no more."""

    closed_on: date | None


class MembershipLike(Protocol):
    is_administrator: bool
    valid_from: date | None
    valid_to: date | None


class DutyLike(Protocol):
    """What the rules read of a duty that the rulebook lays on a route."""

    licence_kind: str


L = TypeVar("L", bound=LicenceLike)
D = TypeVar("D", bound=DutyLike)

# Licences that the office of a regency gives; the others are given nationally.
GIVEN_BY_REGENCIES = frozenset({"provider_licence", "provider_accreditation"})

# The roles a membership may carry, so that who keeps a training provider's members cannot make an officer of the state.
ROLES_OF_KIND: Mapping[str, frozenset[Role]] = {
    "ministry": frozenset({Role.MINISTRY_ANALYST}),
    "regional_service_office": frozenset({Role.LABOUR_OFFICER}),
    "labour_office": frozenset({Role.LABOUR_OFFICER}),
    "one_stop_service": frozenset({Role.LABOUR_OFFICER}),
    "village": frozenset({Role.VILLAGE_OFFICER}),
    "training_centre": frozenset({Role.TRAINING_MANAGER, Role.INSTRUCTOR, Role.ASSESSOR}),
    "training_provider": frozenset({Role.TRAINING_MANAGER, Role.INSTRUCTOR}),
    "certification_body": frozenset({Role.ASSESSOR, Role.CERTIFICATION_MANAGER}),
    "placement_company": frozenset({Role.COMPANY_OFFICER}),
    "partner_agency": frozenset(),
    "mission": frozenset({Role.LABOUR_ATTACHE}),
    "school": frozenset({Role.TRAINING_MANAGER, Role.INSTRUCTOR, Role.ASSESSOR}),
    "civil_society": frozenset(),
    "platform": frozenset({Role.ADMINISTRATOR}),
}


@dataclass(frozen=True)
class Standing(Generic[L]):
    """What holds on a day: licensed, revoked, suspended, expired, not_yet, none, not_asked or unstated; `licence` is the one saying so.

    unstated: a licence is asked for on other days, and nothing is known of this one. is_checked: whether the rule that asks for it
    was read in the law itself.
    """

    state: str
    licence: L | None = None
    is_checked: bool = True


NOT_LICENSED = frozenset({"revoked", "suspended", "expired", "not_yet", "none"})
"""The standings of an organisation whose licence is asked for and not in force."""


def licence_holds(licence: LicenceLike, on: date) -> bool:
    """Whether the licence is in force on the day; on the day of revocation it no longer is."""
    begun = licence.valid_from is None or licence.valid_from <= on
    over = licence.valid_to is not None and licence.valid_to <= on
    revoked = licence.revoked_on is not None and licence.revoked_on <= on
    return begun and not over and not revoked and not is_suspended(licence, on)


def is_suspended(licence: LicenceLike, on: date) -> bool:
    """Whether the day lies in its latest suspension."""
    return (
        licence.suspended_on is not None
        and licence.suspended_on <= on
        and (licence.lifted_on is None or on < licence.lifted_on)
    )


def is_licensed(licences: Iterable[LicenceLike], kind: str, on: date) -> bool:
    """Whether one of the licences is of the kind and in force on the day."""
    return any(licence.kind == kind and licence_holds(licence, on) for licence in licences)


def may_place(
    organisation: Closable, licences: Iterable[LicenceLike], placing: Collection[str], on: date
) -> bool:
    """Whether an open organisation holds a licence on the day of one of the kinds that allow to place workers abroad."""
    is_open = organisation.closed_on is None or on < organisation.closed_on
    return is_open and any(row.kind in placing and licence_holds(row, on) for row in licences)


def unmet_duty(duties: Iterable[D], licences: Iterable[LicenceLike], on: date) -> D | None:
    """The first duty that no licence in force on the day meets."""
    held = list(licences)
    return next((duty for duty in duties if not is_licensed(held, duty.licence_kind, on)), None)


def standing_of(kind: str, licences: Iterable[L], duties: Sequence[Duty], on: date) -> Standing[L]:
    """What a day says about an organisation of a kind, by the licence that the rulebook's duties ask of it."""
    duty = licence_asked(duties, kind=kind, on=on)
    if duty is not None:
        return replace(standing(licences, duty.licence_kind, on), is_checked=duty.verified)
    on_other_days = next((row for row in duties if row.organisation_kind == kind), None)
    if on_other_days is None:
        return Standing("not_asked")
    found = standing(licences, on_other_days.licence_kind, on)
    return found if found.state == "licensed" else Standing("unstated")


def standing(licences: Iterable[L], kind: str | None, on: date) -> Standing[L]:
    """What the licences of one kind say about a day, the most telling one first; without a kind nothing is asked."""
    if kind is None:
        return Standing("not_asked")
    of_kind = [licence for licence in licences if licence.kind == kind]
    for licence in of_kind:
        if licence_holds(licence, on):
            return Standing("licensed", licence)
    begun = [row for row in of_kind if row.valid_from is None or row.valid_from <= on]
    revoked = [row for row in begun if row.revoked_on is not None and row.revoked_on <= on]
    if revoked:
        return Standing("revoked", max(revoked, key=lambda row: row.revoked_on or date.min))
    suspended = [row for row in begun if is_suspended(row, on)]
    if suspended:
        return Standing("suspended", suspended[0])
    if begun:
        return Standing("expired", max(begun, key=lambda row: row.valid_to or date.max))
    if of_kind:
        return Standing("not_yet", min(of_kind, key=lambda row: row.valid_from or date.min))
    return Standing("none")


def may_carry(kind: str, role: str) -> bool:
    """Whether a membership at an organisation of the kind may carry the role."""
    return role in ROLES_OF_KIND.get(kind, frozenset())


def keeps_an_administrator(memberships: Iterable[MembershipLike], on: date) -> bool:
    """Whether one of the memberships, as they would stand, is in force on the day and keeps the members."""
    return any(
        row.is_administrator
        and (row.valid_from is None or row.valid_from <= on)
        and (row.valid_to is None or on < row.valid_to)
        for row in memberships
    )


# A week: long enough to find a second person, too short for a request that everybody has forgotten.
RESET_DAYS = 7


def waits_for_confirmation(asked_on: date | None, today: date) -> bool:
    """Whether the reset of a second factor was asked for and may still be confirmed."""
    return asked_on is not None and today < asked_on + timedelta(days=RESET_DAYS)
