"""Certificates of competence issued elsewhere: verified with their issuer, or not verifiable in words."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from jalur.foundation.messaging.models import Message
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.certificates import press, queries, words
from jalur.journey.certificates import services as certificates
from jalur.journey.certification.models import OutsideResult
from tests.certificates.factories import NOW, issued
from tests.certification.factories import MEETING, TODAY
from tests.files.corpus import jpeg
from tests.job_orders.factories import make_candidate

pytestmark = pytest.mark.django_db
SKILL = "C.24LAS01.028.1"


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


def page_of(name, *args):
    return reverse(f"certification:{name}", args=args)


def said(**about):
    plain = {
        "kind": "certificate",
        "competency": SKILL,
        "body": "LSP Luar Contoh",
        "certificate": "74321 7212 2 0001234 2024",
        "taken_on": "2025-03-04",
        "expires_on": "2028-03-04",
        "paper": SimpleUploadedFile("sertifikat.jpg", jpeg(), content_type="image/jpeg"),
    }
    return plain | about


def claimed(cast, sign_in, **about):
    answer = sign_in(cast.sari).post(page_of("new_outside"), said(**about))
    assert answer.status_code == 302
    return OutsideResult.objects.get()


def step(client, one, verb, **sent):
    return client.post(page_of("outside_step", one.pk, verb), sent)


def held():
    return HeldCompetency.objects.filter(competency=SKILL, confirmed_at__isnull=False)


def test_the_paper_alone_proves_nothing_an_officer_says_how_it_was_verified(cast, sign_in):
    one, wulan = claimed(cast, sign_in), sign_in(cast.wulan)
    assert page_of("outside_results") + "?stands=office" in wulan.get("/").content.decode()
    page = wulan.get(page_of("outside", one.pk)).content.decode()
    assert page_of("outside_step", one.pk, "verify") in page
    assert page_of("outside_step", one.pk, "confirm") not in page
    step(wulan, one, "confirm")
    one.refresh_from_db()
    assert (one.state, held().count()) == ("typed", 0)
    letter = {"way": "letter", "evidence": "Surat 12/LSP/2026 (contoh)", "answered_on": "2026-01-10"}
    assert step(wulan, one, "verify", **{**letter, "evidence": ""}).status_code == 422
    assert step(wulan, one, "verify", **{**letter, "way": "issuer"}).status_code == 422
    assert step(wulan, one, "verify", **{**letter, "answered_on": "2025-01-10"}).status_code == 422
    assert held().count() == 0
    assert step(wulan, one, "verify", **letter).status_code == 302
    row = held().get()
    assert (row.candidate, row.expires_on.isoformat()) == (one.candidate, "2028-03-04")
    assert "Surat 12/LSP/2026" in sign_in(cast.sari).get(page_of("outside", one.pk)).content.decode()
    assert Message.objects.filter(kind="certification:outside_done").count() == 1


def test_not_verifiable_stands_in_words_and_nobody_plans_with_it(cast, sign_in):
    one, wulan = claimed(cast, sign_in), sign_in(cast.wulan)
    assert step(wulan, one, "set_aside", answer="").status_code == 422
    assert step(wulan, one, "set_aside", answer="Penerbit tidak menjawab").status_code == 302
    page = sign_in(cast.sari).get(page_of("outside", one.pk)).content.decode()
    assert "Tidak dapat diverifikasi" in page
    assert "Penerbit tidak menjawab" in page
    assert held().count() == 0
    # The issuer answered after all.
    answer = {"way": "telephone", "evidence": "Ibu Contoh", "answered_on": TODAY.isoformat()}
    assert step(wulan, one, "verify", **answer).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.answer, held().count()) == ("confirmed", "", 1)


def test_the_body_that_it_names_answers_by_itself(cast, sign_in):
    one, laras = claimed(cast, sign_in, issuer=cast.laras.organisation.pk), sign_in(cast.laras)
    wulan = sign_in(cast.wulan)
    assert "?stands=office" not in wulan.get("/").content.decode()
    step(wulan, one, "verify", way="letter", evidence="Surat", answered_on=TODAY.isoformat())
    assert held().count() == 0
    assert page_of("outside_results") + "?stands=issuer" in laras.get("/").content.decode()
    assert one.certificate in laras.get(page_of("outside_results") + "?stands=issuer").content.decode()
    # Neither an assessor of the body nor the institute answers.
    for member in (cast.anwar, cast.hendra):
        assert step(sign_in(member), one, "attest").status_code in (403, 404)
    assert held().count() == 0
    assert step(laras, one, "attest").status_code == 302
    one.refresh_from_db()
    assert (one.way, one.confirmed_by, held().count()) == ("issuer", cast.laras.user, 1)
    # Found to be wrong later: what it gave counts no longer.
    assert step(laras, one, "disown", answer="Nomor milik orang lain").status_code == 302
    one.refresh_from_db()
    assert (one.state, held().count()) == ("refused", 0)
    assert "Nomor milik orang lain" in sign_in(cast.sari).get(page_of("outside", one.pk)).content.decode()


def test_another_body_neither_sees_nor_answers(cast, sign_in):
    one = claimed(cast, sign_in)
    laras = sign_in(cast.laras)
    assert laras.get(page_of("outside", one.pk)).status_code in (403, 404)
    assert step(laras, one, "attest").status_code in (403, 404)
    assert step(laras, one, "disown", answer="Bukan").status_code in (403, 404)
    one.refresh_from_db()
    assert one.state == "typed"


def test_only_an_assessment_body_is_an_issuer_and_only_of_a_certificate(cast, sign_in):
    sari = sign_in(cast.sari)
    for wrong in (
        {"issuer": cast.hendra.organisation.pk},
        {"kind": "test", "issuer": cast.laras.organisation.pk},
        {"kind": "letter"},
    ):
        assert sari.post(page_of("new_outside"), said(**wrong)).status_code == 422
    assert not OutsideResult.objects.exists()


def test_the_database_holds_it_too(cast, sign_in):
    one = claimed(cast, sign_in)
    for way in ({"way": ""}, {"way": "issuer"}, {"way": "letter", "evidence": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutsideResult.objects.filter(pk=one.pk).update(
                state="confirmed", confirmed_by=cast.wulan.user, confirmed_on=TODAY, answered_on=TODAY, **way
            )


def signed_pdf(made):
    forms = queries.forms_of(made)
    paper = press.paper(words.sheet_of(made, forms.compact, MEETING), forms.open_badge)
    return SimpleUploadedFile("sertifikat.pdf", paper, content_type="application/pdf")


def test_a_signed_file_is_read_at_once(cast, sign_in, settings):
    settings.TODAY = MEETING
    made = issued(cast)
    sari, wulan = sign_in(cast.sari), sign_in(cast.wulan)
    about = {"certificate": "apa saja", "expires_on": "", "taken_on": "2026-01-22"}
    answer = sari.post(page_of("new_outside"), said(paper=signed_pdf(made), **about))
    assert answer.status_code == 422  # her own: it counts already
    assert "sudah berlaku" in answer.content.decode()
    other = make_candidate("J-7F3K-92QX")
    of_another = said(paper=signed_pdf(made), candidate=other.number, **about)
    assert wulan.post(page_of("new_outside"), of_another).status_code == 422
    type(other.person).objects.filter(pk=other.person_id).update(name=made.holder)
    of_another["paper"] = signed_pdf(made)
    assert wulan.post(page_of("new_outside"), of_another).status_code == 302
    one = OutsideResult.objects.get()
    assert (one.is_signed, one.issuer, one.certificate) == (True, made.issuer, made.registration)
    assert (one.state, one.candidate) == ("typed", other)


def test_what_was_revoked_or_forged_is_refused_at_once(cast, sign_in, settings):
    settings.TODAY = MEETING
    made = issued(cast)
    other = make_candidate("J-7F3K-92QX")
    type(other.person).objects.filter(pk=other.person_id).update(name=made.holder)
    paper = signed_pdf(made).read()
    certificates.revoke(
        actor=cast.laras.actor, certificate=made, reason="Contoh", now=NOW + timedelta(hours=1), today=MEETING
    )
    wulan = sign_in(cast.wulan)
    file = SimpleUploadedFile("a.pdf", paper, content_type="application/pdf")
    answer = wulan.post(page_of("new_outside"), said(paper=file, candidate=other.number))
    assert answer.status_code == 422
    assert "dicabut" in answer.content.decode()
    assert not OutsideResult.objects.exists()
