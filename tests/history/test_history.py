"""What is recorded, who reads it, and what a change made of a row."""

from datetime import date

import pghistory.models
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import ANONYMOUS, SYSTEM
from jalur.foundation.competencies.models import Education
from jalur.foundation.history import kinds, queries, services
from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.models import Event
from jalur.foundation.people import services as people
from jalur.journey.candidates import services as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import services as orders
from jalur.journey.training import services as training
from jalur.journey.training.models import Intake
from tests.job_orders.factories import TODAY, draft, license_company, make_candidate, open_order
from tests.training.factories import changed, open_class

pytestmark = pytest.mark.django_db

SEATS = Intake._meta.get_field("seats").verbose_name


@pytest.fixture
def sari(cast):
    return Candidate.objects.select_related("person").get(person=cast.sari.person)


def lines(actor, **what):
    return [(line.what, line.who, line.note) for line in queries.happenings(actor, **what)]


def edit(sign_in, member, candidate, **changes):
    """Through the form, as somebody who clicks."""
    facts = {"education": candidate.education, "available_from": candidate.available_from}
    answer = sign_in(member).post(
        reverse("candidates:candidate_step", args=[candidate.number, "edit"]), {**facts, **changes}
    )
    assert answer.status_code == 302


def text(event):
    return str(kinds.kind_of(event).text)


def word(field):
    return str(Candidate._meta.get_field(field).verbose_name)


def schooling(before, after):
    return f"{word('education')}: {Education(before).label} → {Education(after).label}"


def contexts(candidate):
    """What the field history knows of each change of the row: user and role."""
    rows = candidate.events.order_by("pgh_id").values_list("pgh_context__metadata", flat=True)
    return [(row["user"], row["role"]) for row in rows if row]


# -- recording -------------------------------------------------------------------------------------------------------


def test_an_event_that_no_room_declares_is_refused(cast):
    with pytest.raises(LookupError, match="job_orders:order:eaten"):
        services.record(actor=cast.lestari.actor, event="job_orders:order:eaten", subject=draft(cast))


def test_two_meanings_for_one_event_are_refused():
    kinds.declare(*(kind for kind in kinds.kinds().values() if kind.name == "job_orders:order:changed"))
    with pytest.raises(LookupError, match="declared twice"):
        kinds.declare(EventKind("job_orders:order:changed", _("Eaten"), is_public=True))


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_the_transaction_of_its_deed_is_refused(cast):
    order = draft(cast)
    with pytest.raises(RuntimeError, match="outside the transaction"):
        services.record(actor=SYSTEM, event="job_orders:order:changed", subject=order)
    with transaction.atomic():
        services.record(actor=SYSTEM, event="job_orders:order:changed", subject=order)
    assert Event.objects.filter(event="job_orders:order:changed").count() == 1


# -- reading ---------------------------------------------------------------------------------------------------------


def test_a_public_event_tells_strangers_the_role_and_those_in_reach_the_name(cast):
    license_company(cast.lestari.organisation)
    order = orders.submit_order(actor=cast.lestari.actor, order=draft(cast), today=TODAY)
    for actor in (ANONYMOUS, cast.rini.actor, cast.wulan.actor):
        assert lines(actor, subject=order) == [
            (text("job_orders:order:submitted"), "petugas P3MI", ""),
            (text("job_orders:order:drafted"), "petugas P3MI", ""),
        ]
    assert [who for _what, who, _note in lines(cast.bayu.actor, subject=order)] == ["Bu Lestari"] * 2


def test_other_events_are_for_those_in_reach_alone(cast, sari):
    candidates.opt_out_of_planning(actor=cast.sari.actor, candidate=sari)
    for actor in (ANONYMOUS, cast.rini.actor, cast.gatot.actor, cast.hendra.actor):
        assert lines(actor, subject=sari) == lines(actor, person_id=sari.person_id) == []
    for actor in (cast.sari.actor, cast.wulan.actor, cast.bayu.actor):
        assert lines(actor, subject=sari) == lines(actor, person_id=sari.person_id) != []


def test_a_public_event_of_a_person_is_not_in_the_file_that_strangers_ask_for(cast):
    order = open_order(cast)
    with transaction.atomic():
        services.record(
            actor=cast.lestari.actor,
            event="job_orders:order:changed",
            subject=order,
            person_id=cast.sari.person.pk,
        )
    assert lines(ANONYMOUS, person_id=cast.sari.person.pk) == []
    assert len(lines(cast.sari.actor, person_id=cast.sari.person.pk)) == 1


def test_what_followed_from_something_else_says_from_what(cast, sari):
    order = open_order(cast)
    orders.reserve_opening(actor=cast.wulan.actor, order=order, candidate=sari, today=TODAY)
    orders.close_order(actor=cast.ratna.actor, order=order, reason="false")
    closed = Event.objects.get(event="job_orders:order:closed")
    assert Event.objects.get(event="job_orders:reservation:released").cause == closed
    (what, who, note), *_before = lines(cast.wulan.actor, person_id=sari.person_id)
    assert (what, who, note) == (
        text("job_orders:reservation:released"),
        "Bu Ratna",
        text("job_orders:order:closed"),
    )


