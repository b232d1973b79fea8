"""Lists of candidates as offices keep them: the columns, what a row says, and who is registered already."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.competencies.models import Education
from jalur.foundation.competencies.rules import read_schooling
from jalur.foundation.geography import queries as geography
from jalur.foundation.imports.kinds import Change, Earlier, Plan, plan_rows
from jalur.foundation.imports.queries import place_finder
from jalur.foundation.imports.rows import Column, Fault, Question, Row, each, folded, row_number
from jalur.foundation.people import rules as people_rules
from jalur.foundation.people import services as people
from jalur.foundation.people.models import Paper, Person, Sex
from jalur.foundation.people.queries import known_districts
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.foundation.people.services import may_correct_identity, national_id_index, phone_index
from jalur.foundation.people.words import WARNINGS
from jalur.foundation.rulebook import queries as rulebook
from jalur.journey.candidates import guards
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.services.files import NewCandidate, edit_candidate, set_wishes
from jalur.kit import formats
from jalur.kit.dates import completed_years
from jalur.kit.reading import BIRTH, SOON, read_name, read_phone


def _by_name(names: Callable[[Iterable[str]], Mapping[str, str]], codes: Sequence[str]) -> list[str]:
    known = names(codes)
    return [known.get(code, code) for code in codes]


def _destinations(rows: Sequence[NewCandidate]) -> list[str]:
    names = geography.country_names(country for one in rows for country, _occupation in one.wishes)
    return [
        ", ".join(dict.fromkeys(names[country] for country, _occupation in one.wishes))
        or str(_("any destination"))
        for one in rows
    ]


COLUMNS = (
    Column(
        "name",
        "Nama",
        ("nama lengkap", "name", "full name"),
        "Dewi Contoh",
        _("Write the full name as on the KTP, at most 120 letters."),
        is_needed=True,
        value=lambda one: people_rules.fold_name(one.name),
        words=each(lambda one: one.name),
    ),
    Column(
        "national_id",
        "NIK",
        ("no ktp", "nomor induk kependudukan", "national id"),
        "3517085204010001",
        _("A NIK has 16 digits. Format the column as text, so that the program does not round it."),
        is_secret=True,
        value=lambda one: one.national_id,
        words=each(lambda one: f"{'•' * 12}{one.national_id[-4:]}" if one.national_id else ""),
    ),
    Column(
        "birth_date",
        "Tanggal lahir",
        ("tgl lahir", "lahir", "date of birth", "birth date"),
        "12-04-2001",
        _("Write the date of birth as day-month-year, for example 12-04-2001."),
        is_needed=True,
        value=lambda one: one.birth_date,
        words=each(lambda one: formats.day(one.birth_date)),
    ),
    Column(
        "sex",
        "Jenis kelamin",
        ("jk", "l/p", "sex", "gender"),
        "P",
        _("Write P for a woman or L for a man."),
        is_needed=True,
        value=lambda one: one.sex,
        words=each(lambda one: Sex(one.sex).label),
    ),
    Column(
        "residence",
        "Tempat tinggal",
        ("kode wilayah", "desa", "alamat", "residence", "region code"),
        "35.17.08.2001",
        _("Write the region code of the village, for example 35.17.08.2001, or a name that occurs once."),
        is_needed=True,
        value=lambda one: one.residence_id,
        words=lambda rows: _by_name(geography.path_names, [one.residence_id for one in rows]),
    ),
    Column(
        "phone",
        "Telepon",
        ("no hp", "hp", "wa", "whatsapp", "phone"),
        "0812-3456-7890",
        _("Write a phone number with its code, for example 0812-3456-7890."),
        value=lambda one: one.phone,
        words=each(lambda one: one.phone),
    ),
    Column(
        "education",
        "Pendidikan",
        ("pendidikan terakhir", "schooling", "education"),
        "SMK",
        _(
            "Write SD, SMP, SMA, SMK, D1, D2, D3, D4, S1, S2 or S3, not a number: lists number "
            "schooling in different ways."
        ),
        is_needed=True,
        value=lambda one: one.education,
        words=each(lambda one: Education(one.education).label),
    ),
    Column(
        "available_from",
        "Siap mulai",
        ("tersedia mulai", "can start from", "available from"),
        "02-02-2026",
        _("Write the date as day-month-year, for example 12-04-2001."),
        value=lambda one: one.available_from,
        words=each(lambda one: formats.day(one.available_from)),
    ),
    Column(
        "destinations",
        "Negara tujuan",
        ("tujuan", "destinations", "destination"),
        "KR; JP",
        _("Write countries by name or two-letter code, separated by semicolons: KR; JP."),
        value=lambda one: frozenset(country for country, _occupation in one.wishes),
        words=_destinations,
    ),
)
SEXES = folded(people_rules.SEX_WORDS)


Newcomers = Sequence[tuple[int, NewCandidate]]
SAME, OTHER = "same", "other"


def plan(actor: Actor, rows: list[Row], today: date, earlier: Earlier) -> Plan[NewCandidate]:
    """Who would be registered by this actor, who is already, and whose NIK or name deserves a second look.

    One NIK with two people, or one person with two NIKs, is a question for a human: such a row waits for the answer.
    """
    read = _reader(actor, today, earlier.meant)
    standing = partial(_standing, actor)
    planned, found = plan_rows(rows, read, earlier=earlier, marks=_marks, standing=standing)
    by_line = {row.line: row for row in rows}
    answered = _asked_about_identity(actor, by_line, planned, found, _Numbers(earlier, read))
    doubts = [*_doubts(by_line, answered.new), *_lookalikes(actor, by_line, answered.new)]
    return replace(answered, doubts=sorted(doubts, key=lambda doubt: doubt.line))


OF_PERSON = {"name", "birth_date", "sex", "phone", "national_id"}
OF_FILE = {"education", "available_from"}


def correct_many(*, actor: Actor, rows: Sequence[Change[NewCandidate]], today: date) -> None:
    """Take over what the rows say otherwise, where the uploader said so, upon the paper that she named."""
    changes = sorted(rows, key=lambda change: change.record.pk)
    for change in changes:
        values: dict[str, Any] = {name: getattr(change.entry, name) for name in OF_PERSON & change.columns}
        if "residence" in change.columns:
            values["residence"] = geography.find_place(change.entry.residence_id)
        people.edit_person(actor=actor, person=change.record, today=today, paper=change.reason, **values)
    files = _files_of(actor, [change.record.pk for change in changes])
    for change in changes:
        if (file := files.get(change.record.pk)) is None:
            continue
        if of_file := OF_FILE & change.columns:
            for name in of_file:
                setattr(file, name, getattr(change.entry, name))
            edit_candidate(actor=actor, candidate=file)
        if "destinations" in change.columns:
            set_wishes(actor=actor, candidate=file, wishes=_wanted(file, change.entry))


def _wanted(file: Candidate, entry: NewCandidate) -> list[tuple[str, str | None]]:
    """The countries of a row, with the occupations wished for there already."""
    wished = defaultdict(list)
    for country, occupation in file.wishes.values_list("country_id", "occupation_id"):
        wished[country].append(occupation)
    return [(country, work) for country, _any in entry.wishes for work in wished.get(country, [None])]


class _Numbers:
    """The NIKs of new rows of a list, also of its parts before this one: each with the first row that has it."""

    def __init__(self, earlier: Earlier, read: Callable[[Row], NewCandidate]) -> None:
        self.earlier, self.read = earlier, read

    def note(self, index: bytes, line: int) -> None:
        if index:
            self.earlier.marks.setdefault(("number", index), line)

    def first(self, index: bytes) -> tuple[int, NewCandidate] | None:
        """(row, what it says) of the first new row with this NIK."""
        line = self.earlier.marks.get(("number", index))
        return (line, self.read(self.earlier.row(line))) if index and line is not None else None


def _asked_about_identity(
    actor: Actor,
    rows: Mapping[int, Row],
    planned: Plan[NewCandidate],
    found: Mapping[int, UUID],
    numbers: _Numbers,
) -> Plan[NewCandidate]:
    """The plan with rows moved to where the uploader's answers put them; without an answer they are faults.

    found: who is meant by the rows that say somebody known. numbers: of the new rows so far.
    """
    entries = sorted([*planned.new, *planned.known], key=lambda one: one[0])
    holders = _Holders(actor, [entry for _line, entry in entries])
    meant: dict[int, UUID] = dict(found)
    twins: dict[int, tuple[NewCandidate, NewCandidate]] = {}
    new, known, changed, faults = [], [], [], list(planned.faults)
    for line, entry in entries:
        index = national_id_index(entry.national_id) if entry.national_id else b""
        other, sentence = holders.conflict(entry, index)
        try:
            if other is not None:
                meant[line] = other.pk
                answer = _ask(rows[line], entry, other, sentence, may_correct_identity(actor, other))
            elif line in found:
                answer = SAME
            elif first := numbers.first(index):
                earlier, twin = first
                twins[line] = (twin, entry)
                text = _(
                    "Row %(line)s has this NIK with another name or birth date. Compare both with the KTP."
                )
                answer = _ask(rows[line], entry, twin, str(text) % {"line": row_number(earlier)}, False)
            else:
                answer = OTHER
        except Question as question:
            faults.append(question)
            continue
        if answer == SAME:
            known.append((line, entry))
        elif answer == OTHER:
            new.append((line, entry))
            numbers.note(index, line)
        else:
            changed.append((line, Change(other, entry, answer)))
    faults.sort(key=lambda fault: fault.line)
    pairs = twins | _pairs(actor, dict(entries), meant)
    return replace(planned, new=new, known=known, changed=changed, faults=faults, pairs=pairs)


def _pairs(
    actor: Actor, entries: Mapping[int, NewCandidate], meant: Mapping[int, UUID]
) -> dict[int, tuple[NewCandidate, NewCandidate]]:
    """Row → what the record of the person who is meant says, as a row would, and what the row says."""
    ids = set(meant.values())
    people = {person.pk: person for person in Person.objects.visible_to(actor).filter(pk__in=ids)}
    files = _files_of(actor, ids)
    return {
        line: (_as_row(people[pk], files.get(pk), entries[line]), entries[line])
        for line, pk in meant.items()
        if pk in people
    }


def _files_of(actor: Actor, people: Iterable[UUID]) -> dict[UUID, Candidate]:
    """Person → the candidate's file, where the actor may change it."""
    files = narrow(Candidate.objects.filter(person__in=people), actor, Right.EDIT_CANDIDATE)
    return {file.person_id: file for file in files.prefetch_related("wishes").order_by("pk")}


