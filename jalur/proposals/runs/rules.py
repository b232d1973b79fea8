"""Pure decisions about runs: what a policy means to the planner, how long a search lasts, which classes are in reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_INTAKES = 3


# Value per rupiah: how much of a placement a million rupiah of training may cost is THRIFT × 1,000,000.
THRIFT = {"none": 0.0, "some": 1e-9, "strong": 5e-9}


# People looked at, at most, and the minutes a search gets unless somebody says otherwise.
MINUTES = ((5_000, 2), (100_000, 5))


MOST_MINUTES = 10


PENALTY_OF_A_MISSING_PLACEMENT = 1.0


@dataclass(frozen=True)
class Wanted:
    """What the person who starts a run wants, in the words of the form.

    `what_first`: "people" (every opening counts the same) or "worth" (as the orders are weighted) · `budget`: IDR,
    None for no limit · `thrift`: a key of THRIFT · `max_intakes`: classes a path at most · `women`: at least so many, 0
    for no floor · `region`: code of a province or regency of which at least `from_region` people are wished · `minutes`: how
    long to search at most, None for what the size asks.
    """

    what_first: str = "people"
    budget: int | None = None
    thrift: str = "none"
    max_intakes: int = MOST_INTAKES
    women: int = 0
    region: str = ""
    from_region: int = 0
    minutes: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "what_first": self.what_first,
            "budget": self.budget,
            "thrift": self.thrift,
            "max_intakes": self.max_intakes,
            "women": self.women,
            "region": self.region,
            "from_region": self.from_region,
            "minutes": self.minutes,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Wanted":
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})

    def policy(self) -> dict[str, Any]:
        """The planner's `policy.json`."""
        floors = []
        penalty = PENALTY_OF_A_MISSING_PLACEMENT
        if self.women:
            floors.append({"group": {"sex": "F"}, "minimum": self.women, "penalty": penalty})
        if self.region and self.from_region:
            kind = "regency" if "." in self.region else "province"
            floors.append({"group": {kind: self.region}, "minimum": self.from_region, "penalty": penalty})
        return {
            "budget": self.budget,
            "cost_weight": THRIFT[self.thrift],
            "max_intakes": self.max_intakes,
            "floors": floors,
        }


def minutes_for(people: int) -> int:
    """How long a search for so many people may take unless somebody says otherwise."""
    return next((minutes for most, minutes in MINUTES if people <= most), MOST_MINUTES)


def why_ended(*, stopped: bool, gap: float, enough: float, seconds: float, limit: float) -> str:
    """Why a search ended: "stopped" by somebody, "proved" as near the best as was asked, "time" was up, or "nothing_better" found."""
    if stopped:
        return "stopped"
    if gap <= enough:
        return "proved"
    return "time" if seconds >= 0.98 * limit else "nothing_better"


@dataclass
class Trail:
    """How bound and value came together: [seconds, bound, value], thinned so that it never grows past `most`."""

    points: list[list[float | None]] = field(default_factory=list)
    most: int = 60

    def add(self, elapsed: float, bound: float | None, value: float | None) -> None:
        if bound is None and value is None:
            return
        if self.points and self.points[-1][1:] == [bound, value]:
            return
        self.points.append([round(elapsed, 2), bound, value])
        if len(self.points) > self.most:
            # The first and the latest stay; every other one between them goes.
            self.points[1:-1] = self.points[2:-1:2]


def can_be_reached(
    regency: str, reach: str, *, homes: frozenset[str], provinces: frozenset[str], neighbours: frozenset[str]
) -> bool:
    """Whether an intake in `regency` is in reach of anybody who lives in `homes`.

    `provinces` are the homes' first two digits, `neighbours` the regencies within daily travel of a home.
    """
    if reach == "national":
        return True
    if reach == "province" and regency[:2] in provinces:
        return True
    return regency in homes or regency in neighbours
