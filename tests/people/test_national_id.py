from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalur.foundation.people import rules

BORN = date(2003, 4, 12)


def everything(_code):
    return True


def nik(*, district="351708", day=12, month=4, year=3, serial="0001", woman=False):
    return f"{district}{day + 40 * woman:02}{month:02}{year:02}{serial}"


@given(
    st.dates(date(1904, 1, 1), date(2020, 12, 31)),
    st.sampled_from("FM"),
    st.integers(1, 9999),
    st.sampled_from(["351708", "929901", "930101", "960101", "117108"]),
)
def test_a_number_made_by_the_rule_has_no_warning(born, sex, serial, district):
    number = nik(
        district=district,
        day=born.day,
        month=born.month,
        year=born.year % 100,
        serial=f"{serial:04}",
        woman=sex == "F",
    )
    assert rules.check_national_id(number, born, sex, everything) == []


@given(
    st.text(alphabet="0123456789", min_size=16, max_size=16), st.dates(date(1904, 1, 1), date(2020, 12, 31))
)
def test_sixteen_digits_are_never_refused(digits, born):
    assert set(rules.check_national_id(digits, born, "F", lambda _code: False)) <= set(rules.Warning)


@pytest.mark.parametrize(
    ("number", "sex", "warnings"),
    [
        (nik(), "M", []),
        (nik(woman=True), "F", []),
        (nik(), "F", [rules.Warning.SEX_DIFFERS]),
        (nik(day=13), "M", [rules.Warning.BIRTH_DATE_DIFFERS]),
        (nik(day=0), "M", [rules.Warning.DAY_IMPOSSIBLE]),
        (nik(day=35), "M", [rules.Warning.DAY_IMPOSSIBLE]),
        (nik(day=31, month=4), "M", [rules.Warning.DAY_IMPOSSIBLE]),
        (nik(month=13), "M", [rules.Warning.MONTH_IMPOSSIBLE]),
        (nik(serial="0000"), "M", [rules.Warning.SERIAL_ZERO]),
        (nik(year=4), "M", [rules.Warning.BIRTH_DATE_DIFFERS]),
    ],
)
def test_each_part_has_its_warning(number, sex, warnings):
    assert rules.check_national_id(number, BORN, sex, everything) == warnings


def test_the_century_is_not_in_the_number():
    assert rules.check_national_id(nik(year=3), date(1903, 4, 12), "M", everything) == []


def test_leap_day_of_a_century_is_believed_when_one_of_the_two_years_had_it():
    assert rules.check_national_id(nik(day=29, month=2, year=0), date(2000, 2, 29), "M", everything) == []
    assert rules.Warning.DAY_IMPOSSIBLE in rules.check_national_id(
        nik(day=29, month=2, year=1), BORN, "M", everything
    )


def test_an_unknown_district_is_a_warning():
    asked = []
    found = rules.check_national_id(nik(), BORN, "M", lambda code: asked.append(code) or False)
    assert (found, asked) == ([rules.Warning.UNKNOWN_DISTRICT], ["35.17.08"])


@pytest.mark.parametrize("typed", ["3517 0812 0403 0001", "35.17.08.120403.0001", "351708-120403-0001"])
def test_spaces_dots_and_dashes_are_how_people_write(typed):
    assert rules.parse_national_id(typed) == "3517081204030001"


@pytest.mark.parametrize(
    "typed", ["", "351708120403000", "35170812040300011", "351708120403000A", "３517081204030001"]
)
def test_anything_but_sixteen_digits_is_an_error(typed):
    with pytest.raises(ValueError, match="sixteen"):
        rules.parse_national_id(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Moh. Ali", "MUHAMMAD ALI"),
        ("St. Aminah", "Siti Aminah"),
        ("Ni'mah  Azzahra", "nimah azzahra"),
        ("Désy", "Desy"),
    ],
)
def test_names_are_compared_folded(one, other):
    assert rules.fold_name(one) == rules.fold_name(other)


def test_a_name_in_another_script_keeps_itself():
    assert rules.fold_name("李 娜") != ""