def _as_row(person: Person, file: Candidate | None, entry: NewCandidate) -> NewCandidate:
    """What a record says; NIK and phone are compared unopened, and what has no file says nothing else than the row."""
    number, phone = national_id_index(entry.national_id), phone_index(entry.phone)
    is_same_number = bytes(person.national_id_index or b"") == number
    has_other_phone = str(_("another number")) if person.phone_sealed else ""
    return replace(
        entry,
        name=person.name,
        birth_date=person.birth_date,
        sex=person.sex,
        residence_id=person.residence_id,
        national_id=entry.national_id if is_same_number else person.national_id_masked,
        phone=entry.phone if bytes(person.phone_index or b"") == phone else has_other_phone,
        education=file.education if file else entry.education,
        available_from=file.available_from if file else entry.available_from,
        wishes=[(wish.country_id, wish.occupation_id) for wish in file.wishes.all()]
        if file
        else entry.wishes,
    )


class _Holders:
    """Who of the people that the actor sees has the NIKs of a list, or is called, born and at home just like one in it."""

    def __init__(self, actor: Actor, entries: Sequence[NewCandidate]) -> None:
        indexes = {national_id_index(entry.national_id) for entry in entries if entry.national_id}
        seen = Person.objects.visible_to(actor).order_by("pk")
        of_number = list(seen.filter(national_id_index__in=indexes))
        self.by_index = {
            bytes(person.national_id_index or b""): person
            for person in of_number
            if person.merged_into_id is None
        }
        # A second record that was joined to the one in use is that person, too.
        self.identities = {
            (bytes(person.national_id_index or b""), person.name_folded, person.birth_date)
            for person in of_number
        }
        born = seen.current().filter(
            birth_date__in={entry.birth_date for entry in entries},
            name_folded__in={people_rules.fold_name(entry.name) for entry in entries},
            national_id_index__isnull=False,
        )
        self.by_facts = {
            (person.name_folded, person.birth_date, person.sex, person.residence_id): person
            for person in born
        }

    def conflict(self, entry: NewCandidate, index: bytes) -> tuple[Person | None, str]:
        """Somebody whose NIK and facts do not both agree with a row, and the question."""
        name = people_rules.fold_name(entry.name)
        if not index or (index, name, entry.birth_date) in self.identities:
            return None, ""
        if index in self.by_index:
            text = _("This NIK is registered with another name or birth date. Compare both with the KTP.")
            return self.by_index[index], str(text)
        facts = (name, entry.birth_date, entry.sex, entry.residence_id)
        text = _("This person is registered with another NIK. Compare both with the KTP.")
        return self.by_facts.get(facts), str(text)


