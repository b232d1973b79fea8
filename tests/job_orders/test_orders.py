"""From draft to closed: who may do what, and what the law of the day refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.history.models import Event
from jalur.foundation.rulebook.models import DestinationRule, LegalSource, LicenceDuty
from jalur.journey.employers.models import Employer
from jalur.journey.employers.services import register_employer
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import JobOrder, State
from jalur.kit import numbers
from tests.job_orders.factories import (
    ALLOWED,
    READY_BY,
    TODAY,
    changed,
    draft,
    license_company,
    make_employer,
    new_order,
    open_order,
    seen_of,
    verified,
)

pytestmark = pytest.mark.django_db


def state_of(order):
    return JobOrder.objects.values_list("state", flat=True).get(pk=order.pk)


def events():
    return Event.objects.count()


def forbid(*, status="forbidden", valid_from=date(2025, 1, 1)):
    law = LegalSource.objects.create(code="CONTOH-1", title="Keputusan Contoh 1/2025")
    return DestinationRule.objects.create(
        country_id="KR",
        occupation_id="7212",
        employer_type="legal_entity",
        route="P_TO_P",
        status=status,
        legal_source=law,
        source="decree made for this test",
        valid_from=valid_from,
    )


def test_a_draft_takes_what_is_left_empty_from_law_and_standard(cast):
    order = draft(cast)
    standard = order.standard
    assert standard is not None
    assert standard.country_id == "KR"
    assert set(order.requirements.values_list("code", flat=True)) == set(
        standard.requirements.values_list("code", flat=True)
    )
    assert order.min_age == 18
    assert (order.max_age, order.min_education) == (standard.max_age, standard.min_education)
    assert order.state == State.DRAFT


def test_an_order_may_ask_more_than_the_standard(cast):
    more = tuple(draft(cast).standard.requirements.values_list("code", flat=True))
    order = draft(
        cast, employer=make_employer(cast, name="Lain"), requirements=(*more, "SOFT-DISIPLIN"), min_age=21
    )
    assert order.requirements.filter(code="SOFT-DISIPLIN").exists()
    assert order.min_age == 21


@pytest.mark.parametrize(
    ("field", "asked"),
    [("min_age", 17), ("max_age", 60), ("min_education", 0), ("requirements", ("SOFT-DISIPLIN",))],
)
def test_an_order_never_asks_less_than_law_and_standard(cast, field, asked):
    make_employer(cast)
    before = events()
    with pytest.raises(ValidationError) as refusal:
        draft(cast, employer=Employer.objects.get(), **{field: asked})
    assert list(refusal.value.message_dict) == [field]
    assert JobOrder.objects.count() == 0
    assert events() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [("pay_currency", "krw"), ("pay_currency", "K1"), ("openings", 0), ("contract_months", 0), ("title", "")],
)
def test_the_service_checks_what_is_asked_for_itself(cast, field, value):
    with pytest.raises(ValidationError) as refusal:
        draft(cast, **{field: value})
    assert field in refusal.value.message_dict
    assert not JobOrder.objects.exists()


def test_only_a_company_that_is_open_places(cast):
    for company in (cast.hendra.organisation, cast.lestari.organisation):
        company.closed_on = TODAY
        company.save()
        with pytest.raises(ValidationError) as refusal:
            services.draft_order(
                actor=cast.ratna.actor,
                order=new_order(cast, employer=make_employer(cast, name=str(company)), company=company),
                today=TODAY,
            )
        assert list(refusal.value.message_dict) == ["company"]


def test_an_unknown_competency_is_refused_and_nothing_is_saved(cast):
    asked = draft(cast).standard.requirements.values_list("code", flat=True)
    employer, before = make_employer(cast, name="Lain"), JobOrder.objects.count()
    with pytest.raises(ValidationError) as refusal:
        draft(cast, employer=employer, requirements=[*asked, "NO-SUCH"])
    assert list(refusal.value.message_dict) == ["requirements"]
    assert JobOrder.objects.count() == before


def test_changing_a_draft_takes_over_what_people_may_change_and_nothing_else(cast):
    order = draft(cast)
    asked = changed(order, openings=9, reserved=2, value=5, number="JO-LAIN", destination_id="JP")
    JobOrder.objects.filter(pk=order.pk).update(value=3)
    services.change_draft(actor=cast.lestari.actor, order=asked, today=TODAY)
    order.refresh_from_db()
    assert (order.openings, order.reserved, order.value) == (9, 0, 3)
    assert (order.number != "JO-LAIN", order.destination_id) == (True, "KR")


def test_a_draft_saved_as_it_is_leaves_no_event(cast):
    order = draft(cast)
    asked = order.requirements.values_list("code", flat=True)
    before = Event.objects.count()
    services.change_draft(actor=cast.lestari.actor, order=order, requirements=asked, today=TODAY)
    assert Event.objects.count() == before
    fewer = changed(order, openings=order.openings + 1)
    services.change_draft(actor=cast.lestari.actor, order=fewer, requirements=asked, today=TODAY)
    assert Event.objects.count() == before + 1


def test_a_higher_level_counts_as_the_level_asked_for(cast):
    asked = set(draft(cast).standard.requirements.values_list("code", flat=True))
    assert "KO-A1" in asked
    higher = tuple(asked - {"KO-A1"} | {"KO-A2"})
    order = draft(cast, employer=make_employer(cast, name="Lain"), requirements=higher)
    assert not order.requirements.filter(code="KO-A1").exists()


def test_submitted_verified_and_open(cast):
    license_company(cast.lestari.organisation)
    order = draft(cast)
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    assert state_of(order) == State.SUBMITTED
    order = verified(cast, order)
    assert state_of(order) == State.OPEN
    assert order.decided_by_id == cast.ratna.user.pk
    assert order.destination_rule.status == "open"
    names = list(
        Event.objects.filter(subject_key=str(order.pk)).order_by("at").values_list("event", flat=True)
    )
    assert names == [
        f"job_orders:order:{what}"
        for what in ("drafted", "submitted", "verified", "held", "permit_changed", "reopened")
    ]


@pytest.mark.parametrize("status", ["forbidden", "paused"])
def test_a_closed_destination_refuses_with_its_legal_source(cast, status):
    license_company(cast.lestari.organisation)
    order = draft(cast)
    forbid(status=status)
    before = events()
    with pytest.raises(ValidationError) as refusal:
        services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    assert "Keputusan Contoh 1/2025" in refusal.value.message_dict["employer"][0]
    assert state_of(order) == State.DRAFT
    assert events() == before


def test_a_destination_closed_after_submitting_stops_the_attache(cast):
    license_company(cast.lestari.organisation)
    order = draft(cast)
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    forbid(valid_from=date(2026, 1, 10))
    before = events()
    with pytest.raises(ValidationError):
        verified(cast, order)
    assert state_of(order) == State.SUBMITTED
    assert events() == before


def test_the_companys_route_needs_a_licence_in_force_that_day(cast):
    order = draft(cast)
    with pytest.raises(ValidationError) as refusal:
        services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    assert "company" in refusal.value.message_dict
    license_company(cast.lestari.organisation, valid_to=TODAY)
    with pytest.raises(ValidationError):
        services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    assert state_of(order) == State.DRAFT
    services.submit_order(actor=cast.lestari.actor, order=order, today=date(2026, 1, 11))
    assert state_of(order) == State.SUBMITTED


def test_a_duty_that_has_ended_asks_for_nothing_and_a_new_one_names_its_licence_and_law(cast):
    LicenceDuty.objects.update(valid_to=TODAY)
    order = draft(cast)
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    LicenceDuty.objects.create(
        route="P_TO_P",
        licence_kind="certification_licence",
        valid_from=TODAY,
        legal_source=LegalSource.objects.get(code="PERMEN-35-2025"),
        source="pasal 3",
    )
    with pytest.raises(ValidationError) as refusal:
        verified(cast, order)
    (sentence,) = refusal.value.message_dict["company"]
    assert "BNSP" in sentence
    assert "Permen P2MI 35/2025; pasal 3" in sentence
    assert state_of(order) == State.SUBMITTED


def test_an_order_runs_to_the_end_of_its_deadline(cast):
    order = open_order(cast)
    for day, running in ((-1, True), (0, True), (1, False)):
        on = READY_BY + timedelta(days=day)
        assert JobOrder.objects.running(on).contains(order) == running
        assert JobOrder.objects.overdue(on).contains(order) != running
    JobOrder.objects.update(state=State.CLOSED, close_reason="filled")
    assert not JobOrder.objects.running(READY_BY).exists()
    assert not JobOrder.objects.overdue(READY_BY + timedelta(days=1)).exists()


def test_a_refusal_has_a_reason_and_the_order_can_come_again(cast):
    license_company(cast.lestari.organisation)
    order = draft(cast)
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    with pytest.raises(ValidationError):
        services.refuse_order(actor=cast.ratna.actor, order=order, reason=" ")
    assert state_of(order) == State.SUBMITTED
    services.refuse_order(actor=cast.ratna.actor, order=order, reason="Alamat tidak ada")
    assert state_of(order) == State.REFUSED
    services.revise_order(actor=cast.lestari.actor, order=order)
    assert state_of(order) == State.DRAFT
    services.change_draft(
        actor=cast.lestari.actor,
        order=changed(order, openings=9),
        today=TODAY,
    )
    assert JobOrder.objects.get(pk=order.pk).openings == 9


@pytest.mark.parametrize("key", ["sari", "rini", "wulan", "gatot", "hendra", "yusuf", "bayu", "ratna"])
def test_only_the_company_itself_submits(cast, key):
    license_company(cast.lestari.organisation)
    order = draft(cast)
    actor = getattr(cast, key).actor
    before = events()
    with pytest.raises(Refused):
        services.submit_order(actor=actor, order=order, today=TODAY)
    assert state_of(order) == State.DRAFT
    assert events() == before


@pytest.mark.parametrize("key", ["sari", "rini", "wulan", "gatot", "hendra", "yusuf", "bayu", "lestari"])
def test_only_the_attache_of_the_destination_verifies(cast, key):
    license_company(cast.lestari.organisation)
    order = draft(cast)
    services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    before = events()
    with pytest.raises(Refused):
        services.verify_order(actor=getattr(cast, key).actor, order=order, checks=seen_of(order), today=TODAY)
    assert state_of(order) == State.SUBMITTED
    assert events() == before


def test_another_company_does_not_see_the_draft(cast):
    order = draft(cast)
    assert not JobOrder.objects.visible_to(cast.sari.actor).filter(pk=order.pk).exists()
    assert not JobOrder.objects.visible_to(cast.wulan.actor).filter(pk=order.pk).exists()
    assert JobOrder.objects.visible_to(cast.lestari.actor).filter(pk=order.pk).exists()
    assert JobOrder.objects.visible_to(cast.ratna.actor).filter(pk=order.pk).exists()


def test_a_step_that_the_state_does_not_know_is_refused(cast):
    order = open_order(cast)
    for step in (services.submit_order, services.verify_order):
        actor = cast.lestari.actor if step is services.submit_order else cast.ratna.actor
        with pytest.raises(ValidationError):
            step(actor=actor, order=order, today=TODAY)
    assert state_of(order) == State.OPEN


def test_a_deadline_in_the_past_is_refused(cast):
    license_company(cast.lestari.organisation)
    order = draft(cast, ready_by=date(2026, 1, 11))
    with pytest.raises(ValidationError) as refusal:
        services.submit_order(actor=cast.lestari.actor, order=order, today=TODAY)
    assert "ready_by" in refusal.value.message_dict


def test_many_orders_open_at_once_or_none(cast):
    license_company(cast.lestari.organisation)
    employer = make_employer(cast)
    good = [new_order(cast, employer=employer, number=f"JO-KR-{n:06}", **ALLOWED) for n in range(40)]
    opened = services.open_many(actor=SYSTEM, orders=good, paper="Daftar 1", today=TODAY)
    assert JobOrder.objects.filter(state=State.OPEN).count() == 40
    assert opened[0].requirements.count() > 0
    assert Event.objects.filter(event="job_orders:order:verified").count() == 40
    bad = [new_order(cast, employer=employer), new_order(cast, employer=employer, min_age=12)]
    with pytest.raises(ValidationError) as refusal:
        services.open_many(actor=SYSTEM, orders=bad, paper="Daftar 1", today=TODAY)
    assert "2" in refusal.value.messages[0]
    assert JobOrder.objects.count() == 40


def test_no_two_orders_of_a_list_are_given_one_number(cast, monkeypatch):
    monkeypatch.setattr(numbers, "ALPHABET", "01")
    license_company(cast.lestari.organisation)
    employer = make_employer(cast)
    for many in (25, 25):
        orders = [new_order(cast, employer=employer) for _number in range(many)]
        services.open_many(actor=SYSTEM, orders=orders, paper="Daftar 1", today=TODAY)
    assert len(set(JobOrder.objects.values_list("number", flat=True))) == 50


def test_an_employer_is_registered_once_in_a_city(cast):
    make_employer(cast)
    with pytest.raises(ValidationError):
        make_employer(cast)
    with pytest.raises(Refused):
        register_employer(
            actor=cast.ratna.actor,
            employer=Employer(name="Di tempat lain", employer_type="legal_entity", country_id="JP"),
        )


def test_ready_by_is_what_the_order_says(cast):
    assert draft(cast).ready_by == READY_BY
