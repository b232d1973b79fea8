"""Guesses are counted by account and true address, in a store nobody can flush, whatever the caller says of itself."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.mailbox import letters

PASSWORD = "angin-laut-utara-2026"
JUDGED = "tidak benar"


@pytest.fixture
def wulan(cast):
    user = cast.wulan.user
    user.set_password(PASSWORD)
    user.save()
    return user


def attempt(user_or_login, password="salah-sekali-2026", client=None, address="10.9.9.9", **sent):
    login = getattr(user_or_login, "email", user_or_login)
    form = {"login": login, "password": password}
    return (client or Client()).post("/accounts/login/", form, REMOTE_ADDR=address, **sent)


def is_right(answer):
    return answer.status_code == 302


def judged(answers):
    return sum(JUDGED in answer.content.decode() for answer in answers)


# What sixty guesses say of themselves, each from one of twelve addresses.
DISGUISES = {
    "nothing": lambda _at: {},
    "addresses that were forwarded": lambda at: {"HTTP_X_FORWARDED_FOR": f"10.1.{at}.1"},
    "the standard's header": lambda at: {"HTTP_FORWARDED": f"for=10.1.{at}.1"},
    "a real address": lambda at: {"HTTP_X_REAL_IP": f"10.1.{at}.1"},
    "another host": lambda at: {"HTTP_HOST": ["localhost", "127.0.0.1", "testserver"][at % 3]},
    "another forwarded host": lambda at: {"HTTP_X_FORWARDED_HOST": f"h{at}.example"},
    "a browser it made up": lambda at: {"HTTP_COOKIE": f"known=x{at}.y:z"},
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_five_guesses_at_an_account_are_judged(wulan, disguise):
    answers = [attempt(wulan, address=f"10.0.0.{at % 12}", **DISGUISES[disguise](at)) for at in range(60)]
    assert judged(answers) <= 5
    assert not is_right(attempt(wulan, PASSWORD, address="10.0.0.99"))


def test_none_is_judged_at_ports_that_are_not_ours(wulan):
    ports = [{"HTTP_HOST": f"localhost:{1000 + at}"} for at in range(12)]
    assert {attempt(wulan, PASSWORD, **port).status_code for port in ports} == {400}


@pytest.mark.parametrize(
    "write", [str.upper, str.title, lambda text: f" {text} ", lambda text: text.replace("i", "I")]
)
def test_the_account_is_counted_however_its_address_is_written(wulan, write):
    answers = [
        attempt(write(wulan.email) if at % 2 else wulan.email, address=f"10.0.0.{at}") for at in range(20)
    ]
    assert judged(answers) == 5


def test_one_address_has_twenty_guesses_at_whatever_account(wulan):
    answers = [attempt(f"orang{at}@contoh.example") for at in range(40)]
    assert judged(answers) == 20
    assert is_right(attempt(wulan, PASSWORD, address="10.0.0.1"))


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"])
def test_an_address_does_not_shed_its_guesses_by_a_header(wulan, header):
    answers = [attempt(f"orang{at}@contoh.example", **{header: f"10.1.1.{at}"}) for at in range(40)]
    assert judged(answers) == 20


class TestProxy:
    """One proxy of ours adds the address it sees at the end; what stands before was sent by the caller."""

    def test_people_behind_it_are_told_apart(self, wulan, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for at in range(40):
            attempt(f"orang{at}@contoh.example", address="127.0.0.1", HTTP_X_FORWARDED_FOR="36.1.1.1")
        there = {"address": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "36.2.2.2"}
        assert is_right(attempt(wulan, PASSWORD, **there))

    def test_what_the_caller_forged_is_not_believed(self, wulan, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        forged = [
            attempt(
                f"orang{at}@contoh.example",
                address="127.0.0.1",
                HTTP_X_FORWARDED_FOR=f"10.1.1.{at}, 36.1.1.1",
                HTTP_FORWARDED=f"for=10.1.1.{at}",
            )
            for at in range(40)
        ]
        assert judged(forged) == 20


class TestStore:
    def test_a_spent_limit_outlives_whatever_else_is_counted(self, wulan):
        for at in range(5):
            attempt(wulan, address=f"10.0.0.{at}")
        for at in range(400):
            cache.set(f"reset-{at}", [1], 60)
        assert not judged([attempt(wulan, address="10.0.0.20")])

    def test_what_has_expired_goes(self, db):
        for at in range(320):
            cache.set(f"old-{at}", 1, 0.001)
        for at in range(320):
            cache.set(f"new-{at}", 1, 60)
        assert sum(cache.get(f"new-{at}") == 1 for at in range(320)) == 320
        assert not any(cache.get(f"old-{at}") for at in range(320))


class TestOwner:
    """Strangers spend their own guesses, never hers."""

    @pytest.fixture
    def her_browser(self, cast, wulan):
        wulan.authenticator_set.all().delete()
        client = Client()
        assert is_right(attempt(wulan, PASSWORD, client, address="10.5.5.5"))
        client.post("/accounts/logout/")
        return client

    def test_gets_in_with_a_browser_she_has_used_before(self, wulan, her_browser):
        for at in range(60):
            attempt(wulan, address="10.5.5.5" if at % 2 else f"10.0.0.{at}")
        assert is_right(attempt(wulan, PASSWORD, her_browser, address="10.5.5.5"))

    def test_her_browser_has_five_guesses_of_its_own(self, wulan, her_browser):
        answers = [attempt(wulan, client=her_browser, address=f"10.0.0.{at}") for at in range(20)]
        assert judged(answers) == 5

    def test_her_browser_is_a_stranger_to_other_accounts(self, cast, her_browser):
        gatot = cast.gatot.user
        for at in range(5):
            attempt(gatot, address=f"10.0.0.{at}")
        assert not judged([attempt(gatot, client=her_browser)])

    def test_gets_in_elsewhere_by_her_mailbox(self, wulan, her_browser):
        for at in range(20):
            attempt(wulan, address=f"10.0.0.{at}")
        elsewhere = Client()
        elsewhere.post("/accounts/password/reset/", {"email": wulan.email})
        link = next(line for line in letters()[-1].body.split() if "/password/reset/key/" in line)
        form = elsewhere.get(link, follow=True)
        again = {"password1": "laut-tenang-2027", "password2": "laut-tenang-2027"}
        elsewhere.post(form.redirect_chain[-1][0], again)
        assert elsewhere.get("/account/")["Location"] == "/accounts/2fa/totp/activate/", "signed in"


@pytest.mark.django_db
class TestHost:
    @pytest.mark.parametrize("host", ["localhost:1000", "testserver:81", "[::1]:9", "elsewhere.example"])
    def test_another_address_than_ours_is_refused(self, host):
        assert Client().get("/about/", HTTP_HOST=host).status_code == 400

    @pytest.mark.parametrize("host", ["localhost", "localhost:80", "testserver", "jalur.example:8443"])
    def test_ours_are_answered(self, host, settings):
        settings.HOSTS = [*settings.HOSTS, "jalur.example:8443"]
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "jalur.example"]
        assert Client().get("/about/", HTTP_HOST=host).status_code == 200
