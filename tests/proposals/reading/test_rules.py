"""Two plans beside each other, against the plainest reading of the words."""

from hypothesis import given
from hypothesis import strategies as st

from jalur.proposals.reading import rules

PLANS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(st.sampled_from(["o1", "o2"]), st.lists(st.sampled_from(["i1", "i2"]), max_size=2).map(tuple)),
)


@given(PLANS, PLANS)
def test_everybody_of_two_plans_is_told_once_and_rightly(first, second):
    moved = rules.compare(first, second)
    in_both = [person for person in sorted(first) if person in second]
    assert moved.joined == [person for person in sorted(second) if person not in first]
    assert moved.left == [person for person in sorted(first) if person not in second]
    assert moved.other_order == [person for person in in_both if first[person][0] != second[person][0]]
    assert moved.other_classes == [
        person
        for person in in_both
        if first[person][0] == second[person][0] and first[person][1] != second[person][1]
    ]
    assert moved.same == len([person for person in in_both if first[person] == second[person]])


def test_two_differences_share_nothing():
    one, other = rules.Difference(), rules.Difference()
    for name in ("joined", "left", "other_order", "other_classes"):
        assert getattr(one, name) == []
        assert getattr(one, name) is not getattr(other, name)
    assert one.same == 0
