"""Who has a phone and no mailbox: signing up, signing in, a new password; what the gateway is told; who is told what."""

import json
import re
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine
from django.contrib.auth import hashers
from django.test import Client

from jalur.foundation.accounts.models import User
from jalur.foundation.messaging import channels
from tests.mailbox import letters
from tests.portal.test_guessing import JUDGED
from tests.portal.test_sign_up import plain

PASSWORD, OTHER = "angin-laut-utara-2026", "laut-tenang-2027"
NUMBER, TYPED = "+6281234567890", "0812-3456-7890"


class Gateway(HTTPServer):
    """A stand-in for the gateway of a telephone company: takes messages and keeps them."""

    def __init__(self) -> None:
        self.messages, self.tokens, self.status = [], [], 202
        super().__init__(("127.0.0.1", 0), Answers)


class Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.messages.append(json.loads(body))
        self.server.tokens.append(self.headers["Authorization"])
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


@pytest.fixture
def gateway(settings, socket_enabled):
    server = Gateway()
    Thread(target=server.serve_forever, daemon=True).start()
    settings.CHANNELS = settings.CHANNELS | {"sms": "jalur.foundation.messaging.channels.Gateway"}
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/", "kunci"
    yield server
    server.shutdown()
    server.server_close()


def sign_up(phone=TYPED, client=None, **more):
    client = client or Client()
    form = {"name": "Dewi", "phone": phone, "password1": PASSWORD, "password2": PASSWORD, **more}
    return client, client.post("/accounts/signup/", form)


def code_in(message):
    return re.search(r"\b\d{6}\b", message["text"])[0]


def make_account(gateway):
    """Two minutes ago: a number is sent a code twice a minute at most."""
    with time_machine.travel(time.time() - 120, tick=False):
        client, _answer = sign_up()
        client.post("/accounts/phone/verify/", {"code": code_in(gateway.messages[-1])})
    return client


def sign_in(login, password=PASSWORD, client=None, address="10.9.9.9"):
    form = {"login": login, "password": password}
    return (client or Client()).post("/accounts/login/", form, REMOTE_ADDR=address)


class TestSigningUp:
    def test_asks_for_a_phone_and_a_code_and_for_no_mailbox(self, db, gateway):
        client, answer = sign_up()
        assert answer["Location"] == "/accounts/phone/verify/"
        assert client.get("/account/").status_code == 302
        assert gateway.messages[0]["to"] == NUMBER
        assert gateway.tokens == ["Bearer kunci"]
        client.post("/accounts/phone/verify/", {"code": code_in(gateway.messages[0])})
        assert "812-3456-7890" in client.get("/account/").content.decode()
        user = User.objects.get()
        assert (user.name, user.email, user.is_phone_confirmed) == ("Dewi", None, True)
        assert b"81234567890" not in bytes(user.phone_sealed)
        assert not letters()

    def test_a_wrong_code_lets_nobody_in(self, db, gateway):
        client, _answer = sign_up()
        wrong = str((int(code_in(gateway.messages[0])) + 1) % 1_000_000).zfill(6)
        for code in ("", wrong, wrong, wrong):
            client.post("/accounts/phone/verify/", {"code": code})
        assert client.get("/account/").status_code == 302
        assert not User.objects.get().is_phone_confirmed

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"phone": ""}, "phone"),
            ({"phone": "telepon"}, "phone"),
            ({"email": "dewi@contoh.example"}, "email"),
            ({"name": ""}, "name"),
        ],
    )
    def test_one_way_and_a_name_are_asked_for(self, db, gateway, typed, field):
        _client, page = sign_up(**{"phone": TYPED, **typed})
        assert f'id="id_{field}_error"' in page.content.decode()
        assert not User.objects.exists()
        assert not gateway.messages

    def test_is_not_offered_without_a_gateway(self, db, settings):
        assert settings.CHANNELS["sms"] is None
        page = Client().get("/accounts/signup/").content.decode()
        assert 'name="phone"' not in page
        assert "kartu kode" in page, "the counter is named"
        sign_up()
        assert not User.objects.exists()

    def test_the_example_country_shows_the_code_on_the_page(self, db, settings):
        settings.DEMO = True
        settings.CHANNELS = {"sms": "jalur.foundation.messaging.channels.NothingLeaves"}
        client, answer = sign_up()
        page = client.get(answer["Location"]).content.decode()
        client.post(answer["Location"], {"code": re.search(r'<b class="code">(\d{6})</b>', page)[1]})
        assert client.get("/account/").status_code == 200

    def test_a_second_code_within_a_moment_is_refused_in_words(self, db, gateway):
        sign_up()
        _client, answer = sign_up()
        assert answer.status_code == 429
        assert "Tunggu" in answer.content.decode()
        assert len(gateway.messages) == 1

    @pytest.mark.parametrize("status", [400, 500])
    def test_a_gateway_that_fails_is_said_in_words(self, db, gateway, status):
        gateway.status = status
        client, answer = sign_up()
        assert "tidak dapat dikirim" in client.get(answer["Location"]).content.decode()
        gateway.status = 200
        with time_machine.travel(time.time() + 120, tick=False):
            again = sign_in(TYPED, client=client)
        assert again["Location"] == "/accounts/phone/verify/"


