"""Who gets a seat, who doesn't and why, and how seats come back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.history.models import Event
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.services import reserve_opening
from jalur.journey.training import services
from jalur.journey.training.models import Enrolment, Intake
from jalur.kit import formats
from tests.job_orders.factories import open_order
from tests.training.factories import STARTS, TODAY, add_programme, make_candidate, open_class

pytestmark = pytest.mark.django_db


def taken(intake):
    return Intake.objects.values_list("taken", flat=True).get(pk=intake.pk)


def enrolled(intake):
    return Enrolment.objects.filter(intake=intake, state="enrolled").count()


def sari(cast):
    return Candidate.objects.get(person=cast.sari.person)


def refusal_of(intake, candidate, *, actor=SYSTEM, today=TODAY):
    """The codes of the refusal; asserts that nothing changed."""
    before = taken(intake), enrolled(intake), Event.objects.count()
    with pytest.raises(ValidationError) as refusal:
        services.enrol(actor=actor, intake=intake, candidate=candidate, today=today)
    assert (taken(intake), enrolled(intake), Event.objects.count()) == before
    return [error.code for errors in refusal.value.error_dict.values() for error in errors]


def test_a_seat_is_taken_and_given_back(cast):
    intake = open_class(cast)
    enrolment = services.enrol(actor=cast.sari.actor, intake=intake, candidate=sari(cast), today=TODAY)
    assert (taken(intake), enrolled(intake)) == (1, 1)
    assert sari(cast).state == "registered"  # training starts with the class, not with the seat
    event = Event.objects.get(event="training:enrolment:enrolled")
    assert (event.person_id, event.place_code) == (cast.sari.person.pk, cast.sari.person.residence_id)
    services.withdraw(actor=cast.sari.actor, enrolment=enrolment, reason="Ibu sakit")
    assert (taken(intake), enrolled(intake)) == (0, 0)
    assert sari(cast).state == "registered"
    before = Event.objects.count()
    with pytest.raises(ValidationError):
        services.withdraw(actor=cast.sari.actor, enrolment=enrolment, reason="Lagi")
    assert (taken(intake), Event.objects.count()) == (0, before)


def test_whoever_leaves_a_running_class_leaves_training(cast):
    intake = open_class(cast)
    enrolment = services.enrol(actor=cast.sari.actor, intake=intake, candidate=sari(cast), today=TODAY)
    assert not Event.objects.filter(event="candidates:candidate:training_started").exists()
    services.start_intake(actor=cast.hendra.actor, intake=intake, today=STARTS)
    assert sari(cast).state == "in_training"
    started = Event.objects.get(event="candidates:candidate:training_started")
    assert started.person_id == cast.sari.person.pk
    services.withdraw(actor=cast.sari.actor, enrolment=enrolment, reason="Ibu sakit")
    assert (taken(intake), sari(cast).state) == (0, "registered")


def test_after_giving_a_seat_back_it_can_be_claimed_again(cast):
    intake = open_class(cast)
    enrolment = services.enrol(actor=cast.sari.actor, intake=intake, candidate=sari(cast), today=TODAY)
    services.withdraw(actor=cast.sari.actor, enrolment=enrolment, reason="Ibu sakit")
    services.enrol(actor=cast.sari.actor, intake=intake, candidate=sari(cast), today=TODAY)
    assert (taken(intake), enrolled(intake)) == (1, 1)


@pytest.mark.parametrize("key", ["wulan", "hendra"])
def test_the_labour_office_and_the_institute_enrol_too(cast, key):
    intake = open_class(cast)
    services.enrol(actor=getattr(cast, key).actor, intake=intake, candidate=sari(cast), today=TODAY)
    assert taken(intake) == 1


@pytest.mark.parametrize(
    "key", ["rini", "gatot", "tuti", "darmo", "lestari", "anwar", "yusuf", "ratna", "bayu"]
)
def test_nobody_else_enrols_sari(cast, key):
    intake = open_class(cast)
    before = Event.objects.count()
    with pytest.raises(Refused):
        services.enrol(actor=getattr(cast, key).actor, intake=intake, candidate=sari(cast), today=TODAY)
    assert (taken(intake), enrolled(intake), Event.objects.count()) == (0, 0, before)


def test_the_last_seat_goes_once(cast):
    intake = open_class(cast, seats=1)
    services.enrol(actor=SYSTEM, intake=intake, candidate=make_candidate("J-PERTAMA-1"), today=TODAY)
    assert refusal_of(intake, sari(cast)) == ["no_seat"]


def test_the_database_itself_refuses_one_too_many(cast):
    intake = open_class(cast, seats=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.filter(pk=intake.pk).update(taken=2)


def test_nobody_sits_twice_in_a_class(cast):
    intake = open_class(cast)
    services.enrol(actor=SYSTEM, intake=intake, candidate=sari(cast), today=TODAY)
    assert refusal_of(intake, sari(cast)) == ["enrolled"]


@pytest.mark.parametrize(
    ("born", "limits", "codes"),
    [
        (date(2008, 2, 2), {"min_age": 18}, []),  # eighteen on the first day
        (date(2008, 2, 3), {"min_age": 18}, ["too_young"]),
        (date(1995, 2, 3), {"max_age": 30}, []),
        (date(1995, 2, 2), {"max_age": 30}, ["too_old"]),
        (date(2011, 2, 3), {}, ["too_young"]),  # the rulebook: training from fifteen
        (date(2011, 2, 2), {}, []),
    ],
)
def test_age_is_counted_on_the_first_day(cast, born, limits, codes):
    intake = open_class(cast, programme=add_programme(cast, **limits))
    candidate = make_candidate("J-UMUR-0001", born=born)
    if codes:
        assert refusal_of(intake, candidate) == codes
    else:
        services.enrol(actor=SYSTEM, intake=intake, candidate=candidate, today=TODAY)
        assert taken(intake) == 1


def test_schooling_and_the_day_one_can_start_are_heard(cast):
    intake = open_class(cast, programme=add_programme(cast, min_education=5))
    candidate = make_candidate("J-SEKOLAH-1", education=4)
    Candidate.objects.filter(pk=candidate.pk).update(available_from=date(2026, 2, 3))
    assert refusal_of(intake, candidate) == ["not_available", "education"]


def test_a_refusal_names_the_class_that_takes_the_same_days(cast):
    programme = add_programme(cast)
    first, second = (open_class(cast, programme=programme) for _once in range(2))
    services.enrol(actor=SYSTEM, intake=first, candidate=sari(cast), today=TODAY)
    with pytest.raises(ValidationError) as refused:
        services.enrol(actor=SYSTEM, intake=second, candidate=sari(cast), today=TODAY)
    (sentence,) = refused.value.messages
    assert first.number in sentence
    assert formats.day(first.starts) in sentence


@pytest.mark.parametrize(
    ("reach", "venue", "is_refused"),
    [
        ("regency", "35.17", False),
        ("regency", "35.08", True),
        ("province", "35.08", False),
        ("province", "31.71", True),
        ("national", "31.71", False),
    ],
)
def test_reach(cast, reach, venue, is_refused):
    intake = open_class(cast, reach=reach, place=venue)
    if is_refused:
        assert refusal_of(intake, sari(cast)) == ["out_of_reach"]
    else:
        services.enrol(actor=SYSTEM, intake=intake, candidate=sari(cast), today=TODAY)


def test_daily_travel_widens_reach_in_the_direction_written(cast):
    there, back = (
        open_class(cast, reach="regency", place="35.08"),
        make_candidate("J-LUMAJANG", residence="35.08.01.2001"),
    )
    home = open_class(cast, reach="regency", programme=there.programme)
    services.load_travel_pairs(actor=cast.yusuf.actor, pairs=[("35.17", "35.08")], source="contoh")
    services.enrol(actor=SYSTEM, intake=there, candidate=sari(cast), today=TODAY)
    assert refusal_of(home, back) == ["out_of_reach"]


def test_prerequisites_are_held_or_taught_earlier(cast):
    advanced = add_programme(
        cast, "LAS-LANJUT", teaches=["KR-LAS-K3"], prerequisites=["KR-LAS-FCAW", "KO-A1"]
    )
    later = open_class(cast, programme=advanced, starts=date(2026, 4, 1), ends=date(2026, 4, 30))
    assert refusal_of(later, sari(cast)) == ["prerequisites"]
    welding = open_class(cast, programme=add_programme(cast, "LAS-DASAR", teaches=["KR-LAS-FCAW"]))
    services.enrol(actor=SYSTEM, intake=welding, candidate=sari(cast), today=TODAY)
    assert refusal_of(later, sari(cast)) == ["prerequisites"]
    # a higher level of Korean, confirmed, counts as the level asked for
    sari(cast).held.create(competency_id="KO-A2", evidence="test_result", confirmed_at=timezone.now())
    services.enrol(actor=SYSTEM, intake=later, candidate=sari(cast), today=TODAY)
    assert taken(later) == 1


def test_what_only_the_candidate_says_is_no_prerequisite_yet(cast):
    intake = open_class(cast, programme=add_programme(cast, prerequisites=["KO-A1"]))
    sari(cast).held.create(competency_id="KO-A1", evidence="declared")
    assert refusal_of(intake, sari(cast)) == ["prerequisites"]


@pytest.mark.parametrize(
    ("starts", "ends", "is_refused"),
    [
        (date(2026, 3, 13), date(2026, 4, 1), True),  # the last day of the first class
        (date(2026, 3, 14), date(2026, 4, 1), False),
        (date(2026, 1, 20), date(2026, 2, 2), True),
        (date(2026, 1, 20), date(2026, 2, 1), False),
    ],
)
def test_two_classes_never_share_a_day(cast, starts, ends, is_refused):
    first = open_class(cast)
    services.enrol(actor=SYSTEM, intake=first, candidate=sari(cast), today=TODAY)
    second = open_class(cast, programme=first.programme, starts=starts, ends=ends)
    if is_refused:
        assert refusal_of(second, sari(cast)) == ["overlap"]
    else:
        services.enrol(actor=SYSTEM, intake=second, candidate=sari(cast), today=TODAY)


def test_a_class_that_started_or_was_cancelled_takes_nobody(cast):
    intake = open_class(cast)
    assert refusal_of(intake, sari(cast), today=date(2026, 2, 3)) == ["started"]
    services.cancel_intake(actor=cast.hendra.actor, intake=intake, reason="Instruktur sakit")
    assert refusal_of(intake, sari(cast)) == ["not_open"]


def test_who_has_withdrawn_gets_no_seat(cast):
    Candidate.objects.filter(person=cast.sari.person).update(state="withdrawn", withdrawal_reason="family")
    assert refusal_of(open_class(cast), sari(cast)) == ["withdrawn"]


def test_a_refusal_says_nothing_about_the_person(cast):
    intake = open_class(cast, programme=add_programme(cast, min_age=30, min_education=8))
    with pytest.raises(ValidationError) as refusal:
        services.enrol(actor=SYSTEM, intake=intake, candidate=sari(cast), today=TODAY)
    said = " ".join(refusal.value.messages)
    for canary in ("Sari", "2001", "24", "J-SARI"):
        assert canary not in said


def test_the_institute_sees_whose_job_is_on_hold(cast, client, sign_in, settings):
    settings.TODAY = TODAY
    intake, order, other = open_class(cast), open_order(cast), make_candidate("J-JBG-0001")
    for candidate in (sari(cast), other):
        services.enrol(actor=SYSTEM, intake=intake, candidate=candidate, today=TODAY)
    reserve_opening(actor=SYSTEM, order=order, candidate=other, today=TODAY)
    address = f"/training/intakes/{intake.number}/"
    hendra = sign_in(cast.hendra)
    assert "kursi tetap tersimpan" not in hendra.get(address).content.decode()
    type(order).objects.filter(pk=order.pk).update(state="held", held_because="licence", held_since=TODAY)
    shown = hendra.get(address).content.decode()
    assert shown.count("kursi tetap tersimpan") == 1
    assert "J-JBG-0001" in next(row for row in shown.split("<tr>") if "kursi tetap tersimpan" in row)
    assert "kursi tetap tersimpan" not in client.get(address).content.decode()
