"""Beds: of one sex, children apart from adults on every day of a stay, with a guardian's consent; one bed a person."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from jalur.journey.premises import services
from jalur.journey.premises.models import BookedUnit, Booking
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


def test_a_stay_that_is_over_is_not_booked(cast, dormitory):
    before = TODAY - timedelta(days=9)
    refused_with("past", cast, dormitory, guest(1), before, before + timedelta(days=3))
    sleep(cast, dormitory, guest(2), before, LEAVES)


def test_a_bed_is_no_room_for_a_class(cast, dormitory):
    from tests.premises.factories import at, book

    with pytest.raises(ValidationError) as refused:
        book(cast, at(MONDAY, 8), at(MONDAY, 10), dormitory)
    assert codes_of(refused.value) == ["not_a_bed"]
