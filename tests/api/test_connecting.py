"""From the administrator's screen to a call: connect, make a secret, get a token, call, and be shut out at the next one."""

import base64
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.idp.oidc.models import Client as OidcClient
from allauth.idp.oidc.models import Token
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jalur.foundation.accounts.access import Refused
from jalur.foundation.connections import services
from jalur.foundation.connections.models import Connection
from jalur.foundation.history.models import Event
from jalur.foundation.organisations.models import Membership
from jalur.foundation.workflow.models import SentForm
from jalur.kit.dates import today
from tests.access.operations import connect, send

PLACES = "/api/v1/geography/countries/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def hendra(cast, sign_in):
    return sign_in(cast.hendra)


def connect_on_screen(browser, cast):
    address = reverse("connections:connect", args=[cast.hendra.organisation.pk])
    answers = {
        "name": "Pendaftaran LPK",
        "role": "instructor",
        "reads": ["geography:read", "organisations:read"],
    }
    response = browser.post(address, answers)
    assert response.status_code == 302, response.content.decode()[:2000]
    return Connection.objects.get(name="Pendaftaran LPK"), response.url


def make_secret(browser, connection):
    page = browser.post(reverse("connections:connection_step", args=[connection.pk, "renew"]))
    assert page.status_code == 200
    return re.search(r">\s*([\w-]{43})\s*<", page.content.decode())[1]


def ask_for_token(client_id, secret, **more):
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials", **more}
    return Client().post("/api/v1/token", form, headers={"Authorization": f"Basic {pair}"})


def test_the_whole_way(cast, hendra):
    connection, page = connect_on_screen(hendra, cast)
    assert "Pendaftaran LPK" in hendra.get(page).content.decode()
    secret = make_secret(hendra, connection)
    for again in (page, reverse("connections:list", args=[cast.hendra.organisation.pk])):
        assert secret not in hendra.get(again).content.decode()
    assert secret not in OidcClient.objects.get(pk=connection.client_id).secret

    answer = ask_for_token(connection.client_id, secret)
    assert (answer.status_code, answer.json()["token_type"]) == (200, "Bearer")
    token = answer.json()["access_token"]
    assert send("GET", PLACES, token).status_code == 200
    assert send("GET", "/api/v1/competencies/competencies/", token).json()["code"] == "scope"

    step = reverse("connections:connection_step", args=[connection.pk, "revoke"])
    assert hendra.post(step).status_code == 302
    assert send("GET", PLACES, token).status_code == 401
    assert ask_for_token(connection.client_id, secret).status_code == 401
    membership = Membership.objects.get(pk=connection.membership_id)
    assert (membership.state, Token.objects.count()) == ("ended", 0)
    events = Event.objects.filter(event__startswith="connections:").order_by("at")
    assert [one.event.rpartition(":")[2] for one in events] == ["connected", "renewed", "revoked"]


def test_the_button_for_a_secret_pressed_twice_makes_one_and_shows_it_again(cast, hendra):
    connection, _page = connect_on_screen(hendra, cast)
    address, form = (
        reverse("connections:connection_step", args=[connection.pk, "renew"]),
        {"form_key": str(uuid4())},
    )
    first, again = (hendra.post(address, form).content.decode() for _time in range(2))
    secret = re.search(r">\s*([\w-]{43})\s*<", first)[1]
    assert secret in again
    assert ask_for_token(connection.client_id, secret).status_code == 200
    SentForm.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    later = hendra.post(address, form)
    assert (later.status_code, secret in later.content.decode()) == (409, False)
    assert secret.encode() not in bytes(SentForm.objects.get(pk=form["form_key"]).answer_sealed)
    assert Event.objects.filter(event="connections:connection:renewed").count() == 1


def test_a_token_opens_no_more_than_was_asked_for(cast, hendra):
    connection, _page = connect_on_screen(hendra, cast)
    secret = make_secret(hendra, connection)
    narrow = ask_for_token(connection.client_id, secret, scope="organisations:read").json()["access_token"]
    assert send("GET", PLACES, narrow).json()["code"] == "scope"
    assert ask_for_token(connection.client_id, secret, scope="candidates:read").status_code == 400


def test_a_new_secret_ends_the_older_one_and_its_tokens(cast, hendra):
    connection, _page = connect_on_screen(hendra, cast)
    first = make_secret(hendra, connection)
    token = ask_for_token(connection.client_id, first).json()["access_token"]
    second = make_secret(hendra, connection)
    assert send("GET", PLACES, token).status_code == 401
    assert ask_for_token(connection.client_id, first).status_code == 401
    assert ask_for_token(connection.client_id, second).status_code == 200


@pytest.mark.parametrize(
    "end",
    [
        lambda row: Membership.objects.filter(pk=row.membership_id).update(state="ended", valid_to=today()),
        lambda row: type(row.membership.organisation).objects.update(closed_on=today()),
        lambda row: type(row.membership.user).objects.update(is_active=False),
        lambda row: Connection.objects.update(state="revoked"),
        lambda row: Token.objects.update(expires_at="2020-01-01T00:00Z"),
        lambda row: Token.objects.update(type=Token.Type.REFRESH_TOKEN),
    ],
    ids=["membership", "organisation", "account", "connection", "hour", "another kind"],
)
def test_what_has_ended_opens_nothing_at_the_next_call(cast, end):
    token = connect(cast.hendra)
    assert send("GET", PLACES, token).status_code == 200
    end(Connection.objects.get())
    refused = send("GET", PLACES, token)
    assert (refused.status_code, refused.json()["code"]) == (401, "token")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_program_keeps_no_members(cast):
    token = connect(cast.hendra)
    Membership.objects.filter(connection__isnull=False).update(is_administrator=True)
    name = {"name": "LPK Lain"}
    address = f"/api/v1/organisations/{cast.hendra.organisation.pk}/"
    headers = {"Idempotency_Key": "a", "If_Match": "*"}
    assert send("PATCH", address, token, name, **headers).status_code == 403


def test_a_session_opens_nothing_to_programs_and_a_token_nothing_to_screens(cast, hendra):
    assert hendra.get(PLACES).status_code == 401
    token = connect(cast.hendra)
    page = send("GET", reverse("organisations:members", args=[cast.hendra.organisation.pk]), token)
    assert page.status_code == 302


def test_only_the_keeper_of_an_organisation_lets_programs_in(cast):
    given = {"name": "Contoh", "role": "instructor", "scopes": ["organisations:read"], "today": today()}
    for who in (cast.tuti, cast.lestari, cast.bayu):
        with pytest.raises(Refused):
            services.connect(actor=who.actor, organisation=cast.hendra.organisation, **given)
    assert not Connection.objects.exists()


def test_guesses_at_a_secret_are_counted(cast, settings):
    settings.IDP_OIDC_RATE_LIMITS = {"api": "2/m/key", "api_by_strangers": "3/m/ip"}
    statuses = [ask_for_token("jalur-unknown", "wrong").status_code for _guess in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    token = connect(cast.hendra)
    answers = [send("GET", PLACES, token) for _call in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
