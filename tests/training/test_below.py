"""Who is not yet competent stays in sight with an owner, and meets the standard without starting over."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.foundation.organisations.models import Membership
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.candidates import queries as candidates
from jalur.journey.training import queries, services
from jalur.journey.training.models import Enrolment, Intake, Shortfall
from tests.training.factories import ENDS, STARTS, TODAY, add_programme, make_candidate, new_class, open_class

pytestmark = pytest.mark.django_db
AGAIN, AGAIN_ENDS = ENDS + timedelta(weeks=3), ENDS + timedelta(weeks=5)


@pytest.fixture
def world(cast, settings):
    """A closed class of four: Sari and one more are not yet competent."""
    settings.TODAY = TODAY
    cast.programme = add_programme(cast, prerequisites=["EN-A1"])
    cast.intake = open_class(cast, programme=cast.programme)
    people = [cast.sari.person.candidate, *(make_candidate(f"J-BELUM-000{n}") for n in range(3))]
    for one in people:
        Enrolment.objects.create(intake=cast.intake, candidate=one)
    Intake.objects.filter(pk=cast.intake.pk).update(taken=4)
    cast.intake.refresh_from_db()
    services.start_intake(actor=cast.hendra.actor, intake=cast.intake, today=STARTS)
    close(cast, cast.intake, people[:2])
    settings.TODAY = ENDS
    cast.people = people
    return cast


def close(cast, intake, short, on=ENDS):
    keys = [seat.pk for seat in Enrolment.objects.filter(intake=intake, candidate__in=short)]
    return services.close_intake(actor=cast.hendra.actor, intake=intake, not_yet=keys, today=on)


def remedial(world, *people, **changes):
    given = {"programme": world.programme, "seats": 3, "starts": AGAIN, "ends": AGAIN_ENDS, **changes}
    return services.open_remedial(
        actor=world.hendra.actor,
        of=world.intake,
        intake=new_class(world, **given),
        people=[one.number for one in people or world.people[:2]],
        today=ENDS,
    )


def below():
    return {row.number for row in Shortfall.objects.below()}


def test_a_closed_class_names_who_is_below_with_an_owner_and_a_day(world):
    assert below() == {one.number for one in world.people[:2]}
    row = Shortfall.objects.get(candidate=world.people[0])
    assert (row.since, row.decide_by, row.owner) == (ENDS, ENDS + timedelta(weeks=4), None)
    assert queries.owner_of(row, ENDS) == world.hendra.user
    cause = Event.objects.get(event="training:intake:closed")
    assert set(Event.objects.filter(event="training:shortfall:seen").values_list("cause_id", flat=True)) == {
        cause.pk
    }


def test_the_remedial_class_offers_seats_asks_nothing_again_and_ends_in_the_standard(world, settings):
    opened = remedial(world)
    assert (opened.intake.state, opened.intake.taken, opened.intake.minimum) == ("planned", 2, 1)
    assert (len(opened.offered), list(opened.left_out)) == (2, [])
    assert Message.objects.filter(kind="training:remedial_offered").count() == 2
    for seat, one in zip(opened.offered, world.people, strict=False):
        services.accept_seat(actor=world.hendra.actor, enrolment=seat, today=ENDS)
        assert queries.seat_again(Shortfall.objects.get(candidate=one)).intake == opened.intake
    assert not Shortfall.objects.undecided()
    services.start_intake(actor=world.hendra.actor, intake=opened.intake, today=AGAIN)
    close(world, opened.intake, world.people[1:2], AGAIN_ENDS)
    assert below() == {world.people[1].number}
    met, still = (Shortfall.objects.get(candidate=one) for one in world.people[:2])
    assert (met.state, met.ended_on) == ("met", AGAIN_ENDS)
    assert (still.since, still.enrolment.intake, still.next_step) == (AGAIN_ENDS, opened.intake, "")
    assert queries.results(world.programme)[world.programme.code].people == 4


def test_who_met_the_standard_or_never_fell_short_gets_no_seat_there(world):
    opened = remedial(world)
    for stranger in (world.people[2], make_candidate("J-LAIN-0001")):
        with pytest.raises(ValidationError) as refused:
            services.enrol(actor=world.hendra.actor, intake=opened.intake, candidate=stranger, today=ENDS)
        assert "not_remedial" in {error.code for error in refused.value.error_dict["intake"]}
    assert not Intake.objects.plannable(ENDS).filter(pk=opened.intake.pk)
    assert opened.intake.number not in queries.for_planning(ENDS)["id"].to_list()
    planned = candidates.for_planning("", ENDS)["id"].to_list()
    assert {one.number for one in world.people[:2]} <= set(planned)


def test_whose_other_class_lies_on_these_days_is_left_out_and_the_others_are_not(world):
    other = open_class(world, programme=add_programme(world, "LAIN"), starts=AGAIN, ends=AGAIN_ENDS)
    services.enrol(actor=world.hendra.actor, intake=other, candidate=world.people[0], today=ENDS)
    opened = remedial(world)
    assert [row.number for row, _why in opened.left_out] == [world.people[0].number]
    assert [seat.candidate for seat in opened.offered] == [world.people[1]]
    assert opened.intake.taken == 1


@pytest.mark.parametrize("of", ["running", "nobody", "seats"])
def test_a_remedial_class_that_makes_no_sense_is_refused_and_nothing_changes(world, of):
    people, changes = world.people[:2], {}
    if of == "running":
        Intake.objects.filter(pk=world.intake.pk).update(state="running")
        world.intake.refresh_from_db()
    elif of == "nobody":
        people = world.people[2:3]
    else:
        changes = {"seats": 1}
    before = Intake.objects.count(), Enrolment.objects.count()
    with pytest.raises(ValidationError):
        remedial(world, *people, **changes)
    assert (Intake.objects.count(), Enrolment.objects.count()) == before


def test_an_owner_who_leaves_gives_it_back_to_the_manager(world):
    row = Shortfall.objects.get(candidate=world.people[0])
    services.hand_over(
        actor=world.hendra.actor,
        shortfall=row,
        owner=world.tuti.user,
        handed_over_because="Mengajar kelas itu.",
        today=ENDS,
    )
    row.refresh_from_db()
    assert queries.owner_of(row, ENDS) == world.tuti.user
    assert Message.objects.filter(kind="training:looked_after").count() == 1
    assert Shortfall.objects.of(world.tuti.actor, ENDS).count() == 1
    Membership.objects.filter(user=world.tuti.user).update(valid_to=ENDS)
    assert queries.owner_of(row, ENDS) == world.hendra.user
    assert Shortfall.objects.of(world.hendra.actor, ENDS).count() == 2
    take_due_steps(ENDS)
    row.refresh_from_db()
    assert row.owner is None
    assert Event.objects.filter(event="training:shortfall:passed_back").count() == 1


def test_only_whoever_looks_after_it_says_what_comes_next(world):
    row = Shortfall.objects.get(candidate=world.people[0])
    say = {"shortfall": row, "next_step": "assessment", "decide_by": ENDS + timedelta(days=9), "today": ENDS}
    with pytest.raises(ValidationError):
        services.decide_next(actor=world.tuti.actor, **say)
    row.refresh_from_db()
    assert row.next_step == ""
    services.decide_next(actor=world.hendra.actor, **say)
    assert Shortfall.objects.get(pk=row.pk).next_step == "assessment"


def test_she_stops_goes_on_and_reads_what_is_missing(world, sign_in):
    row = Shortfall.objects.get(candidate=world.people[0])
    page = sign_in(world.sari).get(reverse("training:shortfall", args=[row.pk])).content.decode()
    assert world.hendra.user.name in page
    file = sign_in(world.sari).get(f"/file/{world.sari.person.pk}/").content.decode()
    assert "Yang masih kurang" in file
    stop = reverse("training:shortfall_step", args=[row.pk, "stop"])
    assert sign_in(world.sari).post(stop, {"stopped_because": ""}).status_code == 422
    assert sign_in(world.sari).post(stop, {"stopped_because": "Bekerja di kampung"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.stopped_because) == ("stopped", "Bekerja di kampung")
    sign_in(world.sari).post(reverse("training:shortfall_step", args=[row.pk, "resume"]))
    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("below", None)


def test_the_page_of_the_closed_class_opens_one_for_these_people(world, sign_in):
    browser = sign_in(world.hendra)
    shown = browser.get(reverse("training:intake", args=[world.intake.number])).content.decode()
    assert "2 orang belum kompeten" in shown
    address = reverse("training:remedial", args=[world.intake.number])
    assert address in shown
    form = browser.get(address).content.decode()
    assert all(one.number in form for one in world.people[:2])
    assert world.people[2].number not in form
    sent = {
        "place": "35.17",
        "reach": "province",
        "seats": "2",
        "starts": AGAIN.isoformat(),
        "ends": AGAIN_ENDS.isoformat(),
        "cost": "0",
        "pass_rate": "80",
        "people": [one.number for one in world.people[:2]],
    }
    assert browser.post(address, sent).status_code == 302
    made = Intake.objects.get(remedial_of=world.intake)
    assert made.taken == 2
    assert made.number not in browser.get(reverse("training:open_classes")).content.decode()
    assert made.number in browser.get(reverse("training:desk") + "?_columns=number").content.decode()


def test_a_list_of_mine_and_of_those_without_a_word(world, sign_in):
    browser, address = sign_in(world.hendra), reverse("training:below")
    assert world.people[1].person.name in browser.get(address + "?owner=mine&next_step=none").content.decode()
    Shortfall.objects.update(next_step="remedial")
    shown = browser.get(address + "?next_step=none").content.decode()
    assert world.people[1].person.name not in shown
    home = browser.get("/", follow=True).content.decode()
    assert reverse("training:below") in home


def test_who_completed_a_later_class_before_the_results_of_the_first_came_is_not_below(cast, settings):
    settings.TODAY = TODAY
    programme = add_programme(cast)
    one = make_candidate("J-KEMUDIAN-1"[:12])
    first, second = (
        open_class(cast, programme=programme, starts=day, ends=day + timedelta(days=9))
        for day in (STARTS, STARTS + timedelta(days=20))
    )
    for intake in (first, second):
        Enrolment.objects.create(intake=intake, candidate=one)
        Intake.objects.filter(pk=intake.pk).update(state="running", taken=1)
        intake.refresh_from_db()
    settings.TODAY = date(2026, 4, 1)
    close(cast, second, [], date(2026, 4, 1))
    close(cast, first, [one], date(2026, 4, 1))
    assert not below()


def test_whoever_is_offered_a_seat_already_is_offered_no_second_one(world):
    remedial(world)
    assert queries.below_after(world.intake) == []
    with pytest.raises(ValidationError) as refused:
        remedial(world)
    assert "nobody" in {error.code for error in refused.value.error_dict["people"]}
    assert Intake.objects.filter(remedial_of=world.intake).count() == 1
