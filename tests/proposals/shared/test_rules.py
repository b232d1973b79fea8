from hypothesis import given
from hypothesis import strategies as st

from jalur.proposals.shared import rules

CODES = st.sampled_from(["destination", "too_old", "education"])


@given(st.lists(st.tuples(CODES, st.integers(0, 5))))
def test_wishes_stop_people_only_where_nothing_else_does(stops):
    main = rules.main_stop(stops)
    others = [people for code, people in stops if code != "destination"]
    if not stops:
        assert main is None
    elif others:
        assert main[0] != "destination"
        assert main[1] == max(others)
    else:
        assert main[1] == max(people for _code, people in stops)


def test_what_counts_as_nothing():
    assert rules.TINY == 0.0005
