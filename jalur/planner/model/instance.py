"""From tables to arrays: everything the kernels need, in a canonical order. SPEC.md §1, §2, §6.

Rows are put in an order of their own, so the plan does not depend on the order of rows. Candidates, orders and
intakes that no constraint can tell apart become one group, one order, one intake with a count.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from jalur.planner.contract.tables import Tables
from jalur.planner.model.recipes import Recipes, find_recipes

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

NO_LIMIT = 99_999_999
REACHES = ("regency", "province", "national")


@dataclass(slots=True)
class Instance:
    """Arrays of one instance. Resources are numbered 0 (none), 1..n_orders, then the intakes.

    Dates are days since 1970-01-01; births are classes between the age limits that occur (`birth <= hi` and
    `birth > lo` decide); `available` is an index into the distinct first days of intakes.
    """

    # candidates, grouped
    regency: Ints
    state: Ints
    sex: Ints
    education: Ints
    birth: Ints
    available: Ints
    wish: Ints
    weight: Floats
    count: Ints
    floor_set: Ints  # index into floor_sets
    floor_sets: NDArray[np.bool_]  # sets × floors
    member_of: Ints  # group of each member, members in canonical order
    member_row: Ints  # row in tables.candidates of each member
    # orders (grouped), sorted by market
    order_market: Ints
    order_value: Floats
    order_ready: Ints
    order_lo: Ints
    order_hi: Ints
    order_openings: NDArray[np.int64]
    order_of: Ints  # grouped order of each table row, -1 when nobody can ever take it
    # the intakes, grouped
    intake_kind: Ints
    intake_start: Ints  # index into the distinct first days
    intake_end: Ints  # first start strictly after the last day, as an index into the distinct first days
    intake_last: Ints  # last day
    intake_lo: Ints
    intake_hi: Ints
    intake_education: Ints
    intake_cost: Floats
    intake_pass: Floats
    intake_seats: NDArray[np.int64]
    intake_of: Ints
    # markets: orders that differ in deadline only (destination, requirement set, value, sex, schooling, ages agree)
    market_first: Ints
    market_demand: Ints  # requirement set of each market
    market_value: Floats
    market_sex: Ints  # 0 F, 1 M, -1 any
    market_education: Ints
    wish_first: Ints
    wish_markets: Ints
    # reach: intakes of kind k within reach of regency r are reach_intake[reach_first[r * kinds + k]:...]
    reach_first: NDArray[np.int64]
    reach_intake: Ints
    kinds: int
    recipes: Recipes
    regencies: list[str]
    starts: Ints
    budget: float
    cost_weight: float
    max_intakes: int
    floor_minimum: Floats
    floor_penalty: Floats

    @property
    def n_orders(self) -> int:
        """Number of grouped orders."""
        return len(self.order_value)

    @property
    def n_intakes(self) -> int:
        """Number of grouped intakes."""
        return len(self.intake_cost)

    @property
    def n_groups(self) -> int:
        """Number of candidate groups."""
        return len(self.weight)


def day_key(dates: pl.Series) -> NDArray[np.int64]:
    """Return yyyymmdd; (later - earlier) // 10000 is the age in completed years, also for 29 February."""
    return (
        dates.dt.year().cast(pl.Int64) * 10_000 + dates.dt.month().cast(pl.Int64) * 100 + dates.dt.day()
    ).to_numpy()


def days(dates: pl.Series) -> Ints:
    """Return days since 1970-01-01."""
    return dates.to_physical().cast(pl.Int32).to_numpy()


