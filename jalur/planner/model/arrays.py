"""The arrays of an instance as the kernels read them, and how kernels are compiled. SPEC.md §5."""

from functools import partial
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jalur.planner.model.instance import Instance
from jalur.planner.model.recipes import Recipes

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

# Counting references to forty arrays at every call cost ten times the search itself; the callers hold the arrays.
kernel = partial(njit, cache=True, nogil=True, _nrt=False, error_model="numpy")


class Arrays(NamedTuple):
    """The arrays of an instance that pricing reads; see `Instance`."""

    regency: Ints
    state: Ints
    sex: Ints
    education: Ints
    birth: Ints
    available: Ints
    wish: Ints
    weight: Floats
    people: Ints  # members of each group
    floor_set: Ints
    order_ready: Ints
    order_column: Ints  # number of its deadline
    order_lo: Ints
    order_hi: Ints
    intake_end: Ints
    intake_last: Ints
    intake_lo: Ints
    intake_hi: Ints
    intake_education: Ints
    intake_cost: Floats
    intake_pass: Floats
    market_first: Ints
    market_demand: Ints
    market_value: Floats
    market_sex: Ints
    market_education: Ints
    market_lo: Ints  # births that fit every order of the market, then those that fit any
    market_hi: Ints
    market_lo_any: Ints
    market_hi_any: Ints
    market_tail: NDArray[np.int64]  # plus the number of a tail of its requirement set: the row of its labels
    labelled: int  # rows of labels over all markets
    market_pair: NDArray[np.int64]  # plus the number of a list that leads there: the number of the pair
    pairs: int
    wish_first: Ints
    wish_markets: Ints
    reach_first: NDArray[np.int64]
    reach_intake: Ints  # each list by rising first day; then what paths ask of them, side by side
    reach_start: Ints
    reach_end: Ints
    reach_column: Ints
    reach_pass: Floats
    list_of: Ints
    list_first: NDArray[np.int64]
    recipe_kinds: Ints
    recipe_length: Ints
    recipe_tail: Ints  # the tail that is the whole recipe
    tail_first: NDArray[np.int64]  # tails of each requirement set
    tail_kind: Ints  # kind that a tail begins with, -1: the empty recipe
    tail_next: Ints  # the tail after it, -1: none
    lightest: float  # smallest weight above 0
    heaviest: float
    kinds: int
    starts: int
    columns: int
    cost_weight: float


# The fields with one row a group; all others are the same for everyone.
OF_GROUPS = (
    "regency", "state", "sex", "education", "birth", "available", "wish", "weight", "people", "floor_set",
)  # fmt: skip


class Tails(NamedTuple):
    """Ends of recipes, shared by all recipes of a requirement set that end alike after as many steps."""

    of_recipe: Ints
    first: NDArray[np.int64]
    kind: Ints
    next: Ints


def tails_of(recipes: Recipes) -> Tails:
    """Return the tails of all recipes; what follows a tail's first kind has a lower number."""
    of_recipe = np.zeros(len(recipes.length), np.int32)
    rows: list[tuple[int, int]] = []
    first = [0]
    for column in recipes.list_of.T:
        known: dict[tuple[int, tuple[int, ...]], int] = {}
        for q in np.unique(column[column >= 0]):
            for recipe in range(recipes.first[q], recipes.first[q + 1]):
                steps = tuple(recipes.kinds[recipe, : recipes.length[recipe]].tolist())
                after = -1
                for before in range(max(len(steps) - 1, 0), -1, -1):
                    key = (before, steps[before:])
                    if key not in known:
                        known[key] = len(rows)
                        rows.append((steps[before] if steps else -1, after))
                    after = known[key]
                of_recipe[recipe] = after
        first.append(len(rows))
    kind, following = zip(*rows, strict=True) if rows else ((), ())
    return Tails(
        of_recipe,
        np.array(first, np.int64),
        np.array(kind, np.int32),
        np.array(following, np.int32),
    )


def arrays_of(instance: Instance) -> Arrays:
    """Return the arrays of `instance` that never change with prices."""
    recipes = instance.recipes
    days = np.unique(instance.order_ready)
    reach_intake = sort_reach(instance.reach_first, instance.reach_intake, instance.intake_start)
    intake_column = np.searchsorted(days, instance.intake_last).astype(np.int32)
    tails = tails_of(recipes)
    sizes = np.diff(tails.first)[instance.market_demand]
    # Lists are numbered requirement set by requirement set.
    lists = np.array([len(np.unique(column[column >= 0])) for column in recipes.list_of.T], np.int64)
    list_start = np.cumsum(lists) - lists
    pairs = lists[instance.market_demand]
    begins = instance.market_first[:-1]
    same = {name: getattr(instance, name) for name in Arrays._fields if hasattr(instance, name)}
    more = {
        "people": instance.count,
        "order_column": np.searchsorted(days, instance.order_ready).astype(np.int32),
        "market_lo": np.maximum.reduceat(instance.order_lo, begins),
        "market_hi": np.minimum.reduceat(instance.order_hi, begins),
        "market_lo_any": np.minimum.reduceat(instance.order_lo, begins),
        "market_hi_any": np.maximum.reduceat(instance.order_hi, begins),
        "market_tail": np.cumsum(sizes) - sizes - tails.first[instance.market_demand],
        "labelled": int(sizes.sum()),
        "market_pair": np.cumsum(pairs) - pairs - list_start[instance.market_demand],
        "pairs": int(pairs.sum()),
        "reach_intake": reach_intake,
        "reach_start": instance.intake_start[reach_intake],
        "reach_end": instance.intake_end[reach_intake],
        "reach_column": intake_column[reach_intake],
        "reach_pass": instance.intake_pass[reach_intake],
        "list_of": recipes.list_of,
        "list_first": recipes.first,
        "recipe_kinds": recipes.kinds,
        "recipe_length": recipes.length,
        "recipe_tail": tails.of_recipe,
        "tail_first": tails.first,
        "tail_kind": tails.kind,
        "tail_next": tails.next,
        "lightest": float(instance.weight[instance.weight > 0].min(initial=np.inf)),
        "heaviest": float(instance.weight.max(initial=0.0)),
        "starts": len(instance.starts),
        "columns": len(days),
    }
    return Arrays(**(same | more))


@njit(cache=True, nogil=True)
def sort_reach(first, intakes, starts):
    """Return each list of intakes in reach by rising first day."""
    ordered = np.empty_like(intakes)
    for cell in range(len(first) - 1):
        part = intakes[first[cell] : first[cell + 1]]
        ordered[first[cell] : first[cell + 1]] = part[np.argsort(starts[part], kind="mergesort")]
    return ordered
