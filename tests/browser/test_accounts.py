"""On a phone of 360 pixels: an account by phone, answers checked before they count, a slip from the counter, and no lost typing."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from jalur.journey.candidates.models import Candidate
from tests.browser.looking import fits
from tests.cast import VILLAGE

PASSWORD = "angin-laut-utara-2026"
NARROW = 360


@pytest.fixture
def phone(transactional_db, settings, open_page):
    settings.CHANNELS, settings.DEMO = {"sms": "jalur.foundation.messaging.channels.NothingLeaves"}, True
    settings.TODAY = date(2026, 1, 12)
    return open_page(width=NARROW, height=740)


def test_somebody_without_a_mailbox_registers_herself(cast, phone):
    phone.goto("/accounts/signup/")
    assert fits(phone), phone.url
    phone.fill("[name=name]", "Dewi")
    phone.fill("[name=phone]", "0812-3456-7890")
    phone.fill("[name=password1]", PASSWORD)
    phone.fill("[name=password2]", PASSWORD)
    phone.get_by_role("button", name="Buat akun").click()
    assert fits(phone), phone.url
    phone.fill("[name=code]", phone.locator("b.code").inner_text())
    phone.get_by_role("button", name="Lanjut").click()
    phone.goto("/candidates/register/")
    phone.fill("[name=name]", "Dewi Contoh")
    phone.fill("[name=birth_date]", "2002-02-02")
    phone.check("[name=sex][value=F]")
    phone.fill("[name=residence]", VILLAGE)
    phone.select_option("[name=education]", "2")
    Session.objects.all().delete()
    phone.get_by_role("button", name="Lanjut").click()
    phone.fill("[name=login]", "081234567890")
    phone.fill("[name=password]", PASSWORD)
    phone.locator("main form").first.get_by_role("button", name="Masuk").click()
    assert phone.input_value("[name=name]") == "Dewi Contoh"
    assert fits(phone), phone.url
    phone.get_by_role("button", name="Lanjut").click()
    assert "check=1" in phone.url
    assert fits(phone), phone.url
    phone.get_by_role("button", name="Sudah saya baca").click()
    assert Candidate.objects.get(person__name="Dewi Contoh").person.notice_version
    phone.wait_for_load_state("networkidle")  # while the page changes, Chromium has no history to go back in
    phone.go_back()
    assert phone.locator("h1").count() == 1, "going back shows a page"


def test_a_slip_opens_an_account(cast, sign_in, phone):
    sari = cast.sari.person.candidate
    sent = {"paper": "id_card", "reason": "kehilangan telepon"}
    page = sign_in(cast.darmo).post(reverse("candidates:slip", args=[sari.number]), sent)
    confirm = reverse("candidates:slip_step", args=[sari.slips.get().pk, "confirm"])
    assert sign_in(cast.wulan).post(confirm).status_code == 302
    code = re.search(r"\b([0-9A-Z]{5}-[0-9A-Z]{5})\b", page.content.decode())[1]
    phone.goto("/accounts/slip/")
    assert fits(phone), phone.url
    phone.fill("[name=number]", sari.number.lower())
    phone.fill("[name=slip]", code.lower())
    phone.fill("[name=password1]", PASSWORD)
    phone.fill("[name=password2]", PASSWORD)
    phone.get_by_role("button", name="Simpan kata sandi").click()
    phone.goto("/account/")
    assert sari.number in phone.content()
    assert fits(phone), phone.url