def _ask(
    row: Row, entry: NewCandidate, other: NewCandidate | Person, sentence: str, may_correct: bool
) -> str:
    """SAME, OTHER, or the paper upon which the record takes over what the row says; both sides for the uploader's eyes."""
    choices = [
        (SAME, str(_("The same person: the record stays as it is"))),
        *(
            (
                paper.value,
                str(_("The same person: take over what differs, I was shown: %(paper)s"))
                % {"paper": paper.label},
            )
            for paper in (Paper.ID_CARD, Paper.FAMILY_CARD)
            if may_correct
        ),
        (OTHER, str(_("Another person: register, and let the labour office compare both"))),
    ]
    mine, theirs = (f"{one.name}, {formats.day(one.birth_date)}" for one in (entry, other))
    about = f"{row.line} {getattr(other, 'pk', '')}"
    return row.ask("national_id", sentence, choices, about=about, value=f"{mine} ↔ {theirs}")


def _lookalikes(actor: Actor, rows: Mapping[int, Row], new: Newcomers) -> list[Fault]:
    """New rows with nearly the name and just the birth date of somebody registered within the actor's reach."""
    born: dict[date, list[tuple[str, str]]] = defaultdict(list)
    days = {newcomer.birth_date for _line, newcomer in new}
    seen = Person.objects.visible_to(actor).current().filter(birth_date__in=days).order_by("pk")
    for day, name, folded_name in seen.values_list("birth_date", "name", "name_folded").iterator():
        born[day].append((name, folded_name))
    text = _(
        "%(name)s, born the same day, is registered already. Leave the row out if it is the same person."
    )
    return [
        rows[line].fault("name", str(text) % {"name": name})
        for line, newcomer in new
        for name, folded_name in born[newcomer.birth_date]
        if people_rules.are_alike(people_rules.fold_name(newcomer.name), folded_name)
    ]


