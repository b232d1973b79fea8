"""The arrays of an instance as the kernels read them, and how kernels are compiled. SPEC.md §5."""

from functools import partial
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from jalur.planner.instance import Instance

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

MOST_DEADLINES = (
    48  # columns of the bounding table; later deadlines share a column, which only loosens the bound
)

# Counting references to forty arrays at every call cost ten times the search itself; the callers hold the arrays.
kernel = partial(njit, cache=True, nogil=True, _nrt=False, error_model="numpy")


class Fixed(NamedTuple):
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
    order_value: Floats
    order_ready: Ints
    order_column: Ints  # column of the bounding table
    order_lo: Ints
    order_hi: Ints
    order_sex: Ints
    order_education: Ints
    intake_start: Ints
    intake_end: Ints
    intake_last: Ints
    intake_column: Ints
    intake_lo: Ints
    intake_hi: Ints
    intake_education: Ints
    intake_cost: Floats
    intake_pass: Floats
    market_first: Ints
    market_demand: Ints
    market_least: Floats  # smallest value of an order in the market
    wish_first: Ints
    wish_markets: Ints
    reach_first: NDArray[np.int64]
    reach_intake: Ints  # each list by rising first day
    reach_pass: Floats  # highest pass rate per regency × kind
    list_of: Ints
    list_first: NDArray[np.int64]
    recipe_kinds: Ints
    recipe_length: Ints
    kinds: int
    starts: int
    columns: int
    cost_weight: float
    heaviest: float  # the largest weight


def fix(instance: Instance) -> Fixed:
    """Return the arrays of `instance` that never change with prices."""
    first, kinds = instance.reach_first, instance.kinds
    least = np.full(len(instance.market_demand), np.inf)
    np.minimum.at(least, instance.order_market, instance.order_value)
    days = np.unique(instance.order_ready)
    if len(days) > MOST_DEADLINES:
        days = days[np.unique(np.linspace(0, len(days) - 1, MOST_DEADLINES).round().astype(int))]
    reach_intake, reach_pass = sort_reach(
        first, instance.reach_intake, instance.intake_start, instance.intake_pass
    )
    return Fixed(
        regency=instance.regency,
        state=instance.state,
        sex=instance.sex,
        education=instance.education,
        birth=instance.birth,
        available=instance.available,
        wish=instance.wish,
        weight=instance.weight,
        people=instance.count,
        floor_set=instance.floor_set,
        order_value=instance.order_value,
        order_ready=instance.order_ready,
        order_column=np.searchsorted(days, instance.order_ready).astype(np.int32),
        order_lo=instance.order_lo,
        order_hi=instance.order_hi,
        order_sex=instance.order_sex,
        order_education=instance.order_education,
        intake_start=instance.intake_start,
        intake_end=instance.intake_end,
        intake_last=instance.intake_last,
        intake_column=np.searchsorted(days, instance.intake_last).astype(np.int32),
        intake_lo=instance.intake_lo,
        intake_hi=instance.intake_hi,
        intake_education=instance.intake_education,
        intake_cost=instance.intake_cost,
        intake_pass=instance.intake_pass,
        market_first=instance.market_first,
        market_demand=instance.market_demand,
        market_least=least,
        wish_first=instance.wish_first,
        wish_markets=instance.wish_markets,
        reach_first=first,
        reach_intake=reach_intake,
        reach_pass=reach_pass,
        list_of=instance.recipes.list_of,
        list_first=instance.recipes.first,
        recipe_kinds=instance.recipes.kinds,
        recipe_length=instance.recipes.length,
        kinds=kinds,
        starts=len(instance.starts),
        columns=len(days),
        cost_weight=instance.cost_weight,
        heaviest=float(instance.weight.max(initial=0.0)),
    )


@njit(cache=True, nogil=True)
def sort_reach(first, intakes, starts, passes):
    """Return each list of intakes in reach by rising first day, and the highest pass rate of each."""
    ordered = np.empty_like(intakes)
    high = np.zeros(len(first) - 1)
    for cell in range(len(first) - 1):
        part = intakes[first[cell] : first[cell + 1]]
        if len(part):
            ordered[first[cell] : first[cell + 1]] = part[np.argsort(starts[part], kind="mergesort")]
            high[cell] = passes[part].max()
    return ordered, high
