"""What stands between people and openings, counted for every order and everybody at once by a compiled loop.

The Explainer answers the same question for one order with the sequence of classes looked at as well; it takes
seconds an order, and a nation has 20,000 of them.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numba import njit

from jalur.planner.contract.plan import Plan
from jalur.planner.contract.tables import Tables

# In the order in which they are tried; a person counts under the first.
STOPS = (
    "destination", "too_young", "too_old", "sex", "education",
    "untaught", "begun", "before", "deadline", "elsewhere", "seats", "openings", "worth",
)  # fmt: skip
(
    DESTINATION, TOO_YOUNG, TOO_OLD, SEX, EDUCATION,
    UNTAUGHT, BEGUN, BEFORE, DEADLINE, ELSEWHERE, SEATS, OPENINGS, WORTH,
) = range(len(STOPS))  # fmt: skip
# How near to a path an obstacle leaves somebody, the farthest first.
NEARNESS = (
    "destination", "sex", "too_old", "too_young", "education",
    "untaught", "before", "begun", "deadline", "worth", "openings", "seats",
)  # fmt: skip
NEVER = np.iinfo(np.int32).max
EVER = np.iinfo(np.int32).min
SEXES = ("", "F", "M")
SHARDS = 16


@dataclass(frozen=True)
class Causes:
    """`orders`: order id → {"stops": [[code, people, detail], …]}, for orders with empty openings.

    `unplaced`: [code, people, detail], the obstacle that came nearest to a path, for everybody without one.
    `scarce`: [competency, people, value]: of those, the people who found no seat for it, and what seats for all of them
    could add at most: for each the price of the cheapest such seat in reach that ends in time.
    """

    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    unplaced: list[list[Any]] = field(default_factory=list)
    scarce: list[list[Any]] = field(default_factory=list)


# The kernels take arrays one by one: taking them out of a tuple costs a shared counter each time, which threads fight over.
@njit(cache=True, nogil=True)
def learn(
    near, born, schooled, available, held, starts, ends, youngest, oldest, schooling, left, alike, gained_first, gained,
    before_first, before, seen, done, done_free, taught, begins, earliest, free,
):  # fmt: skip
    """Fill in for one person, by competency: taught in reach, begins in time, first day it can be held (and with a seat).

    Most classes teach what another one has taught by then (`seen`, `done`, `done_free`, by what classes teach and ask for):
    they are passed over at once.
    """
    taught[:], begins[:], earliest[:], free[:] = False, False, NEVER, NEVER
    seen[:], done[:], done_free[:] = False, NEVER, NEVER
    for one in near:
        like, in_time = alike[one], available <= starts[one]
        if not in_time and seen[like]:
            continue
        if done[like] <= ends[one] and (done_free[like] <= ends[one] or not left[one]):
            continue
        if born > youngest[one] or born <= oldest[one] or schooled < schooling[one]:
            continue
        seen[like] = True
        able, able_free = in_time, in_time and left[one]
        for step in range(before_first[one], before_first[one + 1]):
            asked = before[step]
            able = able and (held[asked] or earliest[asked] < starts[one])
            able_free = able_free and (held[asked] or free[asked] < starts[one])
        done[like] = min(done[like], ends[one]) if able else done[like]
        done_free[like] = min(done_free[like], ends[one]) if able_free else done_free[like]
        for step in range(gained_first[one], gained_first[one + 1]):
            unit = gained[step]
            taught[unit] = True
            begins[unit] = begins[unit] or in_time
            if able:
                earliest[unit] = min(earliest[unit], ends[one])
            if able_free:
                free[unit] = min(free[unit], ends[one])


@njit(cache=True, nogil=True)
def first_from(values, begin, end, wanted):
    """The first place from `begin` whose value is `wanted` or more, `end` if there is none; values rise."""
    while begin < end:
        middle = (begin + end) // 2
        if values[middle] < wanted:
            begin = middle + 1
        else:
            end = middle
    return begin


@njit(cache=True, nogil=True)
def never_learnt(asked, begin, end, held, taught, begins, earliest):
    """What keeps a requirement out of reach whatever the day, and which requirement; WORTH when nothing does."""
    found, where = WORTH, 0
    for place in range(end - 1, begin - 1, -1):
        unit = asked[place]
        if held[unit]:
            continue
        code = WORTH
        if not taught[unit]:
            code = UNTAUGHT
        elif not begins[unit]:
            code = BEGUN
        elif earliest[unit] == NEVER:
            code = BEFORE
        if code <= found:
            found, where = code, place - begin
    return found, where if found < WORTH else 0


@njit(cache=True, nogil=True)
def put(pieces, many, start, stop, code, slot):
    """Add the piece of kinds `start` to `stop` that meet one obstacle, unless it is empty; how many pieces there are."""
    if start >= stop:
        return many
    pieces[many, 0], pieces[many, 1], pieces[many, 2], pieces[many, 3] = start, stop, code, slot
    return many + 1


@njit(cache=True, nogil=True)
def put_late(pieces, many, start, stop, ready, asked, begin, end, held, able_from, code):
    """Add the kinds that want people ready before they can be, by the first requirement that is late; the rest begins where."""
    for place in range(begin, end):
        if start < stop and not held[asked[place]]:
            later = first_from(ready, start, stop, able_from[asked[place]])
            many = put(pieces, many, start, later, code, place - begin)
            start = later
    return many, start


@njit(cache=True, nogil=True)
def cut(pieces, family, kinds, born, schooled, who, is_placed, held, taught, begins, earliest, free):
    """Cut a family, by the day people must be ready, where a person's first obstacle changes; how many pieces.

    Who is older on a later day stops being too young and starts being too old; what can be learnt by a day can be by a later one.
    """
    _, family_first, ready, born_by, born_after, sex, least, asked_first, asked = kinds[:9]
    start, stop = family_first[family], family_first[family + 1]
    begin, end = asked_first[start], asked_first[start + 1]
    grown = first_from(born_by, start, stop, born)
    many = put(pieces, 0, start, grown, TOO_YOUNG, 0)
    old = max(grown, first_from(born_after, start, stop, born))
    many = put(pieces, many, old, stop, TOO_OLD, 0)
    if sex[start] > 0 and sex[start] != who:
        return put(pieces, many, grown, old, SEX, 0)
    if schooled < least[start]:
        return put(pieces, many, grown, old, EDUCATION, 0)
    code, slot = never_learnt(asked, begin, end, held, taught, begins, earliest)
    if code < WORTH:
        return put(pieces, many, grown, old, code, slot)
    many, grown = put_late(pieces, many, grown, old, ready, asked, begin, end, held, earliest, DEADLINE)
    if is_placed:
        return put(pieces, many, grown, old, ELSEWHERE, 0)
    many, grown = put_late(pieces, many, grown, old, ready, asked, begin, end, held, free, SEATS)
    return put(pieces, many, grown, old, WORTH, 0)


@njit(cache=True, nogil=True)
def most_urgent(firsts, start, stop):
    """The kind of lowest urgency number of a range, from `lowest_of_ranges`; −1: none counts."""
    power = int(np.log2(stop - start))
    one, other = firsts[power, start], firsts[power, stop - (1 << power)]
    if one < 0 or other < 0:
        return max(one, other)
    return one if firsts[-1, one] < firsts[-1, other] else other


@njit(cache=True, nogil=True)
def cheapest(unit, near, ready, born, schooled, available, starts, ends, youngest, oldest, schooling, price,
             gained_first, gained):  # fmt: skip
    """The lowest price of a seat in a class that teaches a unit, is in reach, begins in time and ends by `ready`; 0: none."""
    lowest = np.inf
    for one in near:
        if price[one] >= lowest or available > starts[one] or ends[one] > ready:
            continue
        if born > youngest[one] or born <= oldest[one] or schooled < schooling[one]:
            continue
        for step in range(gained_first[one], gained_first[one + 1]):
            if gained[step] == unit:
                lowest = price[one]
    return lowest if lowest < np.inf else 0.0


@njit(cache=True, nogil=True)
def count(first, last, order, fresh, people, states, wishes, classes, reach, kinds, rank, urgent, urgent_full, counts, unwished,
          nearest, worth):  # fmt: skip
    """Add the first stop of each person at every kind of order to `counts` [kind, code, requirement], as differences:
    +1 where a piece of a family begins, −1 where it ends. People come in `order`, those whom no class can tell apart
    together: `fresh` where the next ones begin.

    Who does not want to go to a country is added to `unwished` [market]. For those without a path: the obstacle nearest
    to one goes to `nearest` [code, competency] and, for a missing seat, its price to `worth` [competency].
    """
    home, state, wish, birth, sexes, education, available, placed = people
    starts, ends, youngest, oldest, schooling, price, left, alike = classes[:8]
    gained_first, gained, before_first, before = classes[8:]
    market_first, ready, asked_first, asked = kinds[0], kinds[2], kinds[7], kinds[8]
    width = states.shape[1]
    taught, begins = np.zeros(width, np.bool_), np.zeros(width, np.bool_)
    earliest, free = np.zeros(width, np.int32), np.zeros(width, np.int32)
    sorts = alike.max() + 1 if len(alike) else 0
    seen, done, done_free = np.zeros(sorts, np.bool_), np.zeros(sorts, np.int32), np.zeros(sorts, np.int32)
    pieces = np.zeros((3 + 2 * counts.shape[2], 4), np.int64)
    for turn in range(first, last):
        person = order[turn]
        held, near = states[state[person]], reach[1][reach[0][home[person]] : reach[0][home[person] + 1]]
        born, schooled, who, is_placed = birth[person], education[person], sexes[person], placed[person]
        if fresh[turn] or turn == first:
            learn(near, born, schooled, available[person], held, starts, ends, youngest, oldest, schooling, left,
                  alike, gained_first, gained, before_first, before, seen, done, done_free, taught, begins, earliest, free)  # fmt: skip
        best, best_kind, best_code, best_slot = -1, 0, DESTINATION, 0
        for market in range(len(market_first) - 1):
            if not wishes[wish[person], market]:
                unwished[market] += 1
                best = max(best, 0)
                continue
            for family in range(market_first[market], market_first[market + 1]):
                many = cut(
                    pieces,
                    family,
                    kinds,
                    born,
                    schooled,
                    who,
                    is_placed,
                    held,
                    taught,
                    begins,
                    earliest,
                    free,
                )
                for piece in range(many):
                    start, stop = pieces[piece, 0], pieces[piece, 1]
                    code, slot = pieces[piece, 2], pieces[piece, 3]
                    counts[start, code, slot] += 1
                    counts[stop, code, slot] -= 1
                    if is_placed:
                        continue
                    kind = most_urgent(urgent_full, start, stop) if code == WORTH else -1
                    if kind >= 0:
                        code = OPENINGS
                    if rank[code] < best:
                        continue
                    if kind < 0:
                        kind = most_urgent(urgent, start, stop)
                    nearer = urgent[-1, kind] < urgent[-1, best_kind]
                    if rank[code] > best or (rank[code] == best and nearer):
                        best, best_kind, best_code, best_slot = rank[code], kind, code, slot
        if is_placed:
            continue
        unit = asked[asked_first[best_kind] + best_slot] if UNTAUGHT <= best_code <= SEATS else width
        nearest[best_code, unit] += 1
        if best_code == SEATS:
            worth[unit] += cheapest(unit, near, ready[best_kind], born, schooled, available[person], starts, ends,
                                    youngest, oldest, schooling, price, gained_first, gained)  # fmt: skip


def lowest_of_ranges(urgency: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Row p: which `counted` kind of 2^p from each one on has the lowest urgency number (−1: none); last row: urgency."""
    rows = [np.where(counted, np.arange(len(urgency)), -1)]
    while (span := 1 << (len(rows) - 1)) * 2 <= len(urgency):
        one, other = rows[-1], np.r_[rows[-1][span:], np.full(span, -1)]
        first = (other < 0) | ((one >= 0) & (urgency[one] < urgency[other]))
        rows.append(np.where(first, one, other))
    return np.array([*rows, urgency], np.int64)


