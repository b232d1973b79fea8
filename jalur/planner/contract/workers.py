"""Who works on a plan: threads of this process, or actors of a Ray cluster."""

import os

Workers = int | str | None  # threads, None: one for each core; "ray" or "ray:4" for Ray's actors


class WorkersLost(Exception):
    """Ray's actors can't be had, or went away during a run. Says so, and what to do, in plain words."""


def cores() -> int:
    """Return how many cores this process may use, which a container or `taskset` can make fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads_of(workers: Workers) -> int:
    """Return how many threads to use for what is always done in this process; beside actors, one for each core."""
    return workers if isinstance(workers, int) else cores()


def actors_of(workers: str) -> int | None:
    """Return how many of Ray's actors are wanted, None for as many as the cluster has cores.

    Raises:
        ValueError: neither "ray" nor "ray:" and a number from 1.
    """
    ray, _, number = workers.partition(":")
    if ray != "ray" or (workers != "ray" and not (number.isdecimal() and int(number) >= 1)):
        raise ValueError(f"{workers!r} is not a number of threads, nor ray, nor ray:4 for four actors")
    return int(number) if number else None
