"""What the rules of the tables say of one person, row by row: ages, and competencies with all they imply."""

import datetime as dt
from collections.abc import Iterable, Mapping

from jalur.planner.contract.tables import Tables


def age_on(born: dt.date, day: dt.date) -> int:
    """Return the age in completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def covers_of(tables: Tables) -> dict[str, frozenset[str]]:
    """Return each competency with itself and everything it implies."""
    implies = dict(tables.competencies.select("code", "implies").iter_rows())
    covers = {}
    for code in implies:
        seen, ahead = {code}, [code]
        while ahead:
            for other in implies[ahead.pop()] or []:
                if other not in seen:
                    seen.add(other)
                    ahead.append(other)
        covers[code] = frozenset(seen)
    return covers


def closed(codes: Iterable[str] | None, covers: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return `codes` and everything they imply."""
    return frozenset().union(*(covers[code] for code in codes or ()))