def count_causes(tables: Tables, plan: Plan, covers: dict[str, frozenset[str]]) -> Causes:
    """Count what stops whom. `covers`: competency → itself and all it implies."""
    codes = sorted(covers)
    unit = {code: position for position, code in enumerate(codes)}
    people, states, homes, wish_lists = encode_people(tables, plan, covers, unit)
    markets = sorted(set(tables.job_orders["destination"].to_list()))
    wishes = np.array([[one is None or market in one for market in markets] for one in wish_lists], np.bool_)
    classes, rarity = encode_classes(tables, plan, covers, unit)
    reach = encode_reach(tables, homes)
    filled = Counter(plan.assignments["job_order"].to_list())
    kinds, kind_of = encode_kinds(tables, filled, markets, rarity, unit)
    full, urgency = kinds[9], kinds[10]
    urgent = lowest_of_ranges(urgency, np.ones(len(full), np.bool_))
    urgent_full = lowest_of_ranges(urgency, full)
    rank = np.array([NEARNESS.index(code) if code in NEARNESS else -1 for code in STOPS])
    shape = (len(full) + 1, len(STOPS), 1 + int(np.diff(kinds[7]).max(initial=0)))
    counts = [np.zeros(shape, np.int64) for _ in range(SHARDS)]
    unwished = [np.zeros(len(markets), np.int64) for _ in range(SHARDS)]
    nearest = [np.zeros((len(STOPS), len(codes) + 1), np.int64) for _ in range(SHARDS)]
    worth = [np.zeros(len(codes)) for _ in range(SHARDS)]
    order, fresh = together(people, classes)
    cuts = np.linspace(0, tables.candidates.height, SHARDS + 1).astype(int)
    with ThreadPoolExecutor() as threads:
        begun = [
            threads.submit(
                count, cuts[shard], cuts[shard + 1], order, fresh, people, states, wishes, classes, reach, kinds, rank,
                urgent, urgent_full, counts[shard], unwished[shard], nearest[shard], worth[shard],
            )
            for shard in range(SHARDS)
        ]  # fmt: skip
        for one in begun:
            one.result()
    near, value = np.sum(nearest, axis=0), np.sum(worth, axis=0)
    stopped = np.cumsum(np.sum(counts, axis=0), axis=0)[:-1]
    stopped[full, OPENINGS] += stopped[full, WORTH]
    stopped[full, WORTH] = 0
    stopped[:, DESTINATION, 0] += np.repeat(np.sum(unwished, axis=0), np.diff(kinds[1][kinds[0]]))
    return Causes(
        causes_of(tables, filled, kinds, kind_of, stopped, codes),
        unplaced_of(near, codes),
        sorted(
            (
                [codes[one], int(near[SEATS, one]), round(float(value[one]), 6)]
                for one in np.flatnonzero(near[SEATS, :-1])
            ),
            key=lambda row: (-row[2], -row[1], row[0]),
        ),
    )


