"""What a stranger found: decisions that land on the right person, days that hold, words of the right people."""

import io
from datetime import date, time, timedelta

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.certification import queries, services
from jalur.journey.certification.models import (
    Appeal,
    Assessment,
    AssessmentDay,
    Assessor,
    Coverage,
    Element,
    Pleno,
    TestPlace,
)
from jalur.kit.refusals import codes_of
from tests.certification.factories import (
    DAY,
    MEETING,
    NOW,
    SINCE,
    TODAY,
    apply,
    called,
    decide,
    find,
    make_body,
    plan,
    recommended,
    second_assessor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def made(cast):
    return make_body(cast)


def page_of(name, *args):
    return reverse(f"certification:{name}", args=args)


def refused(act):
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        act()
    return codes_of(caught.value)


def minutes(**decided):
    return {"held_on": MEETING.isoformat(), "took_part": "Bu Laras, ketua", **decided}


def another(cast, made):
    """A second assessor of the body."""
    return services.register_assessor(
        actor=cast.laras.actor,
        assessor=Assessor(body=made.body, user=second_assessor(cast), number="MET-2", valid_from=SINCE),
        schemes=[made.scheme],
        today=TODAY,
    )


def two(cast, made):
    """Sari and another, both recommended on the same day."""
    from jalur.foundation.accounts.access import herself
    from tests.training.factories import make_candidate

    other = make_candidate("J-DUA0-0002")
    day = plan(cast, made)
    one = called(cast, made, day)
    own = herself(other.person_id)
    second = services.accept(actor=cast.laras.actor, assessment=apply(cast, made, other, own), today=TODAY)
    services.call_to_day(actor=cast.laras.actor, day=day, assessments=[second.pk], today=TODAY)
    elements = Element.objects.filter(unit__scheme=made.scheme).values_list("pk", flat=True)
    services.rate_oneself(actor=own, assessment=second, can=dict.fromkeys(elements, True), today=TODAY)
    services.agree(actor=own, assessment=second, now=NOW, today=TODAY)
    for each in (one, second):
        find(cast, each)
        services.recommend(actor=cast.anwar.actor, assessment=each, today=DAY)
    return one, second


def test_a_decision_lands_on_the_person_it_was_made_about_though_the_list_moved(
    cast, made, sign_in, settings
):
    one, second = two(cast, made)
    settings.TODAY = MEETING
    laras = sign_in(cast.laras)
    page = laras.get(page_of("new_pleno")).content.decode()
    assert f'name="person_{one.code}"' in page
    assert f'name="person_{second.code}"' in page
    services.send_back(actor=cast.laras.actor, assessment=one, reason="Foto kurang", today=MEETING)
    gone = laras.post(page_of("new_pleno"), minutes(**{f"person_{one.code}": "competent"}))
    assert gone.status_code == 422
    assert not Pleno.objects.exists()
    sent = minutes(**{f"person_{second.code}": "competent"})
    assert laras.post(page_of("new_pleno"), sent).status_code == 302
    states = dict(Assessment.objects.values_list("code", "state"))
    assert states == {one.code: "invited", second.code: "competent"}


def test_a_meeting_is_not_before_what_it_decides_about(cast, made, sign_in, settings):
    one = recommended(cast, made)
    settings.TODAY = MEETING
    early = minutes(**{f"person_{one.code}": "competent"}) | {
        "held_on": (DAY - timedelta(days=1)).isoformat()
    }
    answer = sign_in(cast.laras).post(page_of("new_pleno"), early)
    assert answer.status_code == 422
    assert one.candidate.person.name in answer.content.decode()
    assert not Pleno.objects.exists()
    sign_in(cast.laras).post(page_of("new_pleno"), early | {"held_on": DAY.isoformat()})
    one.refresh_from_db()
    assert (one.decided_on, one.expires_on) == (DAY, date(2029, 1, 20))


def test_a_meeting_that_decides_otherwise_than_recommended_says_why(cast, made):
    one = recommended(cast, made)
    assert refused(lambda: decide(cast, one, "not_yet")) == ["reason"]
    one.refresh_from_db()
    assert one.state == "assessed"
    services.hold_pleno(
        actor=cast.laras.actor,
        pleno=Pleno(body=made.body, held_on=MEETING, took_part="Contoh", note="Foto las tidak jelas"),
        decision=services.Decision({one.pk: "not_yet"}),
        today=MEETING,
    )
    one.refresh_from_db()
    assert (one.state, one.result) == ("not_yet", "competent")


def test_a_scheme_granted_backwards_clears_no_doubt(cast, made, sign_in, settings):
    one = decide(cast, recommended(cast, made), "competent")
    settings.TODAY = MEETING
    cover = Coverage.objects.get(assessor=made.assessor)
    services.withdraw_licence(actor=cast.laras.actor, record=cover, on=DAY, reason="Contoh", today=MEETING)
    laras = sign_in(cast.laras)
    back = {"scheme": made.scheme.pk, "valid_from": SINCE.isoformat()}
    assert laras.post(page_of("cover_assessor", made.assessor.pk), back).status_code == 422
    assert list(queries.in_doubt(Assessment.objects.all())) == [one]
    from_today = back | {"valid_from": MEETING.isoformat()}
    assert laras.post(page_of("cover_assessor", made.assessor.pk), from_today).status_code == 302
    assert list(queries.in_doubt(Assessment.objects.all())) == [one]
    page = laras.get(page_of("assessor", made.assessor.pk)).content.decode()
    assert page.count("Skema tidak lagi dicakup") == 1


def test_nothing_is_granted_to_who_was_revoked(cast, made):
    services.withdraw_licence(
        actor=cast.laras.actor, record=made.assessor, on=TODAY, reason="Contoh", today=TODAY
    )
    Coverage.objects.filter(assessor=made.assessor).update(state="withdrawn", withdrawn_on=TODAY)
    again = Coverage(body=made.body, assessor=made.assessor, scheme=made.scheme, valid_from=TODAY)
    grant = {"actor": cast.laras.actor, "coverage": again, "today": TODAY}
    assert refused(lambda: services.grant_coverage(**grant)) == ["taken_back"]


def test_a_withdrawal_lies_within_its_days_and_is_corrected_to_an_earlier_one(cast, made, sign_in, settings):
    one = decide(cast, recommended(cast, made), "competent")
    settings.TODAY = MEETING
    laras = sign_in(cast.laras)
    withdraw = page_of("place_step", made.place.pk, "withdraw")
    ahead = {"on": (MEETING + timedelta(days=1)).isoformat(), "reason": "Atap runtuh"}
    assert laras.post(withdraw, ahead).status_code == 422
    TestPlace.objects.filter(pk=made.place.pk).update(valid_to=MEETING)
    assert laras.post(withdraw, ahead | {"on": MEETING.isoformat()}).status_code == 422
    after = DAY + timedelta(days=1)
    assert laras.post(withdraw, ahead | {"on": after.isoformat()}).status_code == 302
    assert not queries.in_doubt(Assessment.objects.all()).exists()
    correct = page_of("place_step", made.place.pk, "correct")
    assert laras.post(correct, ahead | {"on": after.isoformat()}).status_code == 422
    assert laras.post(correct, ahead | {"on": DAY.isoformat()}).status_code == 422  # asked back
    assert laras.post(correct, ahead | {"on": DAY.isoformat(), "as_typed": "on"}).status_code == 302
    assert list(queries.in_doubt(Assessment.objects.all())) == [one]


def text_of(pdf):
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_nobody_says_for_her_what_she_can_say_herself(cast, made, sign_in):
    one = called(cast, made)
    laras = sign_in(cast.laras)
    person = one.candidate.person
    assert person.account_id is not None
    rate = {f"element_{number}": "not_yet" for number in range(3)}
    assert laras.post(page_of("rate", one.code), rate).status_code == 422
    assert not one.self_marks.filter(can=False).exists()
    type(person).objects.filter(pk=person.pk).update(account=None)
    assert laras.post(page_of("rate", one.code), rate).status_code == 302
    consent = page_of("assessment_step", one.code, "consent")
    assert laras.post(consent).status_code == 422  # asked whether she signed
    one.refresh_from_db()
    assert one.consented_at is None
    assert laras.post(consent, {"signed": "on"}).status_code == 302
    one.refresh_from_db()
    assert (one.rated_by, one.agreed_by) == (cast.laras.user, cast.laras.user)
    text = text_of(laras.post(page_of("file", one.code)).content)
    assert text.count(f"ditulis oleh {cast.laras.user.name}") == 2


def test_what_has_begun_is_not_taken_back(cast, made, sign_in):
    one = called(cast, made)
    find(cast, one)
    sign_in(cast.sari).post(page_of("assessment_step", one.code, "withdraw"))
    one.refresh_from_db()
    assert one.state == "invited"


def test_who_is_competent_applies_again_only_near_the_end(cast, made, sign_in, settings):
    one = decide(cast, recommended(cast, made), "competent")
    settings.TODAY = MEETING
    assert sign_in(cast.sari).post(page_of("new_assessment"), {"scheme": made.scheme.pk}).status_code == 422
    assert Assessment.objects.count() == 1
    settings.TODAY = one.expires_on - timedelta(days=60)
    assert sign_in(cast.sari).post(page_of("new_assessment"), {"scheme": made.scheme.pk}).status_code == 302


def test_an_institute_applies_once_the_class_runs_and_reads_whom_it_left_out(cast, made, sign_in):
    from jalur.journey.training import services as training
    from jalur.journey.training.models import Enrolment, Intake
    from tests.training.factories import STARTS, make_candidate, open_class

    intake = open_class(cast)
    sari, other = cast.sari.person.candidate, make_candidate("J-DUA0-0002")
    seat = training.enrol(actor=cast.sari.actor, intake=intake, candidate=sari, today=TODAY)
    second = Enrolment.objects.create(intake=intake, candidate=other, state="enrolled")
    hendra = sign_in(cast.hendra)
    sent = {"scheme": made.scheme.pk, "people": [seat.pk, second.pk]}
    assert hendra.post(page_of("apply_for_class", intake.number), sent).status_code == 422
    assert not Assessment.objects.exists()
    training.start_intake(actor=cast.hendra.actor, intake=Intake.objects.get(pk=intake.pk), today=STARTS)
    apply(cast, made)
    answer = hendra.post(page_of("apply_for_class", intake.number), sent, follow=True)
    assert Assessment.objects.get(institute=cast.hendra.organisation).candidate == other
    assert sari.person.name in answer.content.decode()


def test_a_day_on_which_somebody_was_assessed_stays(cast, made, sign_in, settings):
    one = recommended(cast, made)
    settings.TODAY = DAY
    sign_in(cast.laras).post(page_of("day_step", one.day.number, "cancel"), {"cancel_reason": "Contoh"})
    assert AssessmentDay.objects.get().state == "planned"


def test_an_assessor_is_at_one_place_at_a_time(cast, made, sign_in):
    plan(cast, made)
    other = another(cast, made)
    sent = {
        "scheme": made.scheme.pk,
        "day": DAY.isoformat(),
        "starts": "08.00",
        "place": made.place.pk,
        "assessor": made.assessor.pk,
        "seats": "5",
    }
    laras = sign_in(cast.laras)
    assert laras.post(page_of("new_day"), sent).status_code == 422
    assert AssessmentDay.objects.count() == 1
    assert laras.post(page_of("new_day"), sent | {"assessor": other.pk}).status_code == 302
    assert AssessmentDay.objects.filter(starts=time(8)).count() == 2


def test_hours_of_an_assessor_do_not_overlap(cast, made, sign_in):
    first = plan(cast, made, ends=time(10))
    laras = sign_in(cast.laras)
    sent = {"scheme": made.scheme.pk, "day": DAY.isoformat(), "place": made.place.pk, "seats": "5"}
    sent |= {"assessor": made.assessor.pk}
    taken = laras.post(page_of("new_day"), sent | {"starts": "09.30", "ends": "11.00"})
    assert taken.status_code == 422
    assert first.number in taken.content.decode()
    assert laras.post(page_of("new_day"), sent | {"starts": "11.00", "ends": "10.00"}).status_code == 422
    assert AssessmentDay.objects.count() == 1
    assert laras.post(page_of("new_day"), sent | {"starts": "10.00"}).status_code == 302
    assert laras.post(page_of("new_day"), sent | {"starts": "16.00"}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentDay.objects.create(
            body=made.body,
            scheme=made.scheme,
            assessor=made.assessor,
            place=made.place,
            day=DAY,
            starts=time(9),
            seats=1,
        )


def test_nobody_is_called_to_an_assessor_who_is_elsewhere(cast, made):
    other = another(cast, made)
    plan(cast, made)
    second = plan(cast, made, assessor=other)
    one = services.accept(actor=cast.laras.actor, assessment=apply(cast, made), today=TODAY)
    call = {"actor": cast.laras.actor, "day": second, "assessments": [one.pk], "today": TODAY}
    assert refused(lambda: services.call_to_day(**call, assessor=made.assessor)) == ["elsewhere"]
    services.call_to_day(**call)


def test_what_was_left_standing_is_listed_again_after_another_withdrawal(cast, made):
    one = decide(cast, recommended(cast, made), "competent")
    laras = cast.laras.actor
    back = {"actor": laras, "record": made.place, "reason": "Contoh", "today": MEETING}
    services.withdraw_licence(**back, on=DAY)
    services.leave_standing(actor=laras, assessment=one, reason="Contoh", today=MEETING)
    assert not queries.in_doubt(Assessment.objects.all()).exists()
    services.correct_withdrawal(**back, on=DAY - timedelta(days=2))
    assert list(queries.in_doubt(Assessment.objects.all())) == [one]
    services.leave_standing(actor=laras, assessment=one, reason="Contoh", today=MEETING)
    services.withdraw_licence(**{**back, "record": made.assessor}, on=DAY + timedelta(days=1))
    assert not queries.in_doubt(Assessment.objects.all()).exists()


def test_candidate_numbers_are_taken_without_hyphens(cast, made):
    from jalur.journey.languages.services.tests import find_candidate

    sari = cast.sari.person.candidate
    assert find_candidate(cast.wulan.actor, sari.number.replace("-", " ").lower()) == sari


def test_her_home_says_until_when_she_may_appeal_and_where_her_assessments_are(cast, made, sign_in, settings):
    decide(cast, recommended(cast, made, U2="not_yet"), "not_yet")
    settings.TODAY = MEETING
    until = MEETING + timedelta(days=made.scheme.appeal_days)
    own = sign_in(cast.sari)
    page = own.get("/").content.decode()
    assert f"{until.day} Februari 2026" in page or f"{until.day} Feb 2026" in page
    for member in (cast.sari, cast.hendra, cast.laras):
        assert f'href="{page_of("assessments")}"' in sign_in(member).get("/").content.decode()
    settings.TODAY = until + timedelta(days=1)
    assert "banding dapat diajukan" not in own.get("/").content.decode()


def test_an_appeal_ends_with_the_annulled_assessment_and_no_meeting_offers_it(cast, made, sign_in, settings):
    one = decide(cast, recommended(cast, made, U2="not_yet"), "not_yet")
    filed = services.file_appeal(
        actor=cast.sari.actor, appeal=Appeal(assessment=one, grounds="Contoh"), today=MEETING
    )
    services.withdraw_licence(
        actor=cast.laras.actor, record=made.place, on=DAY, reason="Contoh", today=MEETING
    )
    settings.TODAY = MEETING
    void = page_of("assessment_step", one.code, "void")
    assert sign_in(cast.laras).post(void, {"answer": "Contoh"}).status_code == 302
    filed.refresh_from_db()
    assert filed.state == "lapsed"
    Appeal.objects.filter(pk=filed.pk).update(state="reviewed", result="competent", reviewed_on=MEETING)
    assert str(filed.pk) not in sign_in(cast.laras).get(page_of("new_pleno")).content.decode()
    again = Pleno(body=made.body, held_on=MEETING, took_part="Contoh")
    decision = services.Decision(appeals={filed.pk: "competent"})
    step = {"actor": cast.laras.actor, "pleno": again, "decision": decision, "today": MEETING}
    assert refused(lambda: services.hold_pleno(**step)) == ["changed_meanwhile"]


def test_the_minutes_keep_what_was_decided_then(cast, made, sign_in, settings):
    one = decide(cast, recommended(cast, made), "competent")
    pleno = Pleno.objects.get()
    services.withdraw_licence(
        actor=cast.laras.actor, record=made.place, on=DAY, reason="Contoh", today=MEETING
    )
    services.annul(actor=cast.laras.actor, assessment=one, reason="Contoh", today=MEETING)
    page = sign_in(cast.laras).get(page_of("pleno", pleno.number)).content.decode()
    table = page[page.index(one.candidate.number) :]
    assert pleno.decided == {one.code: "competent"}
    assert "kompeten" in table[:900]
    assert "dibatalkan" not in table[:900]
    settings.TODAY = MEETING
    own = sign_in(cast.sari)
    text = text_of(own.post(page_of("file", one.code)).content)
    assert "Rekomendasi asesor: K (kompeten)" in text
    assert "Keputusan LSP : dibatalkan" in text
    assert "22 Januari 2029" not in own.get(page_of("assessment", one.code)).content.decode()


def test_a_labour_officer_opens_no_evidence(cast, made):
    from jalur.foundation.accounts import access
    from jalur.journey.certification.models import UnitResult
    from jalur.journey.certification.parts import EVIDENCE

    one = recommended(cast, made)
    row = one.results.first()
    assert access.covers(cast.laras.actor, EVIDENCE.reads, row)
    assert access.covers(cast.sari.actor, EVIDENCE.reads, row)
    for officer in (cast.rini, cast.gatot, cast.hendra):
        assert not access.covers(officer.actor, EVIDENCE.reads, row)
    assert UnitResult.objects.visible_to(cast.laras.actor).exists()


def test_she_reads_until_when_it_counts_or_she_may_appeal(cast, made, sign_in, settings):
    one = decide(cast, recommended(cast, made, U2="not_yet"), "not_yet")
    settings.TODAY = MEETING
    until = MEETING + timedelta(days=made.scheme.appeal_days)
    page = sign_in(cast.sari).get(page_of("assessment", one.code)).content.decode()
    assert f"{until.day} Februari 2026" in page


def test_her_evidence_says_that_it_does_not_replace_the_certificate(cast, made):
    one = decide(cast, recommended(cast, made), "competent")
    held = HeldCompetency.objects.get(candidate=one.candidate, evidence="certificate")
    assert "tidak menggantikan sertifikat BNSP" in held.evidence_note


def test_hours_name_the_zone_of_the_place(cast, made, sign_in):
    day = plan(cast, made)
    assert "08.00 WIB" in sign_in(cast.laras).get(page_of("day", day.number)).content.decode()
