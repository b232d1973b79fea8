"""Progress from a spreadsheet, a row for each person and part: the columns, what a row says, and what is written down already."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.imports.kinds import Change, Earlier, Plan, plan_rows
from jalur.foundation.imports.rows import Choice, Column, Fault, Row, each, fold, folded
from jalur.foundation.workflow.locks import deed
from jalur.journey.progress import queries
from jalur.journey.progress.models import Level, Mark
from jalur.journey.progress.queries import Item
from jalur.journey.progress.rights import Right
from jalur.journey.progress.services.marks import TAUGHT, Seen, write_marks
from jalur.journey.training.models import Enrolment, Intake
from jalur.kit import dates, formats

LEVELS = folded(
    {
        "sudah bisa": Level.CAN,
        "bisa": Level.CAN,
        "b": Level.CAN,
        "can do it": Level.CAN,
        "can": Level.CAN,
        "sedang berlatih": Level.PRACTISING,
        "berlatih": Level.PRACTISING,
        "l": Level.PRACTISING,
        "practising": Level.PRACTISING,
        "belum dilihat": Level.NOT_SEEN,
        "belum": Level.NOT_SEEN,
        "not seen yet": Level.NOT_SEEN,
    }
)
KEEP, LIST = "keep", "list"


@dataclass(frozen=True)
class Entry:
    """What a row says of one person and part."""

    seat: Enrolment
    item: Item
    level: str
    note: str = ""

    @property
    def key(self) -> tuple[UUID, UUID, str]:
        return self.seat.intake.programme_id, self.seat.candidate_id, self.item.key


COLUMNS = (
    Column(
        "intake",
        "Nomor kelas",
        ("kelas", "class number", "class"),
        "K-CONTOH",
        gettext_lazy("Write the number of a class of your institute, as it stands on the page of the class."),
        is_needed=True,
        value=lambda one: one.seat.intake_id,
        words=each(lambda one: one.seat.intake.number),
    ),
    Column(
        "candidate",
        "Nomor CPMI",
        ("nomor calon", "nomor kandidat", "candidate number"),
        "J-CONTOH",
        gettext_lazy("Write the number of somebody who is taught in this class."),
        is_needed=True,
        value=lambda one: one.seat.candidate_id,
        words=each(lambda one: one.seat.name),
    ),
    Column(
        "part",
        "Bagian",
        ("part", "unit", "kompetensi"),
        "KR-LAS-K3",
        gettext_lazy(
            "Write the part as the page of the class's progress calls it, or the code of the competency."
        ),
        is_needed=True,
        value=lambda one: one.item.key,
        words=each(lambda one: one.item.title),
    ),
    Column(
        "level",
        "Sejauh mana",
        ("tingkat", "kemajuan", "how far"),
        "sudah bisa",
        gettext_lazy("Write belum dilihat, sedang berlatih or sudah bisa; L and B are understood too."),
        is_needed=True,
        value=lambda one: one.level,
        words=each(lambda one: Level(one.level).label),
    ),
    Column(
        "note",
        "Catatan",
        ("keterangan", "note"),
        "Rapi dan aman",
        gettext_lazy("At most 200 letters; whoever it is about reads them."),
        value=lambda one: one.note,
        words=each(lambda one: one.note),
    ),
)


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[Entry]:
    """Which words would be written down, which are there already, and which differ; a row without a word, or "not seen yet" of what
    nobody has seen, says nothing."""
    del today
    filled = [row for row in rows if row.is_said("level")]
    planned, found = plan_rows(
        filled, _reader(actor), earlier=earlier, marks=lambda entry: {entry.key}, standing=_standing
    )
    by_line = {row.line: row for row in filled}
    known = [each for each in planned.new if each[1].level == Level.NOT_SEEN]
    changed, faults = [], list(planned.faults)
    for line, entry in planned.known:
        mark = found[line]
        try:
            takes = mark.level != entry.level and _which(by_line[line], mark, entry) == LIST
        except Fault as question:
            faults.append(question)
            continue
        if takes:
            changed.append((line, Change(mark, entry, "correction", frozenset({"level"}))))
        else:
            known.append((line, entry))
    new = [each for each in planned.new if each[1].level != Level.NOT_SEEN]
    return replace(planned, new=new, known=known, changed=changed, faults=faults)


def _which(row: Row, mark: Mark, entry: Entry) -> str:
    """What the uploader says where the application and the list differ; a Question until she did."""
    sentence = _(
        "In the application it says “%(there)s” (%(who)s, %(day)s), in the list “%(here)s”. Which is right?"
    ) % {
        "there": mark.get_level_display(),
        "who": mark.by.name,
        "day": formats.day(mark.at.date()),
        "here": Level(entry.level).label,
    }
    choices: list[Choice] = [
        (KEEP, _("Keep what is in the application")),
        (LIST, _("Take what is in the list")),
    ]
    return row.ask("level", sentence, choices, about=f"{entry.seat.number}:{entry.item.key}")


def _standing(entries: Sequence[Entry]) -> Mapping[Hashable, Mark]:
    marks = Mark.objects.filter(
        programme__in={one.seat.intake.programme_id for one in entries},
        candidate__in={one.seat.candidate_id for one in entries},
    )
    rows = marks.select_related("by").order_by("pk")
    return {(mark.programme_id, mark.candidate_id, mark.item): mark for mark in rows}


def _reader(actor: Actor) -> Callable[[Row], Entry]:
    """How a row becomes a word that this actor may write down."""
    own = narrow(Intake.objects.select_related("programme__curriculum"), actor, Right.WRITE_MARK)

    @cache
    def intake_of(number: str) -> Intake | None:
        return own.filter(number=number).first()

    @cache
    def people_of(intake: Intake) -> dict[str, Enrolment]:
        seats = queries.people_of(intake).select_related("intake__programme", "candidate__person")
        return {fold(seat.number): seat for seat in seats}

    @cache
    def items_of(intake: Intake) -> dict[str, Item]:
        items = queries.items_of(intake.programme)
        return {fold(words): item for item in items for words in (item.title, item.key)}

    def read(row: Row) -> Entry:
        intake = intake_of(row.text("intake", longest=30).upper())
        if intake is None:
            raise row.fault("intake", _("Your institute has no class with this number."))
        if intake.state not in TAUGHT:
            sentence = _("Progress is written down while a class runs and until its results are recorded.")
            raise row.fault("intake", sentence)
        seat = people_of(intake).get(fold(row.text("candidate", longest=12)))
        if seat is None:
            raise row.fault(
                "candidate", _("Nobody with this number is taught in this class. Check the number.")
            )
        item = row.choice("part", items_of(intake))
        level = row.choice("level", LEVELS)
        note = row.text("note", longest=200) if row.is_said("note") else ""
        return Entry(seat, item, level, note)

    return read


@deed
def add_listed(*, actor: Actor, rows: Sequence[Entry], today: date) -> None:
    """Words of a list about parts of which none is written down yet. All or none; what somebody wrote a moment ago stands."""
    del today
    _write(actor, [(one, Level.NOT_SEEN.value) for one in rows])


@deed
def correct_listed(*, actor: Actor, rows: Sequence[Change[Entry]], today: date) -> None:
    """Words that the uploader has said are right in the list."""
    del today
    _write(actor, [(change.entry, change.record.level) for change in rows])


def _write(actor: Actor, words: Sequence[tuple[Entry, str]]) -> None:
    """Class by class and note by note, each as the page would; words: with how far it was when the list was looked at."""

    def together(word: tuple[Entry, str]) -> tuple[str, str]:
        return word[0].seat.intake.number, word[0].note

    for (_number, note), several in groupby(sorted(words, key=together), key=together):
        group = list(several)
        seen = [Seen(one.seat, one.item.key, one.level, was) for one, was in group]
        intake = group[0][0].seat.intake
        write_marks(actor=actor, intake=intake, seen=seen, note=note, now=dates.now())
