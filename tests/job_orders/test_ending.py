"""An order ends by itself the day after its deadline; before it is open its office calls it back or withdraws it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.files.models import StoredFile
from jalur.foundation.messaging.models import Message
from jalur.foundation.workflow.services import take_due_steps
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.kit.refusals import codes_of
from tests.candidates.examples import photo
from tests.job_orders.factories import READY_BY, TODAY, draft, license_company, make_candidate, open_order

pytestmark = pytest.mark.django_db
AFTER = READY_BY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _the_day(settings):
    settings.TODAY = TODAY


@pytest.mark.parametrize("state", ["open", "held"])
def test_it_closes_the_day_after_and_who_holds_an_opening_keeps_it(cast, settings, state):
    order = open_order(cast)
    Reservation.objects.create(order=order, candidate=make_candidate("J-HABIS-0001"))
    JobOrder.objects.filter(pk=order.pk).update(reserved=1)
    if state == "held":
        services.pause_order(actor=cast.lestari.actor, order=order, reason="Pabrik dipindahkan", today=TODAY)
    take_due_steps(READY_BY)
    order.refresh_from_db()
    assert order.state == state
    take_due_steps(AFTER)
    order.refresh_from_db()
    assert (order.state, order.close_reason, order.reserved) == ("closed", "deadline", 1)
    assert (order.held_because, order.paused_on) == ("", None)
    assert Reservation.objects.held().filter(order=order).exists()


def test_nothing_closes_before_its_day(cast):
    order = open_order(cast)
    with pytest.raises(ValidationError) as refused:
        services.expire_order(actor=SYSTEM, order=order, today=READY_BY)
    assert codes_of(refused.value) == ["not_over"]
    with pytest.raises(Refused):
        services.expire_order(actor=cast.lestari.actor, order=order, today=AFTER)
    order.refresh_from_db()
    assert order.state == "open"


def test_the_office_is_told_once_and_again_of_another_day(cast, settings):
    order = open_order(cast)
    settings.TODAY = READY_BY - timedelta(days=10)
    for _again in range(2):
        take_due_steps(READY_BY - timedelta(days=10))
    told = Message.objects.filter(kind="job_orders:deadline_near")
    count = told.count()
    assert count > 0
    order.refresh_from_db()
    order.ready_by = READY_BY + timedelta(days=60)
    services.amend_order(
        actor=cast.lestari.actor,
        order=order,
        requirements=order.requirements.values_list("code", flat=True),
        today=READY_BY - timedelta(days=9),
    )
    take_due_steps(READY_BY - timedelta(days=8))
    assert told.count() == count
    take_due_steps(READY_BY + timedelta(days=50))
    assert told.count() == 2 * count


def test_a_company_calls_back_what_waits_and_withdraws_it_for_good(cast):
    license_company(cast.lestari.organisation)
    order = draft(cast, reference="SP-1")
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    for deed in (services.recall_order, services.withdraw_order):
        with pytest.raises(Refused):
            deed(actor=cast.ratna.actor, order=order)
    order.refresh_from_db()
    assert order.state == "submitted"
    services.recall_order(actor=cast.lestari.actor, order=order)
    order.refresh_from_db()
    assert (order.state, order.submitted_at) == ("draft", None)
    services.withdraw_order(actor=cast.lestari.actor, order=order)
    order.refresh_from_db()
    assert order.state == "withdrawn"
    again = draft(cast, employer=order.employer, reference="SP-1")
    assert again.reference == "SP-1"


def test_an_open_order_is_closed_and_not_withdrawn(cast):
    order = open_order(cast)
    with pytest.raises(ValidationError) as refused:
        services.withdraw_order(actor=cast.lestari.actor, order=order)
    assert codes_of(refused.value) == ["wrong_state"]


def test_the_demand_letter_is_read_by_company_mission_and_ministry_alone(cast, sign_in, client):
    order = open_order(cast)
    address = f"/job-orders/orders/{order.number}/"
    assert sign_in(cast.lestari).post(f"{address}attach/", {"letter": photo()}).status_code == 302
    file = StoredFile.objects.get(kind="order_demand")
    for who in ("lestari", "ratna", "yusuf"):
        page = sign_in(getattr(cast, who)).get(address).content.decode()
        assert str(file.pk) in page, who
    for browser in (client, sign_in(cast.wulan)):
        assert str(file.pk) not in browser.get(address).content.decode()
        assert browser.get(f"/files/order_demand/{file.pk}/").status_code in {302, 403, 404}
    assert sign_in(cast.ratna).post(f"{address}attach/", {"letter": photo()}).status_code == 404
    assert StoredFile.objects.count() == 1
