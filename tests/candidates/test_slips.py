"""An account from the counter: whoever has neither mailbox nor phone chooses her password with a slip."""

import math
import re

import pytest
from django.test import Client
from django.urls import reverse

from jalur.foundation.accounts.models import User
from jalur.foundation.history.models import Event
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate, Slip
from jalur.journey.candidates.rules import ALPHABET
from jalur.journey.candidates.services.slips import CODE_LENGTH, SLIP_DAYS
from jalur.kit.dates import today
from tests.cast import VILLAGE, open_session
from tests.mailbox import letters
from tests.portal.test_second_factor import COMMITS

PASSWORD, OTHER = "angin-laut-utara-2026", "laut-tenang-2027"
NUMBER, SLIP = "J-7F3K-92QX", "/accounts/slip/"


@pytest.fixture
def dewi(cast, db):
    """Somebody whom the village has registered, and who has no account."""
    person = Person.objects.create(name="Dewi Contoh", birth_date="2002-02-02", sex="F", residence_id=VILLAGE)
    return Candidate.objects.create(person=person, number=NUMBER, education=4, available_from="2026-02-01")


def issue(client, candidate, paper="id_card", reason="kehilangan telepon, dikenal bidan desa"):
    sent = {"paper": paper, "reason": reason}
    return client.post(reverse("candidates:slip", args=[candidate.number]), sent)


def step(verb):
    return reverse("candidates:slip_step", args=[Slip.objects.get(state="open").pk, verb])


def code_on(page):
    return re.search(r"\b([0-9A-Z]{5}-[0-9A-Z]{5})\b", page.content.decode())[1]


def use(code, number=NUMBER, password=PASSWORD, client=None, address="10.9.9.9", **more):
    client = client or Client()
    form = {"number": number, "slip": code, "password1": password, "password2": password, **more}
    return client, client.post(SLIP, form, REMOTE_ADDR=address)


def sign_in(login, password=PASSWORD):
    client = Client()
    client.post("/accounts/login/", {"login": login, "password": password})
    return client.get("/account/").status_code == 200


class TestCounter:
    @pytest.mark.parametrize("officer", ["darmo", "wulan"])
    def test_hands_out_a_slip_and_never_sees_the_password(self, cast, dewi, sign_in, officer):
        page = issue(sign_in(getattr(cast, officer)), dewi)
        assert page.status_code == 200
        code = code_on(page)
        assert NUMBER in page.content.decode()
        assert "http://testserver/accounts/slip/" in page.content.decode()
        client, _answer = use(code)
        assert client.get("/account/").status_code == 200
        account = User.objects.get(username=NUMBER)
        assert (account.email, account.name, account.person.pk) == (None, "Dewi Contoh", dewi.person_id)
        assert PASSWORD not in page.content.decode()

    def test_its_code_stands_nowhere(self, cast, dewi, sign_in):
        client = sign_in(cast.darmo)
        code = code_on(issue(client, dewi))
        for address in (
            reverse("candidates:slip", args=[NUMBER]),
            reverse("candidates:candidate", args=[NUMBER]),
        ):
            assert code not in client.get(address).content.decode()
        slip = Slip.objects.get()
        assert code.replace("-", "").encode() not in bytes(slip.code_index)
        assert code not in str(list(Event.objects.values()))

    @pytest.mark.parametrize("other", ["gatot", "hendra", "lestari", "yusuf", "rini"])
    def test_of_elsewhere_and_others_hand_out_none(self, cast, dewi, sign_in, other):
        assert issue(sign_in(getattr(cast, other)), dewi).status_code in {403, 404}
        assert not Slip.objects.exists()

    def test_has_to_have_seen_a_paper(self, cast, dewi, sign_in):
        assert issue(sign_in(cast.darmo), dewi, paper="").status_code == 422
        assert not Slip.objects.exists()

    @COMMITS
    def test_opens_no_account_of_an_office(self, cast, dewi, sign_in):
        Person.objects.filter(pk=dewi.person_id).update(account=cast.yusuf.user)
        page = issue(sign_in(cast.darmo), dewi)
        assert page.status_code == 422
        assert "surel" in page.content.decode()
        assert not Slip.objects.exists()
        assert not letters()

    def test_opens_none_for_herself(self, cast, dewi, sign_in):
        Person.objects.filter(pk=dewi.person_id).update(account=cast.darmo.user)
        assert issue(sign_in(cast.darmo), dewi).status_code == 422
        assert not Slip.objects.exists()

    def test_takes_a_slip_back(self, cast, dewi, sign_in):
        client = sign_in(cast.darmo)
        code = code_on(issue(client, dewi))
        client.post(reverse("candidates:slip_step", args=[Slip.objects.get().pk, "withdraw"]))
        assert use(code)[1].status_code == 422
        assert not User.objects.filter(username=NUMBER).exists()

    def test_the_person_reads_it_in_her_history(self, cast, dewi, sign_in):
        client, _answer = use(code_on(issue(sign_in(cast.darmo), dewi)))
        page = client.get(reverse("portal:case_file", args=[dewi.person_id])).content.decode()
        assert "Kartu kode untuk akun diserahkan" in page
        assert "Pak Darmo" in page


