"""How many of a programme's people pass, learned from results. No Django, no clock.

A hierarchical beta-binomial model, all of it on grids. People of one programme pass with one unknown chance; the chances of a kind
of programmes lie about a mean, in a beta distribution. A programme's mean stands between what its institute estimates, less what
institutes flatter themselves, and the mean of its kind. How far to trust estimates, how much they flatter, where each kind's
mean lies and how far chances scatter is not set but weighed by all the results there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COVERED = 0.9  # so many of the intervals hold the true chance: python -m bench pass-rates
EDGES = np.linspace(0, 1, 201)
CHANCES = (EDGES[1:] + EDGES[:-1]) / 2
MEANS = np.linspace(0.02, 0.98, 33)
SCATTERS = np.array([3, 6, 12, 25, 50, 100, 200, 400])  # a beta distribution's a + b: worth so many results
TRUST = np.linspace(0, 1, 5)
HELD = np.linspace(0.7, 1.1, 5)  # of so many who should have passed by the estimates, so many did
SPREAD = 0.1  # before any result: standard deviation of `HELD` about 1, and of a kind's mean about its institutes' estimates

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Results:
    """How the finished classes of a programme ended: `passed` of `people` in so many `classes`."""

    passed: int = 0
    people: int = 0
    classes: int = 0


@dataclass(frozen=True)
class Record:
    """What is known of a programme: its kind, the institute's estimate (a share) and its results."""

    kind: str
    estimate: float
    results: Results


@dataclass(frozen=True)
class PassRate:
    """The share expected to pass, and between which shares the true one lies with a chance of `COVERED`."""

    rate: float
    low: float
    high: float


def learned(records: Mapping[str, Record]) -> dict[str, PassRate]:
    """Programme → its pass rate; only for programmes of a kind of which anybody has a result."""
    seen = {record.kind for record in records.values() if record.results.people}
    known = {code: record for code, record in records.items() if record.kind in seen}
    if not known:
        return {}
    chances = _chances(list(known.values()))
    below = np.pad(np.cumsum(chances, axis=1), ((0, 0), (1, 0)))
    shares = ((1 - COVERED) / 2, (1 + COVERED) / 2)
    return {
        code: PassRate(float(rate), *(float(np.interp(share, row, EDGES)) for share in shares))
        for code, rate, row in zip(known, chances @ CHANCES, below, strict=True)
    }


def _chances(records: list[Record]) -> Numbers:
    """How likely each of `CHANCES` is for each programme: programmes by chances, each row sums to 1."""
    passed = np.array([record.results.passed for record in records])[:, None]
    failed = np.array([record.results.people for record in records])[:, None] - passed
    likely = passed * np.log(CHANCES) + failed * np.log1p(-CHANCES)
    likely = np.exp(likely - likely.max(axis=1, keepdims=True))
    before = _betas()
    evidence = np.einsum("msc,pc->pms", before, likely)
    weights = _weights(records, np.log(evidence))
    return np.einsum("pms,msc,pc->pc", weights / evidence, before, likely, optimize=True)


def _betas() -> Numbers:
    """The beta distribution of each of `MEANS` and `SCATTERS` over `CHANCES`: means by scatters by chances."""
    first = (MEANS[:, None] * SCATTERS)[..., None]
    second = SCATTERS[:, None] - first
    return _normal((first - 1) * np.log(CHANCES) + (second - 1) * np.log1p(-CHANCES), axis=-1)


def _weights(records: list[Record], evidence: Numbers) -> Numbers:
    """How likely each mean and scatter is for each programme before its own results, given everybody's.

    evidence: the logarithm of how well each mean and scatter foretells a programme's results, programmes by means by scatters.
    """
    names, kind = np.unique([record.kind for record in records], return_inverse=True)
    estimates = np.array([record.estimate for record in records])
    typical = np.array([estimates[kind == number].mean() for number in range(len(names))])
    every = np.arange(len(records))[:, None]
    looked = []
    for trust in TRUST:
        for held in HELD:
            means = held * trust * estimates[:, None] + (1 - trust) * MEANS
            at = np.abs(means[..., None] - MEANS).argmin(axis=-1)
            about = _normal(-(((MEANS - held * typical[:, None]) / SPREAD) ** 2) / 2, axis=-1)
            together = np.repeat(np.log(about)[..., None], len(SCATTERS), axis=2)
            np.add.at(together, kind, evidence[every, at])
            looked.append((((held - 1) / SPREAD) ** 2 / 2, at, together))
    # Trust and held by scatters: how well each foretells the results of all kinds. Before any result the scatters' standard
    # deviations are equally likely (Gelman 2006, Bayesian Analysis 1(3)).
    foretold = [_log_sum(together, axis=1).sum(axis=0) - odd for odd, _at, together in looked]
    whole = np.array(foretold) - np.log(SCATTERS) / 2
    shares = np.exp(whole - whole.max())
    shares /= shares.sum()
    weights = np.zeros_like(evidence)
    for share, (_odd, at, together) in zip(shares, looked, strict=True):
        np.add.at(weights, (every, at), share * _normal(together, axis=1)[kind])
    return weights


def _normal(logs: Numbers, axis: int) -> Numbers:
    shares = np.exp(logs - logs.max(axis=axis, keepdims=True))
    return np.asarray(shares / shares.sum(axis=axis, keepdims=True))


def _log_sum(logs: Numbers, axis: int) -> Numbers:
    top = logs.max(axis=axis, keepdims=True)
    return np.asarray(np.squeeze(top, axis) + np.log(np.exp(logs - top).sum(axis=axis)))
