"""Recipes: the minimal sequences of kinds of intake that lead from what one holds to what an order requires.

SPEC.md §2. Whether an intake can be dropped from a path depends on what is taught and asked for alone, never on
dates, age or reach, so it is settled here once for every (state, requirement set).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numba import njit
from numpy.typing import NDArray


@dataclass(slots=True)
class Recipes:
    """Lists of recipes; `list_of[state, demand]` is a list's number or -1 where no sequence leads there.

    List q holds recipes `first[q]` to `first[q + 1]`; recipe x takes the kinds `kinds[x, :length[x]]` in order.
    """

    list_of: NDArray[np.int32]
    first: NDArray[np.int64]
    kinds: NDArray[np.int32]
    length: NDArray[np.int32]


@njit(cache=True, nogil=True)
def popcount(word: np.uint64) -> int:
    """Count the bits set."""
    number = 0
    while word:
        word &= word - np.uint64(1)
        number += 1
    return number


@njit(cache=True, nogil=True)
def is_path(held, need, taught, asked, chosen, depth, mask, now):
    """Say whether the kinds of `chosen` that `mask` keeps, in order, lead from `held[0]` to `need`; `now` is scratch."""
    for word in range(len(now)):
        now[word] = held[0, word]
    for step in range(depth):
        if mask >> step & 1:
            kind = chosen[step]
            for word in range(len(now)):
                if asked[kind, word] & ~now[word]:
                    return False
                now[word] |= taught[kind, word]
    missing = False
    for word in range(len(now)):
        missing = missing or need[word] & ~now[word] != 0
    return not missing


@njit(cache=True, nogil=True)
def is_minimal(held, need, taught, asked, chosen, depth, now):
    """Say whether no steps of a path can be left out; the first one alone is what most often can."""
    mask = (1 << depth) - 2
    while mask >= 0 and not is_path(held, need, taught, asked, chosen, depth, mask, now):
        mask -= 1
    return mask < 0


@njit(cache=True, nogil=True)
def scarcest(need, held, depth, first):
    """Return which bit of `need` that `held[depth]` lacks has the fewest teachers; bits count from the lowest."""
    number, rarest = 0, -1
    for word in range(len(need)):
        left = need[word]
        while left:
            bit = left & (~left + np.uint64(1))
            left ^= bit
            if not held[depth, word] & bit:
                few = first[number + 1] - first[number]
                if rarest < 0 or few < first[rarest + 1] - first[rarest]:
                    rarest = number
            number += 1
    return rarest


@njit(cache=True, nogil=True)
def teachers(need, taught):
    """Return the kinds that teach each bit of `need`, bit after bit, and where those of each bit begin."""
    rows, first = [0], [0]
    rows.clear()
    for word in range(len(need)):
        left = need[word]
        while left:
            bit = left & (~left + np.uint64(1))
            left ^= bit
            rows += [kind for kind in range(len(taught)) if taught[kind, word] & bit]
            first.append(len(rows))
    return np.array(rows, np.int64), np.array(first, np.int64)


@njit(cache=True, nogil=True)
def recipes_of(states, need, taught, asked, most):
    """Return, for each state, the number of minimal sequences, and all sequences (kinds, -1 padded)."""
    kinds, words = taught.shape
    counts = np.zeros(len(states), np.int64)
    found = np.full((64, max(most, 1)), -1, np.int32)
    total = 0
    cover = 0
    for kind in range(kinds):
        covered = 0
        for word in range(words):
            covered += popcount(taught[kind, word] & need[word])
        cover = max(cover, covered)
    last, last_first = teachers(need, taught)
    now = np.zeros(words, np.uint64)
    held = np.zeros((most + 1, words), np.uint64)
    chosen = np.zeros(max(most, 1), np.int64)
    ahead, until = np.zeros((2, most + 1), np.int64)
    for row in range(len(states)):
        held[0] = states[row]
        depth = 0
        ahead[0], until[0] = 0, kinds
        fresh = True
        while depth >= 0:
            if fresh:
                fresh = False
                missing = 0
                for word in range(words):
                    missing += popcount(need[word] & ~held[depth, word])
                if missing == 0:
                    if is_minimal(held, need, taught, asked, chosen, depth, now):
                        if total == len(found):
                            wider = np.full((2 * total, found.shape[1]), -1, np.int32)
                            wider[:total] = found
                            found = wider
                        for step in range(depth):
                            found[total, step] = chosen[step]
                        total += 1
                        counts[row] += 1
                    until[depth] = 0
                elif missing > (most - depth) * cover:
                    until[depth] = 0
                elif depth == most - 1:  # one step is left: it teaches all that is missing
                    lacking = scarcest(need, held, depth, last_first)
                    ahead[depth], until[depth] = last_first[lacking], last_first[lacking + 1]
            if ahead[depth] >= until[depth] or depth == most:
                depth -= 1
                continue
            kind = last[ahead[depth]] if depth == most - 1 else ahead[depth]
            ahead[depth] += 1
            allowed, new = True, False
            for word in range(words):
                if asked[kind, word] & ~held[depth, word]:
                    allowed = False
                    break
                if depth == most - 1 and need[word] & ~held[depth, word] & ~taught[kind, word]:
                    allowed = False
                    break
                if taught[kind, word] & ~held[depth, word]:
                    new = True
            if allowed and new:
                for word in range(words):
                    held[depth + 1, word] = held[depth, word] | taught[kind, word]
                chosen[depth] = kind
                depth += 1
                ahead[depth], until[depth] = 0, kinds
                fresh = True
    return counts, found[:total]


def find_recipes(
    states: NDArray[np.uint64], demands: NDArray[np.uint64], kind_bits: NDArray[np.uint64], most: int
) -> Recipes:
    """Return all recipes for closed `states` and `demands` (rows of bits); `kind_bits` is taught | asked.

    For each demand only competencies that matter to it are looked at, so many states share one list.
    """
    taught, asked = np.hsplit(kind_bits, 2)
    list_of = np.full((len(states), len(demands)), -1, np.int32)
    tables: list[NDArray[np.int32]] = []
    for number, need in enumerate(demands):
        bits, kinds = what_matters(need, taught, asked)
        distinct, back = distinct_rows(picked(states, bits))
        # Kinds that differ in nothing that matters here are searched as one: of 175 kinds in a hard instance 72 are left.
        here = np.hstack([picked(taught[kinds], bits), picked(asked[kinds], bits)])
        shapes, shape_of = np.unique(here, axis=0, return_inverse=True)
        teach, ask = map(np.ascontiguousarray, np.hsplit(shapes, 2))
        counts, found = recipes_of(distinct, picked(need[None], bits)[0], teach, ask, most)
        if len(kinds):
            counts, found = spelled_out(counts, found, shape_of, kinds)
        known: dict[bytes, int] = {}  # states that differ only in what no recipe asks share a list
        numbers = np.full(len(distinct), -1, np.int32)
        for row, (start, stop) in enumerate(pairwise(np.r_[0, np.cumsum(counts)].tolist())):
            if start < stop:
                key = found[start:stop].tobytes()
                if key not in known:
                    known[key] = len(tables)
                    tables.append(found[start:stop])
                numbers[row] = known[key]
        list_of[:, number] = numbers[back]
    first = np.r_[0, np.cumsum([len(table) for table in tables])].astype(np.int64)
    kinds_of = np.concatenate(tables or [np.full((0, max(most, 1)), -1)]).astype(np.int32)
    return Recipes(list_of, first, kinds_of, (kinds_of >= 0).sum(axis=1).astype(np.int32))


def what_matters(
    need: NDArray[np.uint64], taught: NDArray[np.uint64], asked: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the bits that decide about paths to `need`, and the kinds that teach any: what these ask for matters too."""
    matter = need
    while True:
        useful = (taught & matter).any(axis=1)
        wider = matter | np.bitwise_or.reduce(asked[useful], axis=0, initial=np.uint64(0))
        if (wider == matter).all():
            break
        matter = wider
    return np.flatnonzero(np.unpackbits(matter.view(np.uint8), bitorder="little")), np.flatnonzero(useful)


