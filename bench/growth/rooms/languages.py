"""Entry tests: one of everybody who has a seat and has begun, on one of three scales."""

import polars as pl

from bench.fill import place
from bench.growth.loader import Growth
from jalur.proposals.shared.services.bulk_copy import new_keys, read_rows

SCALES = {"CEFR-EN": "EN-A1", "CEFR-KO": "KO-A1", "JLPT": "JLPT-N5"}
INVARIANTS = {
    "an entry test whose level is of another scale": """
        SELECT 1 FROM languages_entrytest t JOIN competencies_competency c ON c.code = t.level_id
        WHERE c.scale_id <> t.scale_id""",
    "an entry test whose copies are not its candidate's": """
        SELECT 1 FROM languages_entrytest t JOIN candidates_candidate c ON c.id = t.candidate_id
        WHERE (t.home, t.name, t.number) IS DISTINCT FROM (c.home, c.name, c.number)""",
}


def load(growth: Growth) -> None:
    from jalur.journey.languages.models import EntryTest
    from jalur.journey.training.models import Programme

    providers = read_rows(
        Programme.objects.order_by().values_list("pk", "provider"),
        programme_id=pl.String,
        given_by_id=pl.String,
    )
    classes = (
        growth.frames["intakes"].select("programme_id", intake_id="id").join(providers, on="programme_id")
    )
    seated = growth.frames["seated"].join(classes, on="intake_id")
    scale = pl.Series(growth.draw.choice(list(SCALES), seated.height))
    is_below = pl.Series(growth.draw.random(seated.height) < 0.3)
    points = pl.Series(growth.draw.integers(10, 95, seated.height))
    rows = seated.select(
        "candidate_id",
        "given_by_id",
        "home",
        "name",
        "number",
        id=new_keys(seated.height),
        scale_id=scale,
        level_id=pl.when(~is_below).then(scale.replace_strict(SCALES)),
        points=points,
        taken_on=growth.days(seated.height, -300, -1),
        created_at=growth.instants(seated.height, 300),
    )
    place(EntryTest, rows, state="recorded", maximum=100)
