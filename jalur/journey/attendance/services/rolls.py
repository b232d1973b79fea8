"""Taking rolls and correcting them. The class's row is locked: two who write rolls of one class at once do so one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history.services import record
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.attendance import guards, queries
from jalur.journey.attendance.models import How, Mark, MarkState
from jalur.journey.attendance.rights import Right
from jalur.journey.attendance.services.standings import settle
from jalur.journey.candidates.models import Candidate
from jalur.journey.training.models import Intake, Session
from jalur.kit import dates
from jalur.kit.refusals import refusal


@dataclass(frozen=True)
class Said:
    """What a roll says of one person; an excuse has its reason in the note."""

    state: str
    note: str = ""


@dataclass(frozen=True)
class Written:
    """How many marks a roll has added and how many it has corrected; the others said the same already."""

    added: int
    corrected: int

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.corrected)


@deed
def take_roll(
    *, actor: Actor, session: Session, marks: Mapping[UUID, Said], now: datetime, how: str = How.ROLL
) -> Written:
    """Write down who came to a meeting, or correct it; people of whom nothing is said keep what they have.

    The same once more changes nothing. marks: candidate → what is said.
    """
    (intake,) = lock(Intake, [session.intake_id], related=("programme__provider",))
    return write_marks(actor=actor, intake=intake, session=session, marks=marks, now=now, how=how)


@deed
def write_marks(
    *, actor: Actor, intake: Intake, session: Session, marks: Mapping[UUID, Said], now: datetime, how: str
) -> Written:
    """The same inside a deed that has locked the class."""
    session = Session.objects.select_related("booking__organisation").get(pk=session.pk)
    session.intake = intake
    access.check(actor, Right.TAKE_ROLL, session)
    correct_days = queries.rules_of(intake.programme.provider_id).correct_days
    today = dates.day_at(now, queries.zone_of(session))
    if refused := guards.roll_is_open(session, correct_days, today):
        raise refused
    if refused := guards.have_a_seat(marks, queries.booked_keys(session)):
        raise refused
    _are_readable(marks)
    known = queries.marks_of(session)
    added = [
        Mark(
            session=session,
            candidate_id=key,
            state=said.state,
            note=said.note,
            how=how,
            taken_by_id=actor.user_id,
            taken_at=now,
        )
        for key, said in marks.items()
        if key not in known
    ]
    Mark.objects.bulk_create(added)
    corrected = [
        _correct(actor, known[key], said, now, how)
        for key, said in marks.items()
        if key in known and (known[key].state, known[key].note) != (said.state, said.note)
    ]
    if added:
        counts = {state: sum(mark.state == state for mark in added) for state in MarkState.values}
        place = intake.place_id
        record(actor=actor, event="attendance:roll:taken", subject=session, place=place, detail=counts)
    people = {mark.candidate_id for mark in (*added, *corrected)}
    settle(actor=actor, intake=intake, candidates=people, today=today)
    return Written(len(added), len(corrected))


def _are_readable(marks: Mapping[UUID, Said]) -> None:
    for key, said in marks.items():
        if said.state not in MarkState.values:
            raise refusal("state", "unknown", _("Say whether the person came."))
        if said.state == MarkState.EXCUSED and not said.note:
            sentence = _("Say in the note why the person is excused.")
            raise refusal(f"note_{key.hex}", "no_reason", sentence)


def _correct(actor: Actor, mark: Mark, said: Said, now: datetime, how: str) -> Mark:
    before = mark.state
    mark.state, mark.note, mark.how = said.state, said.note, how
    mark.taken_by_id, mark.taken_at = actor.user_id, now
    mark.save(update_fields=["state", "note", "how", "taken_by", "taken_at"])
    file = Candidate.objects.values("person", "home").get(pk=mark.candidate_id)
    record(
        actor=actor,
        event="attendance:mark:corrected",
        subject=mark,
        person_id=file["person"],
        place=file["home"],
        detail={"before": before, "now": said.state},
    )
    return mark
