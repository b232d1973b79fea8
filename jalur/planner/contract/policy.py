"""What a plan must respect beyond the tables: the budget, the cost of training, the floors."""

from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True, slots=True)
class Floor:
    """At least `minimum` placements in a group, else `penalty` (value units) per missing one.

    `group` has one key: province ("35"), regency ("35.17") or sex ("F").
    """

    group: dict[str, str]
    minimum: float
    penalty: float

    def counts(self) -> pl.Expr:
        """Say, over a frame of candidates, whom the floor counts."""
        ((key, code),) = self.group.items()
        return pl.col("sex") == code if key == "sex" else pl.col("regency").str.starts_with(code)


@dataclass(frozen=True, slots=True)
class Policy:
    """Budget in IDR (None: none), value units per IDR of cost, intakes per path, floors."""

    budget: float | None = None
    cost_weight: float = 0.0
    max_intakes: int = 3
    floors: tuple[Floor, ...] = ()
    unknown: tuple[tuple[str, object], ...] = ()

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> "Policy":
        """Read what `policy.json` holds; faults stay inside and are reported by `check`."""
        known = {"budget", "cost_weight", "max_intakes", "floors"}
        floors, unknown = [], [(key, value) for key, value in raw.items() if key not in known]
        listed = raw.get("floors") or []
        if not isinstance(listed, list):
            listed = [listed]
        for floor in listed:
            parts = floor if isinstance(floor, dict) else {"group": floor}
            floors.append(Floor(parts.get("group"), parts.get("minimum"), parts.get("penalty")))  # type: ignore[arg-type]  # checked by check_floors
        return cls(
            raw.get("budget"),
            raw.get("cost_weight", 0.0),
            raw.get("max_intakes", 3),
            tuple(floors),
            tuple(unknown),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the dict that `policy.json` holds."""
        floors = [{"group": f.group, "minimum": f.minimum, "penalty": f.penalty} for f in self.floors]
        return {
            "budget": self.budget,
            "cost_weight": self.cost_weight,
            "max_intakes": self.max_intakes,
            "floors": floors,
        }