class TestSlip:
    @pytest.fixture
    def code(self, cast, dewi, sign_in):
        return code_on(issue(sign_in(cast.darmo), dewi))

    @pytest.mark.parametrize(
        "write", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "]
    )
    def test_is_read_however_it_is_written(self, code, write):
        assert use(write(code), number=" j7f3k92qx ")[1].status_code == 302
        assert sign_in("j 7f3k 92qx")

    def test_works_once(self, code):
        use(code)
        assert use(code, password=OTHER)[1].status_code == 422
        assert not sign_in(NUMBER, OTHER)
        assert sign_in(NUMBER)

    def test_works_until_its_day(self, code):
        Slip.objects.update(expires_on="2025-12-31")
        assert use(code)[1].status_code == 422
        assert not User.objects.filter(username=NUMBER).exists()

    def test_a_newer_one_replaces_it(self, cast, dewi, sign_in, code):
        newer = code_on(issue(sign_in(cast.wulan), dewi))
        assert use(code)[1].status_code == 422
        assert use(newer)[1].status_code == 302

    def test_belongs_to_one_file(self, cast, dewi, code):
        _client, answer = use(code, number=cast.sari.person.candidate.number)
        assert answer.status_code == 422

    def test_whatever_is_wrong_reads_alike(self, cast, dewi, code):
        pages = [
            use(*wrong)[1].content.decode()
            for wrong in (
                ("AAAAA-AAAAA", NUMBER),
                (code, "J-AAAA-AAAA"),
                (code, cast.sari.person.candidate.number),
            )
        ]
        sentences = {re.search(r"Nomor atau kode tidak cocok[^<]*", page)[0] for page in pages}
        assert len(sentences) == 1

    @pytest.mark.parametrize("password", ["kata", "1234567890", "password12"])
    def test_weak_passwords_are_refused_and_leave_the_slip(self, code, password):
        assert use(code, password=password)[1].status_code == 422
        assert use(code)[1].status_code == 302

    def test_two_different_passwords_are_refused(self, code):
        assert use(code, password2=OTHER)[1].status_code == 422
        assert not User.objects.filter(username=NUMBER).exists()

    def test_guesses_are_counted_by_number_and_address(self, code):
        for _guess in range(6):
            use("AAAAA-AAAAA", address="10.0.0.1")
        page = use(code, address="10.0.0.1")[1]
        assert page.status_code == 422
        assert "Kartu kode tetap berlaku" in page.content.decode()
        assert "lupa" not in page.content.decode().lower()
        assert not User.objects.filter(username=NUMBER).exists()
        assert use(code, address="10.0.1.1")[1].status_code == 302, "her own address is not the guesser's"

    def test_guesses_from_everywhere_are_hopeless_and_bounded(self, code, settings):
        """Ten of 24 letters are 45.8 bits: in all its days, from everywhere, nobody finds one in a hundred million."""
        bits = CODE_LENGTH * math.log2(len(ALPHABET))
        assert bits > 45
        limit = settings.ACCOUNT_RATE_LIMITS["slip_failed_everywhere"]
        assert int(limit.split("/")[0]) * SLIP_DAYS / 2**bits < 1e-8
        assert limit.endswith("/d/key")
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"slip_failed_everywhere": "8/d/key"}
        for at in range(8):
            use("AAAAA-AAAAA", address=f"10.0.0.{at}")
        assert use(code, address="10.0.1.1")[1].status_code == 422

    def test_one_address_has_twenty_guesses_at_whatever_slip(self, code):
        for at in range(20):
            use("AAAAA-AAAAA", number=f"J-AAAA-{1000 + at}")
        assert use(code)[1].status_code == 422
        assert use(code, address="10.0.1.1")[1].status_code == 302


