"""Lists of candidates as offices keep them: the columns, what a row says, and who is registered already."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.rules import read_schooling
from jalur.foundation.geography import queries as geography
from jalur.foundation.geography import rules as geography_rules
from jalur.foundation.geography.models import Level
from jalur.foundation.imports.kinds import Plan, plan_rows
from jalur.foundation.imports.rows import Column, Fault, Row, folded
from jalur.foundation.people import rules as people_rules
from jalur.foundation.people.models import Person
from jalur.foundation.people.queries import known_districts
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.foundation.people.services import national_id_index
from jalur.foundation.people.words import WARNINGS
from jalur.foundation.rulebook import queries as rulebook
from jalur.journey.candidates.services.files import NewCandidate
from jalur.kit import formats
from jalur.kit.dates import completed_years
from jalur.kit.reading import BIRTH, SOON, read_name, read_phone

COLUMNS = (
    Column(
        "name",
        "Nama",
        ("nama lengkap", "name", "full name"),
        "Dewi Contoh",
        _("Write the full name as on the KTP, at most 120 letters."),
        is_needed=True,
    ),
    Column(
        "national_id",
        "NIK",
        ("no ktp", "nomor induk kependudukan", "national id"),
        "3517085204010001",
        _("A NIK has 16 digits. Format the column as text, so that the program does not round it."),
        is_secret=True,
    ),
    Column(
        "birth_date",
        "Tanggal lahir",
        ("tgl lahir", "lahir", "date of birth", "birth date"),
        "12-04-2001",
        _("Write the date of birth as day-month-year, for example 12-04-2001."),
        is_needed=True,
    ),
    Column(
        "sex",
        "Jenis kelamin",
        ("jk", "l/p", "sex", "gender"),
        "P",
        _("Write P for a woman or L for a man."),
        is_needed=True,
    ),
    Column(
        "residence",
        "Tempat tinggal",
        ("kode wilayah", "desa", "alamat", "residence", "region code"),
        "35.17.08.2001",
        _("Write the region code of the village, for example 35.17.08.2001, or a name that occurs once."),
        is_needed=True,
    ),
    Column(
        "phone",
        "Telepon",
        ("no hp", "hp", "wa", "whatsapp", "phone"),
        "0812-3456-7890",
        _("Write a phone number with its code, for example 0812-3456-7890."),
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
    ),
    Column(
        "available_from",
        "Siap mulai",
        ("tersedia mulai", "can start from", "available from"),
        "02-02-2026",
        _("Write the date as day-month-year, for example 12-04-2001."),
    ),
    Column(
        "destinations",
        "Negara tujuan",
        ("tujuan", "destinations", "destination"),
        "KR; JP",
        _("Write countries by name or two-letter code, separated by semicolons: KR; JP."),
    ),
)
SEXES = folded(people_rules.SEX_WORDS)


Newcomers = Sequence[tuple[int, NewCandidate]]


def plan(actor: Actor, rows: list[Row], today: date) -> Plan[NewCandidate]:
    """Who would be registered by this actor, who is already, and whose NIK or name deserves a second look.

    One NIK with two people is a question for a human: such a row is left out.
    """
    planned = plan_rows(rows, _reader(actor, today), marks=_marks, standing=partial(_standing, actor))
    by_line = {row.line: row for row in rows}
    questions = _questions(actor, by_line, planned.new)
    asked = {fault.line for fault in questions}
    new = [(line, newcomer) for line, newcomer in planned.new if line not in asked]
    faults = sorted([*planned.faults, *questions], key=lambda fault: fault.line)
    doubts = [*_doubts(by_line, new), *_lookalikes(actor, by_line, new)]
    return replace(planned, new=new, faults=faults, doubts=sorted(doubts, key=lambda doubt: doubt.line))


def _questions(actor: Actor, rows: Mapping[int, Row], new: Newcomers) -> list[Fault]:
    """Rows whose NIK another row or somebody registered has, with another name and another birth date."""
    indexes = {line: national_id_index(one.national_id) for line, one in new if one.national_id}
    seen = Person.objects.visible_to(actor).current().filter(national_id_index__in=set(indexes.values()))
    holders = {bytes(person.national_id_index or b""): person for person in seen.order_by("pk")}
    first: dict[bytes, tuple[int, NewCandidate]] = {}
    faults = []
    for line, newcomer in new:
        index = indexes.get(line, b"")
        if index in holders:
            text = _("This NIK is registered for another name and birth date. Compare both with the KTP.")
            faults.append(_question(rows[line], newcomer, holders[index], str(text)))
        elif index and index in first:
            text = _("Row %(line)d has this NIK with another name and birth date. Compare both with the KTP.")
            faults.append(
                _question(rows[line], newcomer, first[index][1], str(text) % {"line": first[index][0]})
            )
        elif index:
            first[index] = line, newcomer
    return faults


def _question(row: Row, newcomer: NewCandidate, other: NewCandidate | Person, sentence: str) -> Fault:
    """Both sides of it, for the uploader's eyes."""
    sides = (f"{one.name}, {formats.day(one.birth_date)}" for one in (newcomer, other))
    fault = row.fault("national_id", sentence)
    fault.value = " ↔ ".join(sides)
    return fault


