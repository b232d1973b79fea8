"""Which sequences of kinds of intake lead from what is held to what is required: regression from the goal."""

from functools import cache
from itertools import combinations

import numpy as np

from jalur.planner.verify.encode import Encoded


def regress(
    missing: int, held: int, steps: int, taught: list[int], needed: list[int]
) -> list[tuple[int, ...]]:
    """Sequences of kinds, at most `steps` long, after which nothing of `missing` is missing.

    Every path that has nothing to drop is among them: its last intake teaches something missing, and what comes
    before it has nothing to drop for what then remains.
    """
    if not missing:
        return [()]
    if steps == 0:
        return []
    found = []
    for kind, gives in enumerate(taught):
        if gives & missing:
            before = (missing & ~gives) | (needed[kind] & ~held)
            found += [(*sequence, kind) for sequence in regress(before, held, steps - 1, taught, needed)]
    return found


def leads(held: int, goal: int, kinds: tuple[int, ...], taught: list[int], needed: list[int]) -> bool:
    """True if the kinds, in order, meet their prerequisites and the goal."""
    for kind in kinds:
        if needed[kind] & ~held:
            return False
        held |= taught[kind]
    return not goal & ~held


def droppable(held: int, goal: int, kinds: tuple[int, ...], taught: list[int], needed: list[int]) -> bool:
    """True if a shorter sub-sequence leads there too."""
    return any(
        leads(held, goal, kept, taught, needed)
        for size in range(len(kinds))
        for kept in combinations(kinds, size)
    )


def relevant(goal: int, steps: int, taught: list[int], needed: list[int]) -> int:
    """The competencies that can matter on the way to `goal`."""
    seen = goal
    for _ in range(steps):
        for gives, needs in zip(taught, needed, strict=True):
            if gives & seen:
                seen |= needs
    return seen


def cook(data: Encoded, steps: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All recipes: `index` states × requirements → entry, `first` entry → rows, `sequences` rows × steps (−1 ends)."""
    rows: list[tuple[int, ...]] = []
    first = [0]
    index = np.empty((len(data.states), len(data.wanted)), np.int32)

    @cache
    def entry(held: int, goal: int) -> int:
        found = regress(goal & ~held, held, steps, data.taught, data.needed)
        rows.extend(kinds for kinds in found if not droppable(held, goal, kinds, data.taught, data.needed))
        first.append(len(rows))
        return len(first) - 2

    for column, goal in enumerate(data.wanted):
        matters = relevant(goal, steps, data.taught, data.needed)
        for row, state in enumerate(data.states):
            index[row, column] = entry(state & matters, goal)
    sequences = np.full((max(1, len(rows)), max(1, steps)), -1, np.int32)
    for row, sequence in enumerate(rows):
        sequences[row, : len(sequence)] = sequence
    return index, np.array(first, np.int64), sequences
