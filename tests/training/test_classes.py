"""Classes open, change, start, finish and are cancelled; programmes say what they teach."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.history.models import Event
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.candidates.models import Candidate
from jalur.journey.training import services
from jalur.journey.training.models import Enrolment, Intake, Programme
from jalur.kit import numbers
from tests.training.factories import (
    ENDS,
    STARTS,
    TODAY,
    add_programme,
    changed,
    make_candidate,
    new_class,
    open_class,
)

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def refused(call, **given):
    """The fields of the refusal; asserts that nothing changed."""
    before = Event.objects.count(), Intake.objects.count(), Programme.objects.count()
    with pytest.raises(ValidationError) as refusal:
        call(**given)
    assert (Event.objects.count(), Intake.objects.count(), Programme.objects.count()) == before
    return list(refusal.value.message_dict)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts": date(2026, 1, 11)}, "starts"),
        ({"ends": date(2026, 2, 1)}, "ends"),
        ({"place": "35"}, "place"),
        ({"seats": 0}, "seats"),
        ({"pass_rate": 0}, "__all__"),
        ({"cost": -1}, "__all__"),
        ({"reach": "moon"}, "reach"),
    ],
)
def test_an_impossible_class_is_refused(cast, changes, field):
    intake = new_class(cast, **changes)
    assert field in refused(services.open_intake, actor=cast.hendra.actor, intake=intake, today=TODAY)


@pytest.mark.parametrize(
    "key", ["sari", "rini", "wulan", "tuti", "anwar", "lestari", "yusuf", "ratna", "bayu"]
)
def test_only_the_manager_of_the_institute_opens_classes(cast, key):
    intake = new_class(cast)
    with pytest.raises(Refused):
        services.open_intake(actor=getattr(cast, key).actor, intake=intake, today=TODAY)
    assert not Intake.objects.exists()


def test_a_programme_teaches_something_known(cast):
    for teaches in ((), ("TIDAK-ADA",)):
        programme = Programme(provider=cast.hendra.organisation, code="X", title="X")
        given = {"actor": cast.hendra.actor, "programme": programme, "teaches": teaches}
        assert refused(services.add_programme, **given) == ["teaches"]


def test_a_programme_with_open_classes_stays(cast):
    intake = open_class(cast)
    given = {"actor": cast.hendra.actor, "programme": intake.programme, "today": TODAY}
    assert refused(services.close_programme, **given) == ["programme"]
    services.cancel_intake(actor=cast.hendra.actor, intake=intake, reason="Peserta kurang")
    assert services.close_programme(**given).closed_on == TODAY
    another = new_class(cast, programme=fresh(intake.programme))
    assert refused(services.open_intake, actor=cast.hendra.actor, intake=another, today=TODAY) == [
        "programme"
    ]


def test_promises_stand_once_somebody_has_a_seat(cast):
    intake = open_class(cast)
    given = {"actor": cast.hendra.actor, "today": TODAY}
    services.change_intake(intake=changed(intake, starts=date(2026, 2, 9)), **given)
    assert fresh(intake).starts == date(2026, 2, 9)
    for number in range(2):
        services.enrol(
            actor=SYSTEM, intake=intake, candidate=make_candidate(f"J-JANJI-{number}"), today=TODAY
        )
    assert refused(services.change_intake, intake=changed(intake, starts=STARTS), **given) == ["starts"]
    assert refused(services.change_intake, intake=changed(intake, seats=1), **given) == ["seats"]
    assert services.change_intake(intake=changed(intake, seats=30), **given).seats == 30


def test_cancelling_gives_every_seat_back_and_tells_each_history(cast):
    intake = open_class(cast)
    people = [make_candidate(f"J-BATAL-{number}") for number in range(3)]
    for candidate in people:
        services.enrol(actor=SYSTEM, intake=intake, candidate=candidate, today=TODAY)
    assert refused(services.cancel_intake, actor=cast.hendra.actor, intake=intake, reason="") == [
        "cancel_reason"
    ]
    services.cancel_intake(actor=cast.hendra.actor, intake=intake, reason="Kurang dari 16 peserta")
    intake = fresh(intake)
    assert (intake.state, intake.taken, intake.cancel_reason) == ("cancelled", 0, "Kurang dari 16 peserta")
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"withdrawn"}
    told = Event.objects.filter(event="training:enrolment:withdrawn").values_list("person_id", flat=True)
    assert set(told) == {candidate.person_id for candidate in people}
    assert set(
        Candidate.objects.filter(pk__in=[one.pk for one in people]).values_list("state", flat=True)
    ) == {"registered"}
    assert refused(services.cancel_intake, actor=cast.hendra.actor, intake=intake, reason="Lagi") == ["state"]


def test_a_class_starts_and_finishes_on_its_days(cast):
    intake = open_class(cast)
    one, two = (make_candidate(f"J-LULUS-{number}") for number in range(2))
    seats = [services.enrol(actor=SYSTEM, intake=intake, candidate=who, today=TODAY) for who in (one, two)]
    given = {"actor": cast.hendra.actor, "intake": intake}
    assert refused(services.start_intake, today=date(2026, 2, 1), **given) == ["intake"]
    assert refused(services.close_intake, not_yet=[], today=ENDS, **given) == ["state"]
    assert [fresh(who).state for who in (one, two)] == ["registered", "registered"]
    services.start_intake(today=STARTS, **given)
    assert [fresh(who).state for who in (one, two)] == ["in_training", "in_training"]
    assert refused(services.close_intake, not_yet=[], today=date(2026, 3, 12), **given) == ["intake"]
    assert refused(services.close_intake, not_yet=[intake.pk], today=ENDS, **given) == ["not_yet"]
    services.close_intake(not_yet=[seats[1].pk], today=ENDS, **given)
    assert [fresh(seat).state for seat in seats] == ["completed", "not_yet"]
    assert [fresh(who).state for who in (one, two)] == ["ready", "registered"]
    assert fresh(intake).taken == 2


def test_the_system_starts_a_class_on_its_first_day(cast):
    intake, later = open_class(cast), make_candidate("J-MULAI")
    services.enrol(actor=SYSTEM, intake=intake, candidate=later, today=TODAY)
    assert take_due_steps(STARTS - timedelta(days=1)) == 0
    assert take_due_steps(STARTS) == 1
    assert (fresh(intake).state, fresh(later).state) == ("running", "in_training")
    started = Event.objects.get(event="training:intake:started")
    assert Event.objects.get(event="candidates:candidate:training_started").role == started.role == "system"
    assert take_due_steps(STARTS) == 0


def test_many_classes_open_at_once_or_none(cast):
    programme = add_programme(cast)
    many = [new_class(cast, programme=programme) for _number in range(30)]
    services.open_many(actor=SYSTEM, intakes=many, today=TODAY)
    assert Intake.objects.count() == 30
    for wrong in ({"starts": date(2025, 1, 1)}, {"seats": 0}):
        bad = [new_class(cast, programme=programme), new_class(cast, programme=programme, **wrong)]
        with pytest.raises(ValidationError):
            services.open_many(actor=SYSTEM, intakes=bad, today=TODAY)
    assert Intake.objects.count() == 30


def test_no_two_classes_of_a_list_are_given_one_number(cast, monkeypatch):
    """Of 1,000 numbers drawn at once two are alike once in 2,000 times; here there are 64 numbers, for 50 classes."""
    monkeypatch.setattr(numbers, "ALPHABET", "01")
    programme = add_programme(cast)
    for many in (25, 25):
        classes = [new_class(cast, programme=programme) for _number in range(many)]
        services.open_many(actor=SYSTEM, intakes=classes, today=TODAY)
    assert len(set(Intake.objects.values_list("number", flat=True))) == 50


def test_daily_travel_is_loaded_by_source_and_again(cast):
    for _again in range(2):
        count = services.load_travel_pairs(
            actor=cast.yusuf.actor, pairs=[("35.17", "35.08"), ("35.08", "35.17")], source="contoh"
        )
        assert count == 2
    with pytest.raises(ValidationError):
        services.load_travel_pairs(actor=cast.yusuf.actor, pairs=[("35.17", "99.99")], source="contoh")
    with pytest.raises(Refused):
        services.load_travel_pairs(actor=cast.wulan.actor, pairs=[], source="contoh")
