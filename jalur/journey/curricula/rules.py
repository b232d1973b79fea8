"""What two versions differ in, and what a version comes to. Parts are told apart by the key that a copy keeps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

COMPARED = ("title", "kind", "hours", "mode", "scheme", "competency_id", "outcome", "evidence")
# More than this a week, day after day, is likelier a slip than a plan: eight JP a day on six days.
MOST_A_WEEK = 48

Change = Literal["added", "removed", "changed", "moved", "same"]


class Part(Protocol):
    key: Any
    position: int
    kind: str
    hours: int


@dataclass(frozen=True)
class Difference:
    """One part in two versions; `fields` are those in which it is another now."""

    change: Change
    before: Any = None
    after: Any = None
    fields: tuple[str, ...] = ()


def compare(before: Sequence[Part], after: Sequence[Part]) -> list[Difference]:
    """Part by part in the order of the later version, then what it has no more.

    A part has moved when it stands elsewhere among those that both versions have.
    """
    old, new = {part.key: part for part in before}, {part.key: part for part in after}
    kept_before = [part.key for part in before if part.key in new]
    kept_after = [part.key for part in after if part.key in old]
    still = _longest_in_order(kept_before, kept_after)
    found = []
    for part in after:
        was = old.get(part.key)
        if was is None:
            found.append(Difference("added", None, part))
            continue
        fields = tuple(name for name in COMPARED if getattr(was, name) != getattr(part, name))
        change: Change = "changed" if fields else "same" if part.key in still else "moved"
        found.append(Difference(change, was, part, fields))
    return found + [Difference("removed", part) for part in before if part.key not in new]


def _longest_in_order(before: Sequence[Any], after: Sequence[Any]) -> set[Any]:
    """Of the same keys in two orders the most that keep theirs."""
    place = {key: index for index, key in enumerate(before)}
    best: list[list[Any]] = []
    for key in after:
        before_it = [line for line in best if place[line[-1]] < place[key]]
        longest = sorted(before_it, key=len)[-1:]
        best.append([*(longest[0] if longest else []), key])
    best.sort(key=len)
    return set(best[-1]) if best else set()


def hours_by_kind(parts: Iterable[Part]) -> dict[str, int]:
    """Kind → JP, in the order in which the kinds first come."""
    totals: dict[str, int] = {}
    for part in parts:
        totals[part.kind] = totals.get(part.kind, 0) + part.hours
    return totals


def clock_minutes(hours: int, lesson_minutes: int) -> int:
    """JP as minutes of the clock."""
    return hours * lesson_minutes


def weekly(hours: int, weeks: int) -> int:
    """JP a week, rounded up."""
    return -(-hours // weeks)


def unanswered(parties: Mapping[str, str], agreed: str) -> list[str]:
    """Of organisation → state the names of those that have not agreed."""
    return sorted(name for name, state in parties.items() if state != agreed)