def _lookalikes(actor: Actor, rows: Mapping[int, Row], new: Newcomers) -> list[Fault]:
    """New rows with nearly the name and just the birth date of somebody registered within the actor's reach."""
    born: dict[date, list[Person]] = defaultdict(list)
    days = {newcomer.birth_date for _line, newcomer in new}
    for person in Person.objects.visible_to(actor).current().filter(birth_date__in=days).order_by("pk"):
        born[person.birth_date].append(person)
    text = _(
        "%(name)s, born the same day, is registered already. Leave the row out if it is the same person."
    )
    return [
        rows[line].fault("name", str(text) % {"name": person.name})
        for line, newcomer in new
        for person in born[newcomer.birth_date]
        if people_rules.are_alike(people_rules.fold_name(newcomer.name), person.name_folded)
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


def _reader(actor: Actor, today: date) -> Callable[[Row], NewCandidate]:
    """How a row becomes a candidate whom this actor may register today."""
    find_place = _place_finder(actor, today)
    youngest = rulebook.age_range(purpose="training", on=today).min_age or 0
    countries = folded(geography.country_words())

    @cache
    def serves(residence_id: str) -> bool:
        return access.covers(actor, PeopleRight.REGISTER_PERSON, Person(residence_id=residence_id))

    def residence(row: Row) -> str:
        code = row.read("residence", find_place)
        if not serves(code):
            raise row.fault("residence", _("Your office does not register people of this place."))
        return code

    def read(row: Row) -> NewCandidate:
        said: dict[str, Any] = row.every(
            name=lambda row: row.text("name", longest=people_rules.LONGEST_NAME, reader=read_name),
            national_id=lambda row: row.read("national_id", people_rules.read_national_id),
            birth_date=lambda row: _birth_date(row, today, youngest),
            sex=lambda row: row.choice("sex", SEXES),
            residence_id=residence,
            phone=lambda row: row.read("phone", read_phone),
            education=lambda row: row.read("education", read_schooling),
            available_from=lambda row: row.day("available_from", SOON, today=today) or today,
            wishes=lambda row: [(country, None) for country in row.choices("destinations", countries)],
        )
        return NewCandidate(**said)

    return read


def _birth_date(row: Row, today: date, youngest: int) -> date:
    """The date of birth of somebody old enough to be trained."""
    born = row.day("birth_date", BIRTH, today=today)
    if born is None:
        raise row.fault("birth_date")
    if completed_years(born, today) < youngest:
        sentence = _("Registration starts at %(age)d: younger people can neither be trained nor placed.")
        raise row.fault("birth_date", sentence % {"age": youngest})
    return born


def _marks(newcomer: NewCandidate) -> set[Hashable]:
    """Two rows with all of name, birth date, sex and home the same are one person, or with a NIK and one of name and birth date."""
    name, born = people_rules.fold_name(newcomer.name), newcomer.birth_date
    marks: set[Hashable] = {(name, born, newcomer.sex, newcomer.residence_id)}
    if newcomer.national_id:
        index = national_id_index(newcomer.national_id)
        marks |= {(index, name), (index, born)}
    return marks


def _standing(actor: Actor, newcomers: Sequence[NewCandidate]) -> set[Hashable]:
    """The marks of people registered already, as far as the actor sees them: nobody learns of a NIK elsewhere."""
    seen = Person.objects.visible_to(actor)
    indexes = [national_id_index(newcomer.national_id) for newcomer in newcomers if newcomer.national_id]
    marks: set[Hashable] = set()
    ours = seen.filter(national_id_index__in=indexes)
    for index, name, born in ours.values_list("national_id_index", "name_folded", "birth_date"):
        marks |= {(bytes(index or b""), name), (bytes(index or b""), born)}
    names = seen.filter(birth_date__in={newcomer.birth_date for newcomer in newcomers})
    return marks | set(names.values_list("name_folded", "birth_date", "sex", "residence_id"))


def _place_finder(actor: Actor, today: date) -> Callable[[str], str | None]:
    """Text → official code of a place in force, by its code or by a name that occurs once, first in the actor's region."""

    @cache
    def find(text: str) -> str | None:
        for within in dict.fromkeys((actor.place_code, "")):
            meant = [code for code, _label in geography.places_meant(text, within=within, on=today)]
            if len(meant) == 1 and geography_rules.level_of(meant[0]) >= Level.REGENCY:
                return meant[0]
        return None

    return find
