"""Whoever holds a certificate checks it, without an account; what nothing is behind, or is not shown, is told alike."""

import random
import secrets
from dataclasses import replace
from datetime import timedelta

import base45
import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as rounds
from hypothesis import strategies as st

from jalur.foundation.credentials.statement import ALPHABET, new_code
from jalur.journey.certificates import limits, press, queries, services, words
from jalur.journey.certificates.forms import CheckForm
from jalur.journey.certificates.models import CheckCount, Share
from jalur.journey.certificates.rules import read_asked, written_code
from jalur.journey.certification import services as assessing
from jalur.kit import formats
from tests.access.operations import connect, send
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
    paper = press.paper(words.sheet_of(made, forms.compact, MEETING), forms.open_badge)
    for name, content in (("a.pdf", paper), ("a.json", forms.open_badge.encode())):
        page = asked(file=SimpleUploadedFile(name, content)).content.decode()
        assert "Asli, dan berlaku" in page, name
    broken = forms.open_badge.replace(made.holder, "Orang Lain")
    page = asked(file=SimpleUploadedFile("a.json", broken.encode())).content.decode()
    assert "Palsu: tanda tangannya tidak cocok" in page
    assert "Orang Lain" not in page
    assert "Tidak terbaca" in asked(file=SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing")).content.decode()


def test_a_number_says_nothing_without_the_name_on_it(made):
    with_name = asked(what=made.registration, name=f" {made.holder.upper()} ").content.decode()
    assert "Asli, dan berlaku" in with_name
    for hidden in (made.scheme.title, made.blank, "sampai dan termasuk"):
        assert hidden not in with_name
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
    assert "tidak menyatakan milik siapa" in page
    page = opened(loud.code).content.decode()
    assert made.holder in page
    assert "tidak menyatakan milik siapa" not in page
    for hidden in (made.registration, made.blank):
        assert hidden not in page
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
    assert (limits.MISSES.most, limits.MISSES.seconds, limits.LOOKS, limits.SECONDS) == (30, 60, 120, 60)
    monkeypatch.setattr(limits, "MISSES", replace(limits.MISSES, most=4))
    monkeypatch.setattr(limits, "LOOKS", 9)
    client = Client()
    answers = [client.get(reverse("certificate_link", args=[new_code()])).status_code for _turn in range(6)]
    assert answers == [200] * 4 + [429] * 2
    # A hit is kept back like a miss: else it would tell which is which.
    assert client.get(reverse("certificate_link", args=[made.code])).status_code == 429
    assert asked(client, what=made.code).status_code == 429
    caches["memory"].clear()
    answers = [client.get(reverse("certificate_link", args=[made.code])).status_code for _turn in range(11)]
    assert answers == [200] * 9 + [429] * 2


def test_names_beside_one_number_are_not_tried_for_ever(made, cast, sign_in, monkeypatch):
    monkeypatch.setattr(limits, "NAMES", replace(limits.NAMES, most=3))
    for turn in range(3):
        assert asked(what=made.registration, name=f"Orang {turn}").status_code == 200
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert asked(other, what=made.registration, name=made.holder).status_code == 429
    assert asked(other, what=made.code).status_code == 200
    assert listed(sign_in(cast.lestari), f"{made.registration};{made.holder}\n")[0][2].startswith(
        "Terlalu sering"
    )


def test_programs_are_stopped_like_people(made, cast, monkeypatch):
    monkeypatch.setattr(limits, "MISSES", replace(limits.MISSES, most=2))
    sent = [{"what": new_code()}] * 2 + [{"what": made.code}]
    token = connect(cast.lestari)
    answers = [
        send("POST", "/api/v1/certificates/checks/", token, one, Idempotency_Key=f"key-{number}")
        for number, one in enumerate(sent)
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[-1].json()["code"] == "rate"


def test_programs_check_many_at_once_as_a_list_is_checked(made, cast, monkeypatch):
    token, address = connect(cast.lestari), "/api/v1/certificates/checks/many/"
    asked_for = [
        {"what": words.public_link(made.code)},
        {"what": made.registration, "name": made.holder},
        {"what": made.registration},
        {"what": "=1+1"},
    ]
    answer = send("POST", address, token, {"certificates": asked_for}, Idempotency_Key="many-1")
    assert answer.status_code == 201
    found = answer.json()["certificates"]
    assert [one["answer"] for one in found] == ["valid", "valid", "unknown", "unreadable"]
    assert (found[0]["name"], found[1]["title"], found[2]["name"]) == (made.holder, None, None)
    assert CheckCount.objects.get().count == 2
    for wrong in ([], asked_for[:1] * 501):
        assert (
            send("POST", address, token, {"certificates": wrong}, Idempotency_Key=f"{len(wrong)}").status_code
            == 422
        )
    monkeypatch.setattr(limits, "NAMES", replace(limits.NAMES, most=1))
    many = {"certificates": [{"what": made.registration, "name": "Orang Lain"}] * 2}
    found = send("POST", address, token, many, Idempotency_Key="many-2").json()["certificates"]
    assert [one["answer"] for one in found][-1] == "asked_too_often"
    monkeypatch.setattr(limits, "LISTS", 1)
    assert send("POST", address, token, many, Idempotency_Key="many-3").status_code == 429
    # Who may not check a list as a file may not by program.
    assert send("POST", address, connect(cast.anwar), many, Idempotency_Key="many-4").status_code in (
        403,
        404,
    )


def test_what_is_forged_shows_nothing_wherever_it_is_asked(made):
    found = queries.Found(queries.Answer.FORGED, made, queries.EVERYTHING)
    assert queries.shown(found) == {}
    assert words.shown_rows(found) == []


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


@rounds(max_examples=300, deadline=None)
@given(st.binary(min_size=100, max_size=204))
def test_the_text_of_a_square_picture_comes_through_the_form_sign_for_sign(raw):
    text = "JLR1:" + base45.b45encode(raw).decode()
    form = CheckForm({"what": f" {text}\r\n"})
    assert form.is_valid()
    assert read_asked(form.cleaned_data["what"]).text == text


def test_what_follows_a_stroke_in_it_is_no_code():
    text = "JLR1:6BF%60/" + "7" * 26
    assert read_asked(text).text == text


@pytest.mark.parametrize("after", ["/?utm=1", "?fbclid=a/b", "#x", ".", "\u200b"])
def test_a_link_is_read_with_what_others_hang_on_it(made, after):
    assert "Asli, dan berlaku" in asked(what=words.public_link(made.code) + after).content.decode()


def test_a_number_is_read_however_it_is_written(made):
    prefix, serial = made.registration.split("-")
    for what in (f"{prefix} {serial}", f"{prefix.lower()}-{int(serial):05d}", prefix + serial):
        assert "Asli, dan berlaku" in asked(what=what, name=made.holder).content.decode(), what


def test_the_picture_that_she_takes_along_and_texts_with_a_mark_before_them_are_read(made):
    forms = queries.forms_of(made)
    badge = forms.open_badge
    for content in (
        press.picture(forms.compact),
        b"\xef\xbb\xbf" + badge.encode(),
        badge.encode("utf-16"),
        badge.encode("utf-8").rjust(10_000),
    ):
        page = asked(file=SimpleUploadedFile("a", content)).content.decode()
        assert "Asli, dan berlaku" in page, content[:40]
    assert "Asli, dan berlaku" in asked(what="\ufeff" + badge.ljust(7000)).content.decode()


def test_a_photo_without_a_square_picture_is_not_called_forged():
    for content in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 photo", b"<svg xmlns='x'></svg>"):
        page = asked(file=SimpleUploadedFile("a.png", content)).content.decode()
        assert "Tidak terbaca" in page
        assert "Palsu" not in page


def test_a_long_badge_is_read_when_it_is_pasted():
    assert CheckForm({"what": "{" + "x" * 20_000}).is_valid()


def test_the_last_day_is_the_same_everywhere(made):
    last = formats.day(made.ends_on - timedelta(days=1), "long")
    forms = queries.forms_of(made)
    for what in (made.code, forms.compact, forms.open_badge):
        assert f"sampai dan termasuk {last}" in asked(what=what).content.decode()
    assert formats.day(made.ends_on - timedelta(days=1)) in words.in_plain_words(made, MEETING)
    shown = {row[0]: row[2] for row in words.sheet_of(made, forms.compact, MEETING)["values"]["facts"]}
    assert shown["Berlaku sampai dan termasuk"].startswith(formats.day(made.ends_on - timedelta(days=1)))


def listed(client, text):
    from jalur.foundation.imports import workbook

    sent = {"file": SimpleUploadedFile("a.csv", text.encode())}
    answer = client.post(reverse("certificates:check_list"), sent)
    return [cells for _line, cells in workbook.read(answer.content)[0][1:]]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_list_is_split_where_it_is_understood_and_its_headings_are_no_certificate(
    made, cast, sign_in, mark
):
    lines = [
        ("Tautan", "Nama", "Regu"),
        (words.public_link(made.code), "x", "A"),
        (made.registration, made.holder, "B"),
    ]
    rows = listed(sign_in(cast.lestari), "\n".join(mark.join(line) for line in lines))
    assert [tuple(row[:4]) for row in rows] == [(*line, "Asli, dan berlaku") for line in lines[1:]]


def test_a_list_comes_back_with_the_answers_and_no_formula_in_it(made, cast, sign_in):
    from jalur.foundation.imports import workbook

    text = (
        f"{words.public_link(made.code)};\n{made.registration};{made.holder}\n{made.registration};\n=1+1;\n"
    )
    client = sign_in(cast.lestari)
    page = reverse("certificates:check_list")
    answer = client.post(page, {"file": SimpleUploadedFile("a.csv", text.encode())})
    rows = [cells for _line, cells in workbook.read(answer.content)[0][1:]]
    assert [row[2] for row in rows] == [
        "Asli, dan berlaku",
        "Asli, dan berlaku",
        "Tidak dikenal di sini",
        "Tidak terbaca: tidak ada sertifikat yang ditemukan di dalamnya",
    ]
    assert rows[0][4] == made.holder
    assert rows[3][0] == "'=1+1"
    long = "\n".join("ZZZZ-000001" for _row in range(501))
    assert client.post(page, {"file": SimpleUploadedFile("a.csv", long.encode())}).status_code == 422
    assert sign_in(cast.sari).get(page).status_code == 403
