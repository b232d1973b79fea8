"""What counts for the plan, from which age, and the numbers that candidates are called by."""

import re
import string
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalur.journey.candidates import rules

DAY = date(2026, 1, 12)
SEEN = datetime(2026, 1, 1, tzinfo=UTC)


@given(
    st.sampled_from(["certificate", "test_result", "schooling", "work", "informal", "declared"]),
    st.one_of(st.none(), st.just(SEEN)),
    st.one_of(st.none(), st.dates(date(2025, 12, 1), date(2026, 2, 1))),
)
def test_what_counts(evidence, confirmed_at, expires_on):
    held = SimpleNamespace(
        competency_id="X", evidence=evidence, confirmed_at=confirmed_at, expires_on=expires_on
    )
    expired = expires_on is not None and expires_on <= DAY
    assert rules.counting_competencies([held], DAY) == (["X"] if confirmed_at and not expired else [])


def test_numbers_are_unguessable_and_easy_to_read_out():
    numbers = {rules.new_number() for _ in range(5000)}
    assert len(numbers) == 5000
    assert not set("".join(numbers)) & set("0O1IL5S8B2ZU")
    assert len(set(rules.ALPHABET)) == len(rules.ALPHABET), "each letter is as likely as any other"
    assert all(re.fullmatch(r"J-[0-9A-Z]{4}-[0-9A-Z]{4}", number) for number in numbers)
    everything = set(string.digits + string.ascii_uppercase)
    assert {letter for number in numbers for letter in number[2:]} == everything - set("0O1IL5S8B2ZU") | {"-"}


@pytest.mark.parametrize(
    ("expires_on", "counts"),
    [(None, True), (DAY + timedelta(days=1), True), (DAY, False), (DAY - timedelta(days=1), False)],
)
def test_on_the_day_it_expires_a_competency_is_worth_nothing(expires_on, counts):
    held = SimpleNamespace(competency_id="X", evidence="schooling", confirmed_at=SEEN, expires_on=expires_on)
    assert rules.counts(held, DAY) is counts


def test_what_counts_is_told_in_the_order_of_the_codes():
    held = [
        SimpleNamespace(competency_id=code, evidence="schooling", confirmed_at=seen, expires_on=None)
        for code, seen in [("C", SEEN), ("A", SEEN), ("B", None)]
    ]
    assert rules.counting_competencies(held, DAY) == ["A", "C"]


@pytest.mark.parametrize(
    "evidence", ["certificate", "test_result", "schooling", "work", "informal", "declared"]
)
@pytest.mark.parametrize("confirmed_at", [None, SEEN])
@pytest.mark.parametrize("review", ["", "asked", "returned"])
def test_an_official_has_to_see_all_but_own_statements(evidence, confirmed_at, review):
    held = SimpleNamespace(competency_id="A", evidence=evidence, confirmed_at=confirmed_at, review=review)
    assert rules.waits(held) == (confirmed_at is None and evidence != "declared" and not review)


@pytest.mark.parametrize(
    "changed",
    [
        {"competency_id": "B"},
        {"evidence": "work"},
        {"evidence_note": "LSP Las, 124/2025"},
        {"obtained_on": DAY},
        {"expires_on": None},
    ],
)
def test_other_evidence_has_another_mark(changed):
    plain = {
        "competency_id": "A",
        "evidence": "certificate",
        "evidence_note": "LSP Las, 123/2025",
        "obtained_on": None,
        "expires_on": DAY,
    }
    mark = rules.mark_of(SimpleNamespace(**plain))
    assert rules.mark_of(SimpleNamespace(**plain)) == mark
    assert rules.mark_of(SimpleNamespace(**{**plain, **changed})) != mark


@given(
    st.dates(date(1950, 1, 1), date(2026, 1, 12)),
    st.none() | st.integers(15, 25),
    st.none() | st.integers(15, 25),
)
def test_from_the_birthday_on_which_the_age_is_complete(birth_date, train_from, leave_from):
    def has_completed(years):
        """The birthday has come; who was born on 29 February waits for 1 March."""
        return years is None or (birth_date.year + years, birth_date.month, birth_date.day) <= (2026, 1, 12)

    found = rules.age_standing(birth_date, DAY, train_from=train_from, leave_from=leave_from)
    assert (found.may_train, found.may_leave) == (has_completed(train_from), has_completed(leave_from))
    assert (found.train_from, found.leave_from) == (train_from, leave_from)
    assert has_completed(found.age)
    assert not has_completed(found.age + 1)


@pytest.mark.parametrize(
    ("train_from", "leave_from", "may_train", "may_leave"),
    [
        (18, 21, True, False),
        (20, 20, True, True),
        (21, 20, False, True),
        (19, 22, True, False),
        (None, None, True, True),
    ],
)
def test_at_twenty(train_from, leave_from, may_train, may_leave):
    found = rules.age_standing(date(2006, 1, 12), DAY, train_from=train_from, leave_from=leave_from)
    assert found == rules.AgeStanding(20, may_train, may_leave, train_from, leave_from)
