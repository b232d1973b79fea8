"""What marks add up to, and who stays away: decided without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from jalur.journey.attendance import rules
from jalur.journey.attendance.rules import Came, Limits

FIRST = date(2026, 2, 2)
LIMITS = Limits(in_a_row=2, least_share=Decimal("0.80"), least_meetings=5)
LETTERS = {"h": "here", "l": "late", "e": "excused", "a": "absent"}


def came(letters):
    return rules.sum_up(
        (FIRST + timedelta(days=number), LETTERS[letter]) for number, letter in enumerate(letters)
    )


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("", Came()),
        ("hl", Came(2, 2, 0, 0, None)),
        ("haea", Came(4, 1, 1, 2, FIRST + timedelta(days=1))),
        ("aah", Came(3, 1, 0, 0, None)),
        ("ee", Came(2, 0, 2, 0, None)),
    ],
)
def test_marks_add_up(letters, expected):
    assert came(letters) == expected


@pytest.mark.parametrize(
    ("letters", "why"),
    [
        ("ha", ""),
        ("haa", "row"),
        ("aea", "row"),
        ("aha", ""),
        ("hahahah", "share"),
        ("hhhha", ""),
        ("hhah", ""),
        ("eeeee", ""),
    ],
)
def test_who_stays_away(letters, why):
    assert rules.stays_away(came(letters), LIMITS) == why


def test_excused_meetings_count_neither_way():
    assert came("hhhe").share == 1
    assert came("e").share is None
    assert came("hae").share == Decimal("0.5")


def test_a_roll_is_open_from_its_day_on_for_so_many_days():
    when = [rules.when_open(FIRST, FIRST + timedelta(days=days), 14) for days in (-1, 0, 14, 15)]
    assert when == ["ahead", "", "", "over"]


@pytest.mark.parametrize(
    ("name", "letters"), [("Sari Contohwati", "SC"), ("Rini", "R"), ("  ", ""), ("Ni Made Ayu", "NA")]
)
def test_initials(name, letters):
    assert rules.initials(name) == letters
