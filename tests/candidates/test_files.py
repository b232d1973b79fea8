from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.accounts.access import Refused
from jalur.foundation.competencies.models import Competency
from jalur.foundation.geography.models import Place
from jalur.foundation.history.models import Event
from jalur.foundation.history.services import record
from jalur.foundation.people.models import Person
from jalur.foundation.rulebook.models import AgeRule
from jalur.foundation.workflow import workflow as mechanism
from jalur.foundation.workflow.locks import atomic
from jalur.foundation.workflow.steps import SAME
from jalur.journey.candidates import queries, services, workflow
from jalur.journey.candidates.models import Candidate, HeldCompetency, State
from tests.cast import LUMAJANG, VILLAGE

DAY = date(2026, 1, 12)
SEEN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def competency(db):
    return Competency.objects.get_or_create(
        code="TEST-WELD", defaults={"kind": "skill", "title_en": "Welding (test)"}
    )[0]


def register(actor, place=VILLAGE, **changes):
    facts = {"name": "Dewi Contoh", "birth_date": date(2001, 4, 12), "sex": "F", "education": 4}
    return services.register_candidate(
        actor=actor,
        today=DAY,
        available_from=DAY,
        **{"residence": Place.objects.get(pk=place), **facts, **changes},
    )


def test_one_form_makes_person_and_file(cast):
    candidate = register(cast.wulan.actor, wishes=[("KR", None)])
    assert (candidate.state, candidate.any_destination) == (State.REGISTERED, False)
    assert candidate.registered_by_id == cast.wulan.organisation.pk
    assert set(Event.objects.filter(person_id=candidate.person_id).values_list("event", flat=True)) == {
        "people:person:registered",
        "candidates:candidate:registered",
    }


def test_a_village_and_any_office_register_and_the_person_herself(cast):
    assert register(cast.darmo.actor) in Candidate.objects.visible_to(cast.wulan.actor)
    assert register(cast.gatot.actor) in Candidate.objects.visible_to(cast.gatot.actor)
    own = register(cast.rini.actor, account_id=cast.rini.user.pk)
    assert own.registered_by_id is None


@pytest.mark.parametrize("key", ["hendra", "tuti", "lestari", "yusuf", "ratna", "bayu", "sari"])
def test_others_do_not(cast, key):
    people, files = Person.objects.count(), Candidate.objects.count()
    with pytest.raises(Refused):
        register(getattr(cast, key).actor)
    assert (Person.objects.count(), Candidate.objects.count()) == (people, files)


def test_a_bad_wish_leaves_nothing_half_written(cast):
    people, events = Person.objects.count(), Event.objects.count()
    with pytest.raises(ValidationError) as refusal:
        register(cast.wulan.actor, wishes=[("XX", None)])
    assert "wishes" in refusal.value.error_dict
    assert (Person.objects.count(), Event.objects.count()) == (people, events)


def test_the_youngest_age_comes_from_the_rulebook(cast):
    AgeRule.objects.all().delete()
    AgeRule.objects.create(purpose="training", min_age=15)
    AgeRule.objects.create(purpose="placement", min_age=18)
    with pytest.raises(ValidationError) as refusal:
        register(cast.wulan.actor, birth_date=date(2011, 1, 13))
    assert "15" in str(refusal.value.error_dict["birth_date"])
    young = register(cast.wulan.actor, birth_date=date(2011, 1, 12))
    standing = queries.age_standing_of(young.person.birth_date, DAY)
    assert (standing.may_train, standing.may_leave) == (True, False)
    AgeRule.objects.filter(purpose="training").update(min_age=16)
    with pytest.raises(ValidationError):
        register(cast.wulan.actor, birth_date=date(2010, 6, 1), name="Lain")


def test_one_person_one_file(cast):
    with pytest.raises(ValidationError):
        services.register_candidate(
            actor=cast.wulan.actor, today=DAY, education=4, available_from=DAY, person=cast.sari.person
        )
    assert Candidate.objects.filter(person=cast.sari.person).count() == 1