def together(
    people: tuple[np.ndarray, ...], classes: tuple[np.ndarray, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """An order of people in which those whom no class can tell apart stand together, and where the next ones begin."""
    home, state, _wish, birth, _sex, education, available, _placed = people
    starts, _ends, youngest, oldest, schooling = classes[:5]
    columns = (
        np.searchsorted(np.unique(np.r_[youngest, oldest]), birth),
        np.searchsorted(np.unique(schooling), education, side="right"),
        np.searchsorted(np.unique(starts), available),
        state,
        home,
    )
    order = np.lexsort(columns)
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = np.any([np.diff(column[order]) != 0 for column in columns], axis=0)
    return order, fresh


def causes_of(
    tables: Tables,
    filled: Counter[str],
    kinds: tuple[Any, ...],
    kind_of: np.ndarray,
    counts: np.ndarray,
    codes: list[str],
) -> dict[str, dict[str, Any]]:
    """Order number → its stops, largest first; who is sent to the order itself stood under "elsewhere" until here."""
    asked_first, asked = kinds[7], kinds[8]
    listed: dict[int, list[list[Any]]] = {}
    found = {}
    for (number, openings), kind in zip(
        tables.job_orders.select("id", "openings").iter_rows(), kind_of.tolist(), strict=True
    ):
        if filled[number] >= openings:
            continue
        if kind not in listed:
            listed[kind] = [
                [
                    STOPS[code],
                    int(counts[kind, code, slot]),
                    codes[asked[asked_first[kind] + slot]]
                    if UNTAUGHT <= code <= SEATS and code != ELSEWHERE
                    else "",
                ]
                for code, slot in np.argwhere(counts[kind]).tolist()
            ]
        stops = [
            [code, people - filled[number] if code == "elsewhere" else people, detail]
            for code, people, detail in listed[kind]
        ]
        found[number] = {"stops": sorted((stop for stop in stops if stop[1] > 0), key=largest_first)}
    return found


def unplaced_of(nearest: np.ndarray, codes: list[str]) -> list[list[Any]]:
    """[code, people, detail]: why people have no path, each counted once."""
    names = [*codes, ""]
    return sorted(
        ([STOPS[code], int(nearest[code, one]), names[one]] for code, one in np.argwhere(nearest).tolist()),
        key=largest_first,
    )


def largest_first(stop: list[Any]) -> tuple[int, str, str]:
    return (-stop[1], stop[0], stop[2])


def encode_people(
    tables: Tables, plan: Plan, covers: dict[str, frozenset[str]], unit: dict[str, int]
) -> tuple[tuple[np.ndarray, ...], np.ndarray, list[str], list[list[str] | None]]:
    """Everybody as arrays (home, state, wish, birth, sex, schooling, free from, placed); what each state holds; homes; wishes."""
    frame = tables.candidates
    home, homes = numbered(frame["regency"])
    state, held = numbered(frame["holds"])
    wish, wishes = numbered(frame["destinations"])
    states = np.zeros((len(held), len(unit)), np.bool_)
    for row, codes in enumerate(held):
        states[row, [unit[code] for one in codes or () for code in covers[one]]] = True
    sex = frame["sex"].replace_strict(["F", "M"], [1, 2], default=0, return_dtype=pl.Int8).to_numpy()
    placed = frame["id"].is_in(plan.assignments["candidate"].implode()).to_numpy()
    education = frame["education"].to_numpy().astype(np.int8)
    people = (
        home, state, wish, ordinals(frame["birth_date"]), sex, education, ordinals(frame["available_from"]), placed,
    )  # fmt: skip
    return people, states, homes, wishes


def encode_classes(
    tables: Tables, plan: Plan, covers: dict[str, frozenset[str]], unit: dict[str, int]
) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """The classes in the order of their starts, as arrays; and how many seats teach each competency."""
    frame = tables.intakes.sort("starts", "id")
    taken = Counter(plan.assignments["intakes"].explode().drop_nulls().to_list())
    price = {one: price for kind, one, price in plan.prices.iter_rows() if kind == "intake"}
    rows = list(frame.select("id", "seats", "starts", "min_age", "max_age", "min_education").iter_rows())
    gained = [
        sorted({unit[code] for one in teaches or () for code in covers[one]})
        for teaches in frame["teaches"].to_list()
    ]
    before = [sorted({unit[code] for code in asked or ()}) for asked in frame["prerequisites"].to_list()]
    sorts: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    alike = [
        sorts.setdefault((tuple(one), tuple(other)), len(sorts))
        for one, other in zip(gained, before, strict=True)
    ]
    seats = np.zeros(len(unit), np.int64)
    for (_, offered, *_rest), units in zip(rows, gained, strict=True):
        seats[units] += offered
    classes = (
        ordinals(frame["starts"]),
        ordinals(frame["ends"]),
        np.array([years_before(row[2], row[3] or 0) for row in rows], np.int32),
        np.array([EVER if row[4] is None else years_before(row[2], row[4] + 1) for row in rows], np.int32),
        np.array([row[5] or 0 for row in rows], np.int8),
        np.array([price.get(row[0], 0.0) for row in rows]),
        np.array([taken[row[0]] < row[1] for row in rows], np.bool_),
        np.array(alike, np.int32),
        *flat(gained),
        *flat(before),
    )
    return classes, seats


def encode_reach(tables: Tables, homes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The classes in reach of each home, in the order of their starts."""
    frame = tables.intakes.sort("starts", "id")
    venue, kind = frame["regency"].to_numpy(), frame["reach"].to_numpy()
    province = np.array([one[:2] for one in venue], object)
    neighbours: dict[str, set[str]] = {}
    for home, near in tables.reach.iter_rows():
        neighbours.setdefault(home, set()).add(near)
    lists = []
    for home in homes:
        near = np.isin(venue.astype(object), [home, *neighbours.get(home, ())])
        lists.append(
            np.flatnonzero(near | (kind == "national") | ((kind == "province") & (province == home[:2])))
        )
    first = np.r_[0, np.cumsum([len(one) for one in lists])].astype(np.int64)
    return first, np.concatenate(lists).astype(np.int32) if lists else np.zeros(0, np.int32)


def encode_kinds(
    tables: Tables, filled: Counter[str], markets: list[str], rarity: np.ndarray, unit: dict[str, int]
) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Orders that nobody's chances can tell apart as one kind, and the kind of each order.

    A family is kinds of one destination that differ only in the day people must be ready, in the order of that day: first
    family of each market, first kind of each family, then columns by kind. Requirements stand rarest first; urgency 0 is
    the kind with most empty openings.
    """
    frame = tables.job_orders
    rows: dict[tuple[Any, ...], list[int]] = {}
    for place, row in enumerate(frame.iter_rows(named=True)):
        asked = sorted((unit[code] for code in row["requires"] or ()), key=lambda one: (rarity[one], one))
        ages = (row["min_age"] or 0, NEVER if row["max_age"] is None else row["max_age"])
        sex = SEXES.index(row["sex"] or "")
        family = (markets.index(row["destination"]), *ages, sex, row["min_education"] or 0, tuple(asked))
        rows.setdefault((family, row["ready_by"]), []).append(place)
    left = [max(0, openings - filled[one]) for one, openings in frame.select("id", "openings").iter_rows()]
    kinds = sorted(rows)
    kind_of = np.zeros(frame.height, np.int64)
    empty = np.zeros(len(kinds), np.int64)
    for kind, key in enumerate(kinds):
        kind_of[rows[key]] = kind
        empty[kind] = sum(left[place] for place in rows[key])
    urgency = np.empty(len(kinds), np.int64)
    urgency[np.argsort(-empty, kind="stable")] = np.arange(len(kinds))
    families = sorted({family for family, _day in kinds})
    place_of = {family: place for place, family in enumerate(families)}
    family_first = np.searchsorted([place_of[family] for family, _day in kinds], np.arange(len(families) + 1))
    market_first = np.searchsorted([family[0] for family in families], np.arange(len(markets) + 1))
    born_by = [years_before(day, family[1]) if family[1] else NEVER for family, day in kinds]
    born_after = [EVER if family[2] == NEVER else years_before(day, family[2] + 1) for family, day in kinds]
    ready = [day.toordinal() for _family, day in kinds]
    columns = [ready, born_by, born_after, [one[3] for one, _ in kinds], [one[4] for one, _ in kinds]]
    asked_of = flat([list(family[5]) for family, _day in kinds])
    numbers = [np.array(column, np.int32) for column in columns]
    return (market_first, family_first, *numbers, *asked_of, empty == 0, urgency), kind_of


def numbered(column: pl.Series) -> tuple[np.ndarray, list[Any]]:
    """The position of each row's value among the different values, and these; of lists also those in another order differ."""
    text = column
    if column.dtype == pl.List(pl.String):
        text = column.list.join("\x1f").fill_null("\x00")
    frame = pl.DataFrame({"text": text, "value": column})
    different = frame.unique("text", keep="first", maintain_order=True).with_row_index("number")
    joined = frame.select("text").join(different, on="text", how="left", maintain_order="left")
    return joined["number"].to_numpy().astype(np.int32), different["value"].to_list()


def flat(lists: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Where each list begins, and all of them one after another."""
    first = np.r_[0, np.cumsum([len(one) for one in lists])].astype(np.int64)
    return first, np.array([one for entries in lists for one in entries], np.int32)


def ordinals(days: pl.Series) -> np.ndarray:
    """Days as `date.toordinal` numbers."""
    return (days.cast(pl.Int32).to_numpy() + date(1970, 1, 1).toordinal()).astype(np.int32)


def years_before(day: date, years: int) -> int:
    """The last day of birth (ordinal) with so many years completed on the day; 29 February counts as 1 March."""
    try:
        return day.replace(year=day.year - years).toordinal()
    except ValueError:
        return date(day.year - years, 2, 28).toordinal()
