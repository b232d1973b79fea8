"""Licences and memberships on their first and last days, and which of several licences speaks."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalur.foundation.organisations import rules
from jalur.foundation.rulebook.models import LicenceKind

DAY = date(2026, 1, 12)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
days = st.one_of(st.none(), st.dates(date(2025, 12, 1), date(2026, 2, 28)))


def licence(valid_from=None, valid_to=None, revoked_on=None, kind="company_licence", suspended=(None, None)):
    return SimpleNamespace(
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        revoked_on=revoked_on,
        suspended_on=suspended[0],
        lifted_on=suspended[1],
    )


def duty(kind="placement_company", licence_kind="company_licence", valid_from=None, verified=True):
    return SimpleNamespace(
        organisation_kind=kind,
        licence_kind=licence_kind,
        valid_from=valid_from,
        valid_to=None,
        verified=verified,
    )


@given(st.lists(st.builds(licence, days, days, days), max_size=4))
def test_standing_says_licensed_exactly_when_a_licence_holds(licences):
    found = rules.standing(licences, "company_licence", DAY)
    assert (found.state == "licensed") == rules.is_licensed(licences, "company_licence", DAY)
    assert (found.state == "none") == (licences == [])


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (licence(DAY, DAY + timedelta(days=1)), "licensed"),
        (licence(DAY + timedelta(days=1)), "not_yet"),
        (licence(date(2025, 1, 1), DAY), "expired"),
        (licence(date(2025, 1, 1), None, DAY), "revoked"),
        (licence(date(2025, 1, 1), None, DAY + timedelta(days=1)), "licensed"),
    ],
)
def test_the_first_and_the_last_day(one, state):
    assert rules.standing([one], "company_licence", DAY).state == state


def test_a_licence_of_another_kind_does_not_license():
    assert not rules.is_licensed([licence(kind="provider_licence")], "company_licence", DAY)


def test_the_first_duty_that_no_licence_meets_is_named():
    company, training = (
        SimpleNamespace(licence_kind="company_licence"),
        SimpleNamespace(licence_kind="provider_licence"),
    )
    held = iter([licence(), licence(kind="certification_licence")])
    assert rules.unmet_duty([company, training], held, DAY) is training
    assert rules.unmet_duty([company], [licence()], DAY) is None
    assert rules.unmet_duty([company], [licence(revoked_on=DAY)], DAY) is company
    assert rules.unmet_duty([], [], DAY) is None


def test_a_revocation_is_in_force_from_its_day():
    assert rules.licence_holds(licence(revoked_on=AFTER), DAY)
    assert not rules.licence_holds(licence(revoked_on=DAY), DAY)
    assert not rules.licence_holds(licence(revoked_on=BEFORE), DAY)


@given(days, days, days)
def test_a_licence_holds_on_the_days_of_its_period_before_its_revocation(valid_from, valid_to, revoked_on):
    first = valid_from or date(2020, 1, 1)
    ends = min(valid_to or date(2030, 1, 1), revoked_on or date(2030, 1, 1))
    in_force = {first + timedelta(days=n) for n in range((ends - first).days)}
    assert rules.licence_holds(licence(valid_from, valid_to, revoked_on), DAY) == (DAY in in_force)


@pytest.mark.parametrize(
    ("state", "speaking", "others"),
    [
        # what holds speaks before anything else
        ("licensed", licence(DAY), [licence(AFTER), licence(None, DAY), licence(revoked_on=BEFORE)]),
        # a revocation speaks before an expiry, the latest of several
        (
            "revoked",
            licence(BEFORE, None, DAY),
            [licence(None, DAY), licence(AFTER), licence(None, None, BEFORE)],
        ),
        ("revoked", licence(DAY, None, DAY), [licence(None, BEFORE, None)]),
        # the last to expire
        ("expired", licence(None, DAY), [licence(None, BEFORE), licence(AFTER)]),
        (
            "expired",
            licence(None, DAY),
            [licence(None, DAY - timedelta(days=400)), licence(AFTER, None, AFTER)],
        ),
        # the first to begin
        ("not_yet", licence(AFTER), [licence(AFTER + timedelta(days=1))]),
    ],
)
def test_the_most_telling_licence_speaks(state, speaking, others):
    foreign = licence(kind="provider_licence")
    for rows in ([foreign, speaking, *others], [*others, speaking, foreign]):
        found = rules.standing(rows, "company_licence", DAY)
        assert (found.state, found.licence) == (state, speaking)
        assert found.licence is speaking


def test_a_revocation_that_has_not_come_is_none():
    expired = licence(None, DAY, AFTER)
    assert rules.standing([expired], "company_licence", DAY) == rules.Standing("expired", expired)


def test_without_a_kind_nothing_is_asked_and_without_a_licence_nothing_speaks():
    assert rules.standing([licence()], None, DAY) == rules.Standing("not_asked", None)
    assert rules.standing([licence(kind="provider_licence")], "company_licence", DAY) == rules.Standing(
        "none", None
    )


def member(valid_from=None, valid_to=None, is_administrator=True):
    return SimpleNamespace(valid_from=valid_from, valid_to=valid_to, is_administrator=is_administrator)


@pytest.mark.parametrize(
    ("memberships", "kept"),
    [
        ([], False),
        ([member()], True),
        ([member(is_administrator=False)], False),
        ([member(DAY)], True),
        ([member(AFTER)], False),
        ([member(None, AFTER)], True),
        ([member(None, DAY)], False),
        ([member(DAY, AFTER)], True),
        ([member(AFTER), member(is_administrator=False), member(None, DAY)], False),
        ([member(AFTER), member()], True),
    ],
)
def test_members_are_kept_by_an_administrator_of_the_day(memberships, kept):
    assert rules.keeps_an_administrator(memberships, DAY) is kept


# Who works where (role: kinds of organisation); nobody else carries the role.
WORKS_AT = {
    "ministry_analyst": {"ministry"},
    "labour_officer": {"regional_service_office", "labour_office", "one_stop_service"},
    "village_officer": {"village"},
    "training_manager": {"training_centre", "training_provider", "school"},
    "instructor": {"training_centre", "training_provider", "school"},
    "assessor": {"training_centre", "certification_body", "school"},
    "certification_manager": {"certification_body"},
    "company_officer": {"placement_company"},
    "labour_attache": {"mission"},
    "administrator": {"platform"},
    "candidate": set(),
    "system": set(),
}


@pytest.mark.parametrize(("role", "kinds"), WORKS_AT.items())
def test_a_role_is_carried_only_where_it_works(role, kinds):
    everywhere = {*set().union(*WORKS_AT.values()), "partner_agency", "civil_society"}
    assert set(rules.ROLES_OF_KIND) == everywhere
    assert {kind for kind in everywhere if rules.may_carry(kind, role)} == kinds
    assert not rules.may_carry("a kind that is not there", role)


def test_what_is_asked_of_a_kind_is_what_the_rulebook_says_of_the_day():
    held, duties = [licence(BEFORE)], [duty(valid_from=DAY), duty("school", "provider_licence")]
    assert rules.standing_of("placement_company", held, duties, DAY) == rules.Standing("licensed", held[0])
    assert rules.standing_of("placement_company", [], duties, DAY) == rules.Standing("none")
    assert rules.standing_of("mission", held, duties, DAY) == rules.Standing("not_asked")
    unchecked = rules.standing_of("placement_company", [], [duty(verified=False)], DAY)
    assert unchecked == rules.Standing("none", is_checked=False)


def test_of_a_day_before_the_rule_only_a_licence_speaks():
    held, duties = [licence(BEFORE)], [duty(valid_from=DAY)]
    assert rules.standing_of("placement_company", held, duties, BEFORE).state == "licensed"
    assert rules.standing_of("placement_company", [], duties, BEFORE) == rules.Standing("unstated")
    assert (
        rules.standing_of("placement_company", [licence(BEFORE, BEFORE)], duties, BEFORE).state == "unstated"
    )


def test_companies_and_certifiers_are_licensed_nationally():
    nationally = set(LicenceKind.values) - rules.GIVEN_BY_REGENCIES
    assert nationally == {"company_licence", "certification_licence"}
    assert {"provider_licence", "provider_accreditation"} == rules.GIVEN_BY_REGENCIES
