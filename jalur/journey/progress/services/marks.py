"""Writing down where people stand, and what a meeting teaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record, record_many
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates.models import Candidate
from jalur.journey.progress import queries
from jalur.journey.progress.models import Lesson, Level, Mark
from jalur.journey.progress.rights import Right
from jalur.journey.training.models import Enrolment, Intake, IntakeState, Session
from jalur.kit.refusals import refusal

TAUGHT = (IntakeState.RUNNING, IntakeState.FINISHED)


@dataclass(frozen=True)
class Seen:
    """What somebody saw: whose seat, which item, how far, and how far it was when the page was opened (None: whatever it was)."""

    seat: Enrolment
    item: str
    level: str
    was: str | None = None


@deed
def write_marks(*, actor: Actor, intake: Intake, seen: Sequence[Seen], note: str = "", now: datetime) -> int:
    """Write down what has changed since the page was opened; what others wrote meanwhile stands, and two words for the same are refused.

    Gives how many marks are new.
    """
    if intake.state not in TAUGHT:
        sentence = _("Progress is written down while a class runs and until its results are recorded.")
        raise refusal("intake", "not_running", sentence)
    known = {item.key for item in queries.items_of(intake.programme)}
    asked = [one for one in seen if one.level != one.was]
    for one in asked:
        access.check(actor, Right.WRITE_MARK, Mark(candidate=one.seat.candidate, programme=intake.programme))
        if one.item not in known or one.level not in Level.values or one.seat.intake_id != intake.pk:
            raise refusal("level", "unknown", _("Choose a part and a person of this class."))
    assert actor.user_id is not None
    lock(Candidate, {one.seat.candidate_id for one in asked})
    people = {one.seat.candidate_id for one in asked}
    rows = Mark.objects.filter(programme=intake.programme_id, candidate__in=people).order_by("pk")
    held = {(mark.candidate_id, mark.item): mark for mark in rows}
    written: dict[UUID, Enrolment] = {}
    count = 0
    for one in asked:
        key = (one.seat.candidate_id, one.item)
        mark = held.get(key) or Mark(
            candidate_id=key[0], programme=intake.programme, item=one.item, level="not_seen"
        )
        if mark.level == one.level:
            continue
        if one.was is not None and mark.level != one.was:
            sentence = _(
                "Somebody else has just written down another word for %(name)s. Look at the page again."
            )
            raise refusal("level", "changed_meanwhile", sentence % {"name": one.seat.name})
        mark.level, mark.note, mark.by_id, mark.at = one.level, note.strip(), actor.user_id, now
        mark.save()
        written[one.seat.pk] = one.seat
        count += 1
    record_many(
        actor=actor,
        event="progress:mark:written",
        subjects=[(seat, seat.candidate.person_id, seat.home) for seat in written.values()],
    )
    return count


@deed
def teach(*, actor: Actor, intake: Intake, parts: Mapping[UUID, str]) -> int:
    """Say which part each of these meetings (session key → item, "" for none) teaches; gives how many are new."""
    (locked,) = lock(Intake, [intake.pk], related=("programme__curriculum", "place"))
    access.check(actor, Right.EDIT_LESSON, Lesson(session=Session(intake=locked)))
    known = {"", *(item.key for item in queries.items_of(locked.programme))}
    sessions = {row.pk for row in locked.sessions.standing()}
    if set(parts.values()) - known or set(parts) - sessions:
        raise refusal("session", "unknown", _("Choose meetings and parts of this class."))
    held = dict(Lesson.objects.filter(session__in=parts).values_list("session", "item"))
    new = {key: item for key, item in parts.items() if held.get(key, "") != item}
    if not new:
        return 0
    Lesson.objects.filter(session__in=new).delete()
    Lesson.objects.bulk_create(Lesson(session_id=key, item=item) for key, item in new.items() if item)
    record(actor=actor, event="progress:lesson:named", subject=locked, place=locked.place_id or "")
    return len(new)
