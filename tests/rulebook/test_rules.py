from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalur.foundation.competencies.rules import Limits
from jalur.foundation.rulebook import rules

DAY = date(2026, 1, 1)
days = st.integers(-3, 3).map(lambda offset: DAY + timedelta(days=offset))
countries, occupations = st.sampled_from(["SA", "HK"]), st.sampled_from(["9111", "9112", "7212"])
employers, routes = (
    st.sampled_from(["individual", "legal_entity"]),
    st.sampled_from(["P_TO_P", "SELF_PLACED"]),
)


@dataclass(frozen=True)
class Rule:
    id: int
    country_id: str | None
    occupation_id: str | None
    employer_type: str
    route: str
    status: str
    valid_from: date | None
    valid_to: date | None
    source: str = "source"
    verified: bool = True
    extent: str = "underway"


EXTENTS = ["new_orders", "underway", "extensions"]
case = st.fixed_dictionaries(
    {
        "country": countries,
        "occupation": occupations,
        "employer_type": employers,
        "route": routes,
        "on": days,
        "matter": st.sampled_from(EXTENTS),
    }
)
starts = st.none() | days.map(lambda day: day - timedelta(days=2))
ends = st.none() | st.none() | days.map(lambda day: day + timedelta(days=2))


@st.composite
def rules_and_question(draw, most=6):
    """A question and rules most of which speak of it, so that ties are common."""
    asked = draw(case)
    work = asked["occupation"]

    def rule():
        return Rule(
            draw(st.integers(0, 10**6)),
            draw(st.sampled_from([None, asked["country"], asked["country"], "HK"])),
            draw(st.sampled_from([None, None, work[:1], work[:3], work, "9112"])),
            draw(st.sampled_from(["", asked["employer_type"], "individual"])),
            draw(st.sampled_from(["", asked["route"], "SELF_PLACED"])),
            draw(st.sampled_from(["open", "paused", "forbidden"])),
            draw(starts),
            draw(ends),
            extent=draw(st.sampled_from(EXTENTS)),
        )

    return [rule() for _ in range(draw(st.integers(0, most)))], asked


def speaks(row, question):
    """The naive oracle: every named thing has to be the one asked about."""
    pairs = [
        (row.country_id, question["country"]),
        (row.employer_type, question["employer_type"]),
        (row.route, question["route"]),
    ]
    group = row.occupation_id or ""
    begun = row.valid_from is None or row.valid_from <= question["on"]
    over = row.valid_to is not None and row.valid_to <= question["on"]
    named_rightly = all(not named or named == asked for named, asked in pairs)
    if row.status != "open" and EXTENTS.index(row.extent) < EXTENTS.index(question["matter"]):
        return False
    return named_rightly and question["occupation"][: len(group)] == group and begun and not over


def names(row):
    return sum(bool(part) for part in (row.country_id, row.occupation_id, row.employer_type, row.route))


@settings(max_examples=300, deadline=None)
@given(rules_and_question())
def test_the_deciding_rule_speaks_and_none_that_speaks_outranks_it(drawn):
    rows, question = drawn
    decision = rules.destination_allowed(rows, **question)
    speaking = [row for row in rows if speaks(row, question)]
    if not speaking:
        assert decision == rules.Decision("unstated")
        assert not decision.is_allowed
        return
    chosen = decision.rule
    assert chosen in speaking
    assert decision.status == chosen.status
    assert len(decision.outweighed) == len(speaking) - 1
    severity = ["open", "paused", "forbidden"].index
    for other in speaking:
        assert names(other) <= names(chosen)
        if names(other) == names(chosen):
            assert len(other.occupation_id or "") <= len(chosen.occupation_id or "")
            if len(other.occupation_id or "") == len(chosen.occupation_id or ""):
                assert severity(other.status) <= severity(chosen.status)


@settings(max_examples=200, deadline=None)
@given(rules_and_question(), st.randoms())
def test_the_order_of_the_rules_never_matters(drawn, chance):
    rows, question = drawn
    mixed = list(rows)
    chance.shuffle(mixed)
    assert (
        rules.destination_allowed(mixed, **question).status
        == rules.destination_allowed(rows, **question).status
    )


@settings(deadline=None)
@given(rules_and_question(most=8))
def test_a_rule_about_something_else_changes_nothing(drawn):
    (*rows, extra), question = drawn if drawn[0] else ([None], drawn[1])
    if extra is not None and not speaks(extra, question):
        assert rules.destination_allowed([*rows, extra], **question) == rules.destination_allowed(
            rows, **question
        )


@dataclass(frozen=True)
class Age:
    purpose: str
    country_id: str | None
    occupation_id: str | None
    employer_type: str
    min_age: int | None
    max_age: int | None
    valid_from: date | None = None
    valid_to: date | None = None


