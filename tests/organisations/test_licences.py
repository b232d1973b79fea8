from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.geography.models import Place
from jalur.foundation.history.models import Event
from jalur.foundation.organisations import rules, services
from jalur.foundation.organisations.models import Licence, Organisation
from jalur.foundation.workflow.services import take_due_steps
from jalur.kit.refusals import codes_of

DAY = date(2026, 1, 12)


def test_the_ministry_records_and_revokes_a_company_licence(cast):
    company = cast.lestari.organisation
    given = services.record_licence(
        actor=cast.yusuf.actor,
        organisation=company,
        kind="company_licence",
        number=" SIP3MI  001 ",
        valid_from=date(2025, 1, 1),
    )
    assert given.number == "SIP3MI 001"
    assert rules.is_licensed(company.licences.all(), "company_licence", DAY)
    services.revoke_licence(actor=cast.yusuf.actor, licence=given, on=DAY)
    assert not rules.is_licensed(company.licences.all(), "company_licence", DAY)
    assert rules.is_licensed(company.licences.all(), "company_licence", DAY - timedelta(days=1))
    with pytest.raises(ValidationError) as refusal:
        services.revoke_licence(actor=cast.yusuf.actor, licence=given, on=DAY)
    assert codes_of(refusal.value) == ["wrong_state"]


def test_a_number_stands_once_and_the_refusal_changes_nothing(cast):
    facts = {"kind": "company_licence", "number": "1", "valid_from": DAY}
    services.record_licence(actor=cast.yusuf.actor, organisation=cast.lestari.organisation, **facts)
    events = Event.objects.count()
    with pytest.raises(ValidationError) as refusal:
        services.record_licence(actor=cast.yusuf.actor, organisation=cast.lestari.organisation, **facts)
    assert "number" in refusal.value.error_dict
    assert (Licence.objects.count(), Event.objects.count()) == (1, events)


@pytest.mark.parametrize("key", ["wulan", "gatot", "lestari", "hendra", "bayu", "sari", "rini"])
def test_only_the_ministry_licenses_companies(cast, key):
    with pytest.raises(Refused):
        services.record_licence(
            actor=getattr(cast, key).actor,
            organisation=cast.lestari.organisation,
            kind="company_licence",
            number="1",
            valid_from=DAY,
        )
    assert not Licence.objects.exists()


def test_the_regency_licenses_its_own_institutes_only(cast):
    facts = {"kind": "provider_licence", "number": "LPK 1", "valid_from": DAY}
    with pytest.raises(Refused):
        services.record_licence(actor=cast.gatot.actor, organisation=cast.hendra.organisation, **facts)
    services.record_licence(actor=cast.wulan.actor, organisation=cast.hendra.organisation, **facts)
    assert Licence.objects.count() == 1


def test_an_organisation_is_registered_once_per_place(cast):
    facts = {
        "actor": cast.wulan.actor,
        "name": "LPK  Baru",
        "kind": "training_provider",
        "place": Place.objects.get(pk="35.17"),
    }
    made = services.register_organisation(**facts)
    assert made.name == "LPK Baru"
    assert Event.objects.filter(event="organisations:organisation:registered", subject_key=made.pk).exists()
    with pytest.raises(ValidationError) as refusal:
        services.register_organisation(**facts)
    assert "name" in refusal.value.error_dict
    with pytest.raises(Refused):
        services.register_organisation(**{**facts, "place": Place.objects.get(pk="35.08")})


def test_an_organisation_cannot_widen_its_own_reach(cast):
    """Reach follows the place: a labour office that moves itself up to the province would see the province."""
    office = cast.wulan.organisation
    with pytest.raises(Refused):
        services.edit_organisation(
            actor=cast.wulan.actor, organisation=office, place=Place.objects.get(pk="35")
        )
    office.refresh_from_db()
    assert office.place_id == "35.17"
    services.edit_organisation(actor=cast.hendra.actor, organisation=cast.hendra.organisation, phone="0321 1")
    with pytest.raises(Refused):
        services.edit_organisation(
            actor=cast.hendra.actor,
            organisation=cast.hendra.organisation,
            place=Place.objects.get(pk="35"),
        )


def test_closing_is_dated_and_can_be_undone(cast):
    institute = cast.hendra.organisation
    with pytest.raises(ValidationError):
        services.close_organisation(
            actor=cast.wulan.actor, organisation=institute, on=DAY + timedelta(days=1), today=DAY
        )
    services.close_organisation(actor=cast.wulan.actor, organisation=institute, on=DAY, today=DAY)
    assert institute.pk not in {one.pk for one in Organisation.objects.open_on(DAY)}
    services.reopen_organisation(actor=cast.wulan.actor, organisation=institute, today=DAY)
    assert institute.pk in {one.pk for one in Organisation.objects.open_on(DAY)}


def test_the_last_platform_operator_stays_open(cast):
    with pytest.raises(ValidationError):
        services.close_organisation(
            actor=cast.bayu.actor, organisation=cast.bayu.organisation, on=DAY, today=DAY
        )
    assert Organisation.objects.get(pk=cast.bayu.organisation.pk).closed_on is None


def test_the_system_writes_down_that_a_licence_has_expired(cast):
    facts = {"kind": "provider_licence", "valid_from": date(2025, 1, 1)}
    given, open_ended = (
        services.record_licence(
            actor=cast.wulan.actor,
            organisation=cast.hendra.organisation,
            number=number,
            valid_to=end,
            **facts,
        )
        for number, end in (("LPK 1", DAY), ("LPK 2", None))
    )
    assert take_due_steps(DAY - timedelta(days=1)) == 0
    assert [take_due_steps(DAY), take_due_steps(DAY)] == [1, 0]
    given.refresh_from_db()
    open_ended.refresh_from_db()
    assert (given.state, open_ended.state) == ("expired", "recorded")
    event = Event.objects.get(event="organisations:licence:expired")
    assert (event.subject_key, event.role, event.place_code) == (str(given.pk), "system", "35.17")
    # It may come out later that it had been revoked before.
    services.revoke_licence(actor=cast.wulan.actor, licence=given, on=date(2025, 6, 1))
    assert not rules.is_licensed([Licence.objects.get(pk=given.pk)], "provider_licence", date(2025, 7, 1))


def test_nobody_writes_down_that_a_licence_expired_before_its_day(cast):
    given = services.record_licence(
        actor=cast.wulan.actor,
        organisation=cast.hendra.organisation,
        kind="provider_licence",
        number="LPK 1",
        valid_from=date(2025, 1, 1),
        valid_to=DAY,
    )
    with pytest.raises(ValidationError) as refusal:
        services.expire_licence(actor=SYSTEM, licence=given, today=DAY - timedelta(days=1))
    assert codes_of(refusal.value) == ["not_yet"]
