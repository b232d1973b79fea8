"""Tables as arrays of numbers: days, codes, bit sets. Nothing here is shared with the solver."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

NO_LEAST = -100_000
NO_MOST = 100_000
ANY = -1
WORD = 64
REACH = {"regency": 0, "province": 1, "national": 2}
SEX = {"F": 0, "M": 1}


def days(column: pl.Series) -> np.ndarray:
    """Days since 1970-01-01, int32."""
    return column.cast(pl.Date).to_physical().to_numpy().astype(np.int32)


def calendar(column: pl.Series) -> np.ndarray:
    """Dates as yyyymmdd, int64: (later − earlier) // 10000 is the number of completed years."""
    return (
        column.dt.year().cast(pl.Int64) * 10_000
        + column.dt.month().cast(pl.Int64) * 100
        + column.dt.day().cast(pl.Int64)
    ).to_numpy()


def limits(column: pl.Series, missing: int) -> np.ndarray:
    return column.cast(pl.Int64).fill_null(missing).to_numpy()


def distinct(column: pl.Series) -> tuple[np.ndarray, list[list[str] | None]]:
    """Index of each row's list among the distinct lists, and those lists (null stays null)."""
    keys = column.cast(pl.List(pl.String)).list.join("\x1f")
    # An empty list joins to "", which no list of non-empty codes does; null stays null.
    rows = pl.DataFrame({"key": keys, "list": column.cast(pl.List(pl.String))})
    first = rows.unique("key", keep="first", maintain_order=True).with_row_index("index")
    index = rows.select("key").join(
        first.select("key", "index"), on="key", how="left", nulls_equal=True, maintain_order="left"
    )
    return index["index"].to_numpy().astype(np.int32), first["list"].to_list()


def number(column: pl.Series, names: list[str]) -> np.ndarray:
    """Position of each text in `names`, −1 where it is not there."""
    known = pl.DataFrame(
        {"name": pl.Series(names, dtype=pl.String), "index": np.arange(len(names), dtype=np.int32)}
    )
    asked = pl.DataFrame({"name": column.cast(pl.String)})
    found = asked.join(known, on="name", how="left", maintain_order="left")["index"]
    return found.fill_null(-1).to_numpy().astype(np.int32)


@dataclass(frozen=True)
class Encoded:
    """One instance in numbers. `states`, `wanted`, `taught`, `needed` are closed bit sets as Python integers."""

    width: int  # words of 64 bits in a set of competencies
    # candidates
    home: np.ndarray
    state: np.ndarray
    states: list[int]
    birth: np.ndarray
    sex: np.ndarray
    education: np.ndarray
    wish: np.ndarray
    wishes: np.ndarray  # sets × destinations, 1 = wished for
    available: np.ndarray
    weight: np.ndarray
    # orders
    destination: np.ndarray
    requirement: np.ndarray
    wanted: list[int]
    openings: np.ndarray
    ready: np.ndarray
    ready_calendar: np.ndarray
    order_youngest: np.ndarray
    order_oldest: np.ndarray
    order_sex: np.ndarray
    order_education: np.ndarray
    worth: np.ndarray
    # intakes
    kind: np.ndarray
    taught: list[int]
    needed: list[int]
    starts: np.ndarray
    starts_calendar: np.ndarray
    ends: np.ndarray
    intake_youngest: np.ndarray
    intake_oldest: np.ndarray
    intake_education: np.ndarray
    seats: np.ndarray
    cost: np.ndarray
    passing: np.ndarray
    # who may attend: homes × intakes
    within: np.ndarray

    def words(self, sets: list[int]) -> np.ndarray:
        """Bit sets as a matrix of 64-bit words."""
        mask = (1 << WORD) - 1
        return np.array(
            [[(bits >> (WORD * word)) & mask for word in range(self.width)] for bits in sets], dtype=np.uint64
        ).reshape(len(sets), self.width)


def closures(competencies: pl.DataFrame) -> dict[str, int]:
    """For each code the bit set of everything that comes with it, itself included."""
    codes = competencies["code"].to_list()
    implied = dict(zip(codes, competencies["implies"].to_list(), strict=True))
    bit = {code: 1 << position for position, code in enumerate(codes)}
    closed: dict[str, int] = {}
    for code in codes:
        seen, ahead = {code}, [code]
        while ahead:
            for other in implied[ahead.pop()] or ():
                if other not in seen:
                    seen.add(other)
                    ahead.append(other)
        closed[code] = sum(bit[other] for other in seen)
    return closed


