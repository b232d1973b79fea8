"""One room's part of the API: each operation says which right it takes, and is guarded, conditional and repeatable by that alone."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial, wraps
from types import MappingProxyType
from typing import Any, Literal

import ninja
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_resolver
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.responses import Status

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.problems import HANDLERS, Problem, ProblemError
from jalur.foundation.workflow.middleware import IDEMPOTENCY_KEY, KEY_LENGTH
from jalur.foundation.workflow.workflow import looked_at
from jalur.kit import dates

ROOT = "/api/v1/"
Method = Literal["GET", "POST", "PATCH"]
NOTHING: Mapping[str, str] = MappingProxyType({})
_rooms: dict[str, str] = {}
_scopes: set[str] = set()
_readings: dict[str, "Reading"] = {}


def is_call(request: HttpRequest) -> bool:
    """Whether a program asks, not a person at a screen."""
    return request.path_info.startswith(ROOT)


def actor_of(request: HttpRequest) -> Actor:
    """The program that calls, as a member of its organisation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # the middleware of connections sets it
    return actor


def rooms() -> dict[str, str]:
    """Room → its name in words, of all rooms that programs may enter; a token's scopes are these with :read or :write."""
    return {room: str(_rooms[room]) for room in sorted(_rooms)}


def scopes() -> list[str]:
    """What tokens can open: the scopes of all operations there are."""
    return sorted(_scopes)


@dataclass(frozen=True)
class Reading:
    """Where a program reads what an event is about: under which right, at which address, and how to get from the event's row to its key.

    keys: paths, of which the first that the row's table has leads to the key.
    """

    right: str
    address: str
    keys: tuple[str, ...]

    @property
    def scope(self) -> str:
        return f"{self.right.split(':')[0]}:read"

    def address_of(self, key: object) -> str:
        return self.address % {"key": key}


def readings() -> dict[str, Reading]:
    """`room:thing` of events → where programs read such a thing."""
    assert (
        get_resolver().url_patterns
    )  # a worker serves no addresses, so it has not read the rooms' operations yet
    return dict(_readings)


@dataclass(frozen=True)
class Declared:
    """What an operation says about itself; the sweep over all operations reads it.

    changes: it names the version it changes; makes: it makes a record, of which no version has been seen.
    deprecated, sunset: since when it is on its way out, and from when it may be gone (RFC 9745, RFC 8594).
    """

    right: str
    method: Method
    changes: bool = False
    makes: bool = False
    deprecated: date | None = None
    sunset: date | None = None

    @property
    def scope(self) -> str:
        return f"{self.right.split(':')[0]}:{'read' if self.method == 'GET' else 'write'}"

    @property
    def headers(self) -> dict[str, str]:
        days = {"Deprecation": self.deprecated, "Sunset": self.sunset}
        stamps = {name: int(dates.begins(day).timestamp()) for name, day in days.items() if day}
        return {
            name: f"@{stamp}" if name == "Deprecation" else http_date(stamp) for name, stamp in stamps.items()
        }


class Router(ninja.Router):
    """Operations of one room. `words`: how the room is called where an administrator chooses what a program may enter."""

    def __init__(self, room: str, words: Any) -> None:
        super().__init__(tags=[room])
        self.room = room
        _rooms[room] = words

    def read(
        self, path: str, right: str, response: Any, *, events: Mapping[str, str] = NOTHING, **options: Any
    ) -> Callable[..., Any]:
        """A GET. events: `room:thing` of the events that lead to this record → paths from their rows to the key in its address."""
        address = f"{ROOT}{self.room.replace('_', '-')}{re.sub(r'{[^}]+}', '%(key)s', path)}"
        _readings.update(
            {thing: Reading(right, address, tuple(keys.split())) for thing, keys in events.items()}
        )
        return self._operation("GET", path, Declared(right, "GET"), response, 200, **options)

    def create(self, path: str, right: str, response: Any, **options: Any) -> Callable[..., Any]:
        """A POST that makes a record, answered by 201."""
        declared = Declared(right, "POST", makes=True)
        return self._operation("POST", path, declared, response, 201, **options)

    def step(self, path: str, right: str, response: Any, **options: Any) -> Callable[..., Any]:
        """A POST that takes a step of a record."""
        return self._operation("POST", path, Declared(right, "POST"), response, 200, **options)

    def change(self, path: str, right: str, response: Any, **options: Any) -> Callable[..., Any]:
        """A PATCH: only what is sent becomes another, and only of the record as the program has seen it (If-Match)."""
        declared = Declared(right, "PATCH", changes=True)
        return self._operation("PATCH", path, declared, response, 200, **options)

    def _operation(
        self,
        method: Method,
        path: str,
        declared: Declared,
        response: Any,
        status: int,
        *,
        deprecated: date | None = None,
        sunset: date | None = None,
        **options: Any,
    ) -> Callable[..., Any]:
        if declared.right.split(":")[0] != self.room:
            raise LookupError(f"{declared.right} is no right of {self.room}")
        declared = replace(declared, deprecated=deprecated, sunset=sunset)
        _scopes.add(declared.scope)

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            tagged = _tagging(view, status)
            tagged._ninja_contribute_to_operation = [partial(_guard, declared)]  # type: ignore[attr-defined]  # ninja reads it
            self.add_api_operation(
                path,
                [method],
                tagged,
                response={status: response, **dict.fromkeys(_problems_of(method), Problem)},
                operation_id=f"{self.room}_{view.__name__}",
                deprecated=True if deprecated else None,
                openapi_extra={"parameters": _headers_of(declared)},
                **options,
            )
            return view

        return decorate


