"""The planner's tables from the database, in one pass over one snapshot. Ids are public numbers; nobody is named."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models import Count, QuerySet, Sum

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Competency
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders import queries as job_orders
from jalur.journey.job_orders.models import JobOrder, Reservation
from jalur.journey.training import queries as training
from jalur.kit.database import lying_in
from jalur.planner import Policy, Tables
from jalur.planner.contract.schema import SCHEMA, conform
from jalur.proposals.models import HOLDING, Proposal
from jalur.proposals.runs.rules import Wanted, can_be_reached

# Columns in which "no list" says something else than "an empty list".
NULL_MEANS_ANY = {("candidates", "destinations")}
REGENCY_CODE = 5  # characters: 35.17


@dataclass(frozen=True)
class Gathered:
    """`counts`: candidates, orders, openings, intakes, seats, held, held_value. `fingerprint`: sha256 of the content, row order aside."""

    tables: Tables
    counts: dict[str, Any]
    fingerprint: str


@contextmanager
def snapshot() -> Iterator[None]:
    """All reads of the block see the database as it stood at the first one, and can't write."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def gather(*, place_code: str, wanted: Wanted, on: date) -> Gathered:
    """The people of a place ("": the country), every open order, every class in their reach: the tables of a plan.

    `tables` are not checked yet: nobody to plan, no order or no class is a finding, not a fault.
    """
    with snapshot():
        people = candidates.for_planning(place_code, on, without=holders())
        orders, units = job_orders.for_planning(on), competency_table()
        tables = around(people, training.for_planning(on), orders, units, wanted)
        held = held_already(place_code)
    counts = {
        **held,
        "candidates": people.height,
        "orders": tables.job_orders.height,
        "openings": int(tables.job_orders["openings"].sum()),
        "intakes": tables.intakes.height,
        "seats": int(tables.intakes["seats"].sum()),
    }
    return Gathered(tables, counts, fingerprint(tables, wanted, on))


def gather_one(candidate: Candidate, wanted: Wanted, on: date) -> Tables:
    """The same tables for one candidate, of the orders those she may fit; no candidates when she can't be planned any more."""
    home = (candidate.person.residence_id or "")[:REGENCY_CODE]
    with snapshot():
        people = candidates.for_planning("", on, without=holders(), number=candidate.number)
        intakes, units = training.for_planning(on, home=home), competency_table()
        within_reach = with_implied(codes_in(people, "holds") | codes_in(intakes, "teaches"), units)
        fitting = JobOrder.objects.none()
        for who in people.iter_rows(named=True):
            facts = {name: who[name] for name in ("birth_date", "sex", "education", "destinations")}
            fitting = JobOrder.objects.fitting(**facts, codes=within_reach)
        return around(people, intakes, job_orders.for_planning(on, fitting), units, wanted)


def holders() -> QuerySet[Any]:
    """Those who hold an opening already."""
    return Reservation.objects.filter(released_at__isnull=True).values("candidate")


def held_already(place_code: str) -> dict[str, float]:
    """People of the place with an offer or a job, and what that is worth: as the plan it came of said, else one each."""
    people = Reservation.objects.held().filter(lying_in("candidate__home", place_code)).count()
    came_of = Proposal.objects.filter(lying_in("home", place_code), state__in=HOLDING)
    plans = came_of.aggregate(people=Count("pk"), value=Sum("value"))
    return {"held": people, "held_value": (plans["value"] or 0.0) + max(0, people - plans["people"])}


def around(
    people: pl.DataFrame, intakes: pl.DataFrame, orders: pl.DataFrame, units: pl.DataFrame, wanted: Wanted
) -> Tables:
    """The tables for these people: the orders, the classes they can attend, the competencies (of `units`) named."""
    if wanted.what_first == "people":
        orders = orders.with_columns(pl.lit(1.0).alias("value"))
    intakes, pairs = reachable(people, intakes, training.reach_for_planning())
    return Tables(
        competencies=used(units, people, orders, intakes),
        candidates=people,
        job_orders=orders,
        intakes=intakes,
        reach=pairs,
        policy=Policy.from_json(wanted.policy()),
    )


