"""Why: a candidate's path and what stands in the way of others, an order's empty openings, an intake's price.

Answers are plain records of machine codes and numbers; screens and `sentences` put them into words. SPEC.md §10.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl

from jalur.planner.after.eligibility import age_on, closed, covers_of
from jalur.planner.after.newcomer import Desk, Found
from jalur.planner.contract.plan import Plan, by_name
from jalur.planner.contract.tables import Tables
from jalur.planner.model.arrays import Arrays, Floats, arrays_of, kernel
from jalur.planner.model.instance import Instance, read_instance
from jalur.planner.search.enumeration import Paths, list_all
from jalur.planner.search.labels import Priced, best_by_recipe, fits_age, fits_market, scratch, visit
from jalur.planner.search.pricing import empty_pool, price_groups, price_lists

MOST_PATHS = 50_000
MOST_ORDERS = 40

# Obstacles. Rules of the order, then training, then prices.
DESTINATION_NOT_WISHED = "destination_not_wished"
TOO_YOUNG, TOO_OLD, WRONG_SEX, LITTLE_SCHOOLING = "too_young", "too_old", "wrong_sex", "little_schooling"
NOT_TAUGHT_IN_REACH = "not_taught_in_reach"  # no intake in reach teaches it before the deadline
NO_SEQUENCE_IN_TIME = "no_sequence_in_time"  # taught, but not in an order and at times that fit
WORTH_NOTHING = "worth_nothing"  # training costs as much as the placement is worth
ORDER_FULL, INTAKE_FULL = "order_full", "intake_full"
ORDER_PRICE, INTAKE_PRICE, BUDGET_PRICE = "order_price", "intake_price", "budget_price"
BETTER_ELSEWHERE = "better_elsewhere"
PLACED_HERE, LEFT_OUT = "placed_here", "left_out"

NOTHING = 1e-9  # a net value up to here is rounding: a path at exactly its price


class UnknownId(LookupError):
    """No candidate, order or intake of that id."""

    def __init__(self, table: str, wanted: str) -> None:
        super().__init__(f"{table}: {wanted!r} is not there")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way: its code, what it is about (an id or a competency), a number (price, limit, days)."""

    code: str
    about: str = ""
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One intake of a path."""

    intake: str
    programme: str
    regency: str
    starts: dt.date
    ends: dt.date
    teaches: list[str]
    cost: float
    pass_rate: float
    price: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A path to an order: what it is worth, what it is worth after prices, what stands in the way."""

    job_order: str
    destination: str
    occupation: str
    ready_by: dt.date
    value: float
    net: float
    order_price: float
    stages: list[Stage]
    obstacles: list[Obstacle] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CandidateAnswer:
    """A candidate's path (None: none), the nearest alternatives, and the order they asked about."""

    candidate: str
    path: Offer | None
    alternatives: list[Offer]
    wanted: Offer | None = None
    wanted_order: str | None = None
    wanted_obstacles: list[Obstacle] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """An order's openings and, over all candidates not placed here, the counted first obstacle of each."""

    job_order: str
    openings: int
    filled: int
    price: float
    causes: list[tuple[Obstacle, int]]


@dataclass(frozen=True, slots=True)
class IntakeAnswer:
    """An intake's seats and price, and how many would take it if a seat cost nothing."""

    intake: str
    seats: int
    taken: int
    price: float
    wanted_by: int


@kernel()
def reach_order(arrays, priced, work, order, market, net, path):
    """Fill, per group, the best reduced value of any path to `order` (-inf: no path)."""
    due = work.own
    due[:] = np.inf
    due[: arrays.order_column[order] + 1] = priced.price[1 + order]
    regency = -1
    for group in range(len(net)):
        net[group] = -np.inf
        if arrays.regency[group] != regency:
            regency = arrays.regency[group]
            visit(arrays, priced, work, regency, np.inf)
        if not fits_market(arrays, group, market) or not fits_age(arrays, group, order):
            continue
        wish, wished = arrays.wish[group], False
        for place in range(arrays.wish_first[wish], arrays.wish_first[wish + 1]):
            wished = wished or arrays.wish_markets[place] == market
        q = arrays.list_of[arrays.state[group], arrays.market_demand[market]]
        if not wished or q < 0:
            continue
        bonus, worth = (
            priced.bonus[arrays.floor_set[group]],
            arrays.weight[group] * arrays.market_value[market],
        )
        for recipe in range(arrays.list_first[q], arrays.list_first[q + 1]):
            net[group] = best_by_recipe(arrays, work, group, recipe, worth, due, bonus, net[group], path)


