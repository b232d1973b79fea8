from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jalur.foundation.accounts.access import SYSTEM, Refused
from jalur.foundation.history.models import Event
from jalur.foundation.rulebook import queries
from jalur.foundation.rulebook.models import (
    Contribution,
    DestinationRule,
    LegalSource,
    LicenceDuty,
    Threshold,
)
from jalur.foundation.rulebook.services import adopt_destination_rule, load_rulebook

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
# Kepmenaker 260/2015
CLOSED = [
    "DZ",
    "SA",
    "BH",
    "IQ",
    "IR",
    "KW",
    "LB",
    "LY",
    "MA",
    "MR",
    "EG",
    "OM",
    "PK",
    "PS",
    "QA",
    "SS",
    "SY",
    "TN",
    "AE",
    "YE",
    "JO",
]


def decide(**question):
    asked = {
        "country": "SA",
        "occupation": "9111",
        "employer_type": "individual",
        "route": "P_TO_P",
        "on": TODAY,
    }
    return queries.destination_decision(**{**asked, **question})


def opening(**changes):
    return {
        "country_id": "SA",
        "employer_type": "individual",
        "route": "P_TO_P",
        "occupation_id": "9111",
        "status": "open",
        "valid_from": date(2027, 1, 1),
        "source": "Agreement on domestic work, article 3",
        "source_url": "https://example.org/agreement",
        **changes,
    }


@pytest.mark.parametrize("country", CLOSED)
def test_no_individual_employer_in_the_21_countries(country):
    decision = decide(country=country)
    assert decision.status == "forbidden"
    assert decision.rule.legal_source_id == "KEPMENAKER-260-2015"
    assert decision.source
    assert decide(country=country, on=date(2015, 5, 25)).status == "unstated"


def test_it_is_the_employer_with_the_country_that_decides():
    assert decide(employer_type="legal_entity").status == "open"
    assert decide(country="HK").status == "open"
    assert decide(country="HK", route="SELF_PLACED").status == "forbidden"
    assert decide(country="HK", route="SELF_PLACED", employer_type="legal_entity").status == "open"
    assert decide(route="EXTENSION").status == "open"  # existing contracts may run and be extended
    assert decide(country="CF").status == "unstated"


def test_ages_change_with_the_law():
    ask = lambda purpose, on, **of: queries.age_range(purpose=purpose, on=on, **of)  # noqa: E731 - a table of questions
    assert ask("placement", TODAY).min_age == 18
    assert ask("placement", TODAY, employer_type="individual").min_age == 18
    assert ask("placement", date(2016, 1, 1), employer_type="individual").min_age == 21
    assert ask("training", TODAY).min_age == 15
    assert ask("placement", date(2000, 1, 1)).min_age is None


def test_a_domestic_worker_is_never_charged_and_silence_is_no_permission():
    for item in ("VISA", "PELATIHAN", "JASA-PERUSAHAAN"):
        assert queries.may_charge_worker(item=item, occupation="9111", on=TODAY) is False
        assert queries.may_charge_worker(item=item, occupation="7212", on=TODAY) is None


def test_every_rule_names_its_source_and_what_is_inferred_is_not_marked_as_checked():
    assert LegalSource.objects.count() == 32
    assert not DestinationRule.objects.filter(source="").exists()
    assert not DestinationRule.objects.filter(source_en="").exists()
    assert not DestinationRule.objects.filter(source_en__istartswith="inferred", verified=True).exists()
    assert not DestinationRule.objects.filter(source_url="", verified=True).exists()
    amounts = Contribution.objects.in_force(TODAY).filter(phase="during").order_by("amount")
    assert list(amounts.values_list("amount", flat=True)) == [13_500, 108_000, 189_000, 332_500]


def test_the_duty_of_a_route_is_dated():
    def kinds(route, on):
        return [duty.licence_kind for duty in queries.law_of(on).licence_duties(route)]

    assert kinds("P_TO_P", date(2026, 1, 12)) == ["company_licence"]
    assert kinds("P_TO_P", date(2017, 11, 22)) == ["company_licence"]
    assert kinds("P_TO_P", date(2017, 11, 21)) == []
    assert kinds("G_TO_G", date(2026, 1, 12)) == []


def test_the_law_of_a_day_joins_age_rules_and_the_standard_of_a_case():
    law = queries.law_of(TODAY)
    welding = {"country": "KR", "occupation": "7212", "employer_type": "legal_entity", "route": "P_TO_P"}
    least = law.least(**welding)
    assert least.standard.series == "KR-LAS"
    assert least.requirements == set(least.standard.requirements.values_list("code", flat=True))
    assert (least.min_age, least.max_age) == (18, least.standard.max_age)
    assert least.rests_on[0] == least.standard.title
    assert "UU 18/2017" in "; ".join(least.rests_on)
    unknown = law.least(**{**welding, "occupation": "0110"})
    assert (unknown.standard, unknown.requirements, unknown.min_age) == (None, frozenset(), 18)
    household = {**welding, "country": "SA", "occupation": "9111", "employer_type": "individual"}
    assert law.decision(**household, matter="new_orders") == decide()
    assert law.decision(**household, matter="new_orders").is_closed
    assert not law.decision(**welding, matter="new_orders").is_closed


def test_duties_and_thresholds_name_their_source_and_what_was_only_seen_is_not_law():
    (duty,) = queries.licence_duties(TODAY)
    assert (duty.route, duty.licence_kind, duty.verified) == ("P_TO_P", "company_licence", True)
    assert duty.legal_source_id == "UU-18-2017"
    assert duty.source_url.startswith("https://")
    assert queries.licence_duties(date(2017, 11, 21)) == ()
    seen = queries.threshold(Threshold.Key.SMALLEST_CLASS, TODAY)
    assert (seen.number, seen.unit, seen.verified, seen.legal_source_id) == (16, "people", False, None)
    assert seen.source_url.startswith("https://")