def union(codes: list[str] | None, closed: dict[str, int]) -> int:
    bits = 0
    for code in codes or ():
        bits |= closed[code]
    return bits


def attendance(intakes: pl.DataFrame, reach: pl.DataFrame, homes: list[str]) -> np.ndarray:
    """Boolean homes × intakes: may people of that regency attend?"""
    places = intakes["regency"].to_list()
    row = {code: index for index, code in enumerate(homes)}
    at: dict[str, list[int]] = {}
    for index, place in enumerate(places):
        at.setdefault(place, []).append(index)
    within = np.zeros((len(homes), len(places)), dtype=np.bool_)
    wide = np.array([REACH[reach] for reach in intakes["reach"].to_list()])
    province = np.array([place[:2] for place in places])
    for home, index in row.items():
        within[index, at.get(home, [])] = True
        within[index] |= (wide == REACH["national"]) | ((wide == REACH["province"]) & (province == home[:2]))
    for start, end in reach.iter_rows():
        if start in row:
            within[row[start], at.get(end, [])] = True
    return within


def encode(tables: Any) -> Encoded:
    """Read what the checks need out of the tables; expects an instance that keeps the schema."""
    competencies, candidates = tables.competencies, tables.candidates
    orders, intakes = tables.job_orders, tables.intakes
    closed = closures(competencies)
    state, held = distinct(candidates["holds"])
    wish, wishes = distinct(candidates["destinations"])
    requirement, wanted = distinct(orders["requires"])
    destinations = orders["destination"].unique().sort().to_list()
    wished = np.array(
        [[wish_ is None or code in wish_ for code in destinations] for wish_ in wishes], dtype=np.uint8
    ).reshape(len(wishes), len(destinations))
    teaches, prerequisites = distinct(intakes["teaches"]), distinct(intakes["prerequisites"])
    kinds, kind = np.unique(np.column_stack([teaches[0], prerequisites[0]]), axis=0, return_inverse=True)
    homes = candidates["regency"].unique().sort().to_list()
    return Encoded(
        width=max(1, -(-competencies.height // WORD)),
        home=number(candidates["regency"], homes),
        state=state,
        states=[union(codes, closed) for codes in held],
        birth=calendar(candidates["birth_date"]),
        sex=number(candidates["sex"], list(SEX)),
        education=limits(candidates["education"], 0),
        wish=wish,
        wishes=wished,
        available=days(candidates["available_from"]),
        weight=candidates["weight"].cast(pl.Float64).to_numpy(),
        destination=number(orders["destination"], destinations),
        requirement=requirement,
        wanted=[union(codes, closed) for codes in wanted],
        openings=limits(orders["openings"], 0),
        ready=days(orders["ready_by"]),
        ready_calendar=calendar(orders["ready_by"]),
        order_youngest=limits(orders["min_age"], NO_LEAST),
        order_oldest=limits(orders["max_age"], NO_MOST),
        order_sex=number(orders["sex"], list(SEX)),
        order_education=limits(orders["min_education"], NO_LEAST),
        worth=orders["value"].cast(pl.Float64).to_numpy(),
        kind=kind.reshape(-1).astype(np.int32),
        taught=[union(teaches[1][index], closed) for index in kinds[:, 0]],
        needed=[union(prerequisites[1][index], closed) for index in kinds[:, 1]],
        starts=days(intakes["starts"]),
        starts_calendar=calendar(intakes["starts"]),
        ends=days(intakes["ends"]),
        intake_youngest=limits(intakes["min_age"], NO_LEAST),
        intake_oldest=limits(intakes["max_age"], NO_MOST),
        intake_education=limits(intakes["min_education"], NO_LEAST),
        seats=limits(intakes["seats"], 0),
        cost=intakes["cost"].cast(pl.Float64).to_numpy(),
        passing=intakes["pass_rate"].cast(pl.Float64).to_numpy(),
        within=attendance(intakes, tables.reach, homes),
    )
