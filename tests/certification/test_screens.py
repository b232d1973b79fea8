"""The pages as candidate, assessor, manager of the body, institute and a stranger use them."""

from datetime import date

import pytest
from django.urls import reverse

from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.certification import queries, services
from jalur.journey.certification.models import Appeal, Assessment, AssessmentDay, Assessor, Scheme
from tests.certification.factories import (
    DAY,
    MEETING,
    SINCE,
    TODAY,
    apply,
    called,
    decide,
    make_body,
    plan,
    recommended,
    second_assessor,
)
from tests.training.factories import make_candidate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def made(cast):
    return make_body(cast)


def page_of(name, *args):
    return reverse(f"certification:{name}", args=args)


def test_a_candidate_goes_from_the_application_to_the_consent(cast, made, sign_in):
    sari, laras = sign_in(cast.sari), sign_in(cast.laras)
    sari.post(page_of("new_assessment"), {"scheme": made.scheme.pk})
    one = Assessment.objects.get()
    rate = {f"element_{number}": "can" for number in range(3)}
    assert sari.post(page_of("rate", one.code), rate).status_code == 302
    assert laras.post(page_of("assessment_step", one.code, "accept")).status_code == 302
    day = plan(cast, made)
    called_to = {"people": [one.pk], "assessor": made.assessor.pk}
    assert laras.post(page_of("call", day.number), called_to).status_code == 302
    page = sari.get(page_of("assessment", one.code)).content.decode()
    assert "TUK Contoh" in page
    assert "Saya setuju dinilai menurut skema" in page
    assert sari.post(page_of("assessment_step", one.code, "consent")).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.consented_at is not None) == ("invited", True)
    home = sari.get("/").content.decode()
    assert made.scheme.title in home


def test_the_tablet_saves_units_together_and_loses_nothing_typed(cast, made, sign_in, settings):
    one = called(cast, made)
    settings.TODAY = DAY
    anwar = sign_in(cast.anwar)
    units = page_of("units", one.code)
    page = anwar.get(units).content.decode()
    assert page.count('type="radio"') == 4
    sent = {"result_1": "competent", "method_1": "oral", "note_1": "", "method_2": "oral", "at": "1"}
    # A word about the second unit without a result: nothing is saved, and nothing typed is lost.
    half = anwar.post(units, {**sent, "note_2": "Penetrasi belum penuh"})
    assert half.status_code == 422
    assert "Penetrasi belum penuh" in half.content.decode()
    assert one.results.count() == 0
    answer = anwar.post(units, sent)
    assert answer.url.endswith("#unit-1")
    assert one.results.get().method == "oral"
    lacking = anwar.post(units, {**sent, "result_2": "not_yet"})
    assert lacking.status_code == 422
    assert 'id="id_note_2"' in lacking.content.decode()
    assert one.results.count() == 1
    photo = anwar.post(units, {**sent, "result_2": "not_yet", "note_2": "Terlalu lambat", "photo": "2"})
    assert photo.url == page_of("unit", one.code, 2)
    assert one.results.count() == 2
    assert anwar.post(page_of("assessment_step", one.code, "recommend")).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.result) == ("assessed", "not_yet")
    # The first unit, of which nothing changed, was written once.
    assert one.results.get(unit__position=1).at < one.results.get(unit__position=2).at


def test_the_minutes_decide_about_everybody_at_once_and_tell_them(cast, made, sign_in, settings):
    from jalur.foundation.messaging.models import Message

    one = recommended(cast, made)
    settings.TODAY = MEETING
    laras = sign_in(cast.laras)
    sent = {"held_on": MEETING.isoformat(), "took_part": "Bu Laras, ketua", f"person_{one.code}": "competent"}
    answer = laras.post(page_of("new_pleno"), sent)
    assert answer.status_code == 302
    assert (
        one.code in laras.get(answer.url).content.decode()
        or one.candidate.number in laras.get(answer.url).content.decode()
    )
    assert HeldCompetency.objects.filter(candidate=one.candidate, evidence="certificate").count() == 1
    assert Message.objects.filter(kind="certification:decided").count() == 1
    one.refresh_from_db()
    assert one.state == "competent"


def test_the_minutes_begin_with_what_was_recommended(cast, made, sign_in, settings):
    one = recommended(cast, made, U2="not_yet")
    other = Assessment.objects.create(
        candidate=make_candidate("J-DUA0-0002"),
        scheme=made.scheme,
        body=made.body,
        day=one.day,
        assessor=made.assessor,
        state="assessed",
        result="competent",
        recommended_on=DAY,
        recommended_by=cast.anwar.user,
    )
    settings.TODAY = MEETING
    page = sign_in(cast.laras).get(page_of("new_pleno"))
    assert "?as=recommended" in page.content.decode()
    form = sign_in(cast.laras).get(page_of("new_pleno") + "?as=recommended").context["form"]
    assert form[f"person_{one.code}"].initial == "not_yet"
    assert form[f"person_{other.code}"].initial == "competent"
    one.refresh_from_db()
    assert one.state == "assessed"


