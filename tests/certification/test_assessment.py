"""From the application to the decision: who may, on that day; two people; what it feeds; nobody gets past."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.organisations import services as organisations
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.candidates.queries import counting_codes
from jalur.journey.certification import queries, services
from jalur.journey.certification.models import Assessment, Coverage
from jalur.kit.refusals import codes_of
from tests.certification.factories import (
    DAY,
    MEETING,
    NOW,
    SINCE,
    TODAY,
    acting,
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


def refused(act):
    """The codes with which something is refused."""
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        act()
    return codes_of(caught.value)


def test_who_is_found_competent_holds_what_the_scheme_gives_until_it_runs_out(cast, made):
    one = decide(cast, recommended(cast, made), "competent")
    assert (one.state, one.decided_on, one.expires_on) == ("competent", MEETING, date(2029, 1, 22))
    held = HeldCompetency.objects.get(candidate=one.candidate, competency="C.24LAS01.001.1")
    assert (held.evidence, held.obtained_on, held.expires_on) == ("certificate", MEETING, date(2029, 1, 22))
    assert one.code in held.evidence_note
    assert "C.24LAS01.001.1" in counting_codes(one.candidate, MEETING)
    assert "C.24LAS01.001.1" not in counting_codes(one.candidate, date(2029, 1, 22))
    certified = Event.objects.get(event="candidates:competency:certified")
    assert Event.objects.get(pk=certified.cause_id).event == "certification:assessment:found_competent"


def test_who_is_not_yet_competent_holds_nothing_new(cast, made):
    one = recommended(cast, made, U2="not_yet")
    assert one.result == "not_yet"
    assert refused(lambda: decide(cast, one, "competent")) == ["units_lacking"]
    assert decide(cast, one, "not_yet").state == "not_yet"
    assert not HeldCompetency.objects.filter(candidate=one.candidate, evidence="certificate").exists()


def test_whoever_assessed_does_not_decide_whatever_role_she_has(cast, made):
    one = recommended(cast, made)
    as_manager = acting(cast.anwar.user, made.body, "certification_manager")
    assert refused(lambda: decide(cast, one, "competent", actor=as_manager)) == ["oneself"]
    one.refresh_from_db()
    assert one.state == "assessed"


def test_the_database_itself_refuses_one_person_alone(cast, made):
    one = decide(cast, recommended(cast, made), "competent")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=one.pk).update(decided_by=one.recommended_by)


def test_who_taught_her_or_works_where_she_was_trained_does_not_assess_her(cast, made):
    from jalur.foundation.organisations.models import Membership
    from jalur.journey.training import services as training
    from tests.training.factories import open_class

    training.enrol(
        actor=cast.sari.actor, intake=open_class(cast), candidate=cast.sari.person.candidate, today=TODAY
    )
    Membership.objects.create(
        user=cast.anwar.user, organisation=cast.hendra.organisation, role="instructor", valid_from=SINCE
    )
    one = services.accept(actor=cast.laras.actor, assessment=apply(cast, made), today=TODAY)
    day = plan(cast, made)
    call = {"actor": cast.laras.actor, "day": day, "assessments": [one.pk], "today": TODAY}
    assert refused(lambda: services.call_to_day(**call)) == ["trained_her"]
    other = services.register_assessor(
        actor=cast.laras.actor,
        assessor=type(made.assessor)(
            body=made.body, user=second_assessor(cast), number="MET-2", valid_from=SINCE
        ),
        schemes=[made.scheme],
        today=TODAY,
    )
    (one,) = services.call_to_day(**call, assessor=other)
    assert one.assessor == other


@pytest.mark.parametrize("what", ["scheme", "licence", "scope", "assessor", "place", "assessor_scope"])
def test_a_day_without_one_of_them_is_not_planned_and_says_which(cast, made, what):
    take_away(made, what, DAY)
    assert refused(lambda: plan(cast, made)) == ["not_covered"]
    take_away(made, what, DAY + timedelta(days=1))
    assert plan(cast, made).state == "planned"


def take_away(made, what, on):
    """That one of them holds up to the day."""
    if what == "scheme":
        type(made.scheme).objects.filter(pk=made.scheme.pk).update(valid_to=on)
        made.scheme.refresh_from_db()
    elif what == "licence":
        type(made.licence).objects.filter(pk=made.licence.pk).update(revoked_on=on)
    elif what == "assessor_scope":
        Coverage.objects.filter(assessor=made.assessor).update(withdrawn_on=on)
    else:
        row = getattr(made, what)
        type(row).objects.filter(pk=row.pk).update(withdrawn_on=on)


@pytest.mark.parametrize("what", ["scheme", "licence", "scope", "assessor", "place", "assessor_scope"])
def test_what_fell_away_since_stands_in_the_way_of_the_decision(cast, made, what):
    one = recommended(cast, made)
    take_away(made, what, DAY)
    assert refused(lambda: decide(cast, one, "competent")) == ["not_covered"]
    one.refresh_from_db()
    assert one.state == "assessed"
    assert [row.pk for row in queries.in_doubt(Assessment.objects.all())] == [one.pk]


def test_a_licence_withdrawn_backwards_lists_what_hangs_on_it_and_annulling_takes_it_away(cast, made):
    one = decide(cast, recommended(cast, made), "competent")
    step = {"actor": cast.laras.actor, "assessment": one, "today": MEETING}
    assert not queries.in_doubt(Assessment.objects.all()).exists()
    assert refused(lambda: services.annul(reason="Contoh", **step)) == ["all_hold"]
    services.withdraw_licence(
        actor=cast.yusuf.actor, record=made.assessor, on=DAY, reason="Lisensi palsu", today=MEETING
    )
    assert list(queries.in_doubt(Assessment.objects.all())) == [one]
    services.annul(reason="Asesor tidak berlisensi pada hari itu", **step)
    one.refresh_from_db()
    assert one.state == "void"
    assert "C.24LAS01.001.1" not in counting_codes(one.candidate, MEETING)
    assert not queries.in_doubt(Assessment.objects.all()).exists()
    assert apply(cast, made).state == "applied"


def test_what_is_left_standing_has_its_reason_and_is_listed_no_more(cast, made):
    one = decide(cast, recommended(cast, made), "competent")
    services.withdraw_licence(
        actor=cast.laras.actor, record=made.place, on=DAY, reason="Salah tulis", today=MEETING
    )
    assert list(queries.in_doubt(Assessment.objects.all())) == [one]
    services.leave_standing(
        actor=cast.laras.actor, assessment=one, reason="Pencabutan dibatalkan", today=MEETING
    )
    one.refresh_from_db()
    assert (one.state, one.upheld_on, one.answer) == ("competent", MEETING, "Pencabutan dibatalkan")
    assert not queries.in_doubt(Assessment.objects.all()).exists()
    organisations.revoke_licence(actor=cast.yusuf.actor, licence=made.licence, on=DAY)
    assert list(queries.in_doubt(Assessment.objects.all())) == [one]
    again = {"actor": cast.laras.actor, "assessment": one, "reason": "Tetap", "today": MEETING}
    assert refused(lambda: services.leave_standing(**again)) == ["own_licence"]


def test_units_are_found_by_her_assessor_alone_on_the_day_after_she_agreed(cast, made):
    one = called(cast, made)
    stranger = acting(second_assessor(cast), made.body)
    assert refused(lambda: find(cast, one, actor=stranger)) == ["another"]
    assert refused(lambda: find(cast, one, today=DAY - timedelta(days=1))) == ["too_early"]
    with pytest.raises(Refused):
        find(cast, one, actor=cast.laras.actor)
    Assessment.objects.filter(pk=one.pk).update(consented_at=None)
    assert refused(lambda: find(cast, one)) == ["no_consent"]
    assert not one.results.exists()


def test_recommending_asks_for_every_unit_and_deciding_for_the_recommendation(cast, made):
    one = called(cast, made)
    assert refused(lambda: services.recommend(actor=cast.anwar.actor, assessment=one, today=DAY)) == [
        "units_open"
    ]
    assert refused(lambda: decide(cast, one, "competent")) == ["changed_meanwhile"]
    find(cast, one)
    services.recommend(actor=cast.anwar.actor, assessment=one, today=DAY)
    assert decide(cast, one, "competent").state == "competent"


def test_she_agrees_only_after_she_has_said_what_she_can(cast, made):
    one = services.accept(actor=cast.laras.actor, assessment=apply(cast, made), today=TODAY)
    (one,) = services.call_to_day(
        actor=cast.laras.actor, day=plan(cast, made), assessments=[one.pk], today=TODAY
    )
    agree = {"actor": cast.sari.actor, "assessment": one, "now": NOW, "today": TODAY}
    assert refused(lambda: services.agree(**agree)) == ["open"]


def test_a_day_calls_no_more_people_than_it_has_seats(cast, made):
    from tests.training.factories import make_candidate

    day = plan(cast, made, seats=1)
    other = make_candidate("J-DUA0-0002")
    rows = [apply(cast, made), apply(cast, made, other, own(other))]
    for row in rows:
        services.accept(actor=cast.laras.actor, assessment=row, today=TODAY)
    call = {"actor": cast.laras.actor, "day": day, "today": TODAY}
    assert refused(lambda: services.call_to_day(assessments=[row.pk for row in rows], **call)) == ["full"]
    services.call_to_day(assessments=[rows[0].pk], **call)
    assert refused(lambda: services.call_to_day(assessments=[rows[1].pk], **call)) == ["full"]


def own(candidate):
    from jalur.foundation.accounts.access import herself

    return herself(candidate.person_id)


def test_a_cancelled_day_puts_everybody_back_in_the_queue_and_tells_them(cast, made):
    from jalur.foundation.messaging.models import Message

    one = called(cast, made)
    services.cancel_day(actor=cast.laras.actor, day=one.day, reason="Listrik padam", today=TODAY)
    one.refresh_from_db()
    assert (one.state, one.day, one.assessor, one.consented_at) == ("accepted", None, None, None)
    assert Message.objects.filter(kind="certification:put_back").count() == 1


def test_nobody_applies_for_somebody_elses_people(cast, made):
    from tests.training.factories import make_candidate

    other = make_candidate("J-TIGA-0003")
    with pytest.raises(Refused):
        apply(cast, made, other)
    assert not Assessment.objects.exists()
    institute = Assessment(candidate=other, scheme=made.scheme, institute=cast.hendra.organisation)
    assert refused(lambda: services.apply(actor=cast.hendra.actor, assessment=institute, today=TODAY)) == [
        "not_own"
    ]


def test_a_body_does_not_widen_its_own_licence(cast, made):
    Coverage.objects.filter(pk=made.scope.pk).delete()
    again = Coverage(body=made.body, licence=made.licence, scheme=made.scheme, valid_from=SINCE)
    grant = {"coverage": again, "today": TODAY}
    assert refused(lambda: services.grant_coverage(actor=cast.laras.actor, **grant)) == ["oneself"]
    assert refused(lambda: apply(cast, made)) == ["not_covered"]