def competency_table() -> pl.DataFrame:
    """Every competency with what it directly implies, as the planner's `competencies` table."""
    implied = competencies.implications()
    rows = [
        (code, kind, implied.get(code, []))
        for code, kind in Competency.objects.order_by("code").values_list("code", "kind")
    ]
    schema = {"code": pl.String(), "kind": pl.String(), "implies": pl.List(pl.String())}
    return pl.DataFrame(rows, schema=schema, orient="row")


def reachable(
    people: pl.DataFrame, intakes: pl.DataFrame, pairs: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The classes that somebody among the people can attend, and the travel pairs that matter to them."""
    homes = frozenset(people["regency"].unique().to_list())
    provinces = frozenset(home[:2] for home in homes)
    pairs = pairs.filter(pl.col("from_regency").is_in(list(homes)))
    neighbours = frozenset(pairs["to_regency"].to_list())
    kept = [
        can_be_reached(regency, reach, homes=homes, provinces=provinces, neighbours=neighbours)
        for regency, reach in zip(intakes["regency"].to_list(), intakes["reach"].to_list(), strict=True)
    ]
    intakes = intakes.filter(pl.Series(kept, dtype=pl.Boolean))
    return intakes, pairs.filter(pl.col("to_regency").is_in(intakes["regency"].unique().to_list()))


def used(
    units: pl.DataFrame, people: pl.DataFrame, orders: pl.DataFrame, intakes: pl.DataFrame
) -> pl.DataFrame:
    """The competencies that the other tables name, and all that these imply."""
    named = codes_in(people, "holds") | codes_in(orders, "requires")
    named |= codes_in(intakes, "teaches", "prerequisites")
    return units.filter(pl.col("code").is_in(list(with_implied(named, units))))


def codes_in(table: pl.DataFrame, *columns: str) -> set[str]:
    """The competency codes that stand in some columns of lists."""
    return {code for column in columns for code in table[column].explode().drop_nulls().unique().to_list()}


def with_implied(codes: set[str], units: pl.DataFrame) -> set[str]:
    """Codes and all that they imply."""
    implies = dict(zip(units["code"].to_list(), units["implies"].to_list(), strict=True))
    reached, ahead = set(codes), list(codes)
    while ahead:
        more = set(implies.get(ahead.pop()) or ()) - reached
        reached |= more
        ahead.extend(more)
    return reached


def fingerprint(tables: Tables, wanted: Wanted, on: date) -> str:
    """The same for the same content, whatever the order of rows or of codes in a list."""
    digest = hashlib.sha256(f"{on.isoformat()} {sorted(wanted.policy().items())!r}".encode())
    for name, columns in SCHEMA.items():
        frame = conform(name, getattr(tables, name))
        lists = [column.name for column in columns if column.kind == "texts"]
        for column in lists:
            empty = None if (name, column) in NULL_MEANS_ANY else []
            frame = frame.with_columns(in_order(frame[column], empty).alias(column))
        digest.update(name.encode())
        frame = frame.sort(frame.columns, nulls_last=True)
        digest.update(frame.write_csv(null_value="\\N", separator="\x1e", quote_style="never").encode())
    return digest.hexdigest()


def in_order(lists: pl.Series, empty: list[str] | None) -> pl.Series:
    """Each list as text, its codes in order; `empty` for none. Few lists differ, and sorting a million of them is slow."""
    frame = pl.DataFrame({"text": lists.list.join("\x1f"), "codes": lists})
    codes = pl.col("codes") if empty is None else pl.col("codes").fill_null(empty)
    different = frame.unique("text").select("text", said=codes.list.sort().list.join("\x1f"))
    joined = frame.select("text").join(
        different, on="text", how="left", nulls_equal=True, maintain_order="left"
    )
    return joined["said"]
