"""The pages as the LSP manager, the holder, an institute and a stranger use them."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.urls import reverse

from jalur.foundation.credentials import reading
from jalur.foundation.messaging.models import Message
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.certificates import services, words
from jalur.journey.certificates.models import Certificate, Issuing, Share, State
from tests.certificates.factories import MEETING, NIK, NOW, competent, issued, others, with_nik
from tests.certification.factories import make_body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = MEETING


def page_of(name, *args):
    return reverse(f"certificates:{name}", args=args)


def test_a_manager_issues_suspends_and_issues_again_by_the_pages(cast, sign_in):
    one, laras = competent(cast), sign_in(cast.laras)
    home = laras.get("/").content.decode()
    assert page_of("issue_many") in home
    assert one.name in laras.get(page_of("waiting")).content.decode()
    assessment = laras.get(reverse("certification:assessment", args=[one.code])).content.decode()
    assert page_of("issue", one.code) in assessment
    answer = laras.post(page_of("issue", one.code), {"blank": "0001"})
    made = Certificate.objects.get()
    assert answer.url == page_of("certificate", made.registration)
    page = laras.get(answer.url).content.decode()
    assert made.registration in page
    step = page_of("certificate_step", made.registration, "suspend")
    assert laras.post(step, {"why": ""}).status_code == 422
    assert laras.post(step, {"why": "Nama diperiksa"}).status_code == 302
    again = page_of("certificate_step", made.registration, "replace")
    assert laras.post(again, {"why": "Nama dikoreksi", "blank": "0002"}).status_code == 422
    assert laras.post(page_of("certificate_step", made.registration, "resume")).status_code == 302
    answer = laras.post(again, {"why": "Nama dikoreksi", "blank": "0002"})
    assert answer.status_code == 302
    new = Certificate.objects.get(predecessor=made)
    assert (new.state, new.blank, answer.url) == ("valid", "0002", page_of("certificate", new.registration))
    assert made.registration in laras.get(page_of("list")).content.decode()


def test_everybody_of_a_meeting_at_once(cast, sign_in):
    one = competent(cast)
    others(cast, None, 3)
    laras = sign_in(cast.laras)
    page = laras.get(page_of("issue_many")).content.decode()
    assert f"pleno {one.pleno.number}" in page
    answer = laras.post(page_of("issue_many"), {"of": f"pleno {one.pleno.number}"})
    work = Issuing.objects.get()
    assert answer.url == page_of("issuing", work.pk)
    services.perform_issuing(work.pk)
    work.refresh_from_db()
    assert (work.state, work.done, work.total, work.refused) == ("done", 4, 4, {})
    assert Certificate.objects.filter(issuing=work).count() == 4
    assert "4" in laras.get(answer.url).content.decode()
    assert laras.post(page_of("issue_many"), {"of": "all"}).status_code == 422


def test_who_gets_none_is_listed_with_the_reason(cast, sign_in):
    from jalur.journey.certification import services as assessing
    from tests.certification.factories import DAY

    made = make_body(cast)
    one = competent(cast, made)
    assessing.withdraw_licence(
        actor=cast.laras.actor, record=made.place, on=DAY, reason="Contoh", today=MEETING
    )
    laras = sign_in(cast.laras)
    laras.post(page_of("issue_many"), {"of": "all"})
    work = Issuing.objects.get()
    services.perform_issuing(work.pk)
    work.refresh_from_db()
    assert list(work.refused) == [one.code]
    page = laras.get(page_of("issuing", work.pk)).content.decode()
    assert made.place.name in page
    assert not Certificate.objects.exists()


def test_a_holder_has_her_wallet_and_shares_what_she_chooses(cast, sign_in):
    made, sari = issued(cast), sign_in(cast.sari)
    page = sari.get(page_of("wallet")).content.decode()
    assert made.scheme.title in page
    form = sari.get(page_of("share", made.registration)).content.decode()
    assert 'value="2026-02-21"' in form or "21-02-2026" in form
    assert form.count("checked") >= 4
    answer = sari.post(page_of("share", made.registration), {"shows": ["skill"], "until": "2026-02-20"})
    assert answer.url == page_of("certificate", made.registration)
    share = Share.objects.get()
    assert share.shows == ["skill"]
    assert share.code in sari.get(answer.url).content.decode()
    late = {"shows": [], "until": "2027-12-31"}
    assert sari.post(page_of("share", made.registration), late).status_code == 422
    sari.post(page_of("stop_sharing", share.pk))
    share.refresh_from_db()
    assert share.stopped_on == MEETING


def test_a_holder_takes_her_files_along(cast, sign_in):
    with_nik(cast.sari.person)
    made, sari = issued(cast), sign_in(cast.sari)
    pdf = sari.post(page_of("pdf", made.registration))
    assert pdf.content.startswith(b"%PDF-")
    assert reading.read(pdf.content, now=NOW).verdict == "valid"
    badge = sari.post(page_of("badge", made.registration)).content
    assert reading.read(badge, now=NOW).statement.holder == made.holder
    plain = sari.post(page_of("files", made.registration)).content.decode()
    assert reading.read(plain, now=NOW).statement.personal == {}
    told = sari.post(page_of("files", made.registration), {"personal": ["nik"]}).content.decode()
    assert reading.read(told, now=NOW).statement.personal == {"nik": NIK}
    assert sari.post(page_of("picture", made.registration)).content.startswith(b"<?xml")


def test_nobody_else_takes_them_along_or_shares(cast, sign_in):
    made = issued(cast)
    for key in ("rini", "hendra", "anwar", "wulan"):
        client = sign_in(getattr(cast, key))
        for name in ("files", "badge", "picture", "share"):
            assert client.post(page_of(name, made.registration)).status_code in (403, 404), (key, name)
    assert not Share.objects.exists()


def test_she_is_told_of_surveillance_and_of_the_end_once(cast, settings):
    made = issued(cast)
    for day, kind in (
        (made.surveillance_on, "certificates:surveillance"),
        (made.notice_on, "certificates:ending"),
        (made.ends_on, "certificates:ended"),
    ):
        take_due_steps(day - timedelta(days=1))
        assert not Message.objects.filter(kind=kind).exists()
        take_due_steps(day)
        take_due_steps(day)
        assert Message.objects.filter(kind=kind).count() == 1


def test_offices_institutes_and_others_find_certificates_from_their_first_page(cast, sign_in):
    issued(cast)
    for member in (cast.wulan, cast.hendra):
        assert page_of("list") in sign_in(member).get("/").content.decode()
    for member in (cast.yusuf, cast.lestari):
        assert page_of("check_list") in sign_in(member).get("/").content.decode()


def text_of(pdf):
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_the_paper_of_one_that_does_not_hold_says_so_across(cast, sign_in):
    made, laras = issued(cast), cast.laras.actor
    when = {"now": NOW, "today": MEETING}
    sari = sign_in(cast.sari)
    address = page_of("pdf", made.registration)
    assert "DIBEKUKAN" not in text_of(sari.post(address).content)
    services.suspend(actor=laras, certificate=made, reason="Diperiksa", **when)
    said = text_of(sari.post(address).content)
    assert "DIBEKUKAN" in said
    assert "SUSPENDED" in said
    assert "Diperiksa" not in said
    services.revoke(actor=laras, certificate=made, reason="Contoh", **when)
    said = text_of(sari.post(address).content)
    assert "DICABUT" in said
    assert "REVOKED" in said


def test_every_state_that_does_not_hold_has_its_band(cast):
    made = issued(cast)
    assert words.band_of(made, MEETING) == []
    assert words.band_of(made, made.ends_on)[0] == words.RAN_OUT[0]
    for state in State:
        made.state = state
        assert bool(words.band_of(made, MEETING)) == (state != State.VALID), state
