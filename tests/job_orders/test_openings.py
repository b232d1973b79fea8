"""Openings are held once, given back once, and never overfilled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.history.models import Event
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder, Reservation
from tests.job_orders.factories import TODAY, make_candidate, make_employer, open_order


def reserved(order):
    return JobOrder.objects.values_list("reserved", flat=True).get(pk=order.pk)


def held(order):
    return Reservation.objects.filter(order=order, released_at__isnull=True).count()


def sari(cast):
    return Candidate.objects.get(person=cast.sari.person)


def refused(call, **given):
    """The codes of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        call(**given)
    return [error.code for errors in refusal.value.error_dict.values() for error in errors]


@pytest.mark.django_db
def test_an_opening_is_held_and_given_back(cast):
    order = open_order(cast)
    reservation = services.reserve_opening(
        actor=cast.wulan.actor, order=order, candidate=sari(cast), today=TODAY
    )
    assert (reserved(order), held(order), order.left) == (1, 1, 2)
    event = Event.objects.get(event="job_orders:reservation:held")
    assert event.person_id == cast.sari.person.pk
    assert event.place_code == cast.sari.person.residence_id
    services.release_opening(actor=cast.sari.actor, reservation=reservation, reason="Ingin kerja di rumah")
    assert (reserved(order), held(order)) == (0, 0)
    before = Event.objects.count()
    with pytest.raises(ValidationError):
        services.release_opening(actor=cast.sari.actor, reservation=reservation, reason="Lagi")
    assert reserved(order) == 0
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_a_candidate_holds_one_opening(cast):
    first = open_order(cast)
    second = open_order(cast, employer=make_employer(cast, name="Lain"))
    services.reserve_opening(actor=cast.sari.actor, order=first, candidate=sari(cast), today=TODAY)
    codes = refused(
        services.reserve_opening, actor=cast.sari.actor, order=second, candidate=sari(cast), today=TODAY
    )
    assert codes == ["held"]
    assert (reserved(first), reserved(second)) == (1, 0)


@pytest.mark.django_db
def test_no_opening_left_is_one_plain_sentence(cast):
    order = open_order(cast, openings=1)
    services.reserve_opening(actor=cast.wulan.actor, order=order, candidate=sari(cast), today=TODAY)
    before = Event.objects.count()
    codes = refused(
        services.reserve_opening,
        actor=SYSTEM,
        order=order,
        candidate=make_candidate("J-LAIN-0001"),
        today=TODAY,
    )
    assert codes == ["none_left"]
    assert (reserved(order), held(order), Event.objects.count()) == (1, 1, before)


@pytest.mark.django_db
def test_the_database_itself_refuses_one_too_many(cast):
    order = open_order(cast, openings=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        JobOrder.objects.filter(pk=order.pk).update(reserved=2)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["rini", "gatot", "hendra", "lestari", "darmo", "yusuf"])
def test_nobody_else_holds_an_opening_for_sari(cast, key):
    order = open_order(cast)
    before = Event.objects.count()
    with pytest.raises(Refused):
        services.reserve_opening(
            actor=getattr(cast, key).actor, order=order, candidate=sari(cast), today=TODAY
        )
    assert (reserved(order), held(order), Event.objects.count()) == (0, 0, before)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"born": date(2008, 10, 1)}, "too_young"),
        ({"born": date(1975, 1, 1)}, "too_old"),
        ({"education": 0}, "education"),
    ],
)
def test_who_does_not_fit_on_the_day_is_refused(cast, change, code):
    order = open_order(cast)
    candidate = make_candidate("J-LAIN-0002", **change)
    assert refused(services.reserve_opening, actor=SYSTEM, order=order, candidate=candidate, today=TODAY) == [
        code
    ]
    assert reserved(order) == 0


@pytest.mark.django_db
def test_wishes_sex_deadline_and_withdrawal_are_heard(cast):
    order = open_order(cast, sex="M")
    assert refused(
        services.reserve_opening, actor=SYSTEM, order=order, candidate=sari(cast), today=TODAY
    ) == ["sex"]
    order = open_order(cast, employer=make_employer(cast, name="Lain"))
    late = date(2026, 10, 1)
    assert refused(services.reserve_opening, actor=SYSTEM, order=order, candidate=sari(cast), today=late) == [
        "too_late"
    ]
    Candidate.objects.filter(person=cast.sari.person).update(any_destination=False)
    assert refused(
        services.reserve_opening, actor=SYSTEM, order=order, candidate=sari(cast), today=TODAY
    ) == ["destination"]
    Candidate.objects.filter(person=cast.sari.person).update(state="withdrawn", withdrawal_reason="family")
    assert refused(
        services.reserve_opening, actor=SYSTEM, order=order, candidate=sari(cast), today=TODAY
    ) == ["withdrawn"]
    assert reserved(order) == 0


@pytest.mark.django_db
def test_closing_a_false_order_gives_every_opening_back(cast):
    order = open_order(cast)
    services.reserve_opening(actor=cast.wulan.actor, order=order, candidate=sari(cast), today=TODAY)
    services.close_order(actor=cast.ratna.actor, order=order, reason="false")
    assert (reserved(order), held(order)) == (0, 0)
    assert Event.objects.filter(
        event="job_orders:reservation:released", person_id=cast.sari.person.pk
    ).exists()


@pytest.mark.django_db
def test_closing_a_filled_order_keeps_what_is_held(cast):
    order = open_order(cast)
    services.reserve_opening(actor=cast.wulan.actor, order=order, candidate=sari(cast), today=TODAY)
    services.close_order(actor=cast.lestari.actor, order=order, reason="filled")
    assert (reserved(order), held(order)) == (1, 1)
    assert refused(
        services.reserve_opening,
        actor=SYSTEM,
        order=order,
        candidate=make_candidate("J-LAIN-0003"),
        today=TODAY,
    ) == ["not_open"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_overfill(cast):
    order = open_order(cast, openings=3)
    people = [make_candidate(f"J-BARENG-{n:02}") for n in range(16)]

    def attempt(candidate):
        try:
            services.reserve_opening(
                actor=SYSTEM, order=order.__class__(pk=order.pk), candidate=candidate, today=TODAY
            )
        except ValidationError as refusal:
            return [error.code for errors in refusal.error_dict.values() for error in errors]
        finally:
            connection.close()
        return ["held"]

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, people))
    assert outcomes.count(["held"]) == 3
    assert outcomes.count(["none_left"]) == 13
    assert (reserved(order), held(order)) == (3, 3)
