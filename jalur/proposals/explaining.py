"""Why each person got this path and what keeps openings empty: codes and numbers, no words, from tables and plan alone.

Screens put them into words in the reader's language (`paths.py`, `causes.py`).
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from jalur.foundation.competencies.rules import closure
from jalur.planner import Plan, Tables

# Counting looks at every person for every order with empty openings; past this many orders, at those with most of them.
MOST_ORDERS = 500
NEVER = np.iinfo(np.int32).max
SCARCE = 0.0005
# How near to a path an obstacle leaves somebody, the farthest first.
NEARNESS = (
    "destination",
    "sex",
    "too_old",
    "too_young",
    "education",
    "untaught",
    "before",
    "begun",
    "deadline",
    "worth",
    "openings",
    "seats",
)


@dataclass(frozen=True)
class Told:
    """`causes`: order number → what `causes.py` reads. `reasons`: candidate number → what `paths.py` reads.

    `unplaced`: [code, people, detail], what came nearest to a path for everybody without one.
    """

    causes: dict[str, dict[str, Any]] = field(default_factory=dict)
    reasons: dict[str, dict[str, Any]] = field(default_factory=dict)
    unplaced: list[list[Any]] = field(default_factory=list)


def explain(tables: Tables, plan: Plan) -> Told:
    """Everything the screens tell about a verified plan."""
    covers = closure(
        {code: implies or () for code, implies in tables.competencies.select("code", "implies").rows()}
    )
    causes, unplaced = obstacles(tables, plan, covers)
    return Told(causes, reasons_of_people(tables, plan, covers), unplaced)


def reasons_of_people(
    tables: Tables, plan: Plan, covers: dict[str, frozenset[str]]
) -> dict[str, dict[str, Any]]:
    """Candidate → what is held already, what each class brings, chance, cost, worth net of prices."""
    orders = {row["id"]: row for row in tables.job_orders.iter_rows(named=True)}
    intakes = {row["id"]: row for row in tables.intakes.iter_rows(named=True)}
    holds = dict(tables.candidates.select("id", "holds").iter_rows())
    price = {(kind, key): one for kind, key, one in plan.prices.iter_rows()}
    told = {}
    for candidate, order, path, value in plan.assignments.iter_rows():
        wanted = set(orders[order]["requires"] or ())
        held = closed(holds[candidate] or (), covers)
        chance, cost, steps, reached = 1.0, 0.0, [], set(held)
        for number in path:
            intake = intakes[number]
            gained = closed(intake["teaches"] or (), covers)
            steps.append(
                sorted((gained & wanted) - reached) or sorted(set(intake["teaches"] or ()) - reached)
            )
            reached |= gained
            chance *= intake["pass_rate"]
            cost += intake["cost"]
        seat_prices = [price.get(("intake", number), 0.0) for number in path]
        order_price = price.get(("order", order), 0.0)
        told[candidate] = {
            "held": sorted(held & wanted),
            "steps": steps,
            "chance": round(chance, 4),
            "cost": round(cost),
            "net": round(value - order_price - sum(seat_prices), 6),
            "order_price": round(order_price, 6),
            "seat_prices": [round(one, 6) for one in seat_prices],
            "scarce": max(seat_prices, default=0.0) > SCARCE,
        }
    return told


def closed(codes: Any, covers: dict[str, frozenset[str]]) -> set[str]:
    """The codes and all they imply."""
    return set().union(*(covers[code] for code in codes))


@dataclass
class People:
    """Everybody as arrays: what they hold, and from when they could hold each competency by the classes in reach.

    `taught[person, code]`: a class in reach teaches it at all; `begins`: one of those begins when the person is free;
    `ends`: first day (ordinal) on which one has taught it, with its prerequisites in time; `free_ends`: the same with
    classes that have a seat left in the plan.
    """

    code: dict[str, int]
    holds: np.ndarray
    taught: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    free_ends: np.ndarray
    birth: np.ndarray
    sex: np.ndarray
    education: np.ndarray
    destinations: list[frozenset[str] | None]
    placed: np.ndarray

    def __post_init__(self) -> None:
        self.name = {position: code for code, position in self.code.items()}
        self.nearest_rank = np.full(len(self.placed), -1, dtype=np.int8)
        self.nearest_stop = np.zeros(len(self.placed), dtype=np.int32)
        self.stops: dict[tuple[str, str], int] = {}

    def stopped(self, code: str, detail: str, who: np.ndarray) -> None:
        """Remember for everybody without a path the obstacle that came nearest to one."""
        rank = NEARNESS.index(code)
        nearer = who & ~self.placed & (self.nearest_rank < rank)
        self.nearest_rank[nearer] = rank
        self.nearest_stop[nearer] = self.stops.setdefault((code, detail), len(self.stops))

    def unplaced(self) -> list[list[Any]]:
        """[code, people, detail]: why people have no path, each counted once."""
        counts = Counter(self.nearest_stop[~self.placed & (self.nearest_rank >= 0)].tolist())
        names = list(self.stops)
        return sorted(
            ([names[key][0], count, names[key][1]] for key, count in counts.items()), key=largest_first
        )


def largest_first(stop: list[Any]) -> tuple[int, str, str]:
    return (-stop[1], stop[0], stop[2])


def obstacles(
    tables: Tables, plan: Plan, covers: dict[str, frozenset[str]]
) -> tuple[dict[str, dict[str, Any]], list[list[Any]]]:
    """Order → {"stops": [[code, people, detail], …]} for orders with empty openings, and why people have no path.

    For an order each person not sent there counts once, under the first thing in the way.
    """
    filled = Counter(plan.assignments["job_order"].to_list())
    orders = sorted(
        tables.job_orders.iter_rows(named=True),
        key=lambda row: (filled[row["id"]] - row["openings"], row["id"]),
    )
    people = people_of(tables, plan, covers)
    wishers: dict[str, np.ndarray] = {}
    where = dict(plan.assignments.select("candidate", "job_order").rows())
    sent_to = np.array([where.get(one, "") for one in tables.candidates["id"].to_list()], dtype=object)
    found = {}
    for order in orders[:MOST_ORDERS]:
        country = order["destination"]
        if country not in wishers:
            wishers[country] = np.array([wish is None or country in wish for wish in people.destinations])
        is_full = filled[order["id"]] >= order["openings"]
        stops = stops_of_order(order, people, wishers[country], sent_to == order["id"], is_full=is_full)
        if not is_full:
            found[order["id"]] = {"stops": sorted(stops, key=largest_first)}
    return found, people.unplaced()


def stops_of_order(
    order: dict[str, Any], people: People, wishes: np.ndarray, sent: np.ndarray, *, is_full: bool
) -> list[list[Any]]:
    """[code, people, detail] for one order."""
    stops: list[list[Any]] = []
    left = ~sent

    def stop(code: str, stopped: np.ndarray, detail: str = "") -> None:
        nonlocal left
        now = left & stopped
        if count := int(np.count_nonzero(now)):
            stops.append([code, count, detail])
            left = left & ~stopped
            if code != "elsewhere":
                people.stopped(code, detail, now)

    stop("destination", ~wishes)
    if order["min_age"] is not None:
        stop("too_young", people.birth > years_before(order["ready_by"], order["min_age"]))
    if order["max_age"] is not None:
        stop("too_old", people.birth <= years_before(order["ready_by"], order["max_age"] + 1))
    if order["sex"] is not None:
        stop("sex", people.sex != order["sex"])
    if order["min_education"] is not None:
        stop("education", people.education < order["min_education"])
    wanted = (people.code[code] for code in order["requires"] or ())
    rarest = sorted(wanted, key=lambda position: (int(people.taught[:, position].sum()), position))
    ready = order["ready_by"].toordinal()
    tests = {
        "untaught": lambda position: ~people.taught[:, position],
        "begun": lambda position: ~people.begins[:, position],
        "before": lambda position: people.ends[:, position] == NEVER,
        "deadline": lambda position: people.ends[:, position] > ready,
    }
    for code, fails in tests.items():
        for position in rarest:
            stop(code, ~people.holds[:, position] & fails(position), people.name[position])
    stop("elsewhere", people.placed)
    for position in rarest:
        stop(
            "seats",
            ~people.holds[:, position] & (people.free_ends[:, position] > ready),
            people.name[position],
        )
    stop("openings" if is_full else "worth", np.ones_like(left))
    return stops


def years_before(day: date, years: int) -> int:
    """The last day of birth (ordinal) with so many years completed on the day; 29 February counts as 1 March."""
    try:
        return day.replace(year=day.year - years).toordinal()
    except ValueError:
        return date(day.year - years, 2, 28).toordinal()


def people_of(tables: Tables, plan: Plan, covers: dict[str, frozenset[str]]) -> People:
    candidates = tables.candidates
    code = {one: position for position, one in enumerate(sorted(covers))}
    holds = np.zeros((candidates.height, len(code)), dtype=bool)
    states: dict[tuple[str, ...], list[int]] = {}
    for row, held in enumerate(candidates["holds"].to_list()):
        states.setdefault(tuple(sorted(held or ())), []).append(row)
    for held, rows in states.items():
        holds[np.ix_(rows, [code[one] for one in closed(held, covers)])] = True
    taken = Counter(plan.assignments["intakes"].explode().drop_nulls().to_list())
    birth = ordinals(candidates["birth_date"])
    education = candidates["education"].to_numpy()
    taught = np.zeros_like(holds)
    begins = np.zeros_like(holds)
    ends = np.full(holds.shape, NEVER, dtype=np.int32)
    free_ends = ends.copy()
    reach = reach_of(tables)
    available = ordinals(candidates["available_from"])
    for intake in tables.intakes.sort("starts", "id").iter_rows(named=True):
        near = reach(intake)
        near = near & (birth <= years_before(intake["starts"], intake["min_age"] or 0))
        if intake["max_age"] is not None:
            near = near & (birth > years_before(intake["starts"], intake["max_age"] + 1))
        near = near & (education >= (intake["min_education"] or 0))
        gained = [code[one] for one in closed(intake["teaches"] or (), covers)]
        before = [code[one] for one in intake["prerequisites"] or ()]
        starts, last = intake["starts"].toordinal(), intake["ends"].toordinal()
        in_time = near & (available <= starts)
        has_seat = taken[intake["id"]] < intake["seats"]
        for table, counts in ((ends, True), (free_ends, has_seat)):
            if not counts:
                continue
            able = in_time.copy()
            for position in before:
                able &= holds[:, position] | (table[:, position] < starts)
            rows = np.flatnonzero(able)
            for position in gained:
                table[rows, position] = np.minimum(table[rows, position], last)
        for position in gained:
            taught[:, position] |= near
            begins[:, position] |= in_time
    placed = candidates["id"].is_in(plan.assignments["candidate"].implode()).to_numpy()
    wishes = [None if one is None else frozenset(one) for one in candidates["destinations"].to_list()]
    sex = candidates["sex"].to_numpy()
    return People(code, holds, taught, begins, ends, free_ends, birth, sex, education, wishes, placed)


def ordinals(days: pl.Series) -> np.ndarray:
    """Days as `date.toordinal` numbers."""
    return days.cast(pl.Int32).to_numpy() + date(1970, 1, 1).toordinal()


def reach_of(tables: Tables) -> Any:
    """A function: intake → who lives in its reach."""
    homes = tables.candidates["regency"].to_numpy()
    provinces = np.array([home[:2] for home in homes])
    travel: dict[str, set[str]] = {}
    for home, venue in tables.reach.iter_rows():
        travel.setdefault(venue, set()).add(home)

    def reach(intake: dict[str, Any]) -> np.ndarray:
        if intake["reach"] == "national":
            return np.ones(len(homes), dtype=bool)
        near = np.isin(homes, [intake["regency"], *travel.get(intake["regency"], ())])
        if intake["reach"] == "province":
            near = near | (provinces == intake["regency"][:2])
        return near

    return reach


def first_come(tables: Tables) -> dict[str, Any]:
    """First come, first served on the same tables: {"value" (floor penalties taken off), "placed"}."""
    from jalur.planner import baselines

    taken = baselines.first_come(tables).assignments
    value = float(taken["value"].sum())
    placed = tables.candidates.filter(pl.col("id").is_in(taken["candidate"].implode()))
    for floor in tables.policy.floors:
        value -= floor.penalty * max(0.0, floor.minimum - members(placed, floor.group))
    return {"value": value, "placed": taken.height}


def members(people: pl.DataFrame, group: dict[str, str]) -> int:
    """How many of the people a floor counts."""
    (kind, wanted), *_ = group.items()
    found = {
        "sex": pl.col("sex") == wanted,
        "regency": pl.col("regency") == wanted,
        "province": pl.col("regency").str.slice(0, 2) == wanted,
    }
    return people.filter(found[kind]).height