ages = st.builds(
    Age,
    st.sampled_from(["placement", "training"]),
    st.none() | countries,
    st.none() | st.sampled_from(["91", "9111"]),
    st.just("") | employers,
    st.none() | st.integers(15, 30),
    st.none() | st.integers(30, 60),
)


@given(st.lists(ages, max_size=6), st.integers(10, 70))
def test_a_person_is_admitted_when_every_rule_that_speaks_admits_them(rows, age):
    question = {"country": "SA", "occupation": "9111", "employer_type": "individual"}
    allowed = rules.age_range(rows, purpose="placement", on=DAY, **question)
    speaking = [
        row
        for row in rows
        if row.purpose == "placement"
        and row.country_id in {None, "SA"}
        and (row.occupation_id or "") in {"", "91", "9111"}
        and row.employer_type in {"", "individual"}
    ]
    assert allowed.admits(age) == all(
        (row.min_age is None or age >= row.min_age) and (row.max_age is None or age <= row.max_age)
        for row in speaking
    )


@dataclass(frozen=True)
class Cost:
    item_id: str
    occupation_id: str | None
    worker_may_pay: bool
    valid_from: date | None = None
    valid_to: date | None = None


def test_the_closest_cost_rule_decides_and_silence_is_not_permission():
    rows = [Cost("VISA", None, True), Cost("VISA", "9111", False), Cost("VISA", "7", False, DAY)]
    ask = lambda occupation, on=DAY: rules.may_charge_worker(rows, item="VISA", occupation=occupation, on=on)  # noqa: E731 - a table of questions
    assert ask("9111") is False
    assert ask("9112") is True
    assert ask("7212") is False
    assert ask("7212", DAY - timedelta(days=1)) is True
    assert rules.may_charge_worker(rows, item="SKCK", occupation="9111", on=DAY) is None


@dataclass(frozen=True)
class Dated:
    valid_from: date | None
    valid_to: date | None
    route: str = "P_TO_P"
    organisation_kind: str = "placement_company"
    licence_kind: str = "company_licence"
    key: str = "smallest_class"
    number: int = 16


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (None, None, True),
        (DAY, None, True),
        (DAY + timedelta(days=1), None, False),
        (None, DAY, False),
        (None, DAY + timedelta(days=1), True),
        (DAY - timedelta(days=1), DAY, False),
    ],
)
def test_a_row_holds_from_its_first_day_until_the_day_before_its_end(valid_from, valid_to, holds):
    row = Dated(valid_from, valid_to)
    assert rules.is_in_force(row, DAY) == holds
    assert rules.licence_duties([row], route="P_TO_P", on=DAY) == ([row] if holds else [])
    assert rules.licence_duties([row], route="G_TO_G", on=DAY) == []
    assert rules.licence_asked([row], kind="placement_company", on=DAY) == (row if holds else None)
    assert rules.licence_asked([row], kind="school", on=DAY) is None
    assert rules.threshold([row], key="smallest_class", on=DAY) == (row if holds else None)
    assert rules.threshold([row], key="other", on=DAY) is None


def test_a_route_may_ask_for_two_licences():
    both = [Dated(None, None), Dated(None, None, licence_kind="certification_licence")]
    assert rules.licence_duties(both, route="P_TO_P", on=DAY) == both


def test_the_newest_licence_asked_of_a_kind_is_asked():
    rows = [
        Dated(start, None, licence_kind=kind)
        for start, kind in (
            (DAY, "newer"),
            (DAY + timedelta(days=1), "coming"),
            (None, "always"),
            (date(2020, 1, 1), "older"),
        )
    ]

    def asked(on):
        return rules.licence_asked(rows, kind="placement_company", on=on).licence_kind

    assert [asked(on) for on in (DAY, DAY - timedelta(days=1), date(2019, 12, 31))] == [
        "newer",
        "older",
        "always",
    ]


def test_the_newest_number_under_a_key_stands():
    always, older, newer, coming = (
        Dated(start, None, number=number)
        for start, number in ((None, 10), (date(2020, 1, 1), 12), (DAY, 20), (DAY + timedelta(days=1), 30))
    )
    rows = [newer, coming, always, older]
    assert rules.threshold(rows, key="smallest_class", on=DAY) == newer
    assert rules.threshold(rows, key="smallest_class", on=DAY - timedelta(days=1)) == older
    assert rules.threshold(rows, key="smallest_class", on=date(2019, 12, 31)) == always