def test_confirming_is_for_officials_who_saw_something(cast, competency):
    sari = cast.sari.person.candidate
    held = services.add_held(
        actor=cast.sari.actor,
        held=HeldCompetency(candidate=sari, competency=competency, evidence="declared"),
        today=DAY,
    )
    assert queries.counting_codes(sari, DAY) == []
    with pytest.raises(ValidationError):
        services.confirm_held(actor=cast.wulan.actor, held=held)
    held = services.add_held(
        actor=cast.sari.actor,
        held=HeldCompetency(candidate=sari, competency=competency, evidence="work"),
        today=DAY,
    )
    for key in ("sari", "rini", "gatot", "darmo", "hendra"):
        with pytest.raises(Refused):
            services.confirm_held(actor=getattr(cast, key).actor, held=held)
    assert HeldCompetency.objects.get().confirmed_at is None
    services.confirm_held(actor=cast.wulan.actor, held=held)
    assert queries.counting_codes(sari, DAY) == ["TEST-WELD"]
    services.add_held(
        actor=cast.sari.actor,
        held=HeldCompetency(candidate=sari, competency=competency, evidence="work"),
        today=DAY,
    )
    assert queries.counting_codes(sari, DAY) == []


def test_opting_out_and_back(cast):
    sari = cast.sari.person.candidate
    services.opt_out_of_planning(actor=cast.sari.actor, candidate=sari)
    assert sari not in Candidate.objects.plannable()
    services.opt_into_planning(actor=cast.wulan.actor, candidate=sari)
    assert sari in Candidate.objects.plannable()
    for key in ("rini", "gatot", "lestari", "hendra"):
        with pytest.raises(Refused):
            services.opt_out_of_planning(actor=getattr(cast, key).actor, candidate=sari)
    assert sari in Candidate.objects.plannable()


def test_withdrawing_takes_a_reason_and_can_be_undone(cast):
    sari = cast.sari.person.candidate
    with pytest.raises(ValidationError):
        services.withdraw(actor=cast.sari.actor, candidate=sari, reason="", today=DAY)
    gone = services.withdraw(actor=cast.sari.actor, candidate=sari, reason="family", today=DAY)
    assert (gone.state, gone.withdrawn_on) == (State.WITHDRAWN, DAY)
    with pytest.raises(ValidationError):
        services.withdraw(actor=cast.sari.actor, candidate=sari, reason="family", today=DAY)
    back = services.come_back(actor=cast.sari.actor, candidate=sari)
    assert (back.state, back.withdrawn_on, back.withdrawal_reason) == (State.REGISTERED, None, "")


EVENTS_OF_A_CLASS = {
    "start_training": "training:intake:started",
    "stop_training": "training:enrolment:withdrawn",
    "finish_training": "training:intake:closed",
}


def move(actor, sari, verb, because):
    """Take a step of the file inside something recorded about a class."""
    with atomic():
        cause = record(actor=actor, event=because, subject=sari)
        under_way = mechanism._taking(mechanism._Taken(cause.event, cause.pk))
        with under_way, workflow.CANDIDATE.step(verb, actor=actor, subject=sari) as file:
            pass
    return file


def test_training_moves_the_file_along_its_table(cast):
    sari = cast.sari.person.candidate
    verbs = ("start_training", "stop_training", "start_training", "finish_training")
    states = [move(cast.hendra.actor, sari, verb, EVENTS_OF_A_CLASS[verb]).state for verb in verbs]
    assert states == [State.IN_TRAINING, State.REGISTERED, State.IN_TRAINING, State.READY]
    with pytest.raises(ValidationError):
        move(cast.hendra.actor, sari, "stop_training", EVENTS_OF_A_CLASS["stop_training"])


