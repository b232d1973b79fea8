"""A meeting of every class that has begun, its roll, and what rolls add up to for each of its people."""

import datetime as dt

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from bench.growth.rooms.premises import WORKSHOPS
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

BEGUN = ("running", "closed")
HELD, LEAST = 10, 0.8
CAME = (6, 10)  # of ten meetings, at least and at most
INVARIANTS = {
    "two marks of one person at one meeting": """
        SELECT 1 FROM attendance_mark GROUP BY session_id, candidate_id HAVING count(*) > 1""",
    "attendance whose copies are not its candidate's": """
        SELECT 1 FROM attendance_standing s JOIN candidates_candidate c ON c.id = s.candidate_id
        WHERE (s.home, s.name, s.number) IS DISTINCT FROM (c.home, c.name, c.number)""",
}


def load(growth: Growth) -> None:
    from jalur.journey.attendance.models import Mark, Standing

    seated = hold(growth)
    came = pl.Series(growth.draw.integers(*CAME, seated.height, endpoint=True))
    is_away = pl.Series(np.asarray(came) / HELD < LEAST)
    place(
        Mark,
        seated.select(
            "candidate_id",
            "session_id",
            id=new_keys(seated.height),
            state=pl.when(is_away).then(pl.lit("absent")).otherwise(pl.lit("here")),
            taken_at="ends",
        ),
        how="roll",
    )
    place(
        Standing,
        seated.select(
            "candidate_id",
            "intake_id",
            "home",
            "name",
            "number",
            id=new_keys(seated.height),
            attended=came,
            away_since=pl.when(is_away).then(pl.lit(growth.today)),
            away_because=pl.when(is_away).then(pl.lit("share")).otherwise(pl.lit("")),
        ),
        held=HELD,
    )


def hold(growth: Growth) -> pl.DataFrame:
    """The meetings with their workshops; gives a row for each person at each."""
    from jalur.journey.premises.models import BookedPerson, BookedUnit, Booking
    from jalur.journey.training.models import Programme, Session

    providers = read_rows(
        Programme.objects.order_by().values_list("pk", "provider"),
        programme_id=pl.String,
        organisation_id=pl.String,
    )
    begun = (
        growth.frames["intakes"]
        .filter(pl.col("state").is_in(BEGUN))
        .select("programme_id", "starts", intake_id="id")
    )
    # On the first day of a class, as many at a time as its institute has workshops.
    turn = pl.int_range(pl.len()).over("organisation_id", "starts")
    meetings = begun.join(providers, on="programme_id").with_columns(
        workshop=turn % WORKSHOPS, hour=1 + turn // WORKSHOPS * 3
    )
    meetings = meetings.join(workshops(), on=["organisation_id", "workshop"]).with_columns(
        booking_id=new_keys(meetings.height),
        session_id=new_keys(meetings.height),
        number=pl.format("B-GM{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(6)),
        starts=pl.col("starts").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
        + pl.duration(hours="hour"),
    )
    meetings = meetings.with_columns(ends=pl.col("starts") + dt.timedelta(hours=3)).with_columns(
        during=pl.format(
            "[{},{})",
            pl.col("starts").dt.to_string("%Y-%m-%dT%H:%M:%S+00"),
            pl.col("ends").dt.to_string("%Y-%m-%dT%H:%M:%S+00"),
        )
    )
    bookings = meetings.select("organisation_id", "number", "starts", "ends", id="booking_id")
    place(Booking, bookings, title="Las dasar")
    place(BookedUnit, meetings.select("booking_id", "resource_id", "during"))
    place(Session, meetings.select("intake_id", "booking_id", id="session_id"))
    meetings = meetings.select("intake_id", "booking_id", "session_id", "ends", "during")
    seated = growth.frames["seated"].join(meetings, on="intake_id")
    place(BookedPerson, seated.select("candidate_id", "booking_id", "during"))
    return seated


def workshops() -> pl.DataFrame:
    """The workshops that the part of premises gave each institute, numbered from 0."""
    from jalur.journey.premises.models import Resource

    rows = read_rows(
        Resource.objects.filter(name__startswith="Bengkel G").values_list("organisation", "pk", "name"),
        organisation_id=pl.String,
        resource_id=pl.String,
        name=pl.String,
    )
    return rows.select(
        "organisation_id",
        "resource_id",
        workshop=pl.col("name").str.strip_prefix("Bengkel G").cast(pl.Int64) - 1,
    )
