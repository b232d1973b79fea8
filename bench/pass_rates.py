"""`python -m bench pass-rates [ROUNDS]`: learned pass rates against worlds whose true rates are known.

For each world and number of results: how many of the 90-in-100 intervals hold the true rate, and the root of the mean squared
error of the learned rate, of what institutes typed, and of the plain share who passed.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from jalur.journey.training.pass_rates import Record, Results, learned

SIZES = (0, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class World:
    """Kinds with so many programmes each, whose rates lie `scatter` close; typed rates are off by `flattery` and `noise`."""

    kinds: int = 4
    programmes: int = 12
    scatter: float = 20
    flattery: float = 0.05
    noise: float = 0.08


WORLDS = {
    "usual": World(),
    "institutes know": World(flattery=0, noise=0.03),
    "institutes flatter": World(flattery=0.15, noise=0.05),
    "institutes guess": World(flattery=0, noise=0.2),
    "kinds alike": World(scatter=100),
    "kinds wild": World(scatter=5),
    "a young system": World(kinds=2, programmes=3),
}


@dataclass
class Seen:
    held: list[bool] = field(default_factory=list)
    errors: list[tuple[float, float, float]] = field(default_factory=list)


def measure(world: World, rounds: int, seed: int = 1) -> dict[int, Seen]:
    """Number of results → what was seen of programmes with so many."""
    rng = np.random.default_rng(seed)
    seen = {size: Seen() for size in SIZES}
    for _round in range(rounds):
        truths = dict(_programmes(world, rng))
        for code, found in learned({code: record for code, (record, _true) in truths.items()}).items():
            record, true = truths[code]
            results = record.results
            plain = results.passed / results.people if results.people else np.nan
            seen[results.people].held.append(found.low <= true <= found.high)
            errors = (found.rate - true, record.estimate - true, plain - true)
            seen[results.people].errors.append(errors)
    return seen


def _programmes(world: World, rng: np.random.Generator) -> Iterator[tuple[str, tuple[Record, float]]]:
    for kind in range(world.kinds):
        mean = rng.uniform(0.6, 0.92)
        for number in range(world.programmes):
            true = float(np.clip(rng.beta(mean * world.scatter, (1 - mean) * world.scatter), 0.02, 0.99))
            people = int(rng.choice(SIZES))
            typed = float(np.clip(true + world.flattery + rng.normal(0, world.noise), 0.05, 1))
            results = Results(int(rng.binomial(people, true)), people, 1)
            yield f"{kind}-{number}", (Record(str(kind), typed, results), true)


def covered(seen: dict[int, Seen]) -> float:
    """The share of intervals that hold the true rate."""
    return float(np.mean([held for one in seen.values() for held in one.held]))


def off(seen: Seen) -> tuple[float, float, float]:
    """Root mean squared errors: learned, typed, plain share."""
    learned_off, typed_off, plain_off = np.sqrt(np.mean(np.square(seen.errors), axis=0))
    return float(learned_off), float(typed_off), float(plain_off)


def main() -> int:
    """0 when 85 to 96 of 100 intervals hold the true rate in every world."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 400
    calibrated = True
    for name, world in WORLDS.items():
        seen = measure(world, rounds)
        calibrated &= 0.85 <= covered(seen) <= 0.96
        print(f"{name}: {covered(seen):.1%} of the intervals hold")
        for size, one in seen.items():
            held = float(np.mean(one.held))
            print(f"  {size:3} results: {held:.1%}; off by {' / '.join(f'{each:.3f}' for each in off(one))}")
    return 0 if calibrated else 1