def test_the_newest_comes_first_and_not_more_than_asked_for(cast, sari):
    for _turn in range(3):
        candidates.opt_out_of_planning(actor=cast.sari.actor, candidate=sari)
        candidates.opt_into_planning(actor=cast.sari.actor, candidate=sari)
    events = list(Event.objects.filter(person_id=sari.person_id).order_by("-at").values_list("at", flat=True))
    assert [line.at for line in queries.happenings(cast.wulan.actor, subject=sari)] == events
    assert [line.at for line in queries.happenings(cast.wulan.actor, subject=sari, limit=2)] == events[:2]


# -- before and after ------------------------------------------------------------------------------------------------


def test_an_edit_shows_what_stood_before_and_after(cast, sign_in, sari):
    edit(sign_in, cast.wulan, sari, education=5, available_from="2026-03-01")
    edit(sign_in, cast.sari, sari, education=4, available_from="2026-03-01")
    later, earlier = lines(cast.wulan.actor, person_id=sari.person_id)
    assert earlier[1:] == (
        "Bu Wulan",
        f"{schooling(4, 5)}; {word('available_from')}: 5 Januari 2026 → 1 Maret 2026",
    )
    assert later[1:] == ("Sari", schooling(5, 4))
    assert lines(cast.gatot.actor, person_id=sari.person_id) == []


def test_strangers_read_that_a_class_changed_not_what(cast):
    intake = open_class(cast)
    with services.deeds_of(cast.hendra.actor):
        training.change_intake(actor=cast.hendra.actor, intake=changed(intake, seats=25), today=TODAY)
    for actor in (ANONYMOUS, cast.gatot.actor):
        assert lines(actor, subject=intake)[0][2] == ""
    assert lines(cast.wulan.actor, subject=intake)[0][1:] == ("Pak Hendra", f"{SEATS}: 20 → 25")


def test_a_row_that_changed_twice_in_one_deed_is_shown_once(cast, sari):
    with transaction.atomic(), services.deeds_of(cast.wulan.actor):
        Candidate.objects.filter(pk=sari.pk).update(education=1)
        sari.education = 5
        candidates.edit_candidate(actor=cast.wulan.actor, candidate=sari)
    ((_what, _who, note),) = lines(cast.wulan.actor, person_id=sari.person_id)
    assert note == schooling(4, 5)


def test_changes_of_others_are_not_mixed_in(cast, sign_in, sari):
    other = make_candidate("J-LAIN-0001")
    edit(sign_in, cast.wulan, other, education=1)
    edit(sign_in, cast.wulan, sari, education=5)
    edit(sign_in, cast.wulan, other, education=2)
    ((_what, _who, note),) = lines(cast.wulan.actor, person_id=sari.person_id)
    assert note == schooling(4, 5)


def test_a_history_asks_as_many_questions_for_many_edits_as_for_one(cast, sign_in, sari):
    asked = []
    for times in (1, 9):
        for turn in range(times):
            with transaction.atomic(), services.deeds_of(cast.wulan.actor):
                sari.available_from = date(2026, 4, times + turn)
                candidates.edit_candidate(actor=cast.wulan.actor, candidate=sari)
        with CaptureQueriesContext(connection) as captured:
            assert all("→" in note for _what, _who, note in lines(cast.wulan.actor, subject=sari))
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 3


# -- who -------------------------------------------------------------------------------------------------------------


def test_the_field_history_knows_who_clicked(cast, sign_in, sari):
    edit(sign_in, cast.wulan, sari, education=5)
    assert contexts(sari) == [(str(cast.wulan.user.pk), "labour_officer")]


def test_the_field_history_knows_who_took_a_step_outside_a_request(cast, sari):
    candidates.withdraw(actor=cast.sari.actor, candidate=sari, reason="family", today=TODAY)
    candidates.come_back(actor=SYSTEM, candidate=sari)
    assert contexts(sari) == [(str(cast.sari.user.pk), "candidate"), ("", "system")]
    event = Event.objects.get(event="candidates:candidate:withdrawn")
    assert pghistory.models.Context.objects.get(pk=event.context_id).metadata["role"] == "candidate"


def test_the_field_history_knows_who_changed_something_outside_a_request(cast, sari):
    person = sari.person
    people.edit_person(actor=cast.wulan.actor, person=person, today=TODAY, phone="0812-3456-7890")
    (row,) = person.events.filter(pgh_label="update").values_list("pgh_context__metadata", flat=True)
    assert (row["user"], row["role"]) == (str(cast.wulan.user.pk), "labour_officer")


def test_a_deed_inside_another_ones_deed_is_that_ones(cast, sari):
    with services.deeds_of(cast.wulan.actor):
        candidates.withdraw(actor=SYSTEM, candidate=sari, reason="family", today=TODAY)
    assert contexts(sari) == [(str(cast.wulan.user.pk), "labour_officer")]
    candidates.come_back(actor=cast.sari.actor, candidate=sari)
    assert contexts(sari)[1] == (str(cast.sari.user.pk), "candidate")
