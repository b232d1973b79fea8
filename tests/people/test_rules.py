from datetime import date

import pytest
from hypothesis import example, given
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
        (nik(woman=True), "M", [rules.Warning.SEX_DIFFERS]),
        (nik(day=1, woman=True), "F", [rules.Warning.BIRTH_DATE_DIFFERS]),
        (nik(day=31, month=5, woman=True), "F", [rules.Warning.BIRTH_DATE_DIFFERS]),
        (nik(), "F", [rules.Warning.SEX_DIFFERS]),
        (nik(day=13), "M", [rules.Warning.BIRTH_DATE_DIFFERS]),
        (nik(day=0), "M", [rules.Warning.DAY_IMPOSSIBLE]),
        (nik(day=35), "M", [rules.Warning.DAY_IMPOSSIBLE]),
        (nik(day=31, month=4), "M", [rules.Warning.DAY_IMPOSSIBLE]),
        (nik(day=30, month=2), "M", [rules.Warning.DAY_IMPOSSIBLE]),
        (nik(day=40), "M", [rules.Warning.DAY_IMPOSSIBLE]),
        (nik(day=32, month=13), "M", [rules.Warning.DAY_IMPOSSIBLE, rules.Warning.MONTH_IMPOSSIBLE]),
        (nik(day=0, month=13), "M", [rules.Warning.DAY_IMPOSSIBLE, rules.Warning.MONTH_IMPOSSIBLE]),
        (nik(day=31, month=13), "M", [rules.Warning.MONTH_IMPOSSIBLE]),
        (nik(day=1, month=13), "M", [rules.Warning.MONTH_IMPOSSIBLE]),
        (nik(day=1, month=13), "F", [rules.Warning.MONTH_IMPOSSIBLE, rules.Warning.SEX_DIFFERS]),
        (nik(month=0), "M", [rules.Warning.MONTH_IMPOSSIBLE]),
        (nik(month=13), "M", [rules.Warning.MONTH_IMPOSSIBLE]),
        (nik(month=5), "M", [rules.Warning.BIRTH_DATE_DIFFERS]),
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


def test_all_that_is_wrong_is_told_in_the_order_of_the_digits():
    found = rules.check_national_id(nik(day=13, serial="0000"), BORN, "F", lambda _code: False)
    assert [str(one) for one in found] == [
        "unknown_district",
        "sex_differs",
        "birth_date_differs",
        "serial_zero",
    ]
    found = rules.check_national_id(nik(day=0, month=0), BORN, "F", everything)
    assert [str(one) for one in found] == ["day_impossible", "month_impossible"]


@pytest.mark.parametrize("typed", ["3517 0812 0403 0001", "35.17.08.120403.0001", "351708-120403-0001"])
def test_spaces_dots_and_dashes_are_how_people_write(typed):
    assert rules.parse_national_id(typed) == "3517081204030001"


@pytest.mark.parametrize(
    "typed", ["", "351708120403000", "35170812040300011", "351708120403000A", "３517081204030001"]
)
def test_anything_but_sixteen_digits_is_an_error(typed):
    with pytest.raises(ValueError, match=r"^not sixteen digits$"):
        rules.parse_national_id(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Moh. Ali", "MUHAMMAD ALI"),
        ("St. Aminah", "Siti Aminah"),
        ("Ni'mah  Azzahra", "nimah azzahra"),
        ("Désy", "Desy"),
        ("Moh.Ali", "Muhammad Ali"),
        ("Nur-Aini", "Nur Aini"),
        ("Aini,Nur", "Aini Nur"),
        ("Nur/Aini", "Nur Aini"),
        ("Ali 2", "Ali"),
    ],
)
def test_names_are_compared_folded(one, other):
    assert rules.fold_name(one) == rules.fold_name(other)


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        (
            "muhammad",
            "moh moch much muh mohamad mohammad mochamad mochammad muhamad muhamed mohammed muchamad muchammad",
        ),
        ("siti", "st sitti"),
        ("abdul", "abd"),
    ],
)
def test_every_common_spelling_becomes_one(name, spellings):
    for spelling in [*spellings.split(), name]:
        assert rules.fold_name(f"{spelling.title()}. Ali") == f"{name} ali"


@given(st.text(max_size=30))
@example("0ß")
def test_a_folded_name_is_folded_already(name):
    assert rules.fold_name(rules.fold_name(name)) == rules.fold_name(name)


def test_a_name_in_another_script_keeps_itself():
    assert rules.fold_name("李  娜 ") == "李 娜"
    assert rules.fold_name("ИВАН") == "иван"
