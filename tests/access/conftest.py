"""The stage of the sweep: the cast and the world stand once for a file, and what a test does on it is undone."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import clear_url_caches, path

from jalur.project import urls
from tests.access import oracle
from tests.access.addresses import Address, addresses
from tests.access.example import Example
from tests.access.examples import example_of
from tests.access.world import Facts, World, make_world
from tests.cast import make_cast, open_session

# The visitor's own session, the limits on trying and the keys of forms are not data of the country.
OF_THE_VISIT = {"django_session", "cache", "workflow_sentform"}


@dataclass
class Stage:
    cast: SimpleNamespace
    world: World
    sessions: dict[str, str] = field(default_factory=dict)

    def members(self) -> list[tuple[str, Any]]:
        return [("nobody", None), *vars(self.cast).items()]

    def sign_in(self) -> None:
        """Once for everybody: a test only carries the session's cookie."""
        for key, member in vars(self.cast).items():
            client = Client()
            open_session(client, member.user)
            self.sessions[key] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, key: str) -> Client:
        """A browser of the member; of nobody for every other key."""
        client = Client(raise_request_exception=False)
        if key in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[key]
        return client

    def url(self, address: Address, side: str) -> str:
        example: Example = example_of(address)
        return address.url(example.arguments(getattr(self.world, side)))

    def expected(self, member: Any, address: Address, side: str) -> str:
        """What the tables say: shown, refused, or sent to sign in."""
        if address.action == "public":
            return "shown"
        if address.action == "signed_in":
            return "shown" if member else "sign in"
        if not oracle.scopes(member, address.action):
            return "refused" if member else "sign in"
        facts: Facts | None = self.world.facts[side].get(example_of(address).kind)
        if facts is not None and not oracle.reaches(member, address.action, facts):
            return "refused"
        return "shown"


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), undone():
        cast = make_cast()
        stage = Stage(cast, make_world(cast))
        stage.sign_in()
        yield stage


@pytest.fixture
def plant(monkeypatch) -> Iterator[Callable[[Callable[..., Any]], Address]]:
    """`plant(view)` puts the view at /planted/ for the length of a test and gives its address."""

    def put(view: Callable[..., Any]) -> Address:
        planted = path("planted/", view, name="planted")
        monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, planted])
        clear_url_caches()
        return next(each for each in addresses() if each.name == "planted")

    yield put
    monkeypatch.undo()
    clear_url_caches()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens to the tables in here has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        # A savepoint that is rolled back leaves what a bulk write inside it said about constraints.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def written() -> dict[str, int]:
    """Rows inserted, updated and deleted in this transaction by table, those undone again included: PostgreSQL counts them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {table: count for table, count in cursor.fetchall() if table not in OF_THE_VISIT}


def verdict(response: Any) -> str:
    if response.status_code == 302 and "/accounts/login/" in response.headers["Location"]:
        return "sign in"
    if response.status_code in (403, 404):
        return "refused"
    return "shown" if response.status_code < 500 else "failed"


def fault(response: Any) -> str:
    """The verdict in words for a failing test, with the error or the beginning of the page."""
    error = repr(response.exc_info[1]) if getattr(response, "exc_info", None) else ""
    main = response.content.decode("utf-8", "ignore").partition("<main")[2] if not response.streaming else ""
    page = " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", main, flags=re.DOTALL).split())
    return f"{verdict(response)} ({response.status_code}) {error or page}"[:900]
