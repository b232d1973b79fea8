"""Whoever holds a certificate checks it, without an account; what nothing is behind, or is not shown, is told alike."""

import random
import secrets
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jalur.foundation.credentials.statement import ALPHABET, new_code
from jalur.journey.certificates import press, queries, services, words
from jalur.journey.certificates.models import CheckCount, Share
from jalur.journey.certificates.rules import read_asked, written_code
from jalur.journey.certificates.views import checking
from jalur.journey.certification import services as assessing
from tests.certificates.factories import MEETING, NIK, NOW, issued, with_nik
from tests.certification.factories import DAY

pytestmark = pytest.mark.django_db
WHEN = {"now": NOW, "today": MEETING}


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = MEETING


@pytest.fixture
def made(cast):
    with_nik(cast.sari.person)
    return issued(cast, blank="0012345")


def opened(code, client=None, **more):
    answer = (client or Client()).get(reverse("certificate_link", args=[code]), **more)
    assert answer["Cache-Control"] == "no-store"
    return answer


def asked(client=None, **sent):
    return (client or Client()).post(reverse("certificates:check"), sent)


def test_the_short_link_says_that_it_holds_and_what_the_paper_says(cast, made):
    page = opened(made.code).content.decode()
    for said in (
        made.holder,
        made.scheme.title,
        made.registration,
        made.issuer.name,
        "0012345",
        "Asli, dan berlaku",
    ):
        assert said in page
    for hidden in (NIK, cast.sari.person.candidate.number, "12 April 2001"):
        assert hidden not in page
    assert "tidak menggantikan" in page


@pytest.mark.parametrize("typed", ["link", "lower", "grouped", "text", "badge", "sd_jwt"])
def test_whatever_she_was_given_is_read(made, typed):
    forms = queries.forms_of(made)
    what = {
        "link": words.public_link(made.code),
        "lower": made.code.lower(),
        "grouped": written_code(made.code),
        "text": forms.compact,
        "badge": forms.open_badge,
        "sd_jwt": queries.sd_jwt_with(made, []),
    }[typed]
    page = asked(what=what).content.decode()
    assert "Asli, dan berlaku" in page
    assert made.holder in page