def test_nobody_moves_a_file_for_its_own_sake(cast):
    sari, before = cast.sari.person.candidate, Event.objects.count()
    for member in (cast.wulan, cast.hendra, cast.sari):
        with (
            pytest.raises(RuntimeError),
            workflow.CANDIDATE.step("start_training", actor=member.actor, subject=sari),
        ):
            pass
    with pytest.raises(RuntimeError):
        move(cast.wulan.actor, sari, "start_training", "training:intake:closed")
    sari.refresh_from_db()
    assert (sari.state, Event.objects.count()) == (State.REGISTERED, before)


def test_every_state_is_reached_and_every_right_is_declared():
    from jalur.foundation.accounts.access import actions

    assert {row.target for row in workflow.CANDIDATE.steps} == {*State, SAME}
    assert {row.right for row in workflow.CANDIDATE.steps if row.right} <= actions()


def test_the_stranger_sees_nothing(cast):
    register(cast.wulan.actor)
    assert not Candidate.objects.visible_to(cast.gatot.actor).exists()
    assert not Candidate.objects.visible_to(cast.rini.actor).exists()
    assert [one.person_id for one in Candidate.objects.visible_to(cast.sari.actor)] == [cast.sari.person.pk]
    register(cast.wulan.actor, place=LUMAJANG)
    assert Candidate.objects.visible_to(cast.gatot.actor).count() == 1


@pytest.mark.django_db
def test_the_database_keeps_what_a_file_copies_as_the_person_has_it(cast):
    """Whoever counts a region's files reads the copies: they follow a move, also past the services and a stale object."""
    candidate = register(cast.wulan.actor)

    def copies():
        return Candidate.objects.values_list("home", "office", "name", "is_current").get(pk=candidate.pk)

    assert copies() == (VILLAGE, cast.wulan.organisation.pk, "Dewi Contoh", True)
    stale = Candidate.objects.get(pk=candidate.pk)
    person = Person.objects.filter(pk=candidate.person_id)
    person.update(residence_id=LUMAJANG, served_by=None)
    assert copies() == (LUMAJANG, None, "Dewi Contoh", True)
    person.update(name="Dewi Baru")
    assert copies() == (LUMAJANG, None, "Dewi Baru", True)
    person.update(merged_into=cast.sari.person)
    assert copies() == (LUMAJANG, None, "Dewi Baru", False)
    stale.save()
    assert copies() == (LUMAJANG, None, "Dewi Baru", False)
    assert not Candidate.objects.visible_to(cast.wulan.actor).filter(pk=candidate.pk).exists()
    assert Candidate.objects.visible_to(cast.gatot.actor).filter(pk=candidate.pk).exists()
    other = register(cast.gatot.actor, LUMAJANG, name="Putri Contoh")
    twin = Person.objects.create(
        name="Putri Contoh", birth_date=date(2001, 4, 12), sex="F", residence_id=VILLAGE
    )
    Candidate.objects.filter(pk=other.pk).update(person=twin)
    assert Candidate.objects.get(pk=other.pk).home == VILLAGE


@pytest.mark.django_db
def test_the_home_counts_in_one_query(cast, django_assert_num_queries):
    first, second = register(cast.wulan.actor), register(cast.wulan.actor, name="Putri Contoh")
    Candidate.objects.filter(pk=first.pk).update(created_at=datetime(2026, 1, 11, 17, tzinfo=UTC))
    Candidate.objects.filter(pk=second.pk).update(created_at=datetime(2026, 1, 12, 17, tzinfo=UTC))
    services.withdraw(
        actor=cast.wulan.actor, candidate=cast.sari.person.candidate, reason="family", today=DAY
    )
    with django_assert_num_queries(1):
        counts = queries.home_counts(cast.wulan.actor, date(2025, 12, 13), DAY)
    # The 12th begins at 17:00 UTC of the day before and ends as the 13th begins.
    assert counts == {"live": 2, "new": 1, "in_training": 0}
    assert queries.home_counts(cast.gatot.actor, DAY, DAY)["live"] == 0