def _problems_of(method: Method) -> tuple[int, ...]:
    reads = (400, 401, 403, 404, 422, 429)
    return reads if method == "GET" else (*reads, 409, 412, 413, 428, 503)


def _headers_of(declared: Declared) -> list[dict[str, Any]]:
    def header(name: str, what: str, *, required: bool, **schema: Any) -> dict[str, Any]:
        kind = {"type": "string", **schema}
        return {"in": "header", "name": name, "required": required, "description": what, "schema": kind}

    if declared.method == "GET":
        return [header("If-None-Match", "An ETag that you hold: 304 while nothing is new.", required=False)]
    key = header(
        IDEMPOTENCY_KEY,
        "Yours, new for each deed, the same when you send it again: it takes effect once.",
        required=True,
        minLength=1,
        maxLength=KEY_LENGTH,
        pattern="^[!-~]+$",
    )
    if declared.makes:
        return [key]
    match = header(
        "If-Match", "The ETag of the record as you have seen it; otherwise 412.", required=declared.changes
    )
    return [key, match]


def _tagging(view: Callable[..., Any], status: int) -> Callable[..., Any]:
    """Whatever an operation answers bears a tag of what it says."""

    @wraps(view)
    def tagged(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        result = view(request, *args, **kwargs)
        if isinstance(result, Schema):
            request.answer_tag = tag_of(result)  # type: ignore[attr-defined]  # read by _guarded below
        return Status(status, result)

    return tagged


def tag_of(shown: Schema) -> str:
    """The ETag of what a record says now."""
    return f'"{hashlib.sha256(shown.model_dump_json().encode()).hexdigest()[:32]}"'


def _guard(declared: Declared, operation: Any) -> None:
    """Put the guard around an operation, and keep it there when ninja copies it."""
    operation.view_func.declared = declared
    operation._run_decorators = [*getattr(operation, "_run_decorators", []), partial(_guarded, declared)]
    operation.run = _guarded(declared, operation.run)


def _guarded(declared: Declared, run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            _check(declared, request)
        except tuple(HANDLERS) as refused:
            response: HttpResponseBase = HANDLERS[type(refused)](refused)
        else:
            response = run(request, **kwargs)
        for name, value in declared.headers.items():
            response[name] = value
        tag = getattr(request, "answer_tag", None)
        if tag is None or response.status_code >= 400:
            return response
        response["ETag"] = tag
        if declared.method != "GET":
            return response
        assert isinstance(response, HttpResponse)
        return get_conditional_response(request, etag=tag, response=response)

    return answer


def _check(declared: Declared, request: HttpRequest) -> None:
    """Who calls, what her token opens, what her role allows; then whether the call can be told from its repetition."""
    actor = actor_of(request)
    if actor.user_id is None:
        raise ProblemError(
            401,
            "token",
            _("This needs an access token that is in force."),
            headers={"WWW-Authenticate": 'Bearer realm="Jalur"'},
        )
    check_scope(request, declared.scope)
    access.check(actor, declared.right)
    if declared.method == "GET":
        return
    key = request.headers.get(IDEMPOTENCY_KEY, "")
    if not key or len(key) > KEY_LENGTH:
        sentence = _("Send a key of your own in the header %(header)s.") % {"header": IDEMPOTENCY_KEY}
        raise ProblemError(400, "idempotency_key", sentence)
    if declared.changes and "If-Match" not in request.headers:
        sentence = _("Say in the header If-Match which version you have seen.")
        raise ProblemError(428, "if_match", sentence)


def check_scope(request: HttpRequest, scope: str) -> None:
    """Refused unless the token opens it; an operation that writes into another room asks for that room's too."""
    if scope not in request.scopes:  # type: ignore[attr-defined]  # set with the actor
        sentence = _("This token does not open %(scope)s.") % {"scope": scope}
        challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
        raise ProblemError(403, "scope", sentence, headers={"WWW-Authenticate": challenge})


@contextmanager
def as_seen(request: HttpRequest, record: Model, show: Callable[[Any], Schema]) -> Iterator[None]:
    """Inside, a step of the record is taken only if it is still as the program has seen it (If-Match): looked at once it is locked.

    show: what a program reads of the record.
    """
    with looked_at(record, lambda locked: check_seen(request, locked, show)):
        yield


def check_seen(request: HttpRequest, locked: Model, show: Callable[[Any], Schema]) -> None:
    """The same of a record that the caller has locked itself, where the service takes no step of a table."""
    wanted = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-Match", "*").split(",")]
    if "*" not in wanted and tag_of(show(locked)) not in wanted:
        sentence = _("Somebody has changed this since you read it. Read it again, then decide.")
        raise ProblemError(412, "changed", sentence)