def test_files_are_read_the_pdf_too(made):
    forms = queries.forms_of(made)
    paper = press.paper(words.sheet_of(made, forms.compact), forms.open_badge)
    for name, content in (("a.pdf", paper), ("a.json", forms.open_badge.encode())):
        page = asked(file=SimpleUploadedFile(name, content)).content.decode()
        assert "Asli, dan berlaku" in page, name
    broken = forms.open_badge.replace(made.holder, "Orang Lain")
    page = asked(file=SimpleUploadedFile("a.json", broken.encode())).content.decode()
    assert "Tidak terbaca, atau palsu" in page
    assert "Orang Lain" not in page
    assert "Tidak terbaca" in asked(file=SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing")).content.decode()


def test_a_number_says_nothing_without_the_name_on_it(made):
    with_name = asked(what=made.registration, name=f" {made.holder.upper()} ").content.decode()
    assert "Asli, dan berlaku" in with_name
    for name in ("", "Orang Lain"):
        page = asked(what=made.registration, name=name).content.decode()
        assert "Tidak dikenal di sini" in page
        assert made.holder not in page
        unknown = asked(what="ZZZZ-000001", name=name).content.decode()
        assert len(page) == len(unknown)


def test_each_answer_in_its_sentence(cast, made):
    laras = cast.laras.actor
    services.suspend(actor=laras, certificate=made, reason="Diperiksa", **WHEN)
    page = opened(made.code).content.decode()
    assert "dibekukan" in page
    assert "Diperiksa" not in page
    services.resume(actor=laras, certificate=made, **WHEN)
    assessing.withdraw_licence(
        actor=laras, record=made.assessment.day.place, on=DAY, reason="Contoh", today=MEETING
    )
    assert "tidak berwenang" in opened(made.code).content.decode()
    services.revoke(actor=laras, certificate=made, reason="Salah", **WHEN)
    assert "dicabut" in opened(made.code).content.decode().lower()


def test_after_its_last_day_it_has_run_out(made, settings):
    settings.TODAY = made.ends_on
    assert "sudah habis" in opened(made.code).content.decode()
    settings.TODAY = made.ends_on - timedelta(days=1)
    assert "Asli, dan berlaku" in opened(made.code).content.decode()


def share_of(cast, made, shows=(), until=MEETING):
    share = Share(certificate=made, shows=list(shows), until=until)
    return services.share(actor=cast.sari.actor, share=share, today=MEETING)


def test_a_shared_link_shows_what_she_chose_until_she_stops_it(cast, made, settings):
    quiet, loud = share_of(cast, made), share_of(cast, made, ["name", "skill"])
    page = opened(quiet.code).content.decode()
    assert "Asli, dan berlaku" in page
    assert made.holder not in page
    assert made.registration not in page
    assert made.scheme.title not in page
    assert made.holder in opened(loud.code).content.decode()
    services.stop_sharing(actor=cast.sari.actor, share=loud, today=MEETING)
    unknown = opened(new_code()).content
    assert opened(loud.code).content.decode().count("Tidak dikenal") == unknown.decode().count(
        "Tidak dikenal"
    )
    assert len(opened(loud.code).content) == len(unknown)
    settings.TODAY = MEETING + timedelta(days=1)
    assert len(opened(quiet.code).content) == len(unknown)


def test_unknown_and_withheld_cost_the_same_questions(cast, made, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    share = share_of(cast, made)
    services.stop_sharing(actor=cast.sari.actor, share=share, today=MEETING)
    counted = []
    for code in (new_code(), share.code, new_code()):
        with CaptureQueriesContext(
            connection,
        ) as asked_of:
            opened(code)
        counted.append(len(asked_of))
    assert len(set(counted)) == 1


def near(code):
    """One sign of a real code is another."""
    place = random.randrange(len(code))
    return code[:place] + secrets.choice(ALPHABET.replace(code[place], "")) + code[place + 1 :]


def test_made_up_and_nearly_right_codes_hit_nothing(made):
    for turn in range(60):
        code = near(made.code) if turn % 2 else new_code()
        assert queries.with_code(read_asked(code).code, **WHEN).answer == "unknown"


def test_guessing_stops_at_the_limit_and_so_does_reading_on(made, monkeypatch):
    assert (checking.MISSES, checking.LOOKS, checking.SECONDS) == (30, 120, 60)
    monkeypatch.setattr(checking, "MISSES", 4)
    monkeypatch.setattr(checking, "LOOKS", 9)
    client = Client()
    answers = [client.get(reverse("certificate_link", args=[new_code()])).status_code for _turn in range(6)]
    assert answers == [200] * 4 + [429] * 2
    caches["memory"].clear()
    answers = [client.get(reverse("certificate_link", args=[made.code])).status_code for _turn in range(11)]
    assert answers == [200] * 9 + [429] * 2


def test_how_often_it_was_checked_is_counted_and_not_who(cast, made, sign_in):
    opened(made.code)
    opened(made.code)
    asked(what=made.code)
    opened(made.code, sign_in(cast.sari))
    Client().head(reverse("certificate_link", args=[made.code]))
    assert list(CheckCount.objects.values_list("month", "count")) == [(MEETING.replace(day=1), 3)]
    page = (
        sign_in(cast.sari).get(reverse("certificates:certificate", args=[made.registration])).content.decode()
    )
    assert "Januari 2026" in page


def test_nothing_typed_asks_for_something():
    assert asked().status_code == 422


def test_a_list_comes_back_with_the_answers_and_no_formula_in_it(made, cast, sign_in):
    from jalur.foundation.imports import workbook

    text = (
        f"{words.public_link(made.code)};\n{made.registration};{made.holder}\n{made.registration};\n=1+1;\n"
    )
    client = sign_in(cast.lestari)
    page = reverse("certificates:check_list")
    answer = client.post(page, {"file": SimpleUploadedFile("a.csv", text.encode())})
    rows = [cells for _line, cells in workbook.read(answer.content)[0][1:]]
    assert [row[1] for row in rows] == [
        "Asli, dan berlaku",
        "Asli, dan berlaku",
        "Tidak dikenal di sini",
        "Tidak terbaca, atau palsu",
    ]
    assert rows[0][3] == made.holder
    assert rows[3][0] == "'=1+1"
    long = "\n".join("ZZZZ-000001" for _row in range(501))
    assert client.post(page, {"file": SimpleUploadedFile("a.csv", long.encode())}).status_code == 422
    assert sign_in(cast.sari).get(page).status_code == 403
