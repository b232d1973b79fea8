"""National plans, one a month: the newest waits for decisions, those before it are overtaken. Reasons and summaries are
those of the plan that was made for the example country."""

import datetime as dt
import json

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from bench.growth.rooms.job_orders import openings_of
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

MONTH = dt.timedelta(days=30)
REFUSED = 0.15
OFFERED = 0.2  # of what the newest plan holds: not answered yet
ANSWER_WITHIN = dt.timedelta(days=7)
UNREACHED = 0.05
INVARIANTS = {
    "an accepted or offered proposal whose opening is not held": """
        SELECT 1 FROM proposals_proposal p WHERE p.state IN ('accepted', 'offered') AND NOT EXISTS (
        SELECT 1 FROM job_orders_reservation r
        WHERE r.candidate_id = p.candidate_id AND r.order_id = p.order_id AND r.released_at IS NULL)""",
    "an offer that nobody was told": """
        SELECT 1 FROM proposals_proposal p WHERE p.state = 'offered' AND NOT EXISTS (
        SELECT 1 FROM messaging_message m WHERE m.kind = 'proposals:offered' AND m.about_key = p.id::text)""",
    "an offer without its last day among the deadlines": """
        SELECT 1 FROM proposals_proposal p WHERE p.state = 'offered' AND NOT EXISTS (
        SELECT 1 FROM due_deadline d WHERE d.thing = 'proposals:proposal' AND d.subject_key = p.id
        AND d.last_day = p.answer_by)""",
    "a person with two accepted or offered proposals": """
        SELECT 1 FROM proposals_proposal WHERE state IN ('accepted', 'offered') GROUP BY candidate_id HAVING count(*) > 1""",
    "a proposal whose copies are not its candidate's": """
        SELECT 1 FROM proposals_proposal p JOIN candidates_candidate c ON c.id = p.candidate_id
        WHERE (p.home, p.name, p.number) IS DISTINCT FROM (c.home, c.name, c.number)""",
    "a proposal whose classes are not its steps": """
        SELECT 1 FROM proposals_proposal p LEFT JOIN proposals_proposalstep s ON s.proposal_id = p.id
        GROUP BY p.id HAVING p.classes <> count(s.id)""",
}


def load(growth: Growth) -> None:
    from jalur.foundation.due import services as due
    from jalur.proposals.models import Run

    pattern = Run.objects.filter(place=None).with_plan().latest("created_at")
    dates = [growth.today - MONTH * back for back in range(growth.plans - 1, -1, -1)]
    # A held opening came of one of these plans; which one, the order of the files tells.
    accepted = growth.frames["held"].join(
        growth.frames["seated"].filter(pl.col("state") == "enrolled").select("candidate_id", "intake_id"),
        on="candidate_id",
    )
    parts = growth.shuffled(accepted).with_columns(plan=pl.int_range(pl.len()) % growth.plans)
    reasons = read_rows(pattern.proposals.values_list("reasons"), reasons=pl.String)
    runs = pl.DataFrame(
        {
            "as_of": dates,
            "created_at": [dt.datetime.combine(date, dt.time(3)) for date in dates],
            "id": new_keys(growth.plans),
        }
    )
    place_runs(growth, pattern, runs)
    for position, run in enumerate(runs.iter_rows(named=True)):
        own = parts.filter(pl.col("plan") == position).drop("plan", "created_at")
        proposals = drawn(growth, own, is_newest=position == growth.plans - 1)
        proposals = proposals.with_columns(reasons=growth.chosen(reasons, proposals.height)["reasons"])
        place_publication(run)
        place_proposals(growth, run, proposals)
        place_prices(growth, pattern, run)
    due.fill()


def place_runs(growth: Growth, pattern: object, runs: pl.DataFrame) -> None:
    from jalur.proposals.models import Run

    counts = {
        "candidates": growth.people,
        "orders": growth.orders,
        "openings": int(growth.frames["orders"]["openings"].sum()),
        "intakes": growth.intakes,
        "seats": int(growth.frames["intakes"]["seats"].sum()),
    }
    place(
        Run,
        runs,
        name="Rencana Indonesia",
        state="done",
        policy=json.dumps(pattern.policy),
        counts=json.dumps(counts),
        progress="{}",
        value=float(growth.proposals),
        bound=growth.proposals * 1.008,
        gap=0.008,
        placed=growth.proposals,
        baseline=json.dumps({"value": growth.proposals * 0.9, "placed": int(growth.proposals * 0.9)}),
        summary=json.dumps(pattern.summary),
        planner_version=pattern.planner_version,
    )


def place_publication(run: dict) -> None:
    """Each plan was published on the day it was made."""
    from jalur.proposals.models import Publication

    one = pl.DataFrame({"id": [run["id"]], "run_id": [run["id"]]})
    place(Publication, one, created_at=run["created_at"], published_on=run["as_of"])