class TestWhoHasAnAccount:
    """One phone opens one account; who has it learns that from the phone, nobody from the page."""

    def test_is_told_to_the_phone_only(self, db, gateway):
        make_account(gateway)
        pages = []
        for number in ("+6281299999999", NUMBER):
            client, answer = sign_up(number)
            shown = client.get(answer["Location"])
            wrong = client.post(answer["Location"], {"code": "000000"})
            typed = " ".join(re.findall(r"\+62 812-\d{4}-\d{4}", shown.content.decode())[:1])
            pages.append(
                [answer.status_code, answer["Location"], shown.status_code]
                + [plain(page.content.decode(), typed) for page in (shown, wrong)]
            )
        assert pages[0] == pages[1]
        assert "sudah punya akun" in gateway.messages[-1]["text"]
        assert User.objects.count() == 2, "hers and the other number's"

    def test_is_not_told_by_the_reset_of_a_password(self, db, gateway):
        make_account(gateway)
        answers = [
            Client().post("/accounts/password/reset/", {"email": to}) for to in (TYPED, "0812 9999 9999")
        ]
        assert {(one.status_code, one["Location"]) for one in answers} == {
            (302, "/accounts/password/reset/done/")
        }
        assert [one["to"] for one in gateway.messages[-2:]] == [NUMBER, "+6281299999999"]


class TestSigningIn:
    @pytest.mark.parametrize("typed", [NUMBER, TYPED, "62 812 3456 7890", " 081234567890 "])
    def test_takes_the_number_however_it_is_written(self, db, gateway, typed):
        make_account(gateway)
        assert sign_in(typed).status_code == 302

    def test_counts_guesses_however_the_number_is_written(self, db, gateway):
        make_account(gateway)
        ways = [NUMBER, TYPED, "0812 3456 7890"]
        answers = [sign_in(ways[at % 3], "salah-sekali-2026", address=f"10.0.0.{at}") for at in range(20)]
        assert sum(JUDGED in answer.content.decode() for answer in answers) == 5
        assert sign_in(TYPED, address="10.0.1.1").status_code == 200

    def test_a_number_of_nobody_is_answered_alike(self, db, gateway):
        make_account(gateway)
        known, unknown = (
            sign_in(number, "salah-sekali-2026").content.decode() for number in (NUMBER, "+6281299999999")
        )
        assert plain(known, NUMBER) == plain(unknown, "+6281299999999")

    def test_a_new_password_comes_by_the_phone(self, db, gateway):
        old = make_account(gateway)
        Client().post("/accounts/password/reset/", {"email": TYPED})
        link = re.search(r"https?://\S+", gateway.messages[-1]["text"])[0]
        client = Client()
        form = client.get(link, follow=True)
        client.post(form.redirect_chain[-1][0], {"password1": OTHER, "password2": OTHER})
        assert client.get("/account/").status_code == 200
        assert old.get("/account/").status_code == 302, "other sessions end"
        assert sign_in(TYPED, OTHER).status_code == 302
        assert (
            client.get(link, follow=True).redirect_chain == []
            or "password1" not in client.get(link, follow=True).content.decode()
        )

    def test_too_many_messages_are_refused_in_words(self, db, gateway):
        answers = [Client().post("/accounts/password/reset/", {"email": TYPED}) for _try in range(6)]
        assert answers[-1].status_code == 429
        assert "Tunggu" in answers[-1].content.decode()
        assert len(gateway.messages) == 5


def test_signing_in_takes_as_long_for_whom_nobody_knows(cast, gateway, monkeypatch):
    make_account(gateway)
    User.objects.filter(pk=cast.sari.user.pk).update(username="J-SARI-0001")
    hashed, hasher = [], type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, password, salt: hashed.append(1) or encode(self, password, salt)
    )
    counts = {}
    for login in (
        "sari@contoh.example",
        "tiada@contoh.example",
        NUMBER,
        "+6281299999999",
        "J-SARI-0001",
        "J-TIAD-0001",
    ):
        hashed.clear()
        sign_in(login, "salah-sekali-2026")
        counts[login] = len(hashed)
    assert set(counts.values()) == {1}, counts


class TestGateway:
    def test_an_address_that_is_none_is_unreachable(self, settings):
        settings.CHANNELS = {"sms": "jalur.foundation.messaging.channels.Gateway"}
        for url in ("", "file:///etc/passwd", "http://127.0.0.1:9/"):
            settings.SMS_URL = url
            with pytest.raises(channels.UnreachableError) as failure:
                channels.send_code(NUMBER, "kode")
            assert NUMBER not in str(failure.value)
