"""FR.AK.03 on screen: once, by herself, closed to the assessor until the body decided, and counted only of many."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from jalur.foundation.accounts.access import SYSTEM
from jalur.journey.certification import queries, rules, services
from jalur.journey.certification.models import Assessment, Feedback, Question
from jalur.kit.refusals import codes_of
from tests.certification.factories import (
    DAY,
    MEETING,
    NOW,
    TODAY,
    called,
    decide,
    find,
    make_body,
    recommended,
)
from tests.certification.test_mended import text_of
from tests.job_orders.factories import make_candidate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def made(cast):
    return make_body(cast)


def page_of(name, *args):
    return reverse(f"certification:{name}", args=args)


def said(no=(), **words):
    answers = {f"answer_{number}": "no" if number in no else "yes" for number in range(5)}
    return answers | words


def test_the_questions_come_from_their_file_and_are_marked_as_not_checked():
    services.load_questions(actor=SYSTEM, apply=True)
    assert Question.objects.count() == 5
    assert not Question.objects.filter(verified=True).exists()
    assert services.load_questions(actor=SYSTEM, apply=False)[0].is_nothing


def test_she_answers_once_after_the_assessment_and_nobody_else_does(cast, made, sign_in, settings):
    one = called(cast, made)
    settings.TODAY = DAY
    sari, page = sign_in(cast.sari), page_of("comment", one.code)
    early = sari.post(page, said())
    assert early.status_code in (302, 422)
    assert Feedback.objects.count() == 0
    find(cast, one)
    one = services.recommend(actor=cast.anwar.actor, assessment=one, today=DAY)
    assert "Katakan bagaimana" in sari.get("/").content.decode()
    assert sari.post(page, said() | {"answer_3": ""}).status_code == 422
    for member in (cast.anwar, cast.laras, cast.hendra, cast.lestari):
        assert sign_in(member).post(page, said()).status_code in (403, 404)
    assert Feedback.objects.count() == 0
    assert sari.post(page, said(no=(1,), words_1="Waktunya singkat")).status_code == 302
    assert Feedback.objects.filter(assessment=one).count() == 5
    assert Feedback.objects.get(yes=False).words == "Waktunya singkat"
    assert sari.post(page, said()).status_code in (302, 422)
    assert Feedback.objects.filter(yes=False).count() == 1
    answers = dict.fromkeys(Question.objects.values_list("pk", flat=True), (True, ""))
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        services.give_feedback(actor=cast.sari.actor, assessment=one, answers=answers, now=NOW, today=DAY)
    assert codes_of(caught.value) == ["answered"]


def test_the_assessor_reads_it_only_after_the_decision(cast, made, sign_in, settings):
    one = recommended(cast, made)
    settings.TODAY = DAY
    sign_in(cast.sari).post(page_of("comment", one.code), said(words_0="Suaranya pelan sekali"))

    def printed(member):
        return " ".join(text_of(sign_in(member).post(page_of("file", one.code)).content).split())

    assert "Suaranya pelan sekali" in printed(cast.sari)
    for member in (cast.anwar, cast.laras):
        assert "Suaranya" not in printed(member)
        assert "dibuka setelah LSP memutuskan" in printed(member)
        assert "Suaranya" not in sign_in(member).get(page_of("assessment", one.code)).content.decode()
    decide(cast, one, "competent")
    assert "Suaranya pelan sekali" in printed(cast.anwar)


def answered(one, no):
    """What somebody said of her assessment, beside the steps."""
    Feedback.objects.bulk_create(
        Feedback(assessment=one, question=question, yes=not no, words="Baik" if no else "", at=NOW)
        for question in Question.objects.order_by("position")
    )


def decided_for(made, cast, count):
    first = decide(cast, recommended(cast, made), "competent")
    rows = [first]
    for number in range(1, count):
        candidate = make_candidate(f"J-FBK{number}-2222")
        row = Assessment.objects.get(pk=first.pk)
        row.pk, row.code, row.candidate = None, f"AS-FBK-{number}", candidate
        row._state.adding = True
        row.save(force_insert=True)
        rows.append(row)
    return rows


def test_answers_are_read_together_once_the_month_is_over_and_never_of_a_few(cast, made, sign_in, settings):
    few = rules.FEW
    rows = decided_for(made, cast, few)
    for number, one in enumerate(rows[:-1]):
        answered(one, no=number == 0)
    later = MEETING + timedelta(days=31)
    settings.TODAY = later
    laras, page = sign_in(cast.laras), page_of("feedback")
    shown = laras.get(page).content.decode()
    assert "Kurang dari" in shown
    assert "Baik" not in shown
    answered(rows[-1], no=False)
    assert queries.feedback_of(made.body, *rules.last_year(MEETING)).lines == ()
    found = queries.feedback_of(made.body, *rules.last_year(later))
    assert found.people == few
    assert {(yes, no) for _question, yes, no, _words in found.lines} == {(few - 1, 1)}
    shown = laras.get(page).content.decode()
    assert "Baik" in shown
    assert all(one.name not in shown and one.code not in shown for one in rows)
    for member in (cast.anwar, cast.sari, cast.hendra, cast.yusuf):
        assert sign_in(member).get(page).status_code in (403, 404)
