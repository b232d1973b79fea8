"""Who makes an account: nobody else learns who has one, and an invited officer can work in one sitting."""

import re
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from jalur.foundation.accounts.models import User
from jalur.foundation.organisations.models import Membership
from tests.mailbox import letters
from tests.portal.test_second_factor import COMMITS, set_up

PASSWORD = "angin-laut-utara-2026"
NEW = "baru@contoh.example"


def sign_up(email, client=None, **more):
    client = client or Client()
    form = {"email": email, "password1": PASSWORD, "password2": PASSWORD, **more}
    return client, client.post("/accounts/signup/", form)


def code_in(letter):
    return next(line for line in letter.body.splitlines() if re.fullmatch(r"[A-Z0-9-]{6,9}", line))


def plain(html, email):
    """A page without what differs on every page, and without the address that was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html).replace(email, "")


class TestNewcomer:
    def test_confirms_the_address_and_is_signed_in(self, db):
        client, _answer = sign_up(NEW)
        assert client.get("/account/")["Location"].startswith("/accounts/login/")
        client.post("/accounts/confirm-email/", {"code": code_in(letters()[0])})
        assert NEW in client.get("/account/").content.decode()
        assert EmailAddress.objects.get(email=NEW).verified

    def test_does_not_get_in_with_a_wrong_code(self, db):
        client, _answer = sign_up(NEW)
        for code in ("", "000000", "AAAA-AAAA"):
            client.post("/accounts/confirm-email/", {"code": code})
        assert client.get("/account/")["Location"].startswith("/accounts/login/")
        assert not EmailAddress.objects.get(email=NEW).verified

    def test_reads_the_code_on_the_page_in_the_example_country_only(self, db, settings):
        client, _answer = sign_up(NEW)
        code = code_in(letters()[0])
        assert code not in client.get("/accounts/confirm-email/").content.decode()
        settings.DEMO = True
        assert code in client.get("/accounts/confirm-email/").content.decode()


class TestWhoHasAnAccount:
    """The same pages either way; the difference goes to the mailbox."""

    @pytest.mark.parametrize("write", [str, str.upper])
    def test_is_told_to_the_mailbox_only(self, cast, write):
        email = cast.wulan.user.email
        pages = []
        for address in (NEW, write(email)):
            client, answer = sign_up(address)
            shown = client.get(answer["Location"])
            wrong = client.post(answer["Location"], {"code": "000000"})
            pages.append(
                [answer.status_code, answer["Location"], shown.status_code]
                + [plain(page.content.decode(), address.lower()) for page in (shown, wrong)]
            )
        assert pages[0] == pages[1]
        assert [letter.to for letter in letters()] == [[NEW], [email]]
        assert "Anda sudah punya akun" in letters()[1].subject
        assert User.objects.filter(email__iexact=email).count() == 1

    def test_takes_as_long(self, cast, monkeypatch):
        hashed = []
        from django.contrib.auth import hashers

        hasher = type(hashers.get_hasher())
        encode = hasher.encode
        monkeypatch.setattr(
            hasher, "encode", lambda self, password, salt: hashed.append(1) or encode(self, password, salt)
        )
        counts = []
        for email in (NEW, cast.wulan.user.email):
            hashed.clear()
            sign_up(email)
            counts.append(len(hashed))
        assert counts[0] == counts[1] > 0

    @pytest.mark.parametrize("email", [NEW, "wulan@contoh.example"])
    def test_is_not_told_by_the_reset_of_a_password(self, cast, email):
        answer = Client().post("/accounts/password/reset/", {"email": email})
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")


def invite(cast, sign_in, email=NEW):
    """The path in the letter, and the one that the organisation's manager sees."""
    manager, own = sign_in(cast.hendra), cast.hendra.organisation
    manager.post(reverse("organisations:invite", args=[own.pk]), {"email": email, "role": "instructor"})
    pages = [
        letters()[-1].body,
        manager.get(reverse("organisations:members", args=[own.pk])).content.decode(),
    ]
    return [re.search(r"/organisations/invitations/[^/\s]+/", page)[0] for page in pages]


class TestInvited:
    @COMMITS
    def test_works_after_one_sitting(self, cast, sign_in):
        letter, _shown = invite(cast, sign_in)
        client = Client()
        to_sign_up = client.get(letter)
        assert unquote(to_sign_up["Location"]) == f"/accounts/signup/?next={letter}"
        assert f'value="{NEW}"' in client.get(to_sign_up["Location"]).content.decode()
        _client, answer = sign_up(NEW, client, next=letter)
        assert answer["Location"] == letter
        client.post(letter)
        assert Membership.objects.filter(user__email=NEW, role="instructor").exists()
        assert client.get("/training/")["Location"] == "/accounts/2fa/totp/activate/"
        set_up(client)
        assert client.get("/training/").status_code == 200

    @COMMITS
    def test_proves_the_address_by_the_letter_only(self, cast, sign_in):
        _letter, shown = invite(cast, sign_in)
        client = Client()
        assert client.get(shown)["Location"].startswith("/accounts/login/")
        sign_up(NEW, client, next=shown)
        assert client.get("/account/")["Location"].startswith("/accounts/login/")
        assert not EmailAddress.objects.get(email=NEW).verified

    @COMMITS
    def test_proves_no_other_address(self, cast, sign_in):
        letter, _shown = invite(cast, sign_in)
        client = Client()
        client.get(letter)
        sign_up("lain@contoh.example", client, next=letter)
        assert not EmailAddress.objects.get(email="lain@contoh.example").verified

    @COMMITS
    def test_signs_in_who_has_an_account(self, cast, sign_in):
        letter, _shown = invite(cast, sign_in, email=cast.rini.user.email)
        assert unquote(Client().get(letter)["Location"]) == f"/accounts/login/?next={letter}"

    @COMMITS
    @pytest.mark.parametrize("state", ["withdrawn", "expired"])
    def test_proves_nothing_when_it_is_over(self, cast, sign_in, state):
        letter, _shown = invite(cast, sign_in)
        cast.hendra.organisation.invitations.update(state=state)
        client = Client()
        assert client.get(letter)["Location"].startswith("/accounts/login/")
        sign_up(NEW, client)
        assert not EmailAddress.objects.get(email=NEW).verified
