"""A code is given by a session, not by an account; its time step is spent once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import connection
from django.test import Client

from tests.cast import make_cast, open_session

PASSWORD = "angin-laut-utara-2026"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = 1_800_000_000  # a moment at which a time step begins

# What follows a change of factor follows its commit.
COMMITS = pytest.mark.django_db(transaction=True)


def code_at(second, secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(second) // 30))


def give_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def password_step(user):
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def code_step(client, code):
    client.post("/accounts/2fa/authenticate/", {"code": code})
    return client.get("/account/").status_code == 200


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def wulan(cast):
    """An officer whose authenticator app we hold."""
    user = give_password(cast.wulan.user)
    user.authenticator_set.all().delete()
    TOTP.activate(user, SECRET)
    return user


@pytest.fixture
def newcomer(cast):
    """An officer who has not set up a second factor yet."""
    user = give_password(cast.wulan.user)
    user.authenticator_set.all().delete()
    return user


def set_up(client):
    """Set up the second factor as the page asks for it; its secret."""
    again = {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"}
    client.post("/accounts/reauthenticate/", again)
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/accounts/2fa/totp/activate/", {"code": code_at(time.time(), secret)})
    return secret


class TestSession:
    def test_one_that_gave_no_code_is_asked_for_one(self, cast, wulan):
        client = Client()
        client.force_login(wulan, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get("/candidates/")
        assert answer.status_code == 302
        assert answer["Location"] == "/accounts/2fa/reauthenticate/?next=/candidates/"
        client.post(answer["Location"], {"code": code_at(NOW)})
        assert client.get("/candidates/").status_code == 200

    @COMMITS
    def test_setting_one_up_opens_this_session_and_ends_the_others(self, newcomer):
        here, elsewhere = password_step(newcomer), password_step(newcomer)
        assert elsewhere.get("/candidates/")["Location"] == "/accounts/2fa/totp/activate/"
        set_up(here)
        assert here.get("/candidates/").status_code == 200
        assert elsewhere.get("/candidates/")["Location"].startswith("/accounts/login/")

    @COMMITS
    def test_taking_it_away_ends_the_others(self, cast, wulan):
        elsewhere, here = Client(), Client()
        for client in (elsewhere, here):
            open_session(client, wulan)
        here.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/"})
        here.post("/accounts/2fa/totp/deactivate/")
        assert not Authenticator.objects.filter(user=wulan).exists()
        assert here.get("/candidates/")["Location"] == "/accounts/2fa/totp/activate/"
        assert elsewhere.get("/candidates/")["Location"].startswith("/accounts/login/")

    def test_a_recovery_code_opens_one_too(self, cast, wulan):
        factor = Authenticator.objects.create(
            user=wulan, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "0" * 40, "used_mask": 0}
        )
        code = factor.wrap().get_unused_codes()[0]
        assert code_step(password_step(wulan), code)
        assert not code_step(password_step(wulan), code)


class TestSigningInAgain:
    """Whoever sends a form after the session ended goes on where the form stood, not at an address that only takes forms."""

    FORM_STOOD_ON = "http://testserver/search/?from=home"

    @pytest.mark.parametrize(
        ("referer", "back"),
        [
            (FORM_STOOD_ON, "/search/?from=home"),
            ("https://elsewhere.example/x", "/"),
            ("//elsewhere.example/x", "/"),
            ("", "/"),
        ],
    )
    def test_leads_back_to_the_form(self, wulan, referer, back):
        sent = Client().post("/acting/", {"as": "own"}, HTTP_REFERER=referer)
        assert sent["Location"] == f"/accounts/login/?{urlencode({'next': back}, safe='/')}"

    def test_a_page_that_was_asked_for_is_the_way_back_itself(self, wulan):
        assert (
            Client().get("/candidates/?page=2")["Location"] == "/accounts/login/?next=/candidates/%3Fpage%3D2"
        )


class TestTimeStep:
    @pytest.mark.parametrize("later", [0, 8, 29, 33, 59])
    def test_a_code_works_once(self, wulan, clock, later):
        assert code_step(password_step(wulan), code_at(NOW))
        clock.shift(later)
        assert not code_step(password_step(wulan), code_at(NOW))

    def test_an_earlier_code_is_not_taken_after_a_later_one(self, wulan):
        assert code_step(password_step(wulan), code_at(NOW))
        assert not code_step(password_step(wulan), code_at(NOW - 30))
        assert code_step(password_step(wulan), code_at(NOW + 30))

    @COMMITS
    def test_the_code_that_set_it_up_is_spent(self, newcomer):
        secret = set_up(password_step(newcomer))
        assert not code_step(password_step(newcomer), code_at(NOW, secret))
        assert code_step(password_step(newcomer), code_at(NOW + 30, secret))

    def test_a_spent_code_counts_as_a_wrong_guess(self, wulan):
        assert code_step(password_step(wulan), code_at(NOW))
        client = password_step(wulan)
        for _time in range(5):
            code_step(client, code_at(NOW))
        assert not code_step(client, code_at(NOW + 30))


@COMMITS
def test_of_four_who_send_one_code_at_once_one_gets_in():
    user = give_password(make_cast().wulan.user)
    user.authenticator_set.all().delete()
    TOTP.activate(user, SECRET)
    clients, start = [password_step(user) for _ in range(4)], threading.Barrier(4)

    def send(client):
        start.wait()
        try:
            return code_step(client, code_at(NOW))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, clients)) == 1
