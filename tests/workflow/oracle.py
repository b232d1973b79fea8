"""What a room's table says of a step, read row by row by code that shares nothing with the mechanism."""

from dataclasses import dataclass, field, replace
from typing import Any

from tests.access import oracle as access
from tests.access.world import Facts

NOBODYS = Facts()


@dataclass(frozen=True)
class Asked:
    """A step as somebody asks for it. at: the side whose record the database holds; seen_at: the side the caller believes in."""

    table: Any = field(repr=False)
    verb: str
    state: str
    at: str
    seen_at: str
    reason: str
    answers: tuple[bool, ...]
    around: frozenset[str] = frozenset()


class Rights:
    """Who may do what on which side, from the access tables and the facts of the world."""

    def __init__(
        self,
        members: dict[str, Any],
        facts: dict[str, dict[str, Facts]],
        names: dict[str, str],
        keys: dict[tuple[str, str], Any],
    ) -> None:
        self.members, self.facts, self.names, self.keys = members, facts, names, keys
        self.known: dict[tuple[Any, ...], bool] = {}

    def holds(self, key: str, right: str, thing: str, side: str, *, is_new: bool = False) -> bool:
        asked = (key, right, thing, side, is_new)
        if asked not in self.known:
            self.known[asked] = self.look_up(*asked)
        return self.known[asked]

    def look_up(self, key: str, right: str, thing: str, side: str, is_new: bool) -> bool:
        if key == "system":
            return any(row["role"] == "system" and row["action"] == "*" for row in access.ROWS)
        facts = self.facts[side].get(self.names[thing], NOBODYS)
        if is_new:  # a new organisation is nobody's own yet
            others = tuple(one for one in facts.organisations if one != self.keys[thing, side])
            facts = replace(facts, organisations=others)
        return access.reaches(self.members[key], right, facts)


def tell(rights: Rights, key: str, asked: Asked) -> str:
    """How the step has to end: taken, refused (no right), stray (a consequence of nothing), or what stands in its way.

    First comes the right, then the state, the cause, the reason, the guards in their order.
    """
    thing = asked.table.thing
    rows = [row for row in asked.table.steps if row.verb == asked.verb]
    is_new = not asked.state

    def may(row: Any, side: str) -> bool:
        return not row.right or rights.holds(key, row.right, thing, side, is_new=is_new)

    if not any(may(row, asked.seen_at) for row in rows):
        return "refused"
    if asked.at != asked.seen_at and asked.table.along:  # the file or class beside it is another one by now
        return "refused"
    known = [row for row in rows if asked.state in row.sources]
    if not all(may(row, asked.at) for row in known[:1] or rows):
        return "refused"
    if not known:
        return "wrong_state"
    row, words = known[0], asked.reason.strip()
    if not row.right and not row.causes & asked.around:
        return "stray"
    if row.reason is not None and (not words or (row.reason.choices and words not in row.reason.choices)):
        return "reason"
    answers = asked.answers[: len(row.guards)]
    return "taken" if all(answers) else f"guard {answers.index(False)}"