def first_obstacle(order: dict[str, Any]) -> pl.Expr:
    """Return the machine code of what stands first between a candidate and the order: rules, training, prices."""
    age = (days_key(pl.lit(order["ready_by"])) - days_key(pl.col("birth_date"))) // 10_000
    return (
        pl.when((pl.col("placed") == order["id"]).fill_null(value=False))
        .then(pl.lit(PLACED_HERE))
        .when(~pl.col("destinations").list.contains(order["destination"]).fill_null(value=True))
        .then(pl.lit(DESTINATION_NOT_WISHED))
        .when(pl.col("sex") != (order["sex"] or pl.col("sex")))
        .then(pl.lit(WRONG_SEX))
        .when(age < (order["min_age"] or 0))
        .then(pl.lit(TOO_YOUNG))
        .when(age > (order["max_age"] or 10_000))
        .then(pl.lit(TOO_OLD))
        .when(pl.col("education") < (order["min_education"] or 0))
        .then(pl.lit(LITTLE_SCHOOLING))
        .when(pl.col("net") == -np.inf)
        .then(pl.lit(NO_SEQUENCE_IN_TIME))
        .when(pl.col("placed").is_not_null())
        .then(pl.lit(BETTER_ELSEWHERE))
        .when(pl.col("net") <= NOTHING)
        .then(pl.lit(INTAKE_PRICE))
        .otherwise(pl.lit(LEFT_OUT))
    )


