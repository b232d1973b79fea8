"""The habits that fail in every test, each planted once and seen: a guard that nobody saw red may be asleep."""

import socket
import warnings
from types import SimpleNamespace
from typing import Any

import django_tables2
import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.db import models
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import isolate_apps
from pytest_socket import SocketConnectBlockedError

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import ANONYMOUS
from jalur.foundation.accounts.models import User
from jalur.kit.database import Model, Privacy
from jalur.kit.lists import list_page
from jalur.kit.readonly import WriteOnRead
from jalur.project import urls
from tests.habits import Unordered

# --- templates, warnings, sockets -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["{{ nobody }}", "{{ known.nobody }}", "{{ nobody|upper }}"])
def test_an_undefined_variable_fails(text):
    with pytest.raises(LookupError, match="undefined template variable"):
        engines["django"].from_string(text).render({"known": SimpleNamespace()})


def test_a_warning_fails():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "contoh.example"])
def test_a_connection_to_another_machine_fails(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with (
        socket.socket(family) as own,
        pytest.warns(match="connect"),
        pytest.raises(SocketConnectBlockedError),
    ):
        own.connect((host, 80))


# --- order ----------------------------------------------------------------------------------------------------------


def cut_by_ours(rows: Any) -> Any:
    """A slice as a module of ours would take it."""
    own: dict[str, Any] = {"__name__": "jalur.planted", "rows": rows}
    exec("piece = rows[:1]", own)
    return own["piece"]


@pytest.mark.django_db
def test_a_piece_of_unordered_rows_fails():
    with pytest.raises(Unordered):
        cut_by_ours(User.objects.all())
    assert list(cut_by_ours(User.objects.order_by("email"))) == []


@pytest.mark.django_db
def test_pages_of_unordered_rows_fail():
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(User.objects.all(), 10).page(1)


@pytest.mark.django_db
def test_a_list_page_of_unordered_rows_fails():
    class Accounts(django_tables2.Table):
        name = django_tables2.Column()

    request = RequestFactory().get("/planted/")
    request.session, request.actor, request.htmx = SessionStore(), ANONYMOUS, False
    with pytest.raises(ValueError, match="Accounts lists rows in no order"):
        list_page(request, queryset=User.objects.all(), table=Accounts, filters=None, export_name="planted")


# --- privacy --------------------------------------------------------------------------------------------------------


def undeclared(tables: list[type[models.Model]]) -> list[str]:
    """Tables of ours that do not say what personal data they hold, or not how long they are kept.

    Rows of the field history (`…Event`) are as private as what they track; tables that only join two others hold keys.
    """
    silent = []
    for table in tables:
        declared = getattr(table, "pgh_tracked_model", table)
        if not isinstance(privacy := getattr(declared, "PRIVACY", None), Privacy):
            silent.append(f"{table._meta.label} declares no PRIVACY")
        elif privacy is not Privacy.NONE and not declared.KEPT:
            silent.append(f"{table._meta.label} does not say how long it is KEPT")
    return silent


def test_every_table_declares_its_privacy():
    ours = [table for table in apps.get_models() if table.__module__.startswith("jalur.")]
    assert len(ours) > 30
    assert undeclared(ours) == []


def test_a_table_without_a_declaration_is_found():
    with isolate_apps("jalur.foundation.people"):

        def plant(name: str, **body: Any) -> type[models.Model]:
            meta = type("Meta", (), {"app_label": "people"})
            place = {"__module__": "jalur.foundation.people.models", "Meta": meta}
            return type(name, (Model,), {**place, **body})

        silent, unkept = plant("Silent"), plant("Unkept", PRIVACY=Privacy.GENERAL)
        tracked = plant("UnkeptEvent", pgh_tracked_model=unkept)
        good = [plant("Plain", PRIVACY=Privacy.NONE), plant("Kept", PRIVACY=Privacy.SPECIFIC, KEPT="a day")]
    assert undeclared([silent, unkept, tracked, *good]) == [
        "people.Silent declares no PRIVACY",
        "people.Unkept does not say how long it is KEPT",
        "people.UnkeptEvent does not say how long it is KEPT",
    ]


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_read_that_writes_fails(monkeypatch, method):
    from django.urls import clear_url_caches, path

    def planted(request: Any) -> HttpResponse:
        User.objects.update(name="Siapa")
        return HttpResponse()

    planted_path = path("planted/", access.public(planted))
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, planted_path])
    clear_url_caches()
    try:
        with pytest.raises(WriteOnRead, match="UPDATE"):
            getattr(Client(), method)("/planted/")
    finally:
        monkeypatch.undo()
        clear_url_caches()