def test_applications_of_a_class_are_accepted_at_once_and_by_the_body_alone(cast, made, sign_in):
    other = Assessment.objects.create(
        candidate=make_candidate("J-DUA0-0002"), scheme=made.scheme, body=made.body
    )
    rows = [apply(cast, made), other]
    sent = {"people": [str(one.pk) for one in rows]}
    assert sign_in(cast.hendra).post(page_of("accept_many"), sent).status_code == 403
    assert set(Assessment.objects.values_list("state", flat=True)) == {"applied"}
    laras = sign_in(cast.laras)
    assert laras.post(page_of("accept_many"), {}).status_code == 422
    assert laras.post(page_of("accept_many"), sent).status_code == 302
    assert set(Assessment.objects.values_list("state", flat=True)) == {"accepted"}


def test_an_appeal_by_its_pages(cast, made, sign_in, settings):
    other = services.register_assessor(
        actor=cast.laras.actor,
        assessor=Assessor(body=made.body, user=second_assessor(cast), number="MET-2", valid_from=SINCE),
        schemes=[made.scheme],
        today=TODAY,
    )
    one = decide(cast, recommended(cast, made, U2="not_yet"), "not_yet")
    settings.TODAY = MEETING
    sari, laras = sign_in(cast.sari), sign_in(cast.laras)
    page = sari.get(page_of("assessment", one.code)).content.decode()
    assert page_of("new_appeal", one.code) in page
    assert "Mengelas sambungan sudut" in page
    sari.post(page_of("new_appeal", one.code), {"grounds": "Las terakhir tidak dilihat"})
    filed = Appeal.objects.get()
    step = page_of("appeal_step", filed.pk, "assign")
    assert laras.post(step, {"reviewer": made.assessor.pk}).status_code == 422
    assert laras.post(step, {"reviewer": other.pk}).status_code == 302
    filed.refresh_from_db()
    assert (filed.state, filed.reviewer) == ("assigned", other)


def test_an_institute_applies_for_whom_its_class_found_ready(cast, made, sign_in):
    from jalur.journey.training import services as training
    from jalur.journey.training.models import Intake
    from tests.training.factories import STARTS, open_class

    intake = open_class(cast)
    seat = training.enrol(
        actor=cast.sari.actor, intake=intake, candidate=cast.sari.person.candidate, today=TODAY
    )
    training.start_intake(actor=cast.hendra.actor, intake=Intake.objects.get(pk=intake.pk), today=STARTS)
    hendra = sign_in(cast.hendra)
    page = hendra.get(reverse("training:intake", args=[intake.number])).content.decode()
    assert page_of("apply_for_class", intake.number) in page
    sent = {"scheme": made.scheme.pk, "people": [seat.pk]}
    assert hendra.post(page_of("apply_for_class", intake.number), sent).status_code == 302
    one = Assessment.objects.get()
    assert (one.institute, one.enrolment, one.candidate) == (cast.hendra.organisation, seat, seat.candidate)


def test_strangers_see_and_change_nothing(cast, made, sign_in):
    one = apply(cast, made)
    for member in (cast.rini, cast.lestari, cast.gatot, cast.hendra):
        assert sign_in(member).get(page_of("assessment", one.code)).status_code in (403, 404)
        assert sign_in(member).post(page_of("assessment_step", one.code, "accept")).status_code in (403, 404)
    one.refresh_from_db()
    assert one.state == "applied"


def test_a_licence_taken_back_from_a_past_day_stands_on_the_first_page_of_the_body(
    cast, made, sign_in, settings
):
    one = decide(cast, recommended(cast, made), "competent")
    settings.TODAY = MEETING
    laras = sign_in(cast.laras)
    step = page_of("place_step", made.place.pk, "withdraw")
    sent = {"on": DAY.isoformat(), "reason": "Atap runtuh"}
    asked = laras.post(step, sent)
    assert asked.status_code == 422
    assert "1 hasil sejak" in asked.content.decode()
    assert not Assessment.objects.all().filter(pk__in=queries.in_doubt(Assessment.objects.all())).exists()
    assert laras.post(step, sent | {"as_typed": "on"}).status_code == 302
    assert "stands=doubt" in laras.get("/").content.decode()
    assert one.code in laras.get(page_of("assessments") + "?stands=doubt").content.decode()
    answer = laras.post(page_of("assessment_step", one.code, "void"), {"answer": "TUK tidak disetujui"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.state == "void"


def test_the_forms_come_as_one_pdf_in_the_order_of_practice(cast, made, sign_in):
    import io

    import pypdfium2

    one = decide(cast, recommended(cast, made, U2="not_yet"), "not_yet")
    answer = sign_in(cast.sari).post(page_of("file", one.code))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pypdfium2.PdfDocument(io.BytesIO(answer.content)) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    text = "\n".join(pages)
    forms = ["FR.APL.01", "FR.APL.02", "FR.AK.01", "FR.IA", "FR.AK.02", "FR.AK.03", "FR.AK.05"]
    places = [text.index(form) for form in forms]
    assert places == sorted(places)
    assert all("bukan formulir resmi BNSP" in " ".join(page.split()) for page in pages)


def test_schemes_are_read_in_from_a_list(cast, made):
    from jalur.journey.certification.services.imports import COLUMNS

    assert [column.key for column in COLUMNS][:5] == ["code", "title", "scheme_kind", "version", "valid_from"]
    newer = Scheme.objects.create(
        body=made.body, code="SKM-2", title="Lain", kind="kkni", version="1", valid_from=date(2026, 1, 1)
    )
    assert newer.months == 36
    assert AssessmentDay.objects.count() == 0
