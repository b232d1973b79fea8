"""Pure decisions that several parts share: what counts as nothing, what stops most people."""

from collections.abc import Sequence
from typing import Any


def main_stop(stops: Sequence[Sequence[Any]]) -> Sequence[Any] | None:
    """What stops most people of an order ([code, people, detail]), wishes for other countries aside if anything else does."""
    others = [stop for stop in stops if stop[0] != "destination"]
    return max(others or stops, key=lambda stop: stop[1], default=None)


TINY = 0.0005

PUBLISHING = "proposals:publishing"
"""The key under which a plan is published or taken back alone, while nobody decides on a proposal."""
