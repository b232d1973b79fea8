"""A day is planned before it (FR.MAPA) and looked back on after it (FR.AK.06); results in doubt are told of."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jalur.foundation.messaging.models import Message
from jalur.journey.certification import services
from jalur.journey.certification.models import AssessmentDay, Plan, Review
from tests.certification.factories import (
    CONTENT,
    DAY,
    MEETING,
    SINCE,
    TODAY,
    called,
    decide,
    find,
    make_body,
    plan,
    recommended,
)
from tests.certification.test_mended import text_of

pytestmark = pytest.mark.django_db
TEAM = (("SOFT-KERJASAMA", "Bekerja dalam tim"), "Bekerja dengan orang baru", "Membantu yang tertinggal")
STAGES = (*Review.STAGES, "recommendation")


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


def page_of(name, *args):
    return reverse(f"certification:{name}", args=args)


def planned(**about):
    plain = {
        "approach": "Lulusan pelatihan las, dinilai dengan bekerja",
        "adjustments": "Waktu lebih panjang",
    }
    return {**plain, "tools_1": ["observation", "oral"], "tools_2": ["product"], **about}


def looked_back(**about):
    return {**{name: f"Berjalan baik: {name}" for name in STAGES}, **about}


def test_a_plan_is_made_by_the_body_and_printed_before_the_consent(cast, sign_in, settings):
    made = make_body(cast, (*CONTENT, TEAM))
    day = plan(cast, made)
    anwar, page = sign_in(cast.anwar), page_of("prepare_day", day.number)
    assert anwar.post(page, planned(tools_2=[])).status_code == 422
    for member in (cast.sari, cast.hendra, cast.yusuf):
        assert sign_in(member).post(page, planned()).status_code in (403, 404)
    assert Plan.objects.count() == 0
    assert anwar.post(page, planned()).status_code == 302
    assert sign_in(cast.laras).post(page, planned(approach="Diperbaiki")).status_code == 302
    one = called(cast, made, day)
    shown = anwar.get(page_of("day", day.number)).content.decode()
    assert "Diperbaiki" in shown
    text = " ".join(text_of(sign_in(cast.sari).post(page_of("file", one.code)).content).split())
    places = [text.index(form) for form in ("FR.APL.02", "FR.MAPA.01", "FR.MAPA.02", "FR.AK.01")]
    assert places == sorted(places)
    assert "Waktu lebih panjang" in text
    assert "observasi; pertanyaan lisan" in text
    assert "perilaku yang diamati" in text


def test_a_plan_stays_once_somebody_was_assessed(cast, sign_in, settings):
    one = called(cast, make_body(cast))
    settings.TODAY = DAY
    find(cast, one)
    answer = sign_in(cast.laras).post(page_of("prepare_day", one.day.number), planned())
    assert answer.status_code == 422
    assert Plan.objects.count() == 0


def test_a_day_is_looked_back_on_once_after_it_and_leaves_the_list(cast, sign_in, settings):
    one = called(cast, make_body(cast))
    laras, page = sign_in(cast.laras), page_of("review_day", one.day.number)
    assert laras.post(page, looked_back()).status_code == 422
    settings.TODAY = DAY
    find(cast, one)
    assert list(AssessmentDay.objects.to_review()) == [one.day]
    assert "when=unreviewed" in laras.get("/").content.decode()
    assert sign_in(cast.anwar).post(page, looked_back()).status_code in (403, 404)
    assert laras.post(page, looked_back(deciding="")).status_code == 422
    assert Review.objects.count() == 0
    assert laras.post(page, looked_back()).status_code == 302
    assert laras.post(page, looked_back(planning="Lain")).status_code == 422
    assert Review.objects.get().planning == "Berjalan baik: planning"
    assert not AssessmentDay.objects.to_review().exists()
    assert one.day.scheme.title not in laras.get(page_of("days") + "?when=unreviewed").content.decode()
    text = text_of(laras.post(page_of("file", one.code)).content)
    assert text.index("FR.AK.05") < text.index("FR.AK.06")
    assert "Berjalan baik: recommendation" in " ".join(text.split())


def doubts():
    return Message.objects.filter(kind="certification:doubt")


def test_each_withdrawal_that_casts_doubt_tells_the_manager_once_with_a_count(cast, settings):
    made = make_body(cast)
    decide(cast, recommended(cast, made), "competent")
    yusuf = {"actor": cast.yusuf.actor, "reason": "Dicabut", "today": MEETING}
    # From a day after the assessment nothing falls into doubt, and nobody is written to.
    services.withdraw_licence(record=made.scope, on=DAY + timedelta(days=1), **yusuf)
    assert not doubts().exists()
    made.scope.refresh_from_db()
    services.correct_withdrawal(record=made.scope, on=DAY, **yusuf)
    message = doubts().get()
    assert message.values == {"count": 1}
    assert message.to_key == str(cast.laras.user.pk)
    services.withdraw_licence(
        actor=cast.laras.actor, record=made.place, on=SINCE, reason="Atap runtuh", today=MEETING
    )
    assert doubts().count() == 2


def test_a_licence_of_the_body_revoked_elsewhere_is_told_of_in_the_morning_once(cast, settings):
    made = make_body(cast)
    decide(cast, recommended(cast, made), "competent")
    type(made.licence).objects.filter(pk=made.licence.pk).update(revoked_on=DAY, state="revoked")
    for _morning in range(2):
        services.tell_of_licences(MEETING)
    assert doubts().get().values == {"count": 1}
