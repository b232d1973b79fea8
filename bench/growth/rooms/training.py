"""Classes of the example country's programmes, coming, running and over, and who sits in them."""

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from bench.growth.rooms.candidates import PATHS
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

WEEK = 7
# First and last day after today on which a class of each kind starts, in weeks.
STARTS = {"planned": (1, 26), "running": (-4, -1), "finished": (-60, -30)}
LONGEST = 28  # weeks: no class that started before STARTS["finished"] still runs
PASSED = 0.85
INVARIANTS = {
    "a class whose seats taken are not its people": """
        SELECT 1 FROM training_intake i LEFT JOIN training_enrolment e
        ON e.intake_id = i.id AND e.state NOT IN ('withdrawn', 'waiting') GROUP BY i.id HAVING i.taken <> count(e.id)""",
    "a seat whose copies are not its candidate's": """
        SELECT 1 FROM training_enrolment e JOIN candidates_candidate c ON c.id = e.candidate_id
        WHERE (e.home, e.name, e.number) IS DISTINCT FROM (c.home, c.name, c.number)""",
    "somebody below a standard that she has met": """
        SELECT 1 FROM training_shortfall s JOIN training_intake o ON o.programme_id = s.programme_id
        JOIN training_enrolment e ON e.intake_id = o.id AND e.candidate_id = s.candidate_id AND e.state = 'completed'
        WHERE s.state = 'below' AND o.ends > s.since""",
}


def load(growth: Growth) -> None:
    from jalur.journey.training.models import Enrolment, Intake, Shortfall

    example = read_rows(
        Intake.objects.filter(remedial_of=None).values_list(
            "programme", "place", "reach", "seats", "starts", "ends", "cost", "pass_rate"
        ),
        programme_id=pl.String,
        place_id=pl.String,
        reach=pl.String,
        seats=pl.Int64,
        starts=pl.Date,
        ends=pl.Date,
        cost=pl.Int64,
        pass_rate=pl.Float64,
    )
    intakes = growth.chosen(example, growth.intakes)
    state = growth.draw.choice(list(PATHS), intakes.height, p=list(PATHS.values()))
    weeks = sum(
        np.where(state == name, growth.draw.integers(*STARTS[name], intakes.height), 0) for name in PATHS
    )
    starts = pl.lit(growth.today) + pl.duration(days=pl.Series(weeks * WEEK))
    length = pl.duration(days=(pl.col("ends") - pl.col("starts")).dt.total_days().clip(35, LONGEST * WEEK))
    intakes = intakes.with_columns(
        id=new_keys(intakes.height),
        number=pl.format("K-G{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(6)),
        state=pl.Series(state).replace("finished", "closed"),
        starts=starts,
        ends=starts + length,
        held_because=pl.lit(""),
        kept=pl.lit(0),
        postponed_because=pl.lit(""),
        created_at=growth.instants(intakes.height),
    )
    seated = pl.concat(seats(growth, intakes, name) for name in PATHS)
    taken = seated.group_by(id="intake_id").agg(taken=pl.len())
    intakes = intakes.join(taken, on="id", how="left").with_columns(pl.col("taken").fill_null(0))
    place(Intake, intakes)
    place(Enrolment, seated)
    place(Shortfall, below(intakes, seated))
    growth.frames["intakes"] = intakes.select(
        "id", "state", "seats", "taken", "programme_id", "starts", "cost"
    )
    growth.frames["seated"] = seated.select(
        "id", "candidate_id", "intake_id", "state", "home", "name", "number"
    )


def below(intakes: pl.DataFrame, seated: pl.DataFrame) -> pl.DataFrame:
    """Whoever is not yet competent, with four weeks to say what comes next."""
    of = intakes.select("programme_id", "ends", intake_id="id")
    rows = seated.filter(pl.col("state") == "not_yet").join(of, on="intake_id")
    return rows.select(
        "home",
        "name",
        "number",
        "candidate_id",
        "programme_id",
        enrolment_id="id",
        state=pl.lit("below"),
        since="ends",
        decide_by=pl.col("ends") + pl.duration(weeks=4),
        created_at="created_at",
        handed_over_because=pl.lit(""),
        next_step=pl.lit(""),
        met_how=pl.lit(""),
        stopped_because=pl.lit(""),
        id=new_keys(rows.height),
    )


def seats(growth: Growth, intakes: pl.DataFrame, name: str) -> pl.DataFrame:
    """Everybody whose path says so, in classes of that kind, no class with more people than seats."""
    people = growth.frames["candidates"].filter(pl.col("path") == name)
    classes = intakes.filter(pl.col("state") == ("closed" if name == "finished" else name))
    every = np.repeat(classes["id"].to_numpy(), classes["seats"].to_numpy())
    passed = growth.draw.random(people.height) < PASSED
    state = np.where(passed, "completed", "not_yet") if name == "finished" else "enrolled"
    return people.select(
        "home",
        "name",
        "number",
        candidate_id="id",
        intake_id=pl.Series(growth.draw.permutation(every)[: people.height]),
        state=pl.Series(np.broadcast_to(state, people.height)),
        created_at=growth.instants(people.height, 60),
        id=new_keys(people.height),
    )
