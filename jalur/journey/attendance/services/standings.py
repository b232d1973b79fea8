"""What marks add up to, written with them; who begins to stay away and who comes again is told."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record_many
from jalur.foundation.messaging.services import tell
from jalur.foundation.workflow.locks import deed
from jalur.journey.attendance import messages, queries, rules
from jalur.journey.attendance.models import Mark, Standing
from jalur.journey.premises.queries import clock_of
from jalur.journey.training.models import Intake, IntakeState

ADDED_UP = ["held", "attended", "excused", "in_a_row", "missed_since", "away_since", "away_because"]


@deed
def settle(*, actor: Actor, intake: Intake, candidates: Collection[UUID], today: date) -> None:
    """Add up the marks of these people in a class, which is locked."""
    if not candidates:
        return
    limits = queries.rules_of(intake.programme.provider_id).limits
    zone = clock_of(intake.programme.provider)
    marks: dict[UUID, list[tuple[date, str]]] = {key: [] for key in candidates}
    rows = Mark.objects.of_meetings().filter(session__intake=intake, candidate__in=candidates)
    for key, starts, state in rows.values_list("candidate", "session__booking__starts", "state"):
        marks[key].append((starts.astimezone(zone).date(), state))
    before = {
        row.candidate_id: row for row in Standing.objects.filter(intake=intake, candidate__in=candidates)
    }
    standings = []
    for key, said in marks.items():
        came = rules.sum_up(said)
        row = before.get(key) or Standing(intake=intake, candidate_id=key)
        row.held, row.attended, row.excused = came.held, came.attended, came.excused
        row.in_a_row, row.missed_since = came.in_a_row, came.missed_since
        was_away, row.away_because = row.away_since, rules.stays_away(came, limits)
        row.away_since = (was_away or today) if row.away_because else None
        standings.append((row, was_away))
    Standing.objects.bulk_create(
        [row for row, _was in standings],
        update_conflicts=True,
        unique_fields=["intake", "candidate"],
        update_fields=ADDED_UP,
    )
    _tell(actor, intake, [row for row, was in standings if row.away_since and not was], "missed")
    _tell(actor, intake, [row for row, was in standings if was and not row.away_since], "returned")


def _tell(actor: Actor, intake: Intake, rows: list[Standing], what: str) -> None:
    files = Standing.objects.filter(pk__in=[row.pk for row in rows]).select_related("candidate__person")
    if what == "missed" and intake.state == IntakeState.RUNNING:
        for row in files.order_by("pk"):
            tell(messages.MISSED, to=row.candidate.person, about=row, once=str(row.away_since))
    subjects = [(row, row.candidate.person_id, row.home) for row in files.order_by("pk")]
    if subjects:
        record_many(actor=actor, event=f"attendance:standing:{what}", subjects=subjects)
