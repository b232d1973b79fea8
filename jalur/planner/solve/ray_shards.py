"""Shards held by actors of a Ray cluster, each with arrays of its own. SPEC.md §15.

The only file that imports Ray, and only when asked for. Pools and best values stay with the actors until rounding
looks at them; prices, noise and who counts go out, sums per shard come back and are put in the shards' order.
"""

import atexit
import logging
import os
import secrets
import shutil
import tempfile
from itertools import pairwise
from types import ModuleType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from jalur.planner.contract.workers import WorkersLost, cores
from jalur.planner.model.arrays import OF_GROUPS, Arrays, Floats
from jalur.planner.search.labels import Priced
from jalur.planner.search.pricing import Pool
from jalur.planner.solve.shards import SHARDS, Ask, Smooth, Threads, borders, rows_of

PATIENCE = 120.0  # seconds until actors must have started
# A cluster of our own listens on this machine only, lets nobody in without its token, and reports to nobody.
OURS = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # what makes Ray bind to 127.0.0.1, on Linux too
    "RAY_AUTH_MODE": "token",
    "RAY_USAGE_STATS_ENABLED": "0",
}
# At RAY_ADDRESS: 40 s until it is said that nobody answers there. Ray's own 20 attempts take a quarter of an hour.
OTHERS = {"RAY_NUM_REDIS_GET_RETRIES": "1"}

Shipped = TypeVar("Shipped", Arrays, Ask, Smooth, Priced)


def own(shipped: Shipped) -> Shipped:
    """Return a named tuple with copies of what Ray hands out for reading only: compiled kernels know writable arrays."""
    copies: dict[str, Any] = {
        name: own(one) if isinstance(one, Priced) else np.array(one)
        for name, one in shipped._asdict().items()
        if isinstance(one, Priced | np.ndarray)
    }
    return shipped._replace(**copies)


class Held(Threads):
    """What an actor does: some shards, worked on by one thread."""

    def __init__(self, common: Arrays, mine: list[NDArray[Any]], cuts: list[int]) -> None:
        groups: dict[str, Any] = dict(zip(OF_GROUPS, map(np.array, mine), strict=True))
        super().__init__(own(common)._replace(**groups), cuts, 1)

    def ready(self) -> None:
        """Answer once the actor is there."""

    def price(self, ask: Ask) -> Floats:
        """Price groups exactly; see `Shards`."""
        return super().price(own(ask))

    def smooth(self, ask: Smooth) -> tuple[Floats, Floats]:
        """Let groups choose among their paths; see `Shards`."""
        return super().smooth(own(ask))


class Actors:
    """All groups, as consecutive shards held by actors."""

    def __init__(self, arrays: Arrays, wanted: int | None) -> None:
        """Start `wanted` actors (None: one for each core of the cluster), at most one for each shard.

        Raises:
            WorkersLost: Ray isn't installed, or the cluster has no room for them.
        """
        self.ray = ray = connect(wanted)
        there = int(ray.cluster_resources().get("CPU", 0))
        count = min(SHARDS, wanted or there)
        if not 1 <= count <= there:
            raise WorkersLost(
                f"Ray has {there} cores here and each of the {count} actors needs one: ask for fewer."
            )
        cuts = borders(arrays.regency)
        edges = [SHARDS * actor // count for actor in range(count + 1)]
        self.rows = [slice(cuts[first], cuts[last]) for first, last in pairwise(edges)]
        common, start = ray.put(rows_of(arrays, slice(0))), ray.remote(num_cpus=1)(Held).remote
        self.actors = [
            start(common, [getattr(arrays, name)[rows] for name in OF_GROUPS], cuts[first : last + 1])
            for rows, (first, last) in zip(self.rows, pairwise(edges), strict=True)
        ]
        self.every("ready", patience=PATIENCE)

    def every(self, verb: str, *words: Any, patience: float | None = None) -> list[Any]:
        """Have every actor do `verb`; returns the answers in the actors' order."""
        asked = [getattr(actor, verb).remote(*words) for actor in self.actors]
        try:
            return self.ray.get(asked, timeout=patience)
        except self.ray.exceptions.RayTaskError:
            raise  # it is the actor's code that failed, not the actor
        except self.ray.exceptions.GetTimeoutError:
            self.close()
            raise WorkersLost(
                f"Ray had no room for {len(self.actors)} actors within {PATIENCE:.0f} seconds: others use its cores."
            ) from None
        except self.ray.exceptions.RayError as lost:
            self.close()
            raise WorkersLost(
                "One of Ray's actors is gone, and the paths it held with it; often its machine had too little "
                "memory. Nothing was written: make the plan again."
            ) from lost

    def admit(self, present: NDArray[np.bool_] | None) -> None:
        """Let only `present` groups (None: all) count from now on."""
        for actor, rows in zip(self.actors, self.rows, strict=True):
            actor.admit.remote(None if present is None else present[rows])

    def price(self, ask: Ask) -> Floats:
        """Price groups exactly; see `Shards`."""
        return np.concatenate(self.every("price", ask))

    def smooth(self, ask: Smooth) -> tuple[Floats, Floats]:
        """Let groups choose among their paths; see `Shards`."""
        values, sums = zip(*self.every("smooth", ask), strict=True)
        return np.concatenate(values), np.concatenate(sums)

    def pool(self) -> Pool:
        """Return the paths of all groups; gathered anew each time."""
        parts = self.every("pool")
        return Pool._make(np.concatenate(columns) for columns in zip(*parts, strict=True))

    def best(self) -> Floats:
        """Return each group's best value when it was last priced."""
        return np.concatenate(self.every("best"))

    def close(self) -> None:
        """End the actors; a cluster of our own goes on until the process ends."""
        for actor in self.actors:
            self.ray.kill(actor)


def connect(wanted: int | None) -> ModuleType:
    """Return Ray, connected to the cluster at RAY_ADDRESS or to one of our own on this machine.

    Raises:
        WorkersLost: Ray isn't installed, or nobody answers at RAY_ADDRESS.
    """
    address = os.environ.get("RAY_ADDRESS", "")
    wishes = OTHERS if address else OURS | {"RAY_AUTH_TOKEN": secrets.token_hex()}
    for name, value in wishes.items():  # Ray reads them once, when it is imported
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError:
        raise WorkersLost(
            "Ray isn't installed. Install jalur[ray]; in a checkout: "
            ".venv/bin/pip install --require-hashes -r requirements/ray.txt"
        ) from None
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if ray.is_initialized():
        return ray
    if not address:
        folder = tempfile.mkdtemp(prefix="jalur-ray-")
        atexit.register(end, ray, folder)
        ray.init(
            "local", num_cpus=max(wanted or 1, cores()), include_dashboard=False, _temp_dir=folder, **quiet
        )
        return ray
    try:
        ray.init(address, **quiet)
    except ConnectionError:
        raise WorkersLost(f"No Ray cluster answers at {address} (RAY_ADDRESS).") from None
    return ray


def end(ray: ModuleType, folder: str) -> None:
    """End our own cluster and take its files away."""
    ray.shutdown()
    shutil.rmtree(folder, ignore_errors=True)
