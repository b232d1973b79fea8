"""Two plans beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Difference:
    """Two runs beside each other: people who are placed in one only, or on another path."""

    joined: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    other_order: list[str] = field(default_factory=list)
    other_classes: list[str] = field(default_factory=list)
    same: int = 0


def compare(
    first: Mapping[str, tuple[str, tuple[str, ...]]], second: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Difference:
    """Who moved from the first run to the second; each maps a candidate to (order, classes)."""
    difference = Difference(
        joined=sorted(second.keys() - first.keys()), left=sorted(first.keys() - second.keys())
    )
    same = 0
    for person in sorted(first.keys() & second.keys()):
        if first[person] == second[person]:
            same += 1
        elif first[person][0] != second[person][0]:
            difference.other_order.append(person)
        else:
            difference.other_classes.append(person)
    return Difference(
        difference.joined, difference.left, difference.other_order, difference.other_classes, same
    )
