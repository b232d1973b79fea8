"""Curricula of the example country's institutes: most agreed, some under discussion with who is invited and what they say."""

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

STATES = {"agreed": 0.7, "superseded": 0.15, "discussion": 0.1, "draft": 0.05}
KINDS = ("skill", "skill", "skill", "skill", "language", "language", "soft", "culture")
INVARIANTS = {
    "parts of a version that do not count 1, 2, 3": """
        SELECT 1 FROM curricula_part GROUP BY version_id HAVING max(position) <> count(*) OR min(position) <> 1""",
    "a curriculum with two versions that are worked on": """
        SELECT 1 FROM curricula_version WHERE state IN ('draft', 'discussion') GROUP BY curriculum_id HAVING count(*) > 1""",
}


def load(growth: Growth) -> None:
    from jalur.foundation.organisations.models import Organisation
    from jalur.journey.curricula.models import Curriculum, Part, Party, Version

    providers = Organisation.objects.filter(kind__in=("training_provider", "training_centre")).order_by("pk")
    institutes = read_rows(providers.values_list("pk"), provider_id=pl.String)
    count = growth.curricula
    curricula = growth.chosen(institutes, count).with_columns(
        id=new_keys(count),
        number=pl.format("KR-G{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(6)),
        created_at=growth.instants(count),
    )
    place(Curriculum, curricula)
    state = growth.draw.choice(list(STATES), count, p=list(STATES.values()))
    stands = pl.col("state").is_in(["agreed", "superseded"])
    versions = curricula.select(
        "created_at",
        curriculum_id="id",
        code=pl.format("{}-1", "number"),
        title=pl.format("Kurikulum {}", "number"),
        state=pl.Series(state),
        id=new_keys(count),
        day=growth.days(count, -300, -30),
    ).with_columns(
        valid_from=pl.when(stands).then("day"),
        valid_to=pl.when(pl.col("state") == "superseded").then(pl.lit(growth.today)),
    )
    place(Version, versions.drop("day"), number=1, lesson_minutes=45, exception="")
    place(
        Part,
        parts_of(growth, versions),
        mode="non_boarding",
        scheme="",
        outcome="Contoh",
        evidence="Contoh kerja",
    )
    asked = versions.filter(pl.col("state") == "discussion").select(version_id="id")
    offices = Organisation.objects.filter(kind="labour_office").order_by("pk").values_list("pk")
    invited = growth.chosen(read_rows(offices, organisation_id=pl.String), asked.height)
    parties = pl.concat([asked, invited], how="horizontal").with_columns(
        id=new_keys(asked.height), created_at=growth.instants(asked.height)
    )
    place(Party, parties, state="invited", lacking="")


def parts_of(growth: Growth, versions: pl.DataFrame) -> pl.DataFrame:
    """Eight parts each; those of skill and language lead to a competency."""
    from jalur.foundation.competencies.models import Competency

    codes = read_rows(Competency.objects.order_by("pk").values_list("pk"), code=pl.String)["code"].to_numpy()
    count, rows = versions.height, versions.height * len(KINDS)
    kind = np.tile(np.array(KINDS), count)
    leads = np.isin(kind, ("skill", "language"))
    chosen = np.where(leads, growth.draw.choice(codes, rows), "")
    return pl.DataFrame(
        {
            "version_id": np.repeat(versions["id"].to_numpy(), len(KINDS)),
            "position": np.tile(np.arange(1, len(KINDS) + 1), count),
            "kind": kind,
            "hours": growth.draw.integers(8, 81, rows),
            "competency_id": chosen,
        }
    ).with_columns(
        id=new_keys(rows),
        key=new_keys(rows),
        title=pl.format("Bagian {}", "position"),
        competency_id=pl.when(pl.col("competency_id") != "").then("competency_id"),
        created_at=growth.instants(rows),
    )
