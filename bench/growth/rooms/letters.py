"""Letters: every labour office has written to some of its people, numbered without gaps; without their papers, which no list reads."""

import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

# One person in so many has had one.
EVERY = 5
YEAR = 2025
INVARIANTS = {
    "a series that left a number out or gave one twice": """
        SELECT 1 FROM letters_series s WHERE s.last <>
        (SELECT count(*) FROM letters_letter l WHERE l.organisation_id = s.organisation_id AND l.year = s.year)""",
}


def load(growth: Growth) -> None:
    from jalur.foundation.letters.models import Letter, Series
    from jalur.foundation.organisations.models import Organisation

    offices = read_rows(
        Organisation.objects.filter(kind="labour_office").order_by("pk").values_list("place_id", "pk"),
        regency=pl.String,
        organisation_id=pl.String,
    ).unique("regency", keep="first", maintain_order=True)
    people = growth.frames["people"].gather_every(EVERY)
    written = (
        people.with_columns(regency=pl.col("residence_id").str.slice(0, 5))
        .join(offices, on="regency")
        .with_columns(serial=pl.int_range(pl.len()).over("organisation_id") + 1)
    )
    letters = written.select(
        "organisation_id",
        "serial",
        person_id="id",
        recipient="name",
        number=pl.format("560/{}/415.35/{}", "serial", pl.lit(YEAR)),
        owner_key=pl.Series(new_keys(written.height)),
        id=new_keys(written.height),
        created_at=growth.instants(written.height),
        dated=growth.days(written.height, -360, -12),
    )
    place(
        Letter,
        letters,
        kind="candidate_registered",
        year=YEAR,
        nature="ordinary",
        subject="Surat Keterangan Terdaftar",
        language="id",
        signed_by="Ratih Contohrahayu, Sekretaris",
        state="issued",
        withdrawn_because="",
    )
    counted = letters.group_by("organisation_id").agg(last=pl.len())
    place(
        Series,
        counted.with_columns(id=new_keys(counted.height), created_at=growth.instants(counted.height)),
        year=YEAR,
    )
