"""Orders as the example country has them, each with an employer of its own, and openings held by those who sit in a class."""

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

STATES = {"open": 0.8, "closed": 0.08, "submitted": 0.05, "draft": 0.04, "refused": 0.03}
INVARIANTS = {
    "an order whose reserved openings are not those held": """
        SELECT 1 FROM job_orders_joborder o LEFT JOIN job_orders_reservation r
        ON r.order_id = o.id AND r.released_at IS NULL GROUP BY o.id HAVING o.reserved <> count(r.id)""",
    "an order that says another quota or day than its permit, or reserves more": """
        SELECT 1 FROM permits_position p JOIN permits_permit t ON t.id = p.permit_id
        JOIN job_orders_joborder o ON o.id = p.order_id WHERE p.is_live AND o.state IN ('open', 'held')
        AND (o.quota IS DISTINCT FROM p.quota OR o.permit_until IS DISTINCT FROM t.valid_until OR o.reserved > o.quota)""",
    "an open order of the loader's of which nothing was seen": """
        SELECT 1 FROM job_orders_joborder o WHERE state = 'open' AND number LIKE 'JO-G%'
        AND NOT EXISTS (SELECT 1 FROM job_orders_ordercheck c WHERE c.order_id = o.id AND c.noted_at >= o.submitted_at)""",
}
COPIED = (
    "employer__name", "employer__employer_type", "employer__city", "company", "partner", "route", "destination", "occupation", "title",
    "standard", "openings", "min_age", "max_age", "sex", "min_education", "monthly_pay", "pay_currency", "value",
    "contract_months", "destination_rule",
)  # fmt: skip
KEYS = ("company", "partner", "destination", "occupation", "standard", "destination_rule")


def load(growth: Growth) -> None:
    from jalur.journey.employers.models import Employer
    from jalur.journey.job_orders.models import JobOrder, OrderRequirement, Reservation

    example = JobOrder.objects.filter(state="open")
    columns = {f"{name}_id" if name in KEYS else name: pl.String for name in COPIED}
    asked = read_rows(example.values_list("pk", *COPIED), like=pl.String, **columns)
    orders = growth.chosen(asked, growth.orders).with_columns(
        id=new_keys(growth.orders),
        employer_id=new_keys(growth.orders),
        number=pl.format("JO-G{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(6)),
        openings=pl.col("openings").cast(pl.Int64),
        state=states(growth),
        ready_by=growth.days(growth.orders, 7, 360),
        created_at=growth.instants(growth.orders),
        sex=pl.col("sex").fill_null(""),
    )
    employers = orders.select(
        "created_at",
        id="employer_id",
        name=pl.concat_str("employer__name", pl.lit(" "), "number"),
        employer_type="employer__employer_type",
        country_id="destination_id",
        city=pl.col("employer__city").fill_null(""),
    )
    place(Employer, employers)
    held = held_openings(growth, orders)
    reserved = held.group_by(id="order_id").agg(reserved=pl.len())
    orders = orders.join(reserved, on="id", how="left", maintain_order="left").with_columns(
        pl.col("reserved").fill_null(0),
        submitted_at=pl.when(pl.col("state") != "draft").then("created_at"),
        refusal_reason=pl.when(pl.col("state") == "refused")
        .then(pl.lit("upah di bawah ketentuan"))
        .otherwise(pl.lit("")),
        held_because=pl.lit(""),
        quota=pl.when((pl.col("route") == "P_TO_P") & pl.col("state").is_in(["open", "closed"])).then(
            "openings"
        ),
        permit_until=pl.when((pl.col("route") == "P_TO_P") & pl.col("state").is_in(["open", "closed"])).then(
            "ready_by"
        ),
        close_reason=pl.when(pl.col("state") == "closed").then(pl.lit("deadline")).otherwise(pl.lit("")),
    )
    place(JobOrder, orders.drop("like", "employer__name", "employer__employer_type", "employer__city"))
    requirements = read_rows(
        OrderRequirement.objects.filter(order__in=example).values_list("order", "competency"),
        like=pl.String,
        competency_id=pl.String,
    )
    rows = orders.select("like", order_id="id").join(requirements, on="like").drop("like")
    place(OrderRequirement, rows.with_columns(id=new_keys(rows.height)))
    place(Reservation, held)
    place_checks(orders.filter(pl.col("state").is_in(["open", "closed"])))
    place_permits(orders.filter(pl.col("quota").is_not_null() & pl.col("company_id").is_not_null()))
    growth.frames["orders"] = orders.select("id", "number", "state", "openings")
    growth.frames["held"] = held.select("candidate_id", "order_id", "created_at")


def place_checks(orders: pl.DataFrame) -> None:
    """What the example's orders were opened with, for those that are open or were."""
    from jalur.journey.job_orders.models import OrderCheck

    seen = read_rows(
        OrderCheck.objects.values_list("order", "kind", "paper", "paper_date"),
        like=pl.String, kind=pl.String, paper=pl.String, paper_date=pl.Date,
    )  # fmt: skip
    rows = orders.select("like", "created_at", order_id="id", noted_at="submitted_at").join(seen, on="like")
    place(OrderCheck, rows.drop("like").with_columns(id=new_keys(rows.height)))


def place_permits(orders: pl.DataFrame) -> None:
    """A permit of its own for each order that needs one, open or closed; it says what the order says."""
    from jalur.journey.permits.models import Permit, Position

    rows = orders.with_columns(permit_id=new_keys(orders.height))
    place(
        Permit,
        rows.select(
            "created_at",
            "company_id",
            "destination_id",
            id="permit_id",
            number=pl.format("B. {}/SIP2MI/CONTOH/2026", "number"),
            granted_on=pl.col("created_at").dt.date(),
            valid_until="permit_until",
        ),
        state="granted",
    )
    positions = rows.select("created_at", "permit_id", "quota", order_id="id", asked="quota")
    place(Position, positions.with_columns(id=new_keys(rows.height)), is_live=True)


def states(growth: Growth) -> pl.Series:
    return pl.Series(growth.draw.choice(list(STATES), growth.orders, p=list(STATES.values())))


def openings_of(growth: Growth, orders: pl.DataFrame, count: int) -> pl.Series:
    """Keys of open orders, none more often than it has openings."""
    is_open = orders.filter(pl.col("state") == "open")
    every = np.repeat(is_open["id"].to_numpy(), is_open["openings"].to_numpy())
    return pl.Series(growth.draw.permutation(every)[:count])


def held_openings(growth: Growth, orders: pl.DataFrame) -> pl.DataFrame:
    """One for each of the first so many people who wait for their class to start."""
    waiting = growth.frames["candidates"].filter(pl.col("path") == "planned").head(growth.held)
    return waiting.select(
        candidate_id="id",
        order_id=openings_of(growth, orders, waiting.height),
        created_at=growth.instants(waiting.height, 60),
        id=new_keys(waiting.height),
    )
