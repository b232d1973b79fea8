"""What strangers found when they walked the room as its users, each through the door where it was seen."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.journey.candidates.models import Candidate
from jalur.journey.certification import queries, services
from jalur.journey.certification.models import (
    Assessment,
    OutsideResult,
    Pleno,
    SelfMark,
    Submission,
    UnitResult,
)
from jalur.kit.refusals import codes_of
from tests.access.forms import fields_of
from tests.access.world import make_world
from tests.certification.factories import (
    DAY,
    MEETING,
    NOW,
    called,
    decide,
    find,
    make_body,
    recommended,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_the_day(settings):
    settings.TODAY = DAY


def test_an_old_tab_does_not_turn_a_result_back(cast, sign_in, on_the_day):
    one = called(cast, make_body(cast))
    page, assessor = reverse("certification:units", args=[one.code]), sign_in(cast.anwar)
    assessor.post(page, {**fields_of(assessor.get(page).content.decode(), page), "result_1": "competent"})
    old, other = (fields_of(assessor.get(page).content.decode(), page) for _tab in range(2))
    newer = {**other, "result_1": "not_yet", "note_1": "Kabel rusak (contoh)"}
    assert assessor.post(page, newer).status_code == 302
    answer = assessor.post(page, {**old, "result_2": "competent"})
    assert answer.status_code == 422
    assert UnitResult.objects.get(unit__position=1).result == "not_yet"
    assert not UnitResult.objects.filter(unit__position=2).exists()


def test_what_she_said_stands_once_the_assessment_has_begun(cast, sign_in, on_the_day):
    one = called(cast, make_body(cast))
    find(cast, one)
    page = reverse("certification:rate", args=[one.code])
    sari, before = sign_in(cast.sari), Event.objects.count()
    answer = sari.post(page, {f"element_{at}": "not_yet" for at in range(3)})
    assert answer.status_code == 422
    assert SelfMark.objects.filter(can=False).count() == 0
    assert Assessment.objects.get(pk=one.pk).consented_at is not None
    assert Event.objects.count() == before


def test_changed_before_it_begins_she_reads_that_she_agrees_once_more(cast, sign_in, settings):
    one = called(cast, make_body(cast))
    settings.TODAY = DAY - timedelta(days=1)
    page = reverse("certification:rate", args=[one.code])
    answer = sign_in(cast.sari).post(page, {f"element_{at}": "not_yet" for at in range(3)}, follow=True)
    assert "setujui sekali lagi" in answer.content.decode()


def test_a_sign_that_no_paper_has_is_said_and_is_no_breakdown(cast, sign_in, settings):
    made = make_body(cast)
    settings.TODAY = MEETING
    one = recommended(cast, made)
    type(made.assessor).objects.filter(pk=made.assessor.pk).update(number="MET 😀")
    one.refresh_from_db()
    decide(cast, one, "competent")
    pleno = Pleno.objects.get()
    Pleno.objects.filter(pk=pleno.pk).update(took_part="Rini 😀")
    pleno.refresh_from_db()
    submission = services.make_submission(
        actor=cast.laras.actor,
        submission=Submission(pleno=pleno, body=pleno.body, blanks_asked=1),
        today=MEETING,
    )
    laras = sign_in(cast.laras)
    for address in (
        reverse("certification:file", args=[one.code]),
        reverse("certification:submission_minutes", args=[submission.number]),
    ):
        answer = laras.post(address, follow=True)
        assert answer.status_code == 200
        assert "😀" in answer.content.decode()


def test_bnsp_gets_what_stands(cast):
    made = make_body(cast)
    one = decide(cast, recommended(cast, made), "competent")
    pleno = Pleno.objects.get()
    submission = services.make_submission(
        actor=cast.laras.actor,
        submission=Submission(pleno=pleno, body=pleno.body, blanks_asked=1),
        today=MEETING,
    )
    services.withdraw_licence(
        actor=cast.laras.actor, record=made.place, on=DAY, reason="Contoh", today=MEETING
    )
    with pytest.raises(ValidationError) as refused:
        services.send_submission(actor=cast.laras.actor, submission=submission, on=MEETING, today=MEETING)
    assert codes_of(refused.value) == ["in_doubt"]
    one.refresh_from_db()
    services.annul(actor=cast.laras.actor, assessment=one, reason="Contoh", today=MEETING)
    assert queries.standing_of(pleno) == []
    assert [each for each, _result in queries.people_of(pleno)] == [one]
    services.send_submission(actor=cast.laras.actor, submission=submission, on=MEETING, today=MEETING)


def test_an_institute_types_for_its_own_people_alone(cast):
    world = make_world(cast)
    hers = OutsideResult(
        candidate=Candidate.objects.get(pk=world.far.candidate.pk),
        competency_id="JLPT-N4",
        body="Contoh",
        certificate="N-77",
        taken_on=DAY - timedelta(days=200),
    )
    assert not services.outside.may_type_for(cast.hendra.actor, hers.candidate)
    with pytest.raises(ValidationError) as refused:
        services.outside.person_for(cast.hendra.actor, hers.candidate.number)
    assert codes_of(refused.value) == ["unknown"]


def test_whoever_assessed_is_not_named_among_those_who_decide(cast):
    one = recommended(cast, make_body(cast))
    pleno = Pleno(body=one.body, held_on=MEETING, took_part="Pak Anwar, asesor\nBu Laras")
    with pytest.raises(ValidationError) as refused:
        services.hold_pleno(
            actor=cast.laras.actor,
            pleno=pleno,
            decision=services.Decision({one.pk: "competent"}),
            today=MEETING,
        )
    assert codes_of(refused.value) == ["assessor"]
    assert not Pleno.objects.exists()
    assert NOW.date() == DAY


def test_whoever_has_no_account_appeals_at_the_counter(cast, sign_in, settings):
    settings.TODAY = MEETING
    one = decide(cast, recommended(cast, make_body(cast), U1="not_yet"), "not_yet")
    page, sent = reverse("certification:new_appeal", args=[one.code]), {"grounds": "Las kedua tidak dilihat"}
    wulan = sign_in(cast.wulan)
    assert wulan.post(page, sent).status_code == 422  # Sari has an account and appeals herself
    assert not one.appeals.exists()
    type(one.candidate.person).objects.filter(pk=one.candidate.person_id).update(account=None)
    assert page in wulan.get(reverse("certification:assessment", args=[one.code])).content.decode()
    assert sign_in(cast.gatot).post(page, sent).status_code == 404  # another regency
    assert wulan.post(page, sent).status_code == 302
    assert one.appeals.get().written_by == cast.wulan.user
