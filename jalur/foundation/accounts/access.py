"""Who may do what: one declared table (access.csv), read by the checks, the documentation page and the tests.

A row says: this role may do this action (`room:thing:verb`) to what lies in this scope, and see data up to this
sensitivity. A model says in `SCOPES` how to get from one of its rows to what each scope is about. Nothing else grants access.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase

from jalur.kit.database import Privacy

TABLE = Path(__file__).with_name("access.csv")
T = TypeVar("T", bound=Model)


class Role(StrEnum):
    # Held by everybody, by everybody signed in, and by a member who keeps an organisation's members.
    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    ORGANISATION_ADMINISTRATOR = "organisation_administrator"
    CANDIDATE = "candidate"
    VILLAGE_OFFICER = "village_officer"
    LABOUR_OFFICER = "labour_officer"
    TRAINING_MANAGER = "training_manager"
    INSTRUCTOR = "instructor"
    ASSESSOR = "assessor"
    COMPANY_OFFICER = "company_officer"
    MINISTRY_ANALYST = "ministry_analyst"
    LABOUR_ATTACHE = "labour_attache"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


# Roles that a membership can carry; all of them sign in with a second factor.
STAFF_ROLES = frozenset(
    {
        Role.VILLAGE_OFFICER,
        Role.LABOUR_OFFICER,
        Role.TRAINING_MANAGER,
        Role.INSTRUCTOR,
        Role.ASSESSOR,
        Role.COMPANY_OFFICER,
        Role.MINISTRY_ANALYST,
        Role.LABOUR_ATTACHE,
        Role.ADMINISTRATOR,
    }
)


class Scope(StrEnum):
    OWN = "own"  # the actor's own person
    ORGANISATION = "organisation"  # the organisation the actor works for
    REGION = "region"  # the organisation's place and everything below it
    DESTINATION = "destination"  # the country a mission is accredited to
    NATION = "nation"  # everything


@dataclass(frozen=True)
class Actor:
    """Who acts in a request or a job: a person in one role, at one organisation. Never cached between requests."""

    role: Role = Role.ANYONE
    user_id: UUID | None = None
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    place_code: str = ""
    country: str = ""
    is_organisation_administrator: bool = False
    label: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        held = {Role.ANYONE, self.role}
        if self.user_id:
            held.add(Role.SIGNED_IN)
        if self.is_organisation_administrator:
            held.add(Role.ORGANISATION_ADMINISTRATOR)
        return frozenset(held)


ANONYMOUS = Actor()
SYSTEM = Actor(role=Role.SYSTEM, label="Jalur")


@dataclass(frozen=True)
class Grant:
    role: Role
    action: str
    scope: Scope
    sensitivity: Privacy
    reason: str


class Refused(Exception):
    """The actor may not do this. Carries the action only: a refusal never tells whether a record exists."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


@cache
def table() -> tuple[Grant, ...]:
    """All rows of access.csv, in its order."""
    with TABLE.open(newline="", encoding="utf-8") as rows:
        return tuple(
            Grant(Role(r["role"]), r["action"], Scope(r["scope"]), Privacy(r["sensitivity"]), r["reason"])
            for r in csv.DictReader(rows)
        )


@cache
def actions() -> frozenset[str]:
    return frozenset(grant.action for grant in table() if grant.action != "*")


@cache
def _grants(role: Role, action: str) -> tuple[Grant, ...]:
    return tuple(grant for grant in table() if grant.role == role and grant.action in (action, "*"))


def grants(actor: Actor, action: str) -> list[Grant]:
    """The rows that let this actor do this action somewhere. An action that no row names is a programming error."""
    if action not in actions():
        raise LookupError(f"access.csv has no action {action}")
    return [grant for role in sorted(actor.roles) for grant in _grants(role, action)]


def may(actor: Actor, action: str) -> bool:
    """Whether the actor may do the action at all, to something."""
    return bool(grants(actor, action))


def sees(actor: Actor, action: str, sensitivity: Privacy) -> bool:
    """Whether one of the actor's rows for the action reaches this sensitivity."""
    order = list(Privacy)
    return any(order.index(grant.sensitivity) >= order.index(sensitivity) for grant in grants(actor, action))


def narrow(queryset: QuerySet[T], actor: Actor, action: str) -> QuerySet[T]:
    """The rows of the queryset that the actor's grants for the action reach; none when there is no grant."""
    found = grants(actor, action)
    if any(grant.scope is Scope.NATION for grant in found):
        return queryset
    reach = Q(pk__in=[])
    for scope in {grant.scope for grant in found}:
        reach |= _within(queryset.model, actor, scope)
    return queryset.filter(reach)


def covers(actor: Actor, action: str, subject: Model) -> bool:
    """Whether the actor may do the action to this object, saved or not; follows the model's SCOPES in memory."""
    return any(
        grant.scope is Scope.NATION or _is_within(subject, actor, grant.scope)
        for grant in grants(actor, action)
    )


def check(actor: Actor, action: str, subject: Model | None = None) -> None:
    """Raise `Refused` unless the actor may do the action to the subject (without one: at all)."""
    if not (may(actor, action) if subject is None else covers(actor, action, subject)):
        raise Refused(action)


def _own_value(actor: Actor, scope: Scope) -> Any:
    return {
        Scope.OWN: actor.person_id,
        Scope.ORGANISATION: actor.organisation_id,
        Scope.REGION: actor.place_code,
        Scope.DESTINATION: actor.country,
    }[scope]


def _paths(model: type[Model], scope: Scope) -> tuple[str, ...]:
    paths = getattr(model, "SCOPES", {}).get(scope, ())
    return (paths,) if isinstance(paths, str) else tuple(paths)


def _within(model: type[Model], actor: Actor, scope: Scope) -> Q:
    value = _own_value(actor, scope)
    condition = Q(pk__in=[])
    if not value:
        return condition
    for path in _paths(model, scope):
        if scope is Scope.REGION:
            # A foreign key knows no "starts with"; the code it refers to does, without a join.
            code = f"{path.removesuffix('_id')}__code" if path.endswith("_id") else path
            condition |= Q(**{code: value}) | Q(**{f"{code}__startswith": f"{value}."})
        else:
            condition |= Q(**{path: value})
    return condition


def _is_within(subject: Model, actor: Actor, scope: Scope) -> bool:
    value = _own_value(actor, scope)
    if not value:
        return False
    for path in _paths(type(subject), scope):
        found: Any = subject
        for step in path.split("__"):
            found = getattr(found, step, None)
        if found == value or (scope is Scope.REGION and str(found or "").startswith(f"{value}.")):
            return True
    return False


View = Callable[..., HttpResponseBase]


def requires(action: str) -> Callable[[View], View]:
    """Mark a view with the action it performs. Signed out without a grant: to sign-in; signed in without: refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor: Actor = request.actor  # type: ignore[attr-defined]  # set by portal's middleware
            if may(actor, action):
                return view(request, *args, **kwargs)
            if actor.user_id is None:
                return redirect_to_login(request.get_full_path())
            raise Refused(action)

        guarded.access_action = action  # type: ignore[attr-defined]  # read by the sweep over all addresses
        return guarded

    return decorate


def public(view: View) -> View:
    """Mark a view that anybody may open and that shows no personal data."""
    view.access_action = "public"  # type: ignore[attr-defined]  # read by the sweep over all addresses
    return view
