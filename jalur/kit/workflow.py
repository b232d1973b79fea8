"""States and the steps between them as a table: every room with states declares its own rows."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """One step: from any of `sources`, by `verb`, to `target`.

    action: the right it takes. event: what is recorded.
    needs_reason: the step is only taken with a reason in words or as a code.
    """

    verb: str
    sources: frozenset[str]
    target: str
    action: str
    event: str
    needs_reason: bool = False


def step(table: Iterable[Transition], verb: str, state: str) -> Transition | None:
    """The row for a verb in a state; None when that state knows no such step."""
    return next((row for row in table if row.verb == verb and state in row.sources), None)


def steps_from(table: Iterable[Transition], state: str) -> list[Transition]:
    """Every step that a state knows, in the order of the table."""
    return [row for row in table if state in row.sources]
