"""Whoever answers for an open order lets it rest; who holds an opening keeps it, and the law is asked before it goes on."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.accounts.access import Refused
from jalur.foundation.history.models import Event
from jalur.foundation.workflow import consequences
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.kit.refusals import codes_of
from tests.job_orders.factories import TODAY, make_candidate, open_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.fixture
def order(cast):
    return open_order(cast)


def pause(cast, order, actor=None, reason="Pabrik dipindahkan"):
    return services.pause_order(actor=actor or cast.lestari.actor, order=order, reason=reason, today=TODAY)


def resume(cast, order, actor=None):
    return services.resume_order(actor=actor or cast.lestari.actor, order=order, today=TODAY)


def hold(order, candidate):
    return Reservation.objects.create(order=order, candidate=candidate)


def test_a_paused_order_takes_nobody_and_everybody_reads_why(cast, order, client):
    pause(cast, order)
    order.refresh_from_db()
    assert (order.state, order.held_because, order.paused_on) == ("held", "office", TODAY)
    page = client.get(f"/job-orders/orders/{order.number}/").content.decode()
    assert "Pabrik dipindahkan" in page
    assert not JobOrder.objects.plannable(TODAY).filter(pk=order.pk).exists()
    resume(cast, order)
    order.refresh_from_db()
    assert (order.state, order.held_because, order.paused_on, order.pause_reason) == ("open", "", None, "")
    said = Event.objects.filter(subject_key=str(order.pk)).order_by("pk").values_list("event", flat=True)
    assert {f"job_orders:order:{one}" for one in ("paused", "held", "resumed", "reopened")} <= set(said)


def test_the_law_of_the_day_does_not_end_a_pause(cast, order):
    pause(cast, order)
    before = services.stopped_by_law(TODAY)
    assert before == {order.pk: "office"}
    consequences.follow(TODAY)
    order.refresh_from_db()
    assert order.state == "held"


def test_what_the_law_stops_meanwhile_stays_on_hold_for_that(cast, order):
    pause(cast, order)
    cast.lestari.organisation.licences.update(valid_to=date(2026, 1, 5))
    resume(cast, order)
    order.refresh_from_db()
    assert (order.state, order.held_because, order.paused_on) == ("held", "licence", None)


def test_the_company_does_not_end_the_pause_of_a_mission(cast, order):
    pause(cast, order, actor=cast.ratna.actor)
    with pytest.raises(ValidationError) as refused:
        resume(cast, order)
    assert codes_of(refused.value) == ["not_own_pause"]
    order.refresh_from_db()
    assert order.state == "held"
    resume(cast, order, actor=cast.yusuf.actor)
    order.refresh_from_db()
    assert order.state == "open"


def test_others_pause_nothing_and_a_pause_says_why(cast, order):
    with pytest.raises(Refused):
        pause(cast, order, actor=cast.wulan.actor)
    with pytest.raises(ValidationError):
        pause(cast, order, reason="  ")
    order.refresh_from_db()
    assert (order.state, order.paused_on) == ("open", None)


def test_an_opening_is_kept_and_a_closed_order_is_paused_no_more(cast, order):
    held = hold(order, make_candidate("J-JEDA-0001"))
    JobOrder.objects.filter(pk=order.pk).update(reserved=1)
    pause(cast, order)
    held.refresh_from_db()
    assert held.released_at is None
    services.close_order(actor=cast.lestari.actor, order=order, reason="filled")
    order.refresh_from_db()
    assert (order.state, order.paused_on, order.held_because) == ("closed", None, "")