def bits_of(lists: pl.Series, codes: list[str]) -> NDArray[np.uint64]:
    """Return one row of 64-bit words per list: which of `codes` it holds."""
    words = max(1, (len(codes) + 63) // 64)
    bits = np.zeros((len(lists), words), np.uint64)
    lengths = lists.list.len().fill_null(0).to_numpy()
    full = np.flatnonzero(lengths)
    if not len(full):
        return bits
    entries = lists.gather(full).explode().cast(pl.Enum(codes)).to_physical().to_numpy().astype(np.int64)
    rows = np.repeat(full, lengths[full])
    for word in range(words):
        inside = (entries >> 6) == word
        shifted = np.left_shift(np.uint64(1), (entries[inside] & 63).astype(np.uint64))
        or_into(bits[:, word], rows[inside], shifted)
    return bits


def or_into(target: NDArray[np.uint64], rows: NDArray[np.int64], values: NDArray[np.uint64]) -> None:
    """Or `values` into `target[rows]`; rows ascend."""
    if len(rows):
        first = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        target[rows[first]] |= np.bitwise_or.reduceat(values, first)


def number_rows(columns: dict[str, NDArray]) -> tuple[Ints, NDArray[np.int64]]:
    """Number equal rows alike, in ascending order of the columns.

    Returns:
        The number of each row, and one row for each number.
    """
    frame = pl.DataFrame(columns)
    names = frame.columns
    distinct = (
        frame.with_row_index("row")
        .group_by(names)
        .agg(pl.col("row").min())
        .sort(names)
        .with_row_index("number")
    )
    numbers = frame.join(distinct, on=names, how="left", maintain_order="left")["number"]
    return numbers.to_numpy().astype(np.int32), distinct["row"].to_numpy().astype(np.int64)


def number_bits(bits: NDArray[np.uint64]) -> tuple[Ints, NDArray[np.uint64]]:
    """Number equal rows of bits alike; return the numbers and the distinct rows."""
    numbers, rows = number_rows({f"w{word}": bits[:, word] for word in range(bits.shape[1])})
    return numbers, bits[rows]


def close(bits: NDArray[np.uint64], implied: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return `bits` with everything they imply; `implied[c]` is closed."""
    closed = bits.copy()
    for code in range(len(implied)):
        holds = (bits[:, code >> 6] >> np.uint64(code & 63)) & np.uint64(1) == 1
        closed[holds] |= implied[code]
    return closed


def closure(competencies: pl.DataFrame, codes: list[str]) -> NDArray[np.uint64]:
    """Return what each code implies, itself included, closed."""
    rows = dict(zip(competencies["code"].to_list(), competencies["implies"].to_list(), strict=True))
    index = {code: number for number, code in enumerate(codes)}
    implied = np.zeros((len(codes), max(1, (len(codes) + 63) // 64)), np.uint64)
    for code in codes:
        seen, ahead = {code}, [code]
        while ahead:
            for other in rows[ahead.pop()] or []:
                if other not in seen:
                    seen.add(other)
                    ahead.append(other)
        for other in seen:
            implied[index[code], index[other] >> 6] |= np.uint64(1) << np.uint64(index[other] & 63)
    return implied


def age_window(frame: pl.DataFrame, day: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (lo, hi) as yyyymmdd: a birth fits when lo < birth <= hi."""
    key = day_key(frame[day])
    least = frame["min_age"].fill_null(0).to_numpy()
    most = frame["max_age"].fill_null(9_998).to_numpy()
    hi = np.where(frame["min_age"].is_null().to_numpy(), NO_LIMIT, key - least * 10_000)
    lo = np.where(frame["max_age"].is_null().to_numpy(), -NO_LIMIT, key - (most + 1) * 10_000)
    return lo, hi


def read_instance(tables: Tables, *, group: bool = True) -> Instance:
    """Turn checked tables into arrays; `group=False` keeps everyone and everything apart (for tests)."""
    orders, intakes, candidates = tables.job_orders, tables.intakes, tables.candidates
    codes = sorted(tables.competencies["code"].to_list())
    implied = closure(tables.competencies, codes)
    order_lo, order_hi = age_window(orders, "ready_by")
    intake_lo, intake_hi = age_window(intakes, "starts")
    limits = np.unique(np.concatenate([order_lo, order_hi, intake_lo, intake_hi]))
    demand, demand_bits = number_bits(close(bits_of(orders["requires"], codes), implied))
    taught = close(bits_of(intakes["teaches"], codes), implied)
    asked = close(bits_of(intakes["prerequisites"], codes), implied)
    kind, kind_bits = number_bits(np.hstack([taught, asked]))
    state, state_bits = number_bits(bits_of(candidates["holds"], codes))
    closed_number, closed_bits = number_bits(close(state_bits, implied))
    entry, entry_bits, kind_entry = admission(candidates, intakes, kind)
    standing, rows = number_rows({"state": closed_number[state], "entry": entry})
    recipes = find_recipes(
        np.hstack([closed_bits[closed_number[state[rows]]], entry_bits[entry[rows]]]),
        np.hstack([demand_bits, np.zeros((len(demand_bits), entry_bits.shape[1]), np.uint64)]),
        with_entry(kind_bits, kind_entry),
        tables.policy.max_intakes,
    )
    parts = Grouping(tables, limits, group)
    parts.add_orders(demand, order_lo, order_hi)
    parts.add_intakes(kind, intake_lo, intake_hi)
    parts.add_candidates(standing)
    return parts.instance(recipes, len(kind_bits))


def admission(
    candidates: pl.DataFrame, intakes: pl.DataFrame, kind: Ints
) -> tuple[Ints, NDArray[np.uint64], NDArray[np.uint64]]:
    """Say what schooling and age open to each candidate, as bits that kinds of intake ask for. SPEC.md §2.

    A kind asks for the least that any of its intakes does, so a recipe someone can never start is not listed for
    them; the intakes' own limits are tested on top.

    Returns:
        A number per candidate, the bits of each number, the bits each kind asks for.
    """
    kinds = int(kind.max()) + 1
    school = intakes["min_education"].fill_null(0).to_numpy()
    least = intakes["min_age"].fill_null(0).to_numpy()
    most = intakes["max_age"].fill_null(NO_LIMIT).to_numpy()
    lo, hi = age_window(intakes, "starts")
    birth, education = day_key(candidates["birth_date"]), candidates["education"].to_numpy()
    has, asks = [], []
    kind_school = np.full(kinds, NO_LIMIT)
    np.minimum.at(kind_school, kind, school)
    kind_least = np.full(kinds, NO_LIMIT)
    np.minimum.at(kind_least, kind, least)
    kind_most = np.zeros(kinds, np.int64)
    np.maximum.at(kind_most, kind, most)
    for level in np.unique(kind_school[kind_school > 0]):
        has.append(education >= level)
        asks.append(kind_school == level)
    for age in np.unique(kind_least[kind_least > 0]):
        has.append(birth <= hi[least >= age].max())
        asks.append(kind_least == age)
    for age in np.unique(kind_most[kind_most < NO_LIMIT]):
        has.append(birth > lo[most <= age].min())
        asks.append(kind_most == age)
    numbers, bits = number_bits(packed(has, len(birth)))
    return numbers, bits, packed(asks, kinds)


def packed(columns: list[NDArray[np.bool_]], rows: int) -> NDArray[np.uint64]:
    """Return rows of 64-bit words, one bit a column."""
    bits = np.zeros((rows, max(1, (len(columns) + 63) // 64)), np.uint64)
    for column, values in enumerate(columns):
        bits[:, column >> 6] |= values.astype(np.uint64) << np.uint64(column & 63)
    return bits


def with_entry(kind_bits: NDArray[np.uint64], entry: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Widen kinds (taught | asked) by what they ask of schooling and age; nobody teaches those."""
    words = kind_bits.shape[1] // 2
    return np.hstack([kind_bits[:, :words], np.zeros_like(entry), kind_bits[:, words:], entry])


def catchments(tables: Tables) -> dict[tuple[str, str], frozenset[str]]:
    """Return the regencies of candidates that may attend a class, by (reach, regency of the class)."""
    homes = frozenset(tables.candidates["regency"].unique().to_list())
    places = homes | set(tables.intakes["regency"].unique().to_list())
    near: dict[str, set[str]] = {place: {place} & homes for place in places}
    for home, place in tables.reach.iter_rows():
        if home in homes and place in places:
            near[place].add(home)
    found = {}
    for place in sorted(places):
        province = {home for home in homes if home[:2] == place[:2]}
        found["regency", place] = frozenset(near[place])
        found["province", place] = frozenset(near[place] | province)
        found["national", place] = homes
    return found


class Grouping:
    """Collects the arrays of an `Instance` table by table."""

    def __init__(self, tables: Tables, limits: NDArray[np.int64], group: bool) -> None:
        self.tables, self.limits, self.group = tables, limits, group
        self.regencies = sorted(set(tables.candidates["regency"].unique().to_list()))
        self.destinations = sorted(tables.job_orders["destination"].unique().to_list())
        self.parts: dict[str, object] = {}

    def numbered(self, frame: pl.DataFrame, columns: dict[str, NDArray]) -> tuple[Ints, NDArray[np.int64]]:
        """Number the rows of `frame` that `columns` can't tell apart (all apart without grouping)."""
        if not self.group:
            columns = {**columns, "id": frame["id"].to_numpy()}
        return number_rows(columns)

    def add_orders(self, demand: Ints, lo: NDArray[np.int64], hi: NDArray[np.int64]) -> None:
        """Add the orders, grouped and sorted by market."""
        frame = self.tables.job_orders
        destination = frame["destination"].cast(pl.Enum(self.destinations)).to_physical().to_numpy()
        columns = {
            "destination": destination.astype(np.int32),
            "demand": demand,
            "value": frame["value"].to_numpy(),
            "sex": frame["sex"]
            .replace_strict({"F": 0, "M": 1}, default=-1, return_dtype=pl.Int32)
            .to_numpy(),
            "education": frame["min_education"].fill_null(0).to_numpy().astype(np.int32),
            "min_age": frame["min_age"].fill_null(0).to_numpy(),
            "max_age": frame["max_age"].fill_null(NO_LIMIT).to_numpy(),
            "ready": days(frame["ready_by"]),
            "lo": np.searchsorted(self.limits, lo).astype(np.int32),
            "hi": np.searchsorted(self.limits, hi).astype(np.int32),
        }
        order_of, rows = self.numbered(frame, columns)
        distinct = {name: column[rows] for name, column in columns.items()}
        alike = ("destination", "demand", "value", "sex", "education", "min_age", "max_age")
        market, first = number_rows({name: distinct[name] for name in alike})
        self.market_destination = distinct["destination"][first]
        self.parts |= {
            "order_market": market,
            "order_value": distinct["value"],
            "order_ready": distinct["ready"],
            "order_lo": distinct["lo"],
            "order_hi": distinct["hi"],
            "order_openings": np.bincount(order_of, frame["openings"].to_numpy(), len(rows)).astype(np.int64),
            "order_of": order_of,
            "market_first": np.searchsorted(market, np.arange(len(first) + 1)).astype(np.int32),
            "market_demand": distinct["demand"][first],
            "market_value": distinct["value"][first],
            "market_sex": distinct["sex"][first],
            "market_education": distinct["education"][first],
        }

    def add_intakes(self, kind: Ints, lo: NDArray[np.int64], hi: NDArray[np.int64]) -> None:
        """Add the intakes, grouped, and who is in reach of them."""
        frame = self.tables.intakes
        places = sorted(set(frame["regency"].to_list()))
        columns = {
            "kind": kind,
            "place": frame["regency"].cast(pl.Enum(places)).to_physical().to_numpy().astype(np.int32),
            "reach": frame["reach"].cast(pl.Enum(REACHES)).to_physical().to_numpy().astype(np.int32),
            "start": days(frame["starts"]),
            "end": days(frame["ends"]),
            "lo": np.searchsorted(self.limits, lo).astype(np.int32),
            "hi": np.searchsorted(self.limits, hi).astype(np.int32),
            "education": frame["min_education"].fill_null(0).to_numpy().astype(np.int32),
            "cost": frame["cost"].to_numpy(),
            "pass": frame["pass_rate"].to_numpy(),
        }
        intake_of, rows = self.numbered(frame, columns)
        distinct = {name: column[rows] for name, column in columns.items()}
        self.starts = np.unique(distinct["start"])
        kinds = int(kind.max()) + 1
        homes, intake = self.reach_pairs(distinct, places)
        cell = homes * kinds + distinct["kind"][intake]
        sequence = np.argsort(cell, kind="stable")
        first = np.searchsorted(cell[sequence], np.arange(len(self.regencies) * kinds + 1))
        self.parts |= {
            "intake_kind": distinct["kind"],
            "intake_start": np.searchsorted(self.starts, distinct["start"]).astype(np.int32),
            "intake_end": np.searchsorted(self.starts, distinct["end"], side="right").astype(np.int32),
            "intake_last": distinct["end"],
            "intake_lo": distinct["lo"],
            "intake_hi": distinct["hi"],
            "intake_education": distinct["education"],
            "intake_cost": distinct["cost"],
            "intake_pass": distinct["pass"],
            "intake_seats": np.bincount(intake_of, frame["seats"].to_numpy(), len(rows)).astype(np.int64),
            "intake_of": intake_of,
            "reach_first": first.astype(np.int64),
            "reach_intake": intake[sequence].astype(np.int32),
        }

    def reach_pairs(
        self, intakes: dict[str, NDArray], places: list[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (regency, intake) for everyone in reach of every intake, by intake."""
        number = {code: index for index, code in enumerate(self.regencies)}
        homes_of = {
            who: np.array(sorted(number[home] for home in homes), np.int64)
            for who, homes in catchments(self.tables).items()
        }
        reached_by = [
            homes_of[REACHES[reach], places[place]]
            for place, reach in zip(intakes["place"], intakes["reach"], strict=True)
        ]
        lengths = np.array([len(homes) for homes in reached_by])
        intake = np.repeat(np.arange(len(reached_by)), lengths)
        return np.concatenate(reached_by), intake

    def add_candidates(self, state: Ints) -> None:
        """Add the candidates, grouped; their members are ordered by group, then id."""
        frame = self.tables.candidates
        wish = self.add_wishes(frame["destinations"])
        levels = np.unique(np.concatenate([self.parts["market_education"], self.parts["intake_education"]]))
        columns = {
            "regency": frame["regency"]
            .cast(pl.Enum(self.regencies))
            .to_physical()
            .to_numpy()
            .astype(np.int32),
            "available": np.searchsorted(self.starts, days(frame["available_from"])).astype(np.int32),
            "state": state,
            "wish": wish,
            "sex": (frame["sex"] == "M").to_numpy().astype(np.int32),
            "education": levels[
                np.maximum(np.searchsorted(levels, frame["education"].to_numpy(), side="right") - 1, 0)
            ],
            "birth": np.searchsorted(self.limits, day_key(frame["birth_date"])).astype(np.int32),
            "weight": frame["weight"].to_numpy(),
        }
        if int(levels[0]) > 0:  # a level below every limit is still below
            columns["education"] = frame["education"].to_numpy().astype(np.int32)
        group, rows = self.numbered(frame, columns)
        members = (
            pl.DataFrame({"group": group, "id": frame["id"], "row": np.arange(frame.height, dtype=np.int32)})
            .sort("group", "id")
            .select("group", "row")
        )
        distinct = {name: column[rows] for name, column in columns.items()}
        floor_set, floor_sets = self.floors_of(distinct["regency"], distinct["sex"])
        self.parts |= dict(distinct) | {
            "count": np.bincount(group, minlength=len(rows)).astype(np.int32),
            "floor_set": floor_set,
            "floor_sets": floor_sets,
            "member_of": members["group"].to_numpy(),
            "member_row": members["row"].to_numpy(),
        }

    def add_wishes(self, lists: pl.Series) -> Ints:
        """Number the distinct wishes and list the markets of each."""
        known = lists.list.eval(
            pl.element().filter(pl.element().is_in(self.destinations)).cast(pl.Enum(self.destinations))
        )
        bits = bits_of(known, self.destinations)
        anywhere = lists.is_null().to_numpy()
        bits[anywhere] = ~np.uint64(0)
        wish, distinct = number_bits(bits)
        lists_of_markets = []
        for row in distinct:
            word = row[self.market_destination >> 6]
            wanted = (word >> (self.market_destination & 63).astype(np.uint64)) & np.uint64(1)
            lists_of_markets.append(np.flatnonzero(wanted))
        self.parts["wish_first"] = np.r_[0, np.cumsum([len(found) for found in lists_of_markets])].astype(
            np.int32
        )
        self.parts["wish_markets"] = np.concatenate(lists_of_markets).astype(np.int32)
        return wish

    def floors_of(self, regency: Ints, sex: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return which floors count each group: the number of a set, and the sets."""
        floors = self.tables.policy.floors
        counted = np.zeros((len(regency), len(floors)), bool)
        for column, floor in enumerate(floors):
            ((key, code),) = floor.group.items()
            if key == "sex":
                counted[:, column] = sex == (code == "M")
            else:
                inside = [
                    place == code if key == "regency" else place[:2] == code for place in self.regencies
                ]
                counted[:, column] = np.array(inside)[regency]
        if not floors:
            return np.zeros(len(regency), np.int32), np.zeros((1, 0), bool)
        numbers, rows = number_rows({f"f{column}": counted[:, column] for column in range(len(floors))})
        return numbers, counted[rows]

    def instance(self, recipes: Recipes, kinds: int) -> Instance:
        """Return the finished instance."""
        policy = self.tables.policy
        return Instance(
            **self.parts,  # type: ignore[arg-type]  # collected above under the fields' own names
            kinds=kinds,
            recipes=recipes,
            regencies=self.regencies,
            starts=self.starts,
            budget=float("inf") if policy.budget is None else float(policy.budget),
            cost_weight=float(policy.cost_weight),
            max_intakes=policy.max_intakes,
            floor_minimum=np.array([floor.minimum for floor in policy.floors], np.float64),
            floor_penalty=np.array([floor.penalty for floor in policy.floors], np.float64),
        )
