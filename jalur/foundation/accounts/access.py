"""Who may do what: one declared table, read by the checks, the documentation page and the tests.

Each room brings the rows of its own actions in `access.csv`; they are joined and checked when the application starts.
A row says: this role may do this action (`room:thing:verb`) to what lies in this scope. A model says in `SCOPES` how to get
from one of its rows to what each scope is about. Nothing else grants access.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, wraps
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme

from jalur.kit.database import DatedQuerySet, lying_in

TABLE = "access.csv"
COLUMNS = ("role", "action", "scope", "reason")
EVERY_ACTION = "*"
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
    CERTIFICATION_MANAGER = "certification_manager"
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
        Role.CERTIFICATION_MANAGER,
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


def herself(person_id: UUID) -> Actor:
    """A person as the one her own file is about, signed in or not."""
    return Actor(role=Role.CANDIDATE, person_id=person_id)


@dataclass(frozen=True)
class Grant:
    role: Role
    action: str
    scope: Scope
    reason: str


class Refused(Exception):
    """The actor may not do this. Carries the action only: a refusal never tells whether a record exists."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


def read_table(path: Path, room: str) -> list[Grant]:
    """The rows of one room's file, in its order. ImproperlyConfigured names the file and line that cannot stand."""
    grants: list[Grant] = []
    taken: set[tuple[str, ...]] = set()
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines, COLUMNS)
        if next(reader, None) != dict(zip(COLUMNS, COLUMNS, strict=True)):
            raise ImproperlyConfigured(f"{path}, line 1: the columns are {', '.join(COLUMNS)}.")
        for row in reader:
            key = (row["role"], row["action"], row["scope"])
            if fault := _fault(row, room) or ("the same row stands above" if key in taken else ""):
                raise ImproperlyConfigured(f"{path}, line {reader.line_num}: {fault}.")
            taken.add(key)
            grants.append(Grant(Role(row["role"]), row["action"], Scope(row["scope"]), row["reason"]))
    return grants


def _fault(row: dict[Any, Any], room: str) -> str:
    role, action, scope = row["role"], row["action"], row["scope"]
    if None in row:
        return "a reason with a comma stands in quotation marks"
    if role not in set(Role):
        return f"there is no role {role}"
    if scope not in set(Scope):
        return f"there is no scope {scope}"
    if not (row["reason"] or "").strip():
        return f"why {role} may do {action} is missing"
    if action == EVERY_ACTION:
        return "" if role == Role.SYSTEM else f"only the system may do everything, not {role}"
    if action.split(":")[0] != room or action.count(":") != 2:
        return f"an action here is called {room}:thing:verb, not {action}"
    return ""


@cache
def table() -> tuple[Grant, ...]:
    """The rows of all rooms, room by room."""
    rooms = [room for room in apps.get_app_configs() if room.name.startswith("jalur.")]
    files = {room.label: Path(room.path) / TABLE for room in rooms}
    return tuple(grant for room, path in files.items() if path.exists() for grant in read_table(path, room))


@cache
def actions() -> frozenset[str]:
    return frozenset(grant.action for grant in table() if grant.action != EVERY_ACTION)


@cache
def names() -> dict[str, Any]:
    """Action → its words, of all rooms."""
    rooms = [room.name for room in apps.get_app_configs() if room.name.startswith("jalur.")]
    modules = [import_module(f"{room}.rights") for room in rooms if find_spec(f"{room}.rights")]
    return {str(right): right.words for module in modules for right in module.Right}


@cache
def _grants(role: Role, action: str) -> tuple[Grant, ...]:
    return tuple(grant for grant in table() if grant.role == role and grant.action in (action, EVERY_ACTION))


def grants(actor: Actor, action: str) -> list[Grant]:
    """The rows that let this actor do this action somewhere. An action that no row names is a programming error."""
    if action not in actions():
        raise LookupError(f"no access.csv has the action {action}")
    return [grant for role in sorted(actor.roles) for grant in _grants(role, action)]


def may(actor: Actor, action: str) -> bool:
    """Whether the actor may do the action at all, to something."""
    return bool(grants(actor, action))