def spelled_out(
    counts: NDArray[np.int64], found: NDArray[np.int32], shape_of: NDArray[np.int64], kinds: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Put in place of shapes, in every combination, the kinds that have them; each state's sequences in ascending order."""
    members = np.argsort(shape_of, kind="stable")
    size = np.bincount(shape_of)
    first = np.cumsum(size) - size
    taken, shape = found >= 0, np.maximum(found, 0)
    radix = np.where(taken, size[shape], 1)
    many = radix.prod(axis=1)
    row = np.repeat(np.arange(len(found)), many)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    spelled = np.full((len(row), found.shape[1]), -1, np.int32)
    for step in reversed(range(found.shape[1])):
        one = kinds[members[first[shape[row, step]] + turn % radix[row, step]]]
        spelled[:, step] = np.where(taken[row, step], one, -1)
        turn //= radix[row, step]
    state = np.repeat(np.arange(len(counts)), counts)[row]
    return np.bincount(state, minlength=len(counts)), spelled[np.lexsort((*spelled.T[::-1], state))]


def picked(rows: NDArray[np.uint64], bits: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return rows of `bits` alone, in as few words as hold them."""
    found = np.zeros((len(rows), max(1, -(-len(bits) // 64))), np.uint64)
    for place, bit in enumerate(bits.tolist()):
        one = rows[:, bit // 64] >> np.uint64(bit % 64) & np.uint64(1)
        found[:, place // 64] |= one << np.uint64(place % 64)
    return found


def distinct_rows(bits: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the distinct rows of bits in ascending order, and the number of each row's own."""
    if bits.shape[1] == 1:
        words, numbers = np.unique(bits[:, 0], return_inverse=True)
        return words[:, None], numbers.astype(np.int64)
    frame = pl.DataFrame({f"w{word}": bits[:, word] for word in range(bits.shape[1])})
    distinct = frame.unique().sort(frame.columns).with_row_index("number")
    back = frame.join(distinct, on=frame.columns, how="left", maintain_order="left")["number"]
    return distinct.drop("number").to_numpy().astype(np.uint64), back.to_numpy().astype(np.int64)
