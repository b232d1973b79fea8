import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalur.foundation.geography import rules

two = st.integers(1, 99).map("{:02}".format)
village = st.tuples(st.sampled_from("123"), st.integers(0, 999)).map(lambda pair: f"{pair[0]}{pair[1]:03}")
codes = st.one_of(
    two,
    st.tuples(two, two).map(".".join),
    st.tuples(two, two, two).map(".".join),
    st.tuples(two, two, two, village).map(".".join),
)


@given(codes)
def test_a_code_lies_in_each_of_its_ancestors_and_its_digits_give_it_back(code):
    above = rules.ancestor_codes(code)
    assert [rules.level_of(one) for one in above] == list(range(1, rules.level_of(code)))
    assert all(rules.lies_in(code, one) for one in [*above, code])
    assert rules.parent_code(code) == (above[-1] if above else "")
    assert rules.from_digits(code.replace(".", "")) == code


@given(codes, codes)
def test_lying_in_is_what_the_digits_say(code, region):
    parts, whole = code.split("."), region.split(".")
    assert rules.lies_in(code, region) == (parts[: len(whole)] == whole)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("35", "province"),
        ("35.01", "regency"),
        ("35.70", "regency"),
        ("35.71", "city"),
        ("35.99", "city"),
        ("35.17.08", "district"),
        ("33.73.04.1001", "kelurahan"),
        ("35.17.08.2001", "desa"),
        ("91.03.01.3001", "desa_adat"),
    ],
)
def test_the_kind_of_a_place_is_in_its_digits(code, kind):
    assert rules.kind_of(code) == kind


@pytest.mark.parametrize(
    "text", ["", "3", "35.", "35.1", "35.17.08.4001", "3517", "35.17.08.2001.1", "Jombang"]
)
def test_what_is_no_code_is_refused(text):
    assert not rules.is_code(text)
    with pytest.raises(ValueError, match="not a region code"):
        rules.level_of(text)


@pytest.mark.parametrize("digits", ["", "3", "351", "35170", "35a7", "35170842001"])
def test_digits_that_are_no_code_are_refused(digits):
    with pytest.raises(ValueError, match="not a region code"):
        rules.from_digits(digits)