def narrow(queryset: QuerySet[T], actor: Actor, action: str) -> QuerySet[T]:
    """The rows of the queryset that the actor's grants for the action reach; none when there is no grant."""
    found = grants(actor, action)
    if any(grant.scope is Scope.NATION for grant in found):
        return queryset
    reach = Q(pk__in=[])
    for scope in {grant.scope for grant in found}:
        reach |= _within(queryset.model, actor, scope)
    return queryset.filter(reach)


class VisibleQuerySet(QuerySet[T]):
    """Rows whose first verb is `visible_to`; their model names the right it takes (SEEN_BY)."""

    def visible_to(self, actor: Actor, action: str = "") -> Self:
        """Those that the actor may see, or may do something else to."""
        right = action or self.model.SEEN_BY  # type: ignore[attr-defined]  # kit's Model has it
        return cast("Self", narrow(self, actor, right))


class VisibleDatedQuerySet(VisibleQuerySet[Any], DatedQuerySet):  # type: ignore[override]  # a manager is made of each
    """The same for rows with a period."""


def covers(actor: Actor, action: str, subject: Model) -> bool:
    """Whether the actor may do the action to this object, saved or not; follows the model's SCOPES in memory.

    What lies BETWEEN other objects is reached by who reaches all of them.
    """
    if between := getattr(subject, "BETWEEN", ()):
        return all(covers(actor, action, getattr(subject, name)) for name in between)
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


def _paths(model: type[Model], scope: Scope, declared: str = "SCOPES") -> tuple[str, ...]:
    paths = getattr(model, declared, {}).get(scope, ())
    return (paths,) if isinstance(paths, str) else tuple(paths)


def _within(model: type[Model], actor: Actor, scope: Scope) -> Q:
    value = _own_value(actor, scope)
    condition = Q(pk__in=[])
    if not value:
        return condition
    for path in _paths(model, scope, "COPIES") or _paths(model, scope):
        if scope is Scope.REGION:
            # A foreign key knows no "starts with"; the code it refers to does, without a join.
            code = f"{path.removesuffix('_id')}__code" if path.endswith("_id") else path
            condition |= lying_in(code, value)
        else:
            condition |= Q(**{path: value})
    return condition


def _is_within(subject: Model, actor: Actor, scope: Scope) -> bool:
    value = _own_value(actor, scope)
    return bool(value) and any(
        found == value or (scope is Scope.REGION and str(found or "").startswith(f"{value}."))
        for found in behind(subject, scope)
    )


def behind(subject: Model, scope: Scope) -> Iterator[Any]:
    """What a row says that a scope is about: the key of its organisation, the code of its country."""
    for path in _paths(type(subject), scope):
        found: Any = subject
        for step in path.split("__"):
            found = getattr(found, step, None)
        yield found


View = Callable[..., HttpResponseBase]


def asks_first(view: View) -> View:
    """Mark a view that forms of other pages post to, and that asks before it acts: what they sent waits at its own address."""
    view.asks_first = True  # type: ignore[attr-defined]  # read by way_back
    return view


def way_back(request: HttpRequest) -> str:
    """Where to go on after signing in again: this page or, when a form was sent, the one that the form stood on."""
    if request.method in {"GET", "HEAD"} or hasattr(resolve(request.path_info).func, "asks_first"):
        return request.get_full_path()
    return page_before(request) or "/"


def page_before(request: HttpRequest) -> str:
    """The page of ours from which somebody came; "" where that is unknown."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return urlsplit(page)._replace(scheme="", netloc="").geturl() if is_ours else ""


def requires(action: str) -> Callable[[View], View]:
    """Mark a view with the action it performs. Signed out without a grant: to sign-in; signed in without: refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor: Actor = request.actor  # type: ignore[attr-defined]  # set by portal's middleware
            if may(actor, action):
                return view(request, *args, **kwargs)
            if actor.user_id is None:
                return redirect_to_login(way_back(request))
            raise Refused(action)

        guarded.access_action = action  # type: ignore[attr-defined]  # read by the sweep over all addresses
        return guarded

    return decorate


def public(view: View) -> View:
    """Mark a view that anybody may open and that shows no personal data."""
    view.access_action = "public"  # type: ignore[attr-defined]  # read by the sweep over all addresses
    return view
