"""A file for every person: schooling, wishes and competencies of whom they are like, at every point of the path."""

import numpy as np
import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from bench.growth.rooms.people import written
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

WITHDRAWN = 0.03
# Shares of all seats by what has become of the class; everybody with a seat is somebody else.
PATHS = {"planned": 0.6, "running": 0.2, "finished": 0.2}
STATES = {"running": "in_training", "finished": "ready", "withdrawn": "withdrawn"}
INVARIANTS = {
    "a paper of no skill": """
        SELECT 1 FROM files_storedfile f WHERE kind = 'evidence'
        AND NOT EXISTS (SELECT 1 FROM candidates_heldcompetency h WHERE h.id::text = f.owner_key)""",
    "a file whose copies are not as its person": """
        SELECT 1 FROM candidates_candidate c JOIN people_person p ON p.id = c.person_id
        WHERE (c.home, c.office, c.name, c.is_current)
        IS DISTINCT FROM (p.residence_id, p.served_by_id, p.name, p.merged_into_id IS NULL)""",
    "a file with wishes that says any destination": """
        SELECT 1 FROM candidates_candidate c WHERE c.any_destination
        AND EXISTS (SELECT 1 FROM candidates_wish w WHERE w.candidate_id = c.id)""",
}


def load(growth: Growth) -> None:
    from jalur.foundation.history.models import Event
    from jalur.journey.candidates.models import Candidate, HeldCompetency, Wish

    people = growth.frames["people"]
    example = read_rows(
        Candidate.objects.values_list(
            "pk", "education", "any_destination", "available_from", "weight", "opted_out_of_planning_at"
        ),
        like=pl.String,
        education=pl.Int64,
        any_destination=pl.String,
        available_from=pl.Date,
        weight=pl.Float64,
        opted_out_of_planning_at=pl.String,
    )
    candidates = people.join(example, on="like", how="left", maintain_order="left").with_columns(
        person_id="id",
        id=new_keys(people.height),
        number=pl.format("J-{}-G", pl.int_range(pl.len()).cast(pl.String).str.zfill(7)),
        path=paths(growth, people.height),
    )
    withdrawn = pl.col("path") == "withdrawn"
    candidates = candidates.with_columns(
        state=pl.col("path").replace_strict(STATES, default="registered"),
        withdrawn_on=pl.when(withdrawn).then(pl.lit(growth.today)),
        withdrawal_reason=pl.when(withdrawn).then(pl.lit("family")).otherwise(pl.lit("")),
        registered_by_id="served_by_id",
        home="residence_id",
        office="served_by_id",
    )
    place(Candidate, candidates.drop("like", "residence_id", "birth_date", "served_by_id", "path"))
    growth.frames["candidates"] = candidates
    place_tasks(growth, candidates)
    place_notes(candidates)
    likeness = candidates.select("like", "created_at", candidate_id="id")
    held = read_rows(
        HeldCompetency.objects.values_list("candidate", "competency", "evidence", "confirmed_at"),
        like=pl.String, competency_id=pl.String, evidence=pl.String, confirmed_at=pl.String,
    )  # fmt: skip
    place_held(brought(likeness, held))
    wishes = read_rows(
        Wish.objects.values_list("candidate", "country", "occupation"),
        like=pl.String, country_id=pl.String, occupation_id=pl.String,
    )  # fmt: skip
    place(Wish, brought(likeness, wishes))
    place(
        Event,
        candidates.select(
            "person_id",
            at="created_at",
            subject_key="id",
            place_code="residence_id",
            organisation_id="served_by_id",
        ),
        event="candidates:candidate:registered",
        role="labour_officer",
        subject_table=Candidate._meta.label_lower,
        detail="{}",
    )


def place_tasks(growth: Growth, candidates: pl.DataFrame) -> None:
    """One file in twenty of Bu Wulan's office has a task; three of four are done."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.tasks.models import Task

    wulan = User.objects.get(email="wulan@contoh.example")
    office = str(wulan.memberships.values_list("organisation", flat=True).get())
    rows = candidates.filter(pl.col("served_by_id").cast(pl.String) == office).gather_every(20)
    is_done = pl.int_range(pl.len()) % 4 > 0
    tasks = rows.select(
        "person_id",
        "created_at",
        id=new_keys(rows.height),
        subject_key="id",
        place_code="residence_id",
        due_on=pl.lit(growth.today) + pl.duration(days=pl.int_range(pl.len()) % 21 - 3),
        state=pl.when(is_done).then(pl.lit("done")).otherwise(pl.lit("open")),
        ended_on=pl.when(is_done).then(pl.lit(growth.today)),
    )
    same = {"kind": "candidate", "title": "Menelepon", "organisation_id": office, "owner_id": wulan.pk}
    place(Task, tasks, put_by_id=wulan.pk, **same)


def place_notes(candidates: pl.DataFrame) -> None:
    """Two notes on one file in ten of Bu Wulan's office: one for colleagues, one for whoever works on the file."""
    from jalur.foundation.accounts.models import User
    from jalur.foundation.notes.models import Note

    wulan = User.objects.get(email="wulan@contoh.example")
    office = str(wulan.memberships.values_list("organisation", flat=True).get())
    rows = candidates.filter(pl.col("served_by_id").cast(pl.String) == office).gather_every(10)
    same = {"kind": "candidate", "text": "Minta dihubungi sore hari.", "organisation_id": office}
    for audience in ("office", "workers"):
        notes = rows.select(
            "person_id",
            "created_at",
            id=new_keys(rows.height),
            subject_key="id",
            place_code="residence_id",
        )
        place(Note, notes, author_id=wulan.pk, audience=audience, **same)


def place_held(held: pl.DataFrame) -> None:
    """Skills; beside one in ten of those that something shows its paper as a photo, without the bytes in the store."""
    from jalur.foundation.files.models import StoredFile
    from jalur.journey.candidates import rules
    from jalur.journey.candidates.models import HeldCompetency
    from jalur.kit.vault import seal

    place(HeldCompetency, held)
    shown = held.filter(pl.col("evidence") != rules.OWN_STATEMENT).gather_every(10)
    papers = shown.select("created_at", owner_key="id", id=new_keys(shown.height))
    table = StoredFile._meta.label_lower
    sealed = {
        f"{name}_sealed": pl.Series(
            [written(seal(plain, table=table, row=key, field=name)) for key in papers["id"]], dtype=pl.String
        )
        for name, plain in (("key", "00" * 32), ("name", "bukti.jpg"))
    }
    place(
        StoredFile,
        papers.with_columns(
            digest=pl.format(
                "\\x{}{}", pl.col("id").str.replace_all("-", ""), pl.col("id").str.replace_all("-", "")
            ),
            **sealed,
        ),
        kind=rules.PAPERS,
        media_type="image/jpeg",
        size=180_000,
        pages=1,
        scanned=False,
    )


def brought(likeness: pl.DataFrame, example: pl.DataFrame) -> pl.DataFrame:
    rows = likeness.join(example, on="like").drop("like")
    return rows.with_columns(id=new_keys(rows.height))


def paths(growth: Growth, count: int) -> pl.Series:
    """By person: what has become of the class of those with a seat, withdrawn, or "" for the rest."""
    counts = {name: int(growth.seats * share) for name, share in PATHS.items()}
    counts["withdrawn"] = int(count * WITHDRAWN)
    counts[""] = count - sum(counts.values())
    return pl.Series(growth.draw.permutation(np.repeat(list(counts), list(counts.values()))))
