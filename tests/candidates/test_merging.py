from datetime import date

import pytest
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.people import merging
from jalur.foundation.people import services as people
from jalur.foundation.people.models import Duplicate, Person
from jalur.foundation.people.queries import own_actor
from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates import queries
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import guards as openings
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.training import guards as seats
from jalur.journey.training.models import Enrolment
from tests.candidates.test_files import DAY, register
from tests.cast import VILLAGE


def test_finding_two_rows_the_same_moves_the_only_file(cast):
    one = register(cast.wulan.actor)
    other = Person.objects.create(
        name="Dewi Contoh",
        name_folded="dewi contoh",
        birth_date=date(2001, 4, 12),
        sex="F",
        residence_id=VILLAGE,
    )
    pair = Duplicate.objects.create(
        **dict(zip(("first", "second"), sorted((one.person, other), key=lambda row: row.pk), strict=True)),
        reason="name_and_birth_date",
    )
    people.decide_same(actor=cast.wulan.actor, duplicate=pair, keep=other)
    one.refresh_from_db()
    assert one.person_id == other.pk
    moved = Event.objects.get(event="candidates:candidate:moved")
    assert (moved.person_id, moved.user_id) == (other.pk, cast.wulan.user.pk)


def test_two_files_of_one_person_stay_and_only_one_is_planned(cast):
    one, other = register(cast.wulan.actor), register(cast.wulan.actor)
    people.decide_same(actor=cast.wulan.actor, duplicate=Duplicate.objects.get(), keep=one.person)
    planned = set(Candidate.objects.plannable())
    assert one in planned
    assert other not in planned
    assert Candidate.objects.filter(pk=other.pk).exists()


def test_a_room_that_cannot_follow_undoes_the_decision(cast, monkeypatch):
    def refuse(**people):
        raise RuntimeError(people["kept"])

    one, other = register(cast.wulan.actor), register(cast.wulan.actor)
    monkeypatch.setitem(merging._rooms, "candidates", (None, refuse))
    with pytest.raises(RuntimeError):
        people.decide_same(actor=cast.wulan.actor, duplicate=Duplicate.objects.get(), keep=one.person)
    assert Duplicate.objects.get().status == "open"
    assert Person.objects.get(pk=other.person_id).merged_into is None


def test_the_pair_shows_both_files_and_what_becomes_of_them(cast, sign_in):
    one, other = register(cast.wulan.actor), register(cast.wulan.actor)
    page = sign_in(cast.wulan).get(reverse("people:duplicate", args=[Duplicate.objects.get().pk]))
    assert one.number in page.content.decode()
    assert other.number in page.content.decode()
    assert "berkas lainnya tidak lagi ikut pencarian jalur" in page.content.decode()
    other.delete()
    page = sign_in(cast.wulan).get(reverse("people:duplicate", args=[Duplicate.objects.get().pk]))
    assert one.number in page.content.decode()
    assert "Berkas CPMI mengikuti data yang Anda pertahankan." in page.content.decode()


def test_home_and_list_count_a_person_once(cast, sign_in, settings):
    settings.TODAY = DAY
    one, other = register(cast.wulan.actor), register(cast.wulan.actor)
    people.decide_same(actor=cast.wulan.actor, duplicate=Duplicate.objects.get(), keep=one.person)
    page = sign_in(cast.wulan).get(reverse("candidates:list"), {"state": "on_the_path"})
    listed = {candidate.number for candidate in page.context["table"].data}
    assert one.number in listed
    assert other.number not in listed
    assert queries.home_counts(cast.wulan.actor, DAY, DAY)["live"] == len(listed)


@pytest.fixture
def joined(cast):
    """(the file in use, the second one)"""
    one, other = register(cast.wulan.actor), register(cast.wulan.actor)
    people.decide_same(actor=cast.wulan.actor, duplicate=Duplicate.objects.get(), keep=one.person)
    return one, Candidate.objects.get(pk=other.pk)


def test_the_second_file_leads_to_the_one_in_use(cast, sign_in, joined, settings):
    settings.TODAY = DAY
    kept, gone = joined
    desk = sign_in(cast.wulan)
    for name, ours, theirs in (
        ("candidates:candidate", kept.number, gone.number),
        ("people:person", kept.person_id, gone.person_id),
        ("portal:case_file", kept.person_id, gone.person_id),
    ):
        answer = desk.get(reverse(name, args=[theirs]))
        assert answer["Location"] == reverse(name, args=[ours]), name
    assert (
        "orang yang sama"
        in desk.get(reverse("candidates:candidate", args=[gone.number]), follow=True).content.decode()
    )


def test_no_step_is_taken_on_the_second_file(cast, sign_in, joined, settings):
    settings.TODAY = DAY
    _kept, gone = joined
    events = Event.objects.count()
    desk = sign_in(cast.wulan)
    for verb, typed in (
        ("withdraw", {"reason": "family"}),
        ("opt_out", {}),
        ("edit", {"education": 3, "available_from": "2026-02-02"}),
    ):
        answer = desk.post(reverse("candidates:candidate_step", args=[gone.number, verb]), typed)
        assert answer.status_code in (302, 422), verb
    before, gone = gone, Candidate.objects.get(pk=gone.pk)
    assert (gone.state, gone.education, gone.opted_out_of_planning_at) == (
        before.state,
        before.education,
        None,
    )
    assert Event.objects.count() == events


def test_the_second_file_takes_no_seat_and_no_opening(cast, joined):
    _kept, gone = joined
    assert (
        seats.candidate_is_on_the_path(Enrolment(candidate=gone), None).error_dict["candidate"][0].code
        == "merged"
    )
    order = JobOrder(state="open", ready_by=date(2030, 1, 1), number="X")
    refused = openings.candidate_fits(Reservation(candidate=gone, order=order), Ask(cast.wulan.actor, DAY))
    assert refused.error_dict["order"][0].code == "merged"


def test_her_account_of_the_second_record_leads_to_the_one_in_use(cast, joined):
    kept, gone = joined
    Person.objects.filter(pk=gone.person_id).update(account_id=cast.rini.user.pk)
    actor = own_actor(cast.rini.user)
    assert (actor.role, actor.person_id) == ("candidate", kept.person_id)