def _doubts(rows: Mapping[int, Row], new: Newcomers) -> list[Fault]:
    """What a form would warn of, too: how a NIK goes with the day of birth and the sex."""
    numbered = [(line, newcomer) for line, newcomer in new if newcomer.national_id]
    known = known_districts(people_rules.district_code(one.national_id) for _line, one in numbered)
    return [
        rows[line].fault("national_id", WARNINGS[warning])
        for line, one in numbered
        for warning in people_rules.check_national_id(
            one.national_id, one.birth_date, one.sex, known.__contains__
        )
    ]


def _reader(actor: Actor, today: date, meant: dict[str, Any]) -> Callable[[Row], NewCandidate]:
    """How a row becomes a candidate whom this actor may register today."""
    find_place = place_finder(actor.place_code, today, meant)
    youngest = rulebook.age_range(purpose="training", on=today).min_age or 0
    countries = folded(geography.country_words())

    @cache
    def serves(residence_id: str) -> bool:
        return access.covers(actor, PeopleRight.REGISTER_PERSON, Person(residence_id=residence_id))

    def residence(row: Row) -> str:
        places, question = row.read("residence", find_place)
        reached = [place for place in places if serves(place[0])]
        if len(places) == 1 and not reached:
            raise row.fault("residence", _("Your office does not register people of this place."))
        if not reached:
            raise row.fault("residence")
        return row.ask("residence", question, reached) if question else reached[0][0]

    def available_from(row: Row) -> date:
        day = row.day("available_from", SOON, today=today) or today
        row.confirm("available_from", guards.unlikely_start(day, today))
        return day

    def read(row: Row) -> NewCandidate:
        said: dict[str, Any] = row.every(
            name=_name,
            national_id=lambda row: row.read("national_id", people_rules.read_national_id),
            birth_date=lambda row: _birth_date(row, today, youngest),
            sex=lambda row: row.choice("sex", SEXES),
            residence_id=residence,
            phone=lambda row: row.read("phone", read_phone),
            education=lambda row: row.read("education", read_schooling),
            available_from=available_from,
            wishes=lambda row: [(country, None) for country in row.choices("destinations", countries)],
        )
        return NewCandidate(**said)

    return read


