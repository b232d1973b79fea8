"""What two versions differ in, without a database."""

from types import SimpleNamespace

import pytest

from jalur.journey.curricula import rules


def parts(keys, **hours):
    plain = dict.fromkeys(rules.COMPARED, "")
    return [
        SimpleNamespace(key=key, position=position, **{**plain, "hours": hours.get(key, 10)})
        for position, key in enumerate(keys, 1)
    ]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("", "", []),
        ("abc", "abc", ["same", "same", "same"]),
        ("abc", "xabc", ["added", "same", "same", "same"]),
        ("abc", "bca", ["same", "same", "moved"]),
        ("abc", "ac", ["same", "same", "removed"]),
        ("ab", "", ["removed", "removed"]),
    ],
)
def test_parts_are_told_apart_by_their_keys(before, after, changes):
    assert [one.change for one in rules.compare(parts(before), parts(after))] == changes


def test_a_change_names_its_fields():
    (one,) = rules.compare(parts("a"), parts("a", a=12))
    assert (one.change, one.fields) == ("changed", ("hours",))


def test_hours_of_a_week_are_rounded_up():
    assert (rules.weekly(280, 7), rules.weekly(281, 7), rules.clock_minutes(4, 45)) == (40, 41, 180)