class TestWayBack:
    """Who has lost her password, and the phone with her second factor, finds back at the counter."""

    @COMMITS
    def test_ends_sessions_and_tells_the_owner(self, cast, sign_in):
        sari, old = cast.sari, Client()
        open_session(old, sari.user)
        code = code_on(issue(sign_in(cast.darmo), sari.person.candidate))
        sign_in(cast.wulan).post(step("confirm"))
        assert [letter.to for letter in letters()] == [[sari.user.email]]
        assert code not in letters()[0].body
        assert old.get("/account/").status_code == 200, "handing it out changes nothing"
        number = sari.person.candidate.number
        client, answer = use(code, number=number)
        assert answer.status_code == 302
        assert client.get("/account/").status_code == 200
        assert old.get("/account/").status_code == 302
        assert {sign_in_as(login) for login in (number, sari.user.email)} == {True}
        assert User.objects.filter(person=sari.person).count() == 1


class TestTwoPeople:
    """One officer alone, who reads the code, does not become a candidate who has an account."""

    @pytest.fixture
    def number(self, cast):
        return cast.sari.person.candidate.number

    @pytest.fixture
    def code(self, cast, sign_in):
        return code_on(issue(sign_in(cast.darmo), cast.sari.person.candidate))

    def test_it_works_once_a_second_officer_has_confirmed(self, cast, sign_in, code, number):
        page = use(code, number=number)[1]
        assert page.status_code == 422
        assert "petugas kedua" in page.content.decode()
        assert "petugas kedua" not in use("AAAAA-AAAAA", number=number)[1].content.decode()
        assert not User.objects.filter(username=number).exists()
        sign_in(cast.darmo).post(step("confirm"))
        assert use(code, number=number)[1].status_code == 422, "who made it does not confirm it"
        second = sign_in(cast.wulan)
        address = reverse("candidates:candidate", args=[number])
        assert step("confirm") in second.get(address).content.decode()
        page = second.get(step("confirm")).content.decode()
        assert "Pak Darmo" in page
        assert "dikenal bidan desa" in page
        second.post(step("confirm"))
        assert Slip.objects.get().confirmed_by == cast.wulan.user
        assert use(code, number=number)[1].status_code == 302
        events = Event.objects.filter(event="candidates:slip:confirmed")
        assert [event.person_id for event in events] == [cast.sari.person.pk]

    @pytest.mark.parametrize("other", ["gatot", "hendra", "lestari", "sari"])
    def test_others_do_not_confirm(self, cast, sign_in, code, number, other):
        assert sign_in(getattr(cast, other)).post(step("confirm")).status_code in {403, 404}
        assert use(code, number=number)[1].status_code == 422

    def test_it_needs_a_reason_and_a_week(self, cast, sign_in):
        sari = cast.sari.person.candidate
        assert issue(sign_in(cast.darmo), sari, reason=" ").status_code == 422
        assert not Slip.objects.exists()
        issue(sign_in(cast.darmo), sari)
        assert (Slip.objects.get().expires_on - today()).days == 7

    def test_she_reads_of_it_at_home_and_cancels_it(self, cast, sign_in, code, number):
        client = sign_in(cast.sari)
        page = client.get("/").content.decode()
        assert "Pak Darmo membuat kartu kode baru untuk akun Anda" in page
        assert step("withdraw") in page
        assert client.get(step("withdraw")).status_code == 200
        sign_in(cast.wulan).post(step("confirm"))
        client.post(step("withdraw"))
        assert use(code, number=number)[1].status_code == 422
        assert Slip.objects.get().state == "withdrawn"
        assert "kartu kode baru" not in client.get("/").content.decode()

    def test_nobody_else_cancels_it(self, cast, sign_in, code):
        assert sign_in(cast.rini).post(step("withdraw")).status_code in {403, 404}
        assert Slip.objects.get().state == "open"

    def test_an_account_made_meanwhile_takes_two(self, cast, dewi, sign_in):
        code = code_on(issue(sign_in(cast.darmo), dewi))
        account = User.objects.create(name="Dewi", email="dewi@contoh.test")
        Person.objects.filter(pk=dewi.person_id).update(account=account)
        assert use(code)[1].status_code == 422


def sign_in_as(login):
    return sign_in(login)
