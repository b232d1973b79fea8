"""Rolls that were filled in without network: the columns, what a row says, and which marks are taken already."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor
from jalur.foundation.imports.kinds import Change, Earlier, Plan, plan_rows
from jalur.foundation.imports.rows import DASH, Choice, Column, Fault, Row, each, folded
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.attendance import guards, queries
from jalur.journey.attendance.models import How, Mark, MarkState
from jalur.journey.attendance.services.rolls import Said, write_marks
from jalur.journey.candidates.models import Candidate
from jalur.journey.training.models import Intake, Session
from jalur.kit import dates
from jalur.kit.folding import fold
from jalur.kit.refusals import refusal

STATES = folded(
    {
        "hadir": MarkState.HERE,
        "h": MarkState.HERE,
        "here": MarkState.HERE,
        "present": MarkState.HERE,
        "datang terlambat": MarkState.LATE,
        "terlambat": MarkState.LATE,
        "t": MarkState.LATE,
        "came late": MarkState.LATE,
        "late": MarkState.LATE,
        "izin": MarkState.EXCUSED,
        "i": MarkState.EXCUSED,
        "excused": MarkState.EXCUSED,
        "tidak hadir": MarkState.ABSENT,
        "alpa": MarkState.ABSENT,
        "a": MarkState.ABSENT,
        "absent": MarkState.ABSENT,
    }
)
KEEP, LIST = "keep", "list"


@dataclass(frozen=True)
class Entry:
    """What a row says of one person at one meeting."""

    session: Session
    candidate: Candidate
    said: Said

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.session.pk, self.candidate.pk


COLUMNS = (
    Column(
        "meeting",
        "Nomor pertemuan",
        ("meeting number", "pertemuan"),
        "B-CONTOH",
        gettext_lazy("Leave the meeting's number as it was in the list that you took along."),
        is_needed=True,
        value=lambda one: one.session.pk,
        words=each(lambda one: one.session.booking.title),
    ),
    Column(
        "candidate",
        "Nomor CPMI",
        ("nomor calon", "nomor kandidat", "candidate number"),
        "J-CONTOH",
        gettext_lazy("Leave the candidate's number as it was in the list that you took along."),
        is_needed=True,
        value=lambda one: one.candidate.pk,
        words=each(lambda one: one.candidate.name),
    ),
    Column(
        "state",
        "Kehadiran",
        ("hadir", "status", "attendance"),
        "terlambat",
        gettext_lazy("Write hadir, terlambat, izin or tidak hadir; H, T, I and A are understood too."),
        is_needed=True,
        value=lambda one: one.said.state,
        words=each(lambda one: MarkState(one.said.state).label),
    ),
    Column(
        "note",
        "Catatan",
        ("keterangan", "note"),
        "Ban bocor",
        gettext_lazy("An excuse needs its reason here, at most 200 letters. Write no illness."),
        value=lambda one: one.said.note,
        words=each(lambda one: one.said.note),
    ),
)


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[Entry]:
    """Which marks would be added, which are there already, and which differ from what was taken meanwhile; rows that nobody filled in
    say nothing."""
    filled = [row for row in rows if row.is_said("state")]
    planned, found = plan_rows(
        filled, _reader(actor, today), earlier=earlier, marks=lambda entry: {entry.key}, standing=_standing
    )
    by_line = {row.line: row for row in filled}
    known, changed, faults = [], [], list(planned.faults)
    for line, entry in planned.known:
        mark = found[line]
        about = _differs(mark, entry)
        if not about:
            known.append((line, entry))
            continue
        try:
            answer = _which(by_line[line], mark, entry, about)
        except Fault as question:
            faults.append(question)
            continue
        if answer == LIST:
            changed.append((line, Change(mark, entry, "correction", frozenset({about}))))
        else:
            known.append((line, entry))
    return replace(planned, known=known, changed=changed, faults=faults)


def _differs(mark: Mark, entry: Entry) -> str:
    """In which column the list says something else than the roll, "" in none; an empty note says nothing."""
    if mark.state != entry.said.state:
        return "state"
    return "note" if entry.said.note and mark.note != entry.said.note else ""


def _which(row: Row, mark: Mark, entry: Entry, column: str) -> str:
    """What the uploader says where the roll in the application and the list differ; a Question until she did."""
    there, here = mark.get_state_display(), str(MarkState(entry.said.state).label)
    sentence = _("In the application it says “%(there)s” (%(who)s), in the list “%(here)s”. Which is right?")
    if column == "note":
        there, here = mark.note or DASH, entry.said.note
        sentence = _(
            "The note in the application says “%(there)s” (%(who)s), that in the list “%(here)s”. Which is right?"
        )
    by = mark.taken_by.name if mark.taken_by else _("somebody")
    sentence %= {"there": there, "who": by, "here": here}
    choices: list[Choice] = [
        (KEEP, _("Keep what is in the application")),
        (LIST, _("Take what is in the list")),
    ]
    about = f"{entry.session.booking.number}:{entry.candidate.number}"
    return row.ask(column, sentence, choices, about=about)


def _standing(entries: Sequence[Entry]) -> Mapping[Hashable, Mark]:
    marks = Mark.objects.filter(session__in={one.session.pk for one in entries}).select_related("taken_by")
    return {(mark.session_id, mark.candidate_id): mark for mark in marks.order_by("pk")}


def _reader(actor: Actor, today: date) -> Callable[[Row], Entry]:
    """How a row becomes a mark that this actor may take today."""
    rows = queries.of_actor(Session.objects.standing(), actor).select_related(
        "booking__organisation", "intake__programme__provider"
    )

    @cache
    def session_of(number: str) -> Session | None:
        return rows.filter(booking__number=number).first()

    @cache
    def people_of(session: Session) -> dict[str, Candidate]:
        return {fold(one.number): one for one in queries.rows_on_roll(session)}

    @cache
    def days_of(provider: UUID) -> int:
        return queries.rules_of(provider).correct_days

    def session(row: Row) -> Session:
        found = session_of(row.text("meeting", longest=30).upper())
        if found is None:
            raise row.fault("meeting", _("Your centre has no meeting with this number."))
        if refused := guards.roll_is_open(found, days_of(found.intake.programme.provider_id), today):
            raise row.fault("meeting", " ".join(refused.messages))
        return found

    def read(row: Row) -> Entry:
        meeting = session(row)
        candidate = people_of(meeting).get(fold(row.text("candidate", longest=12)))
        if candidate is None:
            sentence = _("Nobody with this number has a seat at this meeting. Check the number.")
            raise row.fault("candidate", sentence)
        state = row.choice("state", STATES)
        note = row.text("note", longest=200) if row.is_said("note") else ""
        if state == MarkState.EXCUSED and not note:
            raise row.fault("note")
        return Entry(meeting, candidate, Said(state, note))

    return read


@deed
def add_listed(*, actor: Actor, rows: Sequence[Entry], today: date) -> None:
    """Marks of a list of which none is there yet. All or none; a mark that somebody took a moment ago is never overwritten."""
    del today
    for intake, session, entries in _by_meeting(rows):
        known = queries.marks_of(session)
        for entry in entries:
            mark = known.get(entry.candidate.pk)
            if mark is not None and (mark.state, mark.note) != (entry.said.state, entry.said.note):
                sentence = _(
                    "Somebody has just taken one of these rolls. Nothing was saved: look at the list again."
                )
                raise refusal("state", "taken_meanwhile", sentence)
        _write(actor, intake, session, entries)


@deed
def correct_listed(*, actor: Actor, rows: Sequence[Change[Entry]], today: date) -> None:
    """Marks that the uploader has said are right in the list."""
    del today
    for intake, session, entries in _by_meeting([change.entry for change in rows]):
        _write(actor, intake, session, entries)


def _write(actor: Actor, intake: Intake, session: Session, entries: Sequence[Entry]) -> None:
    marks = {one.candidate.pk: one.said for one in entries}
    write_marks(actor=actor, intake=intake, session=session, marks=marks, now=dates.now(), how=How.LIST)


def _by_meeting(rows: Sequence[Entry]) -> list[tuple[Intake, Session, list[Entry]]]:
    """The rows meeting by meeting, with its class, locked."""
    intakes = lock(Intake, {one.session.intake_id for one in rows}, related=("programme__provider",))
    by_key = {intake.pk: intake for intake in intakes}
    sessions = {one.session.pk: one.session for one in rows}
    return [
        (by_key[session.intake_id], session, [one for one in rows if one.session.pk == session.pk])
        for session in sorted(sessions.values(), key=lambda one: one.booking.starts)
    ]