def test_of_two_rules_that_name_equally_much_the_closer_then_the_stricter_then_the_newer_decides():
    def of(number, status, occupation="9111", employer="", start=None):
        return Rule(number, "SA", occupation, employer, "", status, start, None)

    def decided(*rows):
        question = {
            "country": "SA",
            "occupation": "9111",
            "employer_type": "individual",
            "route": "P_TO_P",
            "on": DAY,
        }
        return rules.destination_allowed(rows, **question).rule.id

    old, new = DAY - timedelta(days=90), DAY - timedelta(days=1)
    assert decided(of(1, "open", start=new), of(2, "forbidden", start=old)) == 2
    assert decided(of(1, "open", start=new), of(2, "paused", start=old)) == 2
    assert decided(of(1, "forbidden", occupation="91"), of(2, "open", occupation="911")) == 2
    assert decided(of(1, "forbidden", start=old), of(2, "open", employer="individual", start=old)) == 2
    assert decided(of(1, "paused", start=new), of(2, "forbidden", start=old)) == 2
    assert decided(of(1, "open", start=old), of(2, "open", start=new)) == 2
    assert decided(of(1, "open"), of(2, "open", start=old)) == 2


def test_a_decision_shows_its_rule_its_source_and_what_it_outweighed():
    question = {"country": "SA", "occupation": "9111", "employer_type": "individual", "on": DAY}
    broad = Rule(1, None, None, "", "", "open", None, None, "a law", False)
    closer = Rule(2, "SA", None, "", "", "paused", None, None, "a decree", True)
    closest = Rule(3, "SA", "91", "individual", "P_TO_P", "forbidden", None, None, "a circular", False)
    rows = [closer, broad, closest]
    assert rules.destination_allowed(rows, route="P_TO_P", **question) == rules.Decision(
        "forbidden", closest, "a circular", False, (closer, broad)
    )
    decision = rules.destination_allowed(rows, route="SELF_PLACED", **question)
    assert decision == rules.Decision("paused", closer, "a decree", True, (broad,))
    assert not decision.is_allowed
    assert rules.destination_allowed([broad], route="P_TO_P", **question).is_allowed
    closed = [rules.Decision(status).is_closed for status in ("forbidden", "paused", "open", "unstated")]
    assert closed == [True, True, False, False]
    assert rules.destination_allowed([], route="P_TO_P", **question) == rules.Decision(
        "unstated", None, "", False, ()
    )


@pytest.mark.parametrize(
    ("age", "lower", "upper", "both"),
    [(17, False, True, False), (18, True, True, True), (40, True, True, True), (41, True, False, False)],
)
def test_an_age_range_holds_its_ends(age, lower, upper, both):
    assert rules.AgeRange() == rules.AgeRange(None, None, ())
    assert rules.AgeRange().admits(age)
    assert rules.AgeRange(min_age=18).admits(age) is lower
    assert rules.AgeRange(max_age=40).admits(age) is upper
    assert rules.AgeRange(18, 40).admits(age) is both
    assert rules.AgeRange(18, 40).limits == Limits(18, 40)


def test_of_several_ages_the_narrowest_range_and_the_rows_it_rests_on():
    law = Age("placement", None, None, "", 18, None)
    country = Age("placement", "SA", None, "", 21, 45)
    work = Age("placement", None, "91", "individual", None, 40)
    others = [
        Age("training", None, None, "", 30, 31),
        Age("placement", "HK", None, "", 30, 31),
        Age("placement", None, "7", "", 30, 31),
        Age("placement", None, None, "legal_entity", 30, 31),
        Age("placement", None, None, "", 30, 31, DAY + timedelta(days=1)),
    ]
    rows = [law, *others, country, work]
    asked = {"purpose": "placement", "on": DAY}
    found = rules.age_range(rows, country="SA", occupation="9111", employer_type="individual", **asked)
    assert found == rules.AgeRange(21, 40, (law, country, work))
    assert rules.age_range(rows, **asked) == rules.AgeRange(18, None, (law,))
    assert rules.age_range([], **asked) == rules.AgeRange(None, None, ())


@pytest.mark.parametrize(
    ("rows", "may"),
    [
        ([Cost("VISA", "91", True), Cost("VISA", "91", True)], True),
        ([Cost("VISA", "91", True), Cost("VISA", "91", False)], False),
        ([Cost("VISA", "91", False), Cost("VISA", "911", True)], True),
        ([Cost("VISA", None, False), Cost("VISA", "9", True)], True),
        ([Cost("VISA", None, True), Cost("SKCK", "9111", False)], True),
        ([Cost("VISA", "9111", False, None, DAY)], None),
    ],
)
def test_of_equally_close_cost_rules_all_must_let_the_worker_pay(rows, may):
    assert rules.may_charge_worker(rows, item="VISA", occupation="9111", on=DAY) is may
