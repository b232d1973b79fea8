"""A published order changes by versions: what matters waits for the attaché, who sees both side by side; nobody loses an opening."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.journey.job_orders import queries, services
from jalur.journey.job_orders.models import JobOrder, OrderVersion, Reservation
from jalur.journey.job_orders.services import Cost
from jalur.kit.refusals import codes_of
from tests.job_orders.factories import TODAY, changed, make_candidate, open_order
from tests.job_orders.test_orders import forbid

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def order(cast):
    return open_order(cast)


def amend(cast, order, *, actor=None, requirements=None, costs=(), why="", **changes):
    codes = queries.requirements_of(order) if requirements is None else requirements
    return services.amend_order(
        actor=actor or cast.lestari.actor,
        order=changed(order, **changes),
        requirements=codes,
        costs=costs,
        why=why,
        today=TODAY,
    )


def agree(cast, version, actor=None):
    return services.agree_to_version(actor=actor or cast.ratna.actor, version=version, today=TODAY)


def as_stored(order):
    return queries.said_of(JobOrder.objects.get(pk=order.pk))


def hold(order, candidate):
    JobOrder.objects.filter(pk=order.pk).update(reserved=order.reserved + 1)
    order.reserved += 1
    return Reservation.objects.create(order=order, candidate=candidate)


def test_wording_and_more_time_are_taken_at_once(cast, order):
    before = as_stored(order)
    amend(cast, order, title="Juru las kapal", ready_by=date(2026, 12, 1), openings=2)
    order.refresh_from_db()
    assert (order.title, order.ready_by, order.openings, order.version) == (
        "Juru las kapal",
        date(2026, 12, 1),
        2,
        2,
    )
    version = OrderVersion.objects.get()
    assert (version.state, version.number) == ("taken", 2)
    assert version.before == {name: before[name] for name in ("title", "ready_by", "openings")}


def test_what_matters_waits_and_the_order_goes_on_as_it_was(cast, order):
    before = as_stored(order)
    amend(cast, order, monthly_pay=Decimal(1_900_000), title="Juru las kapal")
    assert as_stored(order) == {**before, "title": "Juru las kapal"}
    waiting = queries.waiting_version(order)
    assert waiting.after == {"monthly_pay": "1900000.00"}
    with pytest.raises(ValidationError):
        amend(cast, order, weekly_hours=40)
    assert OrderVersion.objects.waiting().count() == 1
    assert as_stored(order) == {**before, "title": "Juru las kapal"}


def test_the_attache_agrees_and_everybody_who_holds_an_opening_is_told(cast, order):
    held = hold(order, make_candidate("J-UBAH-0001"))
    amend(cast, order, monthly_pay=Decimal(1_900_000), costs=[Cost("VISA", "employer")], why="Kurs turun")
    version = agree(cast, queries.waiting_version(order))
    order.refresh_from_db()
    assert (order.monthly_pay, order.version, order.changed_on) == (Decimal(1_900_000), 2, TODAY)
    assert [(cost.item_id, cost.payer) for cost in order.costs.all()] == [("VISA", "employer")]
    assert (version.state, version.number, version.decided_by_id) == ("agreed", 2, cast.ratna.actor.user_id)
    held.refresh_from_db()
    assert held.released_at is None
    assert order.reserved == 1
    told = Message.objects.get(kind="job_orders:job_changed")
    assert told.person_id == held.candidate.person_id
    assert Event.objects.filter(event="job_orders:reservation:job_changed").count() == 1


@pytest.mark.parametrize("who", ["lestari", "wulan", "yusuf"])
def test_nobody_else_agrees(cast, order, who):
    amend(cast, order, monthly_pay=Decimal(1_900_000))
    before = as_stored(order)
    version = queries.waiting_version(order)
    with pytest.raises(Refused):
        agree(cast, version, actor=getattr(cast, who).actor)
    with pytest.raises(Refused):
        services.refuse_version(actor=getattr(cast, who).actor, version=version, reason="Contoh")
    assert as_stored(order) == before
    assert queries.waiting_version(order) == version


def test_others_ask_for_nothing(cast, order):
    before = as_stored(order)
    for who in ("wulan", "ratna", "yusuf"):
        with pytest.raises(Refused):
            amend(cast, order, actor=getattr(cast, who).actor, monthly_pay=Decimal(1))
    assert as_stored(order) == before
    assert not OrderVersion.objects.exists()


def test_refused_or_taken_back_the_order_stays(cast, order):
    before = as_stored(order)
    amend(cast, order, monthly_pay=Decimal(1_900_000))
    with pytest.raises(ValidationError):
        services.refuse_version(actor=cast.ratna.actor, version=queries.waiting_version(order), reason=" ")
    services.refuse_version(
        actor=cast.ratna.actor, version=queries.waiting_version(order), reason="Di bawah upah minimum"
    )
    amend(cast, order, monthly_pay=Decimal(2_500_000))
    services.withdraw_version(actor=cast.lestari.actor, version=queries.waiting_version(order))
    assert as_stored(order) == before
    assert sorted(OrderVersion.objects.values_list("state", flat=True)) == ["refused", "withdrawn"]


def test_twice_agreed_is_once(cast, order):
    amend(cast, order, monthly_pay=Decimal(2_500_000))
    version = queries.waiting_version(order)
    agree(cast, version)
    with pytest.raises(ValidationError) as refused:
        agree(cast, version)
    assert codes_of(refused.value) == ["wrong_state"]
    order.refresh_from_db()
    assert order.version == 2


def test_the_law_is_asked_again_when_the_attache_agrees(cast, order):
    amend(cast, order, monthly_pay=Decimal(2_500_000))
    before = as_stored(order)
    cast.lestari.organisation.licences.update(valid_to=date(2026, 1, 5))
    with pytest.raises(ValidationError) as refused:
        agree(cast, queries.waiting_version(order))
    assert codes_of(refused.value) == ["licence"]
    assert as_stored(order) == before


def test_openings_held_meanwhile_are_not_taken(cast, order):
    amend(cast, order, monthly_pay=Decimal(2_500_000))
    for number in range(3):
        hold(order, make_candidate(f"J-UBAH-001{number}"))
    with pytest.raises(ValidationError) as refused:
        amend(cast, order, openings=2)
    assert codes_of(refused.value) == ["held"]
    agree(cast, queries.waiting_version(order))
    order.refresh_from_db()
    assert (order.openings, order.reserved) == (3, 3)


def test_less_than_the_law_is_refused_when_it_is_asked_for(cast, order):
    with pytest.raises(ValidationError) as refused:
        amend(cast, order, min_age=16)
    assert "less_than_the_law" in codes_of(refused.value)
    assert not OrderVersion.objects.exists()


def test_the_attache_reads_who_would_no_longer_fit(cast, order, sign_in):
    hold(order, make_candidate("J-UBAH-0021"))
    hold(order, make_candidate("J-UBAH-0022", born=date(1990, 5, 1)))
    amend(cast, order, max_age=30)
    version = queries.waiting_version(order)
    found = queries.holders_under(version, TODAY)
    assert (found.count, found.not_taken, found.lacking) == (2, 1, 0)
    page = sign_in(cast.ratna).get(f"/job-orders/versions/{version.pk}/").content.decode()
    assert "1 di antara mereka" in page
    agree(cast, version)
    assert Reservation.objects.held().filter(order=order).count() == 2


def test_before_and_after_stand_side_by_side_and_the_public_reads_the_day(cast, order, sign_in, client):
    amend(cast, order, monthly_pay=Decimal(1_900_000), rest_days=2, why="Kurs turun")
    version = queries.waiting_version(order)
    address = f"/job-orders/versions/{version.pk}/"
    page = sign_in(cast.ratna).get(address).content.decode()
    assert "KRW\xa02.060.740" in page
    assert "KRW\xa01.900.000" in page
    assert "lebih buruk" in page
    assert client.get(address).status_code in {302, 404}
    public = f"/job-orders/orders/{order.number}/"
    assert "1.900.000" not in client.get(public).content.decode()
    assert sign_in(cast.ratna).post(f"{address}agree/").status_code == 302
    page = client.get(public).content.decode()
    assert "1.900.000" in page
    assert "Diubah pada" in page
    assert "2.060.740" not in page
    own = sign_in(cast.lestari).get(public).content.decode()
    assert "Versi 2" in own


def test_whoever_holds_an_opening_reads_at_home_that_it_may_be_given_back(cast, order):
    from jalur.journey.job_orders.words.versions import news

    held = hold(order, make_candidate("J-UBAH-0031"))
    Reservation.objects.filter(pk=held.pk).update(created_at=timezone.now() - timezone.timedelta(days=1))
    amend(cast, order, monthly_pay=Decimal(1_900_000))
    agree(cast, queries.waiting_version(order))
    held = Reservation.objects.select_related("order").get(pk=held.pk)
    held.created_at = held.created_at.replace(year=2026, month=1, day=5)
    (need,) = news(held, TODAY, is_own=True)
    assert "KRW\xa02.060.740 → KRW\xa01.900.000" in need.hint
    assert need.tone == "warn"


def test_a_change_lapses_with_its_order(cast, order):
    amend(cast, order, monthly_pay=Decimal(2_500_000))
    services.close_order(actor=cast.lestari.actor, order=order, reason="filled")
    assert OrderVersion.objects.get().state == "lapsed"


def test_a_pause_of_new_orders_lets_a_change_pass_but_takes_no_more_people(cast, order):
    rule = forbid(status="paused")
    rule.extent = "new_orders"
    rule.save()
    amend(cast, order, openings=5)
    before = as_stored(order)
    with pytest.raises(ValidationError) as refused:
        agree(cast, queries.waiting_version(order))
    assert codes_of(refused.value) == ["paused"]
    assert as_stored(order) == before
    services.withdraw_version(actor=cast.lestari.actor, version=queries.waiting_version(order))
    amend(cast, order, monthly_pay=Decimal(2_500_000))
    agree(cast, queries.waiting_version(order))
    assert as_stored(order)["monthly_pay"] == "2500000.00"
