"""Beds: of one sex, children apart from adults on every day of a stay, with a guardian's consent; one bed a person."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.workflow.locks import atomic, lock
from jalur.journey.candidates.models import Candidate
from jalur.journey.premises import services
from jalur.journey.premises.models import BedConsent, BookedUnit, Booking
from jalur.journey.premises.queries import beds_of
from jalur.kit.refusals import codes_of
from tests.premises.factories import MONDAY, NOW, TODAY, add_resource, make_candidate

pytestmark = pytest.mark.django_db
LEAVES = MONDAY + timedelta(days=30)
ADULT, CHILD = date(2000, 5, 1), date(2009, 5, 1)


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def dormitory(cast):
    return add_resource(cast, "Melati 1", "dormitory", units=2, sex="F")


def guest(number, born=ADULT, sex="F"):
    candidate = make_candidate(f"J-BED{number}-0001")
    type(candidate.person).objects.filter(pk=candidate.person_id).update(birth_date=born, sex=sex)
    candidate.refresh_from_db()
    return candidate


@pytest.fixture(autouse=True)
def _everybody_has_a_seat(monkeypatch):
    """Whoever asks for a bed is taught there; that nobody else gets one, a test of its own says."""
    from jalur.journey.candidates.models import Candidate
    from jalur.journey.premises import uses

    monkeypatch.setattr(uses, "guests_of", lambda _centre: Candidate.objects.all())


def sleep(cast, dormitory, candidate, first=MONDAY, last=LEAVES, **more):
    return services.book_bed(
        actor=cast.hendra.actor,
        dormitory=dormitory,
        candidate=candidate,
        first=first,
        last=last,
        now=NOW,
        **more,
    )


def refused_with(code, *asked, **more):
    before = Booking.objects.count(), BookedUnit.objects.count()
    with pytest.raises(ValidationError) as refused:
        sleep(*asked, **more)
    assert codes_of(refused.value) == [code]
    assert (Booking.objects.count(), BookedUnit.objects.count()) == before


def test_beds_are_taken_until_the_room_is_full(cast, dormitory):
    sleep(cast, dormitory, guest(1))
    sleep(cast, dormitory, guest(2))
    refused_with("taken", cast, dormitory, guest(3))
    sleep(cast, dormitory, guest(4), LEAVES, LEAVES + timedelta(days=1))


def test_a_room_is_for_one_sex(cast, dormitory):
    refused_with("sex", cast, dormitory, guest(1, sex="M"))


def test_one_person_has_one_bed(cast, dormitory):
    other = add_resource(cast, "Melati 2", "dormitory", units=2, sex="F")
    candidate = guest(1)
    sleep(cast, dormitory, candidate)
    refused_with("taken", cast, other, candidate)


def test_a_child_needs_consent_and_sleeps_apart(cast, dormitory):
    child = guest(1, CHILD)
    refused_with("consent", cast, dormitory, child)
    sleep(cast, dormitory, child, consent="Ibu Contoh")
    refused_with("apart", cast, dormitory, guest(2))
    sleep(cast, dormitory, guest(3, CHILD), consent="Bapak Contoh")


def test_whoever_comes_of_age_during_the_stay_leaves_the_children_that_day(cast, dormitory):
    birthday = MONDAY + timedelta(days=10)
    sleep(cast, dormitory, guest(1, CHILD), consent="Ibu Contoh")
    nearly = guest(2, birthday.replace(year=birthday.year - 18))
    refused_with("apart", cast, dormitory, nearly, consent="Ibu Contoh")
    sleep(cast, dormitory, nearly, last=birthday - timedelta(days=1), consent="Ibu Contoh")


def test_a_room_for_an_age_takes_nobody_else(cast, dormitory):
    young = add_resource(cast, "Melati 2", "dormitory", units=3, sex="F", ages="young")
    grown = add_resource(cast, "Melati 3", "dormitory", units=3, sex="F", ages="adults")
    nearly = guest(1, (MONDAY + timedelta(days=10)).replace(year=MONDAY.year - 18))
    refused_with("ages", cast, young, guest(2))
    refused_with("ages", cast, grown, guest(3, CHILD), consent="Ibu Contoh")
    for room in (young, grown):  # she turns 18 on the tenth day
        refused_with("ages", cast, room, nearly, consent="Ibu Contoh")
    sleep(cast, young, guest(4, CHILD), consent="Ibu Contoh")
    sleep(cast, grown, guest(5))
    sleep(cast, dormitory, nearly, consent="Ibu Contoh")


def give(cast, candidate):
    with atomic():
        lock(Candidate, [candidate.pk])
        return services.give_bed(
            actor=SYSTEM,
            centre=cast.hendra.organisation,
            stay=(MONDAY, LEAVES),
            candidate=candidate,
            now=NOW,
        )


def agreed(cast, candidate):
    consent = BedConsent(
        candidate=candidate, centre=cast.hendra.organisation, guardian="Ibu Contoh", signed_on=TODAY
    )
    services.record_consent(actor=cast.hendra.actor, consent=consent, today=TODAY)
    return candidate


def test_beds_are_given_by_age_and_those_for_nobody_in_particular_last(cast, dormitory):
    add_resource(cast, "Zaitun", "dormitory", units=1, sex="F", ages="young")
    add_resource(cast, "Yasmin", "dormitory", units=1, sex="F", ages="adults")
    assert give(cast, agreed(cast, guest(1, CHILD))).title == "Zaitun"
    assert give(cast, guest(2)).title == "Yasmin"
    assert give(cast, agreed(cast, guest(3, CHILD))).title == "Melati 1"
    with pytest.raises(ValidationError) as refused:
        give(cast, guest(4))
    assert codes_of(refused.value) == ["no_bed"]
    assert Booking.objects.count() == 3


def test_grown_ups_are_not_counted_into_rooms_for_the_young(cast, dormitory):
    add_resource(cast, "Melati 2", "dormitory", units=5, sex="F", ages="young")
    add_resource(cast, "Melati 3", "dormitory", units=3, sex="F", ages="adults")
    beds = beds_of(cast.hendra.organisation, MONDAY, LEAVES)
    assert beds.for_grown_ups("F", MONDAY, LEAVES) == 5


def test_a_room_gets_no_rule_that_somebody_in_it_breaks(cast, dormitory, sign_in):
    sleep(cast, dormitory, guest(1))
    manager, address = sign_in(cast.hendra), f"/premises/resources/{dormitory.pk}/change/"
    page = manager.get(address).content.decode()
    assert 'name="ages"' in page
    asked = {"name": dormitory.name, "units": "2", "sex": "F", "repair": "good"}
    answer = manager.post(address, {**asked, "ages": "young"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ages"])
    dormitory.refresh_from_db()
    assert dormitory.ages == ""
    assert manager.post(address, {**asked, "ages": "adults"}).status_code == 302
    dormitory.refresh_from_db()
    assert dormitory.ages == "adults"
    assert "18 tahun ke atas" in manager.get(f"/premises/resources/{dormitory.pk}/").content.decode()


def test_the_database_knows_ages_of_dormitories_alone(cast):
    workshop = add_resource(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(workshop).objects.filter(pk=workshop.pk).update(ages="young")


def test_a_stay_that_is_over_is_not_booked(cast, dormitory):
    before = TODAY - timedelta(days=9)
    refused_with("past", cast, dormitory, guest(1), before, before + timedelta(days=3))
    sleep(cast, dormitory, guest(2), before, LEAVES)


def test_a_bed_is_no_room_for_a_class(cast, dormitory):
    from tests.premises.factories import at, book

    with pytest.raises(ValidationError) as refused:
        book(cast, at(MONDAY, 8), at(MONDAY, 10), dormitory)
    assert codes_of(refused.value) == ["not_a_bed"]