class Explainer:
    """Answers questions about one plan of one instance; heavy parts are made on first use."""

    def __init__(self, tables: Tables, plan: Plan) -> None:
        self.tables, self.plan = tables, plan
        self.price = by_name(plan.prices)
        self.beta = self.price.get(("budget", "budget"), 0.0)
        self.phi = np.array(
            [self.price.get(("floor", str(index)), 0.0) for index in range(len(tables.policy.floors))]
        )
        self.filled = dict(plan.assignments["job_order"].value_counts().iter_rows())
        self.taken = dict(plan.assignments["intakes"].explode().drop_nulls().value_counts().iter_rows())
        self.covers = covers_of(tables)
        self.whole: tuple[Instance, Arrays, Priced] | None = None
        self.desk: Desk | None = None
        self.orders: list[dict[str, Any]] = []
        self.classes: list[dict[str, Any]] = []

    # -- a candidate -------------------------------------------------------------------------------------------

    def candidate(self, wanted: str, *, job_order: str | None = None, most: int = 5) -> CandidateAnswer:
        """Explain one candidate's path, up to `most` alternatives and, if named, one order.

        Raises:
            UnknownId: no such candidate or order.
        """
        rows = self.tables.candidates.filter(pl.col("id") == wanted)
        if not rows.height:
            raise UnknownId("candidates", wanted)
        if job_order is not None:
            self.order_row(job_order)
        own = self.plan.assignments.filter(pl.col("candidate") == wanted)
        placed = own.row(0, named=True) if own.height else None
        offers = self.offers(rows, placed, job_order)
        path = None
        if placed is not None:
            same = [
                offer
                for offer in offers
                if offer.job_order == placed["job_order"]
                and [stage.intake for stage in offer.stages] == placed["intakes"]
            ]
            path = replace(same[0], obstacles=[]) if same else None
        best: dict[str, Offer] = {}
        for one in offers:
            best.setdefault(one.job_order, one)
        others = [one for order, one in best.items() if placed is None or order != placed["job_order"]]
        answer = CandidateAnswer(wanted, path, others[:most])
        if job_order is None:
            return answer
        offer = best.get(job_order)
        obstacles = offer.obstacles if offer else self.rule_obstacles(rows.row(0, named=True), job_order)
        if offer and placed is not None and placed["job_order"] == job_order:
            obstacles = [Obstacle(PLACED_HERE, job_order)]
        return replace(answer, wanted=offer, wanted_order=job_order, wanted_obstacles=obstacles)

    def offers(self, rows: pl.DataFrame, placed: dict[str, Any] | None, wanted: str | None) -> list[Offer]:
        """Return the best path to each of the nearest orders and to `wanted`, and the one taken; best first."""
        alone = replace(self.tables, candidates=rows)
        instance = read_instance(alone, group=False)
        arrays = arrays_of(instance)
        price, order_rows, intake_rows = self.resource_prices(instance)
        priced = price_lists(instance, arrays, price, self.beta, self.phi)
        paths, least = None, -np.inf
        for apart in (np.inf, 0.5, 0.2, 0.05, 0.0):
            least = -apart * float(np.max(instance.market_value))
            paths = list_all(arrays, priced, scratch(arrays), np.array([least]), MOST_PATHS)
            if paths is not None:
                break
        if paths is None:
            return []
        length = (paths.intakes >= 0).sum(axis=1)
        sequence = np.lexsort((length, -paths.value, -paths.reduced))
        keep = []
        seen: set[int] = set()
        orders, intakes = self.tables.job_orders["id"], self.tables.intakes["id"]
        for place in sequence:
            order = int(paths.order[place])
            name = orders[order_rows[order]]
            taken = (
                placed is not None
                and name == placed["job_order"]
                and placed["intakes"]
                == [intakes[intake_rows[intake]] for intake in paths.intakes[place] if intake >= 0]
            )
            if taken or (order not in seen and (len(seen) < MOST_ORDERS or name == wanted)):
                keep.append(int(place))
            seen.add(order)
        return [self.offer_of(paths, place, order_rows, intake_rows) for place in keep]

    def resource_prices(self, instance: Instance) -> tuple[Floats, list[int], list[int]]:
        """Return prices by resource, and the table row of each order and intake of an instance without groups."""
        price = np.zeros(1 + instance.n_orders + instance.n_intakes)
        order_rows, intake_rows = [0] * instance.n_orders, [0] * instance.n_intakes
        for row, name in enumerate(self.tables.job_orders["id"].to_list()):
            order_rows[instance.order_of[row]] = row
            price[1 + instance.order_of[row]] = self.price.get(("order", name), 0.0)
        for row, name in enumerate(self.tables.intakes["id"].to_list()):
            intake_rows[instance.intake_of[row]] = row
            price[1 + instance.n_orders + instance.intake_of[row]] = self.price.get(("intake", name), 0.0)
        return price, order_rows, intake_rows

    def offer_of(self, paths: Paths, place: int, order_rows: list[int], intake_rows: list[int]) -> Offer:
        """Turn one listed path into a record with its obstacles."""
        return self.offer(
            self.tables.job_orders.row(order_rows[paths.order[place]], named=True),
            [
                self.tables.intakes.row(intake_rows[one], named=True)
                for one in paths.intakes[place]
                if one >= 0
            ],
            float(paths.value[place]),
            float(paths.reduced[place]),
        )

    def offer(self, order: dict[str, Any], intakes: list[dict[str, Any]], value: float, net: float) -> Offer:
        """Put a path into words that programs read, with its obstacles."""
        stages = [
            Stage(
                row["id"],
                row["programme"],
                row["regency"],
                row["starts"],
                row["ends"],
                row["teaches"] or [],
                row["cost"],
                row["pass_rate"],
                self.price.get(("intake", row["id"]), 0.0),
            )
            for row in intakes
        ]
        price = self.price.get(("order", order["id"]), 0.0)
        obstacles = self.price_obstacles(order, intakes, stages, price)
        return Offer(
            order["id"],
            order["destination"],
            order["occupation"],
            order["ready_by"],
            value,
            net,
            price,
            stages,
            obstacles,
        )

    def price_obstacles(
        self, order: dict[str, Any], intakes: list[dict[str, Any]], stages: list[Stage], order_price: float
    ) -> list[Obstacle]:
        """Return what makes a possible path give way: full and dear places, dearest first."""
        found = []
        if self.filled.get(order["id"], 0) >= order["openings"]:
            found.append(Obstacle(ORDER_FULL, order["id"], order["openings"]))
        found += [
            Obstacle(INTAKE_FULL, row["id"], row["seats"])
            for row in intakes
            if self.taken.get(row["id"], 0) >= row["seats"]
        ]
        dear = [Obstacle(INTAKE_PRICE, stage.intake, stage.price) for stage in stages if stage.price > 0]
        if order_price > 0:
            dear.append(Obstacle(ORDER_PRICE, order["id"], order_price))
        charged = self.beta * sum(stage.cost for stage in stages)
        if charged > 0:
            dear.append(Obstacle(BUDGET_PRICE, "budget", charged))
        return found + sorted(dear, key=lambda one: -(one.number or 0.0))

    # -- a newcomer --------------------------------------------------------------------------------------------

    def newcomer(self, person: dict[str, Any], *, most: int = 5) -> CandidateAnswer:
        """Answer somebody who is not in the tables; `person` has the columns of `candidates`.

        Their path is the best one after prices (None: prices leave nothing) and tells which of its places are full or
        dear; then the best paths to up to `most` other lots of orders (orders that differ in deadline only count as
        one), each with what makes it give way.

        Raises:
            Invalid: a value that the schema would refuse, or a regency where nobody in the tables lives.
        """
        if self.desk is None:
            self.desk = Desk(self.tables, self.plan)
            self.orders = self.tables.job_orders.rows(named=True)
            self.classes = self.tables.intakes.rows(named=True)
        found = self.desk.paths(person, most + 1)
        offers = [self.offer_found(one) for one in found]
        path = offers.pop(0) if offers and offers[0].net > NOTHING else None
        return CandidateAnswer(person["id"], path, offers[:most])

    def offer_found(self, found: Found) -> Offer:
        """Turn a path found for a newcomer into a record with its obstacles."""
        return self.offer(
            self.orders[found.order], [self.classes[row] for row in found.intakes], found.value, found.net
        )

    # -- rules -------------------------------------------------------------------------------------------------

    def order_row(self, wanted: str) -> dict[str, Any]:
        """Return one job order as a dict."""
        rows = self.tables.job_orders.filter(pl.col("id") == wanted)
        if not rows.height:
            raise UnknownId("job_orders", wanted)
        return rows.row(0, named=True)

    def rule_obstacles(self, candidate: dict[str, Any], wanted: str) -> list[Obstacle]:
        """Return every rule and every missing competency between a candidate and an order without a path."""
        order = self.order_row(wanted)
        found = []
        wishes = candidate["destinations"]
        if wishes is not None and order["destination"] not in wishes:
            found.append(Obstacle(DESTINATION_NOT_WISHED, order["destination"]))
        age = age_on(candidate["birth_date"], order["ready_by"])
        if order["min_age"] is not None and age < order["min_age"]:
            found.append(Obstacle(TOO_YOUNG, wanted, order["min_age"]))
        if order["max_age"] is not None and age > order["max_age"]:
            found.append(Obstacle(TOO_OLD, wanted, order["max_age"]))
        if order["sex"] is not None and order["sex"] != candidate["sex"]:
            found.append(Obstacle(WRONG_SEX, order["sex"]))
        if order["min_education"] is not None and candidate["education"] < order["min_education"]:
            found.append(Obstacle(LITTLE_SCHOOLING, wanted, order["min_education"]))
        missing, untaught = self.untaught(candidate, order)
        found += [Obstacle(NOT_TAUGHT_IN_REACH, code) for code in untaught]
        if missing and not untaught:
            found.append(Obstacle(NO_SEQUENCE_IN_TIME, ", ".join(missing)))
        return found or [Obstacle(WORTH_NOTHING, wanted)]

    def untaught(self, candidate: dict[str, Any], order: dict[str, Any]) -> tuple[list[str], list[str]]:
        """Return the competencies missing, and those no intake in reach teaches in time, whatever else one takes."""
        held = closed(candidate["holds"], self.covers)
        missing = sorted(set(order["requires"] or []) - held)
        home = candidate["regency"]
        near = set(self.tables.reach.filter(pl.col("from_regency") == home)["to_regency"].to_list()) | {home}
        same_province = pl.col("regency").str.slice(0, 2) == home[:2]
        local = pl.col("regency").is_in(list(near))
        intakes = self.tables.intakes.filter(
            ((pl.col("reach") == "national") | local | ((pl.col("reach") == "province") & same_province))
            & (pl.col("starts") >= candidate["available_from"])
            & (pl.col("ends") <= order["ready_by"])
            & (pl.col("min_education").is_null() | (pl.col("min_education") <= candidate["education"]))
        ).select("teaches", "prerequisites", "starts", "min_age", "max_age")
        open_to = [
            (closed(teaches, self.covers), set(asked or []))
            for teaches, asked, starts, least, most in intakes.iter_rows()
            if (least is None or age_on(candidate["birth_date"], starts) >= least)
            and (most is None or age_on(candidate["birth_date"], starts) <= most)
        ]
        able, size = set(held), -1
        while size != len(able):
            size = len(able)
            for taught, asked in open_to:
                if asked <= able:
                    able |= taught
        return missing, [code for code in missing if code not in able]

    # -- an order ----------------------------------------------------------------------------------------------

    def load(self) -> tuple[Instance, Arrays, Priced]:
        """Return the whole instance with the plan's prices."""
        if self.whole is None:
            instance = read_instance(self.tables)
            price = np.zeros(1 + instance.n_orders + instance.n_intakes)
            for row, name in enumerate(self.tables.job_orders["id"].to_list()):
                price[1 + instance.order_of[row]] = self.price.get(("order", name), 0.0)
            for row, name in enumerate(self.tables.intakes["id"].to_list()):
                price[1 + instance.n_orders + instance.intake_of[row]] = self.price.get(("intake", name), 0.0)
            arrays = arrays_of(instance)
            self.whole = instance, arrays, price_lists(instance, arrays, price, self.beta, self.phi)
        return self.whole

    def job_order(self, wanted: str) -> OrderAnswer:
        """Count, over all candidates not placed in an order, the first obstacle of each.

        Rules come first (destination, sex, age, schooling), then training, then prices.

        Raises:
            UnknownId: no such order.
        """
        order = self.order_row(wanted)
        instance, arrays, priced = self.load()
        number = int(instance.order_of[self.tables.job_orders["id"].to_list().index(wanted)])
        net = np.empty(instance.n_groups)
        path = np.full(1 + arrays.recipe_kinds.shape[1], -1, np.int64)
        reach_order(arrays, priced, scratch(arrays), number, instance.order_market[number], net, path)
        reduced = np.empty(len(instance.member_row))
        reduced[instance.member_row] = net[instance.member_of]
        people = self.tables.candidates.with_columns(net=pl.Series(reduced)).join(
            self.plan.assignments.select("candidate", placed="job_order"),
            left_on="id",
            right_on="candidate",
            how="left",
            maintain_order="left",
        )
        people = people.with_columns(cause=first_obstacle(order))
        causes = {
            Obstacle(code, wanted): number
            for code, number in people.filter(pl.col("cause") != NO_SEQUENCE_IN_TIME)["cause"]
            .value_counts()
            .iter_rows()
            if code != PLACED_HERE
        }
        stuck = people.filter(pl.col("cause") == NO_SEQUENCE_IN_TIME)
        causes |= self.training_causes(stuck, order)
        ranked = sorted(causes.items(), key=lambda one: (-one[1], one[0].code, one[0].about))
        return OrderAnswer(
            wanted,
            order["openings"],
            self.filled.get(wanted, 0),
            self.price.get(("order", wanted), 0.0),
            ranked,
        )

    def training_causes(self, stuck: pl.DataFrame, order: dict[str, Any]) -> dict[Obstacle, int]:
        """Count what keeps eligible people without a path: the first competency nobody in reach teaches in time."""
        causes: dict[Obstacle, int] = {}
        alike = (
            stuck.with_columns(month=pl.col("available_from").dt.truncate("1mo"))
            .group_by("regency", "holds", "education", "month")
            .agg(pl.len(), pl.col("birth_date").first(), pl.col("available_from").min())
        )
        for row in alike.sort("len", descending=True).iter_rows(named=True):
            missing, untaught = self.untaught(row, order)
            if untaught:
                obstacle = Obstacle(NOT_TAUGHT_IN_REACH, untaught[0])
            elif missing:
                obstacle = Obstacle(NO_SEQUENCE_IN_TIME, order["id"])
            else:
                obstacle = Obstacle(WORTH_NOTHING, order["id"])
            causes[obstacle] = causes.get(obstacle, 0) + row["len"]
        return causes

    # -- an intake ---------------------------------------------------------------------------------------------

    def intake(self, wanted: str) -> IntakeAnswer:
        """Return an intake's price and how many would take it if a seat cost nothing.

        Raises:
            UnknownId: no such intake.
        """
        rows = self.tables.intakes.filter(pl.col("id") == wanted)
        if not rows.height:
            raise UnknownId("intakes", wanted)
        instance, arrays, priced = self.load()
        number = int(instance.intake_of[self.tables.intakes["id"].to_list().index(wanted)])
        resource = 1 + instance.n_orders + number
        price = priced.price.copy()
        price[resource] = 0.0
        wanted_by = demand_for(
            instance, arrays, price_lists(instance, arrays, price, self.beta, self.phi), resource
        )
        return IntakeAnswer(
            wanted,
            rows["seats"][0],
            self.taken.get(wanted, 0),
            self.price.get(("intake", wanted), 0.0),
            wanted_by,
        )


def demand_for(instance: Instance, arrays: Arrays, priced: Priced, wanted: int) -> int:
    """Return how many people's best path under `priced` uses resource `wanted`."""
    groups = instance.n_groups
    pool = empty_pool(arrays, 1)
    price_groups(arrays, priced, pool, scratch(arrays), 0.0, 0, groups, 1, 0, 1, np.zeros(groups))
    return int(arrays.people[(pool.resources[:, 0] == wanted).any(axis=1)].sum())


def days_key(day: pl.Expr) -> pl.Expr:
    """Return yyyymmdd of a date expression."""
    return day.dt.year().cast(pl.Int64) * 10_000 + day.dt.month().cast(pl.Int64) * 100 + day.dt.day()