def _name(row: Row) -> str:
    name = row.text("name", longest=people_rules.LONGEST_NAME, reader=read_name)
    row.confirm("name", guards.unlikely_name(name))
    return name


def _birth_date(row: Row, today: date, youngest: int) -> date:
    """The date of birth of somebody old enough to be trained."""
    born = row.day("birth_date", BIRTH, today=today)
    if born is None:
        raise row.fault("birth_date")
    if completed_years(born, today) < youngest:
        sentence = _("Registration starts at %(age)d: younger people can neither be trained nor placed.")
        raise row.fault("birth_date", sentence % {"age": youngest})
    row.confirm("birth_date", guards.unlikely_birth(born, today))
    return born


def _marks(newcomer: NewCandidate) -> set[Hashable]:
    """Two rows with all of name, birth date, sex and home the same are one person, or with NIK, name and birth date."""
    name, born = people_rules.fold_name(newcomer.name), newcomer.birth_date
    marks: set[Hashable] = {(name, born, newcomer.sex, newcomer.residence_id)}
    if newcomer.national_id:
        marks.add((national_id_index(newcomer.national_id), name, born))
    return marks


def _standing(actor: Actor, newcomers: Sequence[NewCandidate]) -> dict[Hashable, UUID]:
    """The marks of people registered already, as far as the actor sees them: nobody learns of a NIK elsewhere."""
    seen = Person.objects.visible_to(actor).annotate(used=Coalesce("merged_into_id", "id"))
    indexes = [national_id_index(newcomer.national_id) for newcomer in newcomers if newcomer.national_id]
    of_number = seen.filter(national_id_index__in=indexes)
    marks: dict[Hashable, UUID] = {
        (bytes(index or b""), name, born): used
        for index, name, born, used in of_number.values_list(
            "national_id_index", "name_folded", "birth_date", "used"
        )
    }
    born = seen.filter(
        birth_date__in={newcomer.birth_date for newcomer in newcomers},
        name_folded__in={people_rules.fold_name(newcomer.name) for newcomer in newcomers},
    )
    facts = born.values_list("name_folded", "birth_date", "sex", "residence_id", "used")
    return marks | {tuple(mark): used for *mark, used in facts}
