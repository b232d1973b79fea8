"""Reads of candidates that other rooms may use."""

import io
from datetime import date

import polars as pl
from django.db import connection
from django.db.models import Count, Q, QuerySet
from psycopg import sql

from jalur.foundation.accounts.access import Actor
from jalur.foundation.rulebook import queries as rulebook
from jalur.journey.candidates import rules
from jalur.journey.candidates.models import Candidate, HeldCompetency, State
from jalur.kit import dates

PLANNING_SCHEMA = {
    "id": pl.String,
    "regency": pl.String,
    "birth_date": pl.Date,
    "sex": pl.String,
    "education": pl.Int64,
    "holds": pl.List(pl.String),
    "destinations": pl.List(pl.String),
    "available_from": pl.Date,
    "weight": pl.Float64,
}

# One statement: what counts (rules.counts in SQL), the wishes, and who may be planned (CandidateQuerySet.plannable).
# "-" stands for any destination, so that an empty text is an empty list.
_PLANNING = sql.SQL("""
COPY (
  WITH asked AS (
    SELECT c.id, c.number, left(c.home, 5) AS regency, p.birth_date, p.sex, c.education, c.any_destination,
           c.available_from, c.weight
    FROM candidates_candidate c
    JOIN people_person p ON p.id = c.person_id
    WHERE c.state <> 'withdrawn' AND c.opted_out_of_planning_at IS NULL AND c.is_current
      AND ({place} = '' OR c.home = {place} OR c.home LIKE {below})
      AND ({number} = '' OR c.number = {number})
      {without}
  )
  SELECT a.number, a.regency, a.birth_date, a.sex, a.education, coalesce(h.codes, ''),
         CASE WHEN a.any_destination THEN '-' ELSE coalesce(w.codes, '') END, a.available_from, a.weight
  FROM asked a
  LEFT JOIN (
    SELECT candidate_id, string_agg(competency_id, '|' ORDER BY competency_id) AS codes
    FROM candidates_heldcompetency
    WHERE confirmed_at IS NOT NULL AND (expires_on IS NULL OR expires_on > {on})
      {theirs}
    GROUP BY candidate_id
  ) h ON h.candidate_id = a.id
  LEFT JOIN (
    SELECT candidate_id, string_agg(DISTINCT country_id, '|' ORDER BY country_id) AS codes
    FROM candidates_wish
    WHERE true {theirs}
    GROUP BY candidate_id
  ) w ON w.candidate_id = a.id
  ORDER BY a.number
) TO STDOUT (FORMAT csv)
""")
# Left out for the whole country: there it is dearer than looking at everybody's.
_THEIRS = sql.SQL("AND candidate_id IN (SELECT id FROM asked)")


def for_planning(
    place_code: str, on: date, *, without: "QuerySet | None" = None, number: str = ""
) -> pl.DataFrame:
    """The planner's `candidates` table (planning.md) for the residents of a place ("": everywhere), in one statement.

    With `number` only for that candidate.

    id is the candidate number; holds are the codes that count on the day; destinations null means any. Left out: those
    withdrawn, opted out, found to be somebody else's second file, and those whose keys are in `without`, a one-column
    queryset such as `Reservation.objects.filter(released_at=None).values("candidate")`.
    """
    statement = _PLANNING.format(
        on=sql.Literal(on),
        place=sql.Literal(place_code),
        below=sql.Literal(f"{place_code}.%"),
        number=sql.Literal(number),
        theirs=_THEIRS if place_code or number else sql.SQL(""),
        without=_without(without),
    )
    buffer = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(statement) as rows:
        for block in rows:
            buffer.write(block)
    if not buffer.tell():
        return pl.DataFrame(schema=PLANNING_SCHEMA)
    buffer.seek(0)
    plain = {
        name: pl.String if kind == pl.List(pl.String) else kind for name, kind in PLANNING_SCHEMA.items()
    }
    frame = pl.read_csv(buffer, has_header=False, schema=plain)
    return frame.with_columns(
        holds=_codes("holds"),
        destinations=pl.when(pl.col("destinations") == "-").then(None).otherwise(_codes("destinations")),
    )


def _codes(name: str) -> pl.Expr:
    """A text of codes as a list; the reader gives null for an empty text."""
    return pl.col(name).fill_null("").str.split("|").list.filter(pl.element() != "")


def _without(keys: "QuerySet | None") -> sql.Composable:
    """A one-column subquery of candidate keys as SQL, its parameters written in by the driver."""
    if keys is None:
        return sql.SQL("")
    text, parameters = keys.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        written = cursor.mogrify(text, parameters)
    return sql.SQL("AND c.id NOT IN (") + sql.SQL(written) + sql.SQL(")")


def home_counts(actor: Actor, first: date, last: date) -> dict[str, int]:
    """Of the files in reach, each person's once: those on the path (`live`), of them `new` on these days, those `in_training`."""
    live = ~Q(state=State.WITHDRAWN)
    return (
        Candidate.objects.visible_to(actor)
        .current()
        .aggregate(
            live=Count("pk", filter=live),
            new=Count("pk", filter=live & Q(created_at__range=(dates.begins(first), dates.ends(last)))),
            in_training=Count("pk", filter=Q(state=State.IN_TRAINING)),
        )
    )


def counting_codes(candidate: Candidate, on: date) -> list[str]:
    """The competency codes of one candidate that count on the day."""
    return rules.counting_competencies(
        HeldCompetency.objects.filter(candidate=candidate).only(
            "competency_id", "confirmed_at", "expires_on"
        ),
        on,
    )


def age_standing_of(birth_date: date, on: date) -> rules.AgeStanding:
    """What the rulebook's general age rules say of somebody born on that day."""
    return rules.age_standing(
        birth_date,
        on,
        train_from=rulebook.age_range(purpose="training", on=on).min_age,
        leave_from=rulebook.age_range(purpose="placement", on=on).min_age,
    )


def own_candidate(actor: Actor) -> Candidate | None:
    """The actor's own file as a candidate."""
    if actor.person_id is None:
        return None
    return (
        Candidate.objects.select_related("person", "person__residence")
        .filter(person_id=actor.person_id)
        .first()
    )
