from jalur.proposals.reading import rules


def test_two_plans_tell_who_moved():
    first = {"a": ("o1", ("i1",)), "b": ("o1", ()), "c": ("o1", ("i1",)), "d": ("o1", ())}
    second = {"a": ("o1", ("i1",)), "b": ("o2", ()), "c": ("o1", ("i2",)), "e": ("o1", ())}
    moved = rules.compare(first, second)
    assert (moved.same, moved.joined, moved.left) == (1, ["e"], ["d"])
    assert (moved.other_order, moved.other_classes) == (["b"], ["c"])
