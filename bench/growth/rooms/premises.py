"""Workshops of the example country's institutes, booked morning and afternoon for weeks ahead."""

import datetime as dt

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

WORKSHOPS = 8  # of each institute
HALVES = (
    dt.timedelta(hours=1),
    dt.timedelta(hours=6),
)  # of a day, by universal time: 08.00 and 13.00 in Jakarta
LENGTH = dt.timedelta(hours=3)
INVARIANTS = {
    "a booking that holds nothing": """
        SELECT 1 FROM premises_booking b WHERE b.state = 'booked'
        AND NOT EXISTS (SELECT 1 FROM premises_bookedunit u WHERE u.booking_id = b.id)""",
    "what is held at another time than its booking": """
        SELECT 1 FROM premises_bookedunit u JOIN premises_booking b ON b.id = u.booking_id
        WHERE u.during <> tstzrange(b.starts, b.ends)""",
}


def load(growth: Growth) -> None:
    from jalur.journey.premises.models import BookedUnit, Booking, Resource
    from jalur.journey.training.models import Programme

    providers = read_rows(
        Programme.objects.order_by().values_list("provider").distinct(), organisation_id=pl.String
    )
    numbers = pl.DataFrame({"number": range(1, WORKSHOPS + 1)})
    workshops = providers.join(numbers, how="cross").select(
        "organisation_id", id=new_keys(providers.height * WORKSHOPS), name=pl.format("Bengkel G{}", "number")
    )
    place(Resource, workshops, kind="workshop", repair="good")
    which = np.arange(growth.bookings)
    turn = which // workshops.height  # the same workshop again is another half of a day
    morning = pl.Series(
        np.datetime64(growth.today, "us") + ((turn // 2 + 1) * 86_400_000_000).astype("m8[us]")
    )
    half = pl.Series(
        np.array([one // dt.timedelta(microseconds=1) for one in HALVES])[turn % 2].astype("m8[us]")
    )
    starts = (morning + half).dt.replace_time_zone("UTC")
    bookings = workshops[which % workshops.height].select(
        "organisation_id",
        resource_id="id",
        id=new_keys(growth.bookings),
        number=pl.format("B-G{}", pl.Series(which).cast(pl.String).str.zfill(6)),
        starts=starts,
        ends=starts + LENGTH,
        created_at=growth.instants(growth.bookings, 60),
    )
    place(Booking, bookings.drop("resource_id"), title="Las dasar")
    place(
        BookedUnit,
        bookings.select(
            "resource_id",
            "created_at",
            booking_id="id",
            during=pl.format(
                "[{},{})",
                pl.col("starts").dt.to_string("%Y-%m-%dT%H:%M:%S+00"),
                pl.col("ends").dt.to_string("%Y-%m-%dT%H:%M:%S+00"),
            ),
        ),
    )
