"""Prices from the pool: a smoothed dual, sharpened step by step. SPEC.md §4.

Over the paths kept so far the dual is smoothed by entropy: a group takes each path with the probability of a logit
choice. Prices then move, each by its own curvature, until loads meet capacities; exact pricing in between adds paths
and gives the certified bound.
"""

import numpy as np
from numpy.typing import NDArray

from jalur.planner.model.arrays import Floats, kernel

NEVER = 16.0  # temperatures below the best at which a path is taken by one in nine million


@kernel()
def smooth_groups(
    price,
    beta,
    bonus,
    sizes,
    resources,
    values,
    costs,
    count,
    floor_set,
    heat,
    start,
    stop,
    every,
    sums,
    shares,
):
    """Add the loads (column 0) and curvatures (1) of the logit choice at temperature `heat`; return the smoothed value.

    The rows of `sums` are resources, then the cost, then the placements of each floor set.
    """
    width = resources.shape[2]
    cost_at = len(price)
    total, cold = 0.0, 1.0 / heat
    for group in range(start, stop, every):
        size, people = sizes[group], count[group]
        if people == 0 or size == 0:
            continue
        extra = bonus[floor_set[group]]
        top = -np.inf
        for slot in range(size):
            left = values[group, slot] - beta * costs[group, slot] + extra
            for step in range(width):
                left -= price[resources[group, slot, step]]
            shares[slot] = left * cold
            top = max(top, shares[slot])
        if top < -NEVER:
            continue
        top = max(top, 0.0)
        mass = np.exp(-top)
        for slot in range(size):
            apart = shares[slot] - top
            shares[slot] = np.exp(apart) if apart > -NEVER else 0.0
            mass += shares[slot]
        total += people * heat * (top + np.log(mass))
        each, placed, spent, bent = 1.0 / mass, 0.0, 0.0, 0.0
        for slot in range(size):
            if shares[slot] == 0.0:
                continue
            share = shares[slot] * each
            load = people * share
            bend = load * (1.0 - share)
            placed += load
            for step in range(width):
                resource = resources[group, slot, step]
                sums[resource, 0] += load
                sums[resource, 1] += bend
            cost = costs[group, slot]
            spent += load * cost
            bent += bend * cost * cost
        sums[cost_at, 0] += spent
        sums[cost_at, 1] += bent
        sums[cost_at + 1 + floor_set[group], 0] += placed
        sums[cost_at + 1 + floor_set[group], 1] += placed * (1.0 - placed / people)
    return total


class Prices:
    """The prices λ, μ (one array over resources), β and φ, and how they move."""

    def __init__(
        self,
        capacity: Floats,
        budget: float,
        minimum: Floats,
        penalty: Floats,
        floor_sets: NDArray[np.bool_],
        scale: float,
    ) -> None:
        self.capacity, self.budget, self.scale = capacity, budget, scale
        self.minimum, self.penalty, self.floor_sets = minimum, penalty, floor_sets.astype(np.float64)
        self.price = np.zeros(len(capacity))
        self.beta = 0.0
        self.phi = np.zeros(len(minimum))
        self.part = 1.0  # share of the people that loads are counted over

    def copy(self) -> "Prices":
        """Return prices that move on their own."""
        other = Prices(
            self.capacity, self.budget, self.minimum, self.penalty, self.floor_sets > 0, self.scale
        )
        other.price, other.beta, other.phi = self.price.copy(), self.beta, self.phi.copy()
        return other

    @property
    def bonus(self) -> Floats:
        """φ summed per floor set."""
        return self.floor_sets @ self.phi

    def fixed_part(self) -> float:
        """Return what the bound owes to prices alone."""
        spent = self.beta * self.budget if self.beta > 0.0 else 0.0
        # Not `@`: the threads that BLAS takes for it spin afterwards, on cores that smoothing needs (twice its time).
        return float((self.price * self.capacity).sum()) + spent - float(self.phi @ self.minimum)

    def move(self, load: Floats, curve: Floats, heat: float, damp: float) -> None:
        """Take one damped Newton step on each price; no price moves further than a few temperatures."""
        size = len(self.price)
        far = 3.0 * heat
        capacity = self.part * self.capacity
        bend = np.maximum(curve[:size], 0.3 * capacity + 0.25 * self.part)
        # A logit load falls by e per temperature of price: crowds are priced out by the logarithm of the overload.
        over = np.log(np.maximum(load[:size], 1e-9) / np.maximum(capacity, 1e-9)) * load[:size]
        off = np.where(load[:size] > capacity, over, load[:size] - capacity)
        step = np.clip(damp * heat * off / bend, -far, far)
        self.price = np.maximum(self.price + step, 0.0)
        self.price[0] = 0.0
        if np.isfinite(self.budget):
            bend_cost = max(curve[size], 1e-30)
            unit = far * load[size + 1 :].sum() / max(load[size], 1e-30)  # far for a path of average cost
            step_cost = damp * heat * (load[size] - self.part * self.budget) / bend_cost
            self.beta = max(0.0, self.beta + float(np.clip(step_cost, -unit, unit)))
        if len(self.phi):
            placed, bent = load[size + 1 :] @ self.floor_sets, curve[size + 1 :] @ self.floor_sets
            step = damp * heat * (self.part * self.minimum - placed) / np.maximum(bent, 1.0)
            self.phi = np.clip(self.phi + np.clip(step, -far, far), 0.0, self.penalty)


class Momentum:
    """Nesterov's extrapolation over prices, started anew whenever the smoothed dual rises. SPEC.md §4."""

    def __init__(self, prices: Prices) -> None:
        self.last = (prices.price, prices.beta, prices.phi)
        self.pace, self.lowest = 1.0, np.inf

    def push(self, prices: Prices, smoothed: float) -> None:
        """Carry the step just taken further; `smoothed` is the dual before it."""
        if smoothed > self.lowest:
            self.pace = 1.0
        self.lowest = smoothed
        faster = (1.0 + np.sqrt(1.0 + 4.0 * self.pace**2)) / 2.0
        push, self.pace = (self.pace - 1.0) / faster, faster
        here = (prices.price, prices.beta, prices.phi)
        prices.price = np.maximum(here[0] + push * (here[0] - self.last[0]), 0.0)
        prices.beta = max(0.0, here[1] + push * (here[1] - self.last[1]))
        prices.phi = np.clip(here[2] + push * (here[2] - self.last[2]), 0.0, prices.penalty)
        self.last = here

    def settle(self, prices: Prices) -> None:
        """Return to the last step itself."""
        prices.price, prices.beta, prices.phi = self.last