def drawn(growth: Growth, accepted: pl.DataFrame, *, is_newest: bool) -> pl.DataFrame:
    """Who is proposed what: those offered or accepted as they are held, others anything open, through none to two classes."""
    people = growth.frames["candidates"].filter(
        (pl.col("path") == "") & pl.col("opted_out_of_planning_at").is_null()
    )
    others = growth.shuffled(people).head(growth.proposals - accepted.height)
    state = np.full(others.height, "proposed")
    if not is_newest:
        state = np.where(growth.draw.random(others.height) < REFUSED, "refused", "overtaken")
    planned = growth.frames["intakes"].filter(pl.col("state") == "planned")["id"]
    first = growth.draw.integers(0, planned.len(), others.height)
    second = (first + growth.draw.integers(1, planned.len(), others.height)) % planned.len()
    steps = pl.Series(growth.draw.integers(0, 3, others.height))
    rest = others.select(
        candidate_id="id",
        order_id=openings_of(growth, growth.frames["orders"], others.height),
        state=pl.Series(state),
        first=pl.when(steps > 0).then(planned[first]),
        second=pl.when(steps > 1).then(planned[second]),
    )
    answered = np.full(accepted.height, "accepted")
    if is_newest:
        answered[: round(accepted.height * OFFERED)] = "offered"
    own = accepted.select(
        "candidate_id",
        "order_id",
        state=pl.Series(answered),
        first="intake_id",
        second=pl.lit(None, dtype=pl.String),
    )
    proposals = pl.concat([own, rest])
    return proposals.with_columns(id=new_keys(proposals.height))


def place_proposals(growth: Growth, run: dict, proposals: pl.DataFrame) -> None:
    from jalur.foundation.accounts.models import User
    from jalur.proposals.models import Proposal, ProposalStep

    officer = str(User.objects.get(email="wulan@contoh.example").pk)
    is_decided = pl.col("state").is_in(["accepted", "refused"])
    is_held = pl.col("state").is_in(["accepted", "offered"])
    same = {"run_id": run["id"], "created_at": run["created_at"]}
    rows = (
        proposals.rename({"first": "first_intake_id"})
        .join(
            growth.frames["candidates"].select("home", "name", "number", candidate_id="id"), on="candidate_id"
        )
        .with_columns(
            classes=pl.sum_horizontal(pl.col("first_intake_id", "second").is_not_null().cast(pl.Int64)),
            offered_by_id=pl.when(is_held).then(pl.lit(officer)),
            offered_at=pl.when(is_held).then(pl.lit(run["created_at"])),
            answer_by=pl.when(is_held).then(pl.lit(run["as_of"] + ANSWER_WITHIN)),
            answered_how=pl.when(pl.col("state") == "accepted").then(pl.lit("spoken")).otherwise(pl.lit("")),
            decided_by_id=pl.when(is_decided).then(pl.lit(officer)),
            decided_at=pl.when(is_decided).then(pl.lit(run["created_at"])),
            decided_on=pl.when(is_decided).then(pl.lit(run["as_of"])),
            refusal_reason=pl.when(pl.col("state") == "refused").then(pl.lit("family")).otherwise(pl.lit("")),
            value=pl.Series(growth.draw.random(proposals.height)),
        )
    )
    place(Proposal, rows.drop("second"), published_in_id=run["id"], **same)
    steps = pl.concat(
        proposals.select(proposal_id="id", intake_id=name, position=pl.lit(position)).drop_nulls("intake_id")
        for position, name in enumerate(("first", "second"), start=1)
    )
    place(ProposalStep, steps.with_columns(id=new_keys(steps.height)), created_at=run["created_at"])
    place_messages(growth, rows.filter(pl.col("offered_at").is_not_null()), run)


def place_messages(growth: Growth, offered: pl.DataFrame, run: dict) -> None:
    """Each offer was told to whom it is made; some had nothing by which a message reaches them."""
    from jalur.foundation.messaging.models import Message
    from jalur.proposals.decisions.messages import OFFERED as KIND

    is_missed = pl.Series(growth.draw.random(offered.height) < UNREACHED)
    people = growth.frames["candidates"].select("person_id", candidate_id="id")
    rows = offered.join(people, on="candidate_id", maintain_order="left").select(
        "person_id",
        id=new_keys(offered.height),
        to_key="person_id",
        about_key="id",
        place_code="home",
        state=pl.when(is_missed).then(pl.lit("unreached")).otherwise(pl.lit("delivered")),
        channel=pl.when(is_missed).then(pl.lit("")).otherwise(pl.lit("whatsapp")),
        sent_at=pl.when(~is_missed).then(pl.lit(run["created_at"])),
        arrived_at=pl.when(~is_missed).then(pl.lit(run["created_at"])),
    )
    same = {"kind": KIND.key, "to_table": "people.person", "about_table": "proposals.proposal"}
    values = json.dumps({"day": (run["as_of"] + ANSWER_WITHIN).isoformat()})
    place(Message, rows, values=values, next_at=run["created_at"], created_at=run["created_at"], **same)


def place_prices(growth: Growth, pattern: object, run: dict) -> None:
    from jalur.proposals.models import CompetencyPrice, IntakePrice, OrderPrice

    same = {"run_id": run["id"], "created_at": run["created_at"]}
    planned = growth.frames["intakes"].filter(pl.col("state") == "planned")
    seats = planned.with_columns(price=pl.Series(growth.draw.random(planned.height))).select(
        "price", intake_id="id", seats="seats", assigned=pl.col("seats") // 2, id=new_keys(planned.height)
    )
    place(IntakePrice, seats, **same)
    is_open = growth.frames["orders"].filter(pl.col("state") == "open")
    causes = read_rows(pattern.order_prices.values_list("causes"), causes=pl.String)
    openings = is_open.select(
        "openings",
        order_id="id",
        price=pl.Series(growth.draw.random(is_open.height)),
        assigned=pl.col("openings") // 2,
        late=pl.lit(0),
        causes=growth.chosen(causes, is_open.height)["causes"],
        id=new_keys(is_open.height),
    )
    place(OrderPrice, openings, **same)
    scarce = read_rows(
        pattern.competency_prices.values_list("competency", "people", "value"),
        competency_id=pl.String, people=pl.Int64, value=pl.Float64,
    )  # fmt: skip
    place(CompetencyPrice, scarce.with_columns(id=new_keys(scarce.height)), **same)