def test_what_is_asked_of_an_organisation_names_its_source_and_what_was_not_checked_is_marked():
    asked = {row.organisation_kind: row for row in queries.licences_asked()}
    assert {kind: row.licence_kind for kind, row in asked.items()} == {
        "placement_company": "company_licence",
        "training_provider": "provider_licence",
        "certification_body": "certification_licence",
    }
    assert all(row.source and row.source_en for row in asked.values())
    checked = {kind for kind, row in asked.items() if row.verified}
    assert checked == {kind for kind, row in asked.items() if row.legal_source_id and row.source_url}
    assert checked == {"placement_company", "certification_body"}


def test_a_duty_is_a_routes_or_a_kinds():
    for whose in ({}, {"route": "G_TO_G", "organisation_kind": "mission"}):
        with pytest.raises(IntegrityError, match="licence_duty_is_somebodys"), transaction.atomic():
            LicenceDuty.objects.create(licence_kind="company_licence", **whose)


def test_a_new_number_stands_from_its_day_and_two_open_ones_are_refused():
    seen = Threshold.objects.get(key="smallest_class")
    again = {"key": seen.key, "number": 12, "unit": "people", "valid_from": date(2027, 1, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Threshold.objects.create(**again)
    Threshold.objects.filter(key=seen.key).update(valid_to=date(2027, 1, 1))
    Threshold.objects.create(**again)
    asked = [
        queries.threshold(Threshold.Key.SMALLEST_CLASS, on) for on in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert [one.number for one in asked] == [16, 12]
    Threshold.objects.all().delete()
    assert queries.threshold(Threshold.Key.SMALLEST_CLASS, TODAY) is None


def test_a_load_never_changes_a_duty_or_a_threshold():
    duty = LicenceDuty.objects.filter(route="P_TO_P")
    duty.update(licence_kind="certification_licence")
    Threshold.objects.filter(key="smallest_class").update(number=20)
    changes = {change.table: change for change in load_rulebook(actor=SYSTEM, apply=True)}
    assert changes["rulebook_licenceduty"].kept == changes["rulebook_threshold"].kept == 1
    assert Threshold.objects.get(key="smallest_class").number == 20
    assert duty.get().licence_kind == "certification_licence"


def test_loading_again_changes_nothing_and_leaves_what_people_decided():
    assert all(change.is_nothing and not change.kept for change in load_rulebook(actor=SYSTEM, apply=True))
    DestinationRule.objects.filter(country="SA", employer_type="individual", route="").update(status="paused")
    changes = {change.table: change for change in load_rulebook(actor=SYSTEM, apply=True)}
    assert changes["rulebook_destinationrule"].kept == 1
    assert decide().status == "paused"


def test_a_new_rule_decides_from_its_first_day_and_the_old_one_stays(cast):
    made = adopt_destination_rule(actor=cast.yusuf.actor, values=opening())
    assert decide(on=date(2026, 12, 31)).status == "forbidden"
    assert decide(on=date(2027, 1, 1)).rule == made
    assert decide(on=date(2027, 1, 1), occupation="8322").status == "forbidden"
    closing = adopt_destination_rule(
        actor=cast.yusuf.actor, values=opening(status="paused", valid_from=date(2028, 1, 1))
    )
    made.refresh_from_db()
    assert (made.valid_to, made.status) == (date(2028, 1, 1), "open")
    assert [decide(on=date(year, 6, 1)).status for year in (2026, 2027, 2028)] == [
        "forbidden",
        "open",
        "paused",
    ]
    events = Event.objects.filter(event__in=["rulebook:rule:adopted", "rulebook:rule:ended"]).order_by("at")
    assert [(event.event, event.subject_key) for event in events] == [
        ("rulebook:rule:adopted", str(made.pk)),
        ("rulebook:rule:ended", str(made.pk)),
        ("rulebook:rule:adopted", str(closing.pk)),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": ""}, "source"),
        ({"source_url": ""}, "legal_source"),
        ({"valid_from": None}, "valid_from"),
        ({"route": "", "occupation_id": None, "valid_from": date(2015, 1, 1)}, "valid_from"),
        ({"status": "maybe"}, "status"),
    ],
)
def test_a_rule_that_does_not_hold_together_is_refused_and_nothing_changes(cast, changes, field):
    count = DestinationRule.objects.count()
    with pytest.raises(ValidationError) as refusal:
        adopt_destination_rule(actor=cast.yusuf.actor, values=opening(**changes))
    assert field in refusal.value.error_dict
    assert DestinationRule.objects.count() == count
    assert not DestinationRule.objects.exclude(valid_to=None).exists()


def test_only_the_ministry_and_the_administrator_make_rules(cast):
    for key in ("wulan", "gatot", "darmo", "hendra", "tuti", "anwar", "lestari", "ratna", "sari", "rini"):
        with pytest.raises(Refused):
            adopt_destination_rule(actor=getattr(cast, key).actor, values=opening())
        with pytest.raises(Refused):
            load_rulebook(actor=getattr(cast, key).actor, apply=True)
    assert decide(on=date(2027, 6, 1)).status == "forbidden"
    adopt_destination_rule(actor=cast.bayu.actor, values=opening())
    assert decide(on=date(2027, 6, 1)).status == "open"
