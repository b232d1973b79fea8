"""Results of outside tests and certificates from elsewhere: typed by one, checked by another, held until they end."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from jalur.foundation.accounts.models import User
from jalur.foundation.messaging.models import Message
from jalur.foundation.organisations.models import Membership
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.certification import services
from jalur.journey.certification.models import OutsideResult
from jalur.kit.refusals import codes_of
from tests.certification.factories import SINCE, TODAY, acting
from tests.files.corpus import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


def page_of(name, *args):
    return reverse(f"certification:{name}", args=args)


def said(**about):
    plain = {
        "kind": "test",
        "competency": "JLPT-N4",
        "body": "Japan Foundation",
        "certificate": "N4 0012345",
        "score": "112/180",
        "taken_on": "2025-07-06",
        "expires_on": "2026-02-20",
    }
    return plain | about


def photo():
    return SimpleUploadedFile("sertifikat.jpg", jpeg(), content_type="image/jpeg")


def typed_by_her(cast, sign_in):
    answer = sign_in(cast.sari).post(page_of("new_outside"), said(paper=photo()))
    assert answer.status_code == 302
    return OutsideResult.objects.get()


def colleague(cast):
    """Another officer of the office."""
    user = User.objects.create(email="kedua@contoh.example", name="Pak Kedua")
    Membership.objects.create(
        user=user, organisation=cast.wulan.organisation, role="labour_officer", valid_from=SINCE
    )
    return acting(user, cast.wulan.organisation, "labour_officer")


def refused(act):
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        act()
    return codes_of(caught.value)


def test_what_she_types_counts_once_an_officer_has_seen_the_paper(cast, sign_in):
    one = typed_by_her(cast, sign_in)
    assert not HeldCompetency.objects.filter(competency="JLPT-N4").exists()
    wulan = sign_in(cast.wulan)
    assert "stands=office" in wulan.get("/").content.decode()
    assert one.certificate in wulan.get(page_of("outside_results")).content.decode()
    assert wulan.post(page_of("outside_step", one.pk, "confirm")).status_code == 302
    held = HeldCompetency.objects.get(candidate=one.candidate, competency="JLPT-N4")
    assert (held.expires_on, held.confirmed_by) == (date(2026, 2, 20), cast.wulan.user)
    assert HeldCompetency.objects.counting(TODAY).filter(pk=held.pk).exists()
    assert not HeldCompetency.objects.counting(date(2026, 2, 20)).filter(pk=held.pk).exists()
    page = sign_in(cast.sari).get(page_of("outside", one.pk)).content.decode()
    assert "N4 0012345" in page
    assert Message.objects.filter(kind="certification:outside_done").count() == 1


def test_nobody_checks_what_she_typed_herself(cast, sign_in):
    sari = cast.sari.person.candidate
    one = OutsideResult(candidate=sari, competency_id="JLPT-N4", body="JF", certificate="1", taken_on=SINCE)
    services.record_outside(actor=cast.wulan.actor, result=one, today=TODAY)
    sign_in(cast.wulan).post(page_of("outside_step", one.pk, "confirm"))
    one.refresh_from_db()
    assert one.state == "typed"
    other = colleague(cast)
    confirm = {"actor": other, "result": one, "today": TODAY}
    assert refused(lambda: services.confirm_outside(**confirm)) == ["no_paper"]
    with pytest.raises(IntegrityError), transaction.atomic():
        OutsideResult.objects.filter(pk=one.pk).update(
            state="confirmed", confirmed_by=cast.wulan.user, confirmed_on=TODAY
        )
    # The database holds it: no service could.
    assert not HeldCompetency.objects.filter(competency="JLPT-N4").exists()


def test_what_is_not_accepted_says_why_and_gives_nothing(cast, sign_in):
    one = typed_by_her(cast, sign_in)
    wulan = sign_in(cast.wulan)
    step = page_of("outside_step", one.pk, "refuse")
    assert wulan.post(step, {"answer": ""}).status_code == 422
    assert wulan.post(step, {"answer": "Nomornya tidak terbaca"}).status_code == 302
    assert "Nomornya tidak terbaca" in sign_in(cast.sari).get(page_of("outside", one.pk)).content.decode()
    assert not HeldCompetency.objects.filter(competency="JLPT-N4").exists()
    # The number is free again for a better photo.
    assert sign_in(cast.sari).post(page_of("new_outside"), said(paper=photo())).status_code == 302


def test_found_wrong_later_it_counts_no_longer(cast, sign_in):
    one = typed_by_her(cast, sign_in)
    wulan = sign_in(cast.wulan)
    wulan.post(page_of("outside_step", one.pk, "confirm"))
    assert wulan.post(page_of("outside_step", one.pk, "revoke"), {"answer": "Palsu"}).status_code == 302
    held = HeldCompetency.objects.get(candidate=one.candidate, competency="JLPT-N4")
    assert (held.confirmed_at, held.review_note) == (None, "Palsu")


def test_a_number_is_recorded_once_and_days_hold(cast, sign_in):
    one = typed_by_her(cast, sign_in)
    sari = sign_in(cast.sari)
    assert sari.post(page_of("new_outside"), said(certificate="n4 0012345")).status_code == 422
    ahead = said(certificate="2", taken_on=(TODAY + timedelta(days=1)).isoformat())
    assert sari.post(page_of("new_outside"), ahead).status_code == 422
    assert (
        sari.post(page_of("new_outside"), said(certificate="3", expires_on="2025-07-06")).status_code == 422
    )
    soft = HeldCompetency._meta.get_field("competency").related_model.objects.filter(kind="soft").first()
    assert sari.post(page_of("new_outside"), said(certificate="4", competency=soft.pk)).status_code == 422
    assert list(OutsideResult.objects.all()) == [one]


def test_an_older_result_replaces_nothing_newer(cast, sign_in):
    one = typed_by_her(cast, sign_in)
    HeldCompetency.objects.create(
        candidate=one.candidate,
        competency_id="JLPT-N4",
        evidence="certificate",
        obtained_on=date(2025, 12, 1),
        confirmed_at=f"{TODAY}T08:00+07:00",
        confirmed_by=cast.wulan.user,
    )
    sign_in(cast.wulan).post(page_of("outside_step", one.pk, "confirm"))
    one.refresh_from_db()
    assert one.state == "confirmed"
    assert HeldCompetency.objects.get(competency="JLPT-N4").obtained_on == date(2025, 12, 1)


def test_strangers_see_and_change_nothing(cast, sign_in):
    one = typed_by_her(cast, sign_in)
    for member in (cast.lestari, cast.gatot, cast.laras, cast.anwar):
        assert sign_in(member).get(page_of("outside", one.pk)).status_code in (403, 404)
        assert sign_in(member).post(page_of("outside_step", one.pk, "confirm")).status_code in (403, 404)
    # An institute types, and never checks.
    hendra = sign_in(cast.hendra)
    assert hendra.post(page_of("outside_step", one.pk, "confirm")).status_code in (403, 404)
    one.refresh_from_db()
    assert one.state == "typed"


def test_she_is_told_in_time_once_that_it_ends(cast, sign_in):
    one = typed_by_her(cast, sign_in)
    sign_in(cast.wulan).post(page_of("outside_step", one.pk, "confirm"))
    early = date(2026, 2, 20) - timedelta(days=61)
    assert services.remind_of_ends(early) == 0
    for _day in range(2):
        services.remind_of_ends(TODAY)
    assert Message.objects.filter(kind="certification:outside_ends").count() == 1


def test_her_file_shows_it_to_who_may_see_it(cast, sign_in):
    one = typed_by_her(cast, sign_in)
    address = reverse("portal:case_file", args=[one.candidate.person_id])
    assert page_of("outside", one.pk) in sign_in(cast.wulan).get(address).content.decode()
    assert page_of("outside", one.pk) in sign_in(cast.sari).get(address).content.decode()
