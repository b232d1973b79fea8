"""The file for BNSP: everybody of a meeting, competent and not yet, with letter, minutes and list."""

import io

import polars as pl
import pytest
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.journey.certification.models import Pleno, Submission
from jalur.kit.vault import seal
from tests.certification.factories import DAY, MEETING, TODAY, decide, make_body, recommended
from tests.certification.test_mended import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def one(cast, settings):
    made = decide(cast, recommended(cast, make_body(cast), U2="not_yet"), "not_yet")
    settings.TODAY = MEETING
    person = made.candidate.person
    place = {"table": "people.person", "row": str(person.pk), "field": "national_id"}
    person.national_id_sealed = seal("3517084101020001", **place)
    person.save(update_fields=["national_id_sealed"])
    return made


def page_of(name, *args):
    return reverse(f"certification:{name}", args=args)


def put_together(cast, sign_in):
    laras, pleno = sign_in(cast.laras), Pleno.objects.get()
    assert (
        page_of("new_submission", pleno.number) in laras.get(page_of("pleno", pleno.number)).content.decode()
    )
    assert laras.post(page_of("new_submission", pleno.number), {"blanks_asked": "0"}).status_code == 302
    return laras, Submission.objects.get()


def test_the_list_names_everybody_with_the_nik_as_text_and_days_as_days(cast, one, sign_in):
    laras, file = put_together(cast, sign_in)
    page = laras.get(page_of("submission", file.number)).content.decode()
    person = one.candidate.person
    assert person.name in page
    assert person.national_id() not in page
    answer = laras.post(page_of("submission_list", file.number))
    frame = pl.read_excel(io.BytesIO(answer.content), engine="calamine")
    (row,) = frame.rows(named=True)
    assert frame.schema["NIK"] == pl.String
    assert row["NIK"] == person.national_id()
    assert frame.schema["Tanggal asesmen"] == pl.Date
    assert row["Tanggal asesmen"] == DAY
    assert (row["Hasil"], row["Nomor asesmen"]) == ("BK", one.code)
    told = Event.objects.filter(event="certification:assessment:listed")
    assert [event.person_id for event in told] == [person.pk]


def test_the_minutes_say_who_decided_what_and_that_it_is_practice(cast, one, sign_in):
    laras, file = put_together(cast, sign_in)
    text = text_of(laras.post(page_of("submission_minutes", file.number)).content)
    assert "Berita acara rapat pleno" in text
    assert one.candidate.person.name in text
    assert "BK (belum kompeten)" in text
    assert "bukan formulir resmi BNSP" in text


def test_it_is_sent_on_a_day_and_once(cast, one, sign_in):
    laras, file = put_together(cast, sign_in)
    again = laras.post(page_of("new_submission", file.pleno.number), {"blanks_asked": "0"})
    assert again.status_code == 422
    send = page_of("submission_step", file.number, "send")
    assert laras.post(send, {"on": DAY.isoformat()}).status_code == 422
    assert laras.post(send, {"on": MEETING.isoformat()}).status_code == 302
    file.refresh_from_db()
    assert (file.state, file.sent_on, file.sent_by) == ("sent", MEETING, cast.laras.user)


def test_nobody_else_opens_it(cast, one, sign_in):
    _laras, file = put_together(cast, sign_in)
    for member in (cast.anwar, cast.hendra, cast.wulan, cast.yusuf, cast.sari):
        browser = sign_in(member)
        assert browser.get(page_of("submission", file.number)).status_code in (403, 404)
        assert browser.post(page_of("submission_list", file.number)).status_code in (403, 404)
    assert not Event.objects.filter(event="certification:assessment:listed").exists()
