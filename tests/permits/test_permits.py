"""From a verified order to a permit and back: who asks, who decides, and what stands still meanwhile."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM
from jalur.foundation.files.door import accept
from jalur.foundation.history.models import Event
from jalur.foundation.messaging.models import Message
from jalur.foundation.rulebook.models import PermitDuty
from jalur.foundation.workflow import consequences
from jalur.journey.job_orders import services as orders
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.permits import queries, services
from jalur.journey.permits.models import Permit, Position, Request
from jalur.kit.refusals import codes_of
from tests.candidates.examples import photo
from tests.job_orders.factories import (
    READY_BY,
    TODAY,
    draft,
    license_company,
    make_candidate,
    make_employer,
    new_order,
    open_order,
    verified,
)

pytestmark = pytest.mark.django_db
NUMBER = "B. 432/SIP2MI/IV/2026"


@pytest.fixture(autouse=True)
def pinned_day(settings):
    settings.TODAY = TODAY


def waiting(cast, **changes):
    """A verified order that has no permit."""
    if not cast.lestari.organisation.licences.exists():
        license_company(cast.lestari.organisation)
    order = draft(cast, **changes)
    orders.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    return verified(cast, order, permit=False)


def begun(cast, order):
    return services.draft_permit(actor=cast.lestari.actor, destination=order.destination, today=TODAY)


def complete(cast, permit, *but):
    for kind in queries.papers_asked(permit, TODAY):
        if kind not in but:
            services.add_paper(
                actor=cast.lestari.actor, permit=permit, kind=kind, file=accept([photo()]), today=TODAY
            )


def applied(cast, order):
    permit = begun(cast, order)
    complete(cast, permit)
    return services.apply_permit(actor=cast.lestari.actor, permit=permit, today=TODAY)


def granted(cast, permit, quotas, number=NUMBER, until=READY_BY):
    permit.number, permit.granted_on, permit.valid_until = number, TODAY, until
    return services.grant_permit(actor=cast.yusuf.actor, permit=permit, quotas=quotas, today=TODAY)


def standing(order):
    order = JobOrder.objects.get(pk=order.pk)
    return order.state, order.held_because, order.quota, order.permit_until


def refused(take, *given, **options):
    before = (
        Event.objects.count(),
        Message.objects.count(),
        *map(str, JobOrder.objects.order_by("pk").values()),
    )
    with pytest.raises(ValidationError) as raised:
        take(*given, **options)
    after = (
        Event.objects.count(),
        Message.objects.count(),
        *map(str, JobOrder.objects.order_by("pk").values()),
    )
    assert before == after, "a refusal changes nothing"
    return codes_of(raised.value)


def test_a_verified_order_waits_for_its_permit_and_opens_by_itself(cast, client):
    order = waiting(cast)
    assert standing(order) == ("held", "permit", None, None)
    assert "UU 18/2017" in client.get(f"/job-orders/orders/{order.number}/").content.decode()
    sari = cast.sari.person.candidate
    options = {"actor": SYSTEM, "order": order, "candidate": sari, "today": TODAY}
    assert refused(orders.reserve_opening, **options) == ["on_hold"]
    permit = applied(cast, order)
    granted(cast, permit, {order.pk: 2})
    assert standing(order) == ("open", "", 2, READY_BY)
    order = JobOrder.objects.get(pk=order.pk)
    assert order.left == 2
    assert JobOrder.objects.plannable(TODAY).for_lists().get().openings_left == 2
    page = client.get(f"/job-orders/orders/{order.number}/").content.decode()
    assert NUMBER in page
    for number in ("J-1", "J-2"):
        held = orders.reserve_opening(
            actor=SYSTEM, order=order, candidate=make_candidate(number), today=TODAY
        )
    assert refused(orders.reserve_opening, **options) == ["none_left"]
    orders.release_opening(actor=SYSTEM, reservation=held, reason="Contoh")
    assert orders.reserve_opening(**options).is_held


def test_only_where_a_company_places(cast):
    license_company(cast.lestari.organisation)
    orders_of = {
        route: new_order(cast, employer=make_employer(cast, name=f"Contoh {route}"), route=route)
        for route in ("P_TO_P", "G_TO_G", "G_TO_P", "UKPS", "SELF_PLACED")
    }
    needing = [route for route, order in orders_of.items() if queries.needs_permit(order, TODAY)]
    assert needing == ["P_TO_P"]
    assert not queries.needs_permit(orders_of["P_TO_P"], date(2017, 11, 21)), "the law is of 22 November 2017"


def test_sea_crew_hand_in_papers_of_their_own(cast):
    license_company(cast.lestari.organisation)
    crew = new_order(cast, occupation_id="8350")
    assert [duty.paper for duty in queries.duties_of([crew], TODAY)] == [
        "agency_agreement",
        "collective_agreement",
    ]


def test_one_sentence_names_all_that_is_missing(cast, sign_in):
    order = waiting(cast)
    permit = begun(cast, order)
    complete(cast, permit, "contract", "demand_letter")
    take = {"actor": cast.lestari.actor, "permit": permit, "today": TODAY}
    assert refused(services.apply_permit, **take) == ["incomplete"]
    browser = sign_in(cast.lestari)
    page = browser.get(reverse("permits:permit", args=[permit.pk])).content.decode()
    assert "Masih kurang: surat permintaan (demand letter); draf perjanjian kerja." in page
    complete(cast, permit)
    answer = browser.post(reverse("permits:permit_step", args=[permit.pk, "apply"]))
    assert answer.status_code == 302
    assert Permit.objects.get().state == "applied"


def test_the_number_is_text_and_no_two_permits_have_it(cast, sign_in):
    first, second = waiting(cast), waiting(cast, employer=make_employer(cast, name="Contoh Lain"))
    permit = applied(cast, first)
    services_position = permit.positions.values_list("order", flat=True)
    assert set(services_position) == {first.pk, second.pk}
    browser, address = sign_in(cast.yusuf), reverse("permits:permit_step", args=[permit.pk, "grant"])
    sent = {
        "number": NUMBER,
        "granted_on": "2026-01-10",
        "valid_until": "2026-09-30",
        "count_1": "1",
        "count_2": "3",
    }
    assert browser.post(address, {**sent, "count_1": "4"}).status_code == 422, "more than the order asks for"
    assert standing(first)[0] == "held"
    assert browser.post(address, sent).status_code == 302
    assert Permit.objects.get().number == NUMBER
    third = waiting(cast, employer=make_employer(cast, name="Contoh Ketiga"))
    with pytest.raises(ValidationError, match="sudah tercatat"):
        granted(cast, applied(cast, third), {third.pk: 1}, number=NUMBER.lower())
    assert standing(third) == ("held", "permit", None, None)


def test_sent_back_completed_and_sent_again(cast):
    order = waiting(cast)
    permit = applied(cast, order)
    services.return_permit(actor=cast.yusuf.actor, permit=permit, reason="Kurang cap", today=TODAY)
    assert Permit.objects.get().answer == "Kurang cap"
    permit = services.change_positions(
        actor=cast.lestari.actor, permit=permit, asked={order.pk: 1}, today=TODAY
    )
    services.apply_permit(actor=cast.lestari.actor, permit=permit, today=TODAY)
    told = set(Message.objects.values_list("kind", flat=True))
    assert {"permits:applied", "permits:returned"} <= told
    services.refuse_permit(actor=cast.yusuf.actor, permit=permit, reason="Contoh", today=TODAY)
    assert Permit.objects.get().state == "refused"
    assert standing(order) == ("held", "permit", None, None)


def test_a_quota_is_never_below_what_is_reserved_nor_above_the_order(cast):
    order = open_order(cast)
    for number in ("J-1", "J-2"):
        orders.reserve_opening(actor=SYSTEM, order=order, candidate=make_candidate(number), today=TODAY)
    permit = Permit.objects.get()
    take = {"actor": cast.yusuf.actor, "permit": permit, "today": TODAY}
    assert refused(services.set_quotas, quotas={order.pk: 1}, **take) == ["below_reserved"]
    assert refused(services.set_quotas, quotas={order.pk: 4}, **take) == ["above_openings"]
    services.set_quotas(quotas={order.pk: 2}, **take)
    assert standing(order) == ("open", "", 2, READY_BY)
    assert JobOrder.objects.get().left == 0
    with pytest.raises(access.Refused):
        services.set_quotas(actor=cast.lestari.actor, permit=permit, quotas={order.pk: 3}, today=TODAY)


def test_revoked_on_a_labour_offices_proposal_and_taken_back(cast, sign_in):
    order = open_order(cast)
    sari = cast.sari.person.candidate
    held = orders.reserve_opening(actor=cast.wulan.actor, order=order, candidate=sari, today=TODAY)
    permit = Permit.objects.get()
    asked = services.propose_revocation(
        actor=cast.wulan.actor, permit=permit, reason="Perekrutan lewat calo", today=TODAY
    )
    assert standing(order)[0] == "open", "a proposal alone changes nothing"
    browser = sign_in(cast.yusuf)
    address = reverse("permits:request_step", args=[asked.pk, "agree"])
    page = browser.post(address).content.decode()
    assert order.number in page, "whom it touches is shown before it counts"
    assert standing(order)[0] == "open"
    assert browser.post(address, {"confirmed": "yes"}).status_code == 302
    assert standing(order) == ("held", "permit", None, None)
    held.refresh_from_db()
    assert (held.is_held, JobOrder.objects.get().reserved) == (True, 1)
    home = sign_in(cast.sari).get("/").content.decode()
    assert "SIP2MI" in home
    permit.refresh_from_db()
    assert (permit.state, permit.answer) == ("revoked", "Perekrutan lewat calo")
    told = set(Message.objects.values_list("kind", flat=True))
    assert {"permits:asked", "permits:revoked", "permits:answered"} <= told
    services.reinstate_permit(actor=cast.yusuf.actor, permit=permit, reason="Terbukti bersih", today=TODAY)
    assert standing(order) == ("open", "", 3, READY_BY)


def test_a_new_permit_after_a_revocation_opens_the_order_again(cast):
    order = open_order(cast)
    permit = Permit.objects.get()
    asked = services.propose_revocation(actor=cast.wulan.actor, permit=permit, reason="Contoh", today=TODAY)
    services.agree_request(actor=cast.yusuf.actor, request=asked, today=TODAY)
    order = JobOrder.objects.select_related("destination").get()
    granted(cast, applied(cast, order), {order.pk: 2})
    assert standing(order) == ("open", "", 2, READY_BY)
    services.reinstate_permit(actor=cast.yusuf.actor, permit=permit, reason="Contoh", today=TODAY)
    assert standing(order) == ("open", "", 2, READY_BY), "the newer one counts"
    assert Position.objects.filter(is_live=True).count() == 1


def test_it_ends_by_its_day_and_goes_on_when_it_is_extended(cast):
    order = waiting(cast)
    granted(cast, applied(cast, order), {order.pk: 3}, until=TODAY + timedelta(days=10))
    consequences.follow(TODAY + timedelta(days=10))
    assert standing(order)[0] == "open", "the last day counts"
    over = TODAY + timedelta(days=11)
    consequences.follow(over)
    assert standing(order)[:2] == ("held", "permit")
    permit = Permit.objects.get()
    options = {"actor": cast.lestari.actor, "permit": permit, "reason": "Contoh", "today": over}
    assert refused(services.ask_extension, until=over - timedelta(days=1), **options) == ["not_later"]
    asked = services.ask_extension(until=READY_BY, **options)
    assert refused(services.ask_extension, until=READY_BY, **options) != []
    services.agree_request(actor=cast.yusuf.actor, request=asked, today=over)
    assert standing(order) == ("open", "", 3, READY_BY)


def test_who_may_not_changes_nothing(cast):
    order = waiting(cast)
    permit = applied(cast, order)
    before = Event.objects.count()
    for member in (cast.lestari, cast.wulan, cast.ratna, cast.sari, cast.bayu):
        with pytest.raises(access.Refused):
            granted(type("Other", (), {"yusuf": member}), permit, {order.pk: 3})
    for member in (cast.yusuf, cast.wulan, cast.ratna):
        with pytest.raises(access.Refused):
            services.apply_permit(actor=member.actor, permit=permit, today=TODAY)
    assert Event.objects.count() == before
    assert standing(order) == ("held", "permit", None, None)


def test_anybody_looks_a_number_up_and_applications_stay_at_home(cast, client):
    order = open_order(cast)
    other = waiting(cast, employer=make_employer(cast, name="Contoh Lain"))
    hidden = applied(cast, other)
    permit = Permit.objects.exclude(pk=hidden.pk).get()
    page = client.get("/permits/", {"q": permit.number}).content.decode()
    assert permit.number in page
    assert client.get(reverse("permits:permit", args=[permit.pk])).status_code == 200
    assert client.get(reverse("permits:permit", args=[hidden.pk])).status_code == 404
    assert str(hidden.pk) not in client.get("/permits/").content.decode()
    assert order.number in client.get(reverse("permits:permit", args=[permit.pk])).content.decode()
    assert queries.numbered(cast.sari.actor, permit.number.lower()) == permit


def test_without_the_duty_nobody_waits(cast):
    PermitDuty.objects.all().delete()
    order = waiting(cast)
    assert standing(order) == ("open", "", None, None)
    assert JobOrder.objects.get().left == 3
    assert not Request.objects.exists()
