"""An appeal: within its term, looked at by another assessor, decided again."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from jalur.journey.candidates.queries import counting_codes
from jalur.journey.certification import services
from jalur.journey.certification.models import Appeal, Assessor, Pleno
from jalur.kit.refusals import codes_of
from tests.certification.factories import (
    MEETING,
    SINCE,
    TODAY,
    acting,
    decide,
    make_body,
    recommended,
    second_assessor,
)

pytestmark = pytest.mark.django_db
LATER = MEETING + timedelta(days=5)


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def made(cast):
    return make_body(cast)


@pytest.fixture
def lost(cast, made):
    """Decided: not yet."""
    return decide(cast, recommended(cast, made, U2="not_yet"), "not_yet")


@pytest.fixture
def other(cast, made):
    return services.register_assessor(
        actor=cast.laras.actor,
        assessor=Assessor(body=made.body, user=second_assessor(cast), number="MET-2", valid_from=SINCE),
        schemes=[made.scheme],
        today=TODAY,
    )


def refused(act):
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        act()
    return codes_of(caught.value)


def appeal(cast, one, today=LATER):
    return services.file_appeal(
        actor=cast.sari.actor,
        appeal=Appeal(assessment=one, grounds="Las terakhir tidak dilihat"),
        today=today,
    )


def reviewed(cast, one, other, result):
    filed = appeal(cast, one)
    filed = services.assign_appeal(actor=cast.laras.actor, appeal=filed, reviewer=other, today=LATER)
    return services.review_appeal(
        actor=acting(other.user, other.body), appeal=filed, result=result, finding="Dilihat lagi", today=LATER
    )


def decide_again(cast, filed, result, actor=None):
    pleno = Pleno(body=filed.assessment.body, held_on=LATER, took_part="Bu Laras, ketua")
    decision = services.Decision(appeals={filed.pk: result})
    return services.hold_pleno(actor=actor or cast.laras.actor, pleno=pleno, decision=decision, today=LATER)


def test_an_appeal_that_is_granted_makes_her_competent(cast, lost, other):
    filed = reviewed(cast, lost, other, "competent")
    decide_again(cast, filed, "competent")
    lost.refresh_from_db()
    filed.refresh_from_db()
    assert (lost.state, filed.state, lost.recommended_by) == ("competent", "granted", cast.anwar.user)
    assert (lost.result, filed.result) == ("not_yet", "competent")
    assert "C.24LAS01.001.1" in counting_codes(lost.candidate, LATER)


def test_an_appeal_that_is_rejected_changes_nothing_else(cast, lost, other):
    filed = reviewed(cast, lost, other, "not_yet")
    assert refused(lambda: decide_again(cast, filed, "competent")) == ["other_result"]
    decide_again(cast, filed, "not_yet")
    lost.refresh_from_db()
    assert lost.state == "not_yet"


def test_the_first_assessor_does_not_look_again_and_nobody_decides_alone(cast, made, lost, other):
    filed = appeal(cast, lost)
    step = {"actor": cast.laras.actor, "appeal": filed, "today": LATER}
    assert refused(lambda: services.assign_appeal(reviewer=made.assessor, **step)) == ["the_same"]
    services.assign_appeal(reviewer=other, **step)
    look = {"appeal": filed, "result": "competent", "finding": "Baik", "today": LATER}
    assert refused(lambda: services.review_appeal(actor=cast.anwar.actor, **look)) == ["another"]
    filed = services.review_appeal(actor=acting(other.user, other.body), **look)
    for user in (other.user, cast.anwar.user):
        manager = acting(user, other.body, "certification_manager")
        again = partial(decide_again, cast, filed, "competent", actor=manager)
        assert refused(again) == ["oneself"]
    lost.refresh_from_db()
    assert lost.state == "not_yet"


def test_after_the_term_and_against_a_good_result_there_is_no_appeal(cast, made, lost):
    too_late = MEETING + timedelta(days=made.scheme.appeal_days + 1)
    assert refused(lambda: appeal(cast, lost, today=too_late)) == ["too_late"]
    appeal(cast, lost, today=too_late - timedelta(days=1))
    assert refused(lambda: appeal(cast, lost))
    assert Appeal.objects.count() == 1


def test_what_did_not_hold_on_the_first_day_is_not_mended_by_an_appeal(cast, made, lost, other):
    filed = reviewed(cast, lost, other, "competent")
    services.withdraw_licence(
        actor=cast.laras.actor, record=made.place, on=lost.day.day, reason="Tidak layak", today=LATER
    )
    assert refused(lambda: decide_again(cast, filed, "competent")) == ["not_covered"]
    lost.refresh_from_db()
    assert lost.state == "not_yet"
