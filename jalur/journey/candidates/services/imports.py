"""Importing a spreadsheet: read, plan, show, apply. In between the rows lie sealed; the same file twice is harmless."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor, Refused
from jalur.foundation.geography import queries as geography
from jalur.foundation.geography import rules as geography_rules
from jalur.foundation.geography.models import Country, Level, Place
from jalur.foundation.history.services import record
from jalur.foundation.people import rules as people_rules
from jalur.foundation.people.models import Person
from jalur.foundation.people.rights import Right as PeopleRight
from jalur.foundation.people.services import national_id_index
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.workflow.locks import deed
from jalur.journey.candidates import spreadsheet
from jalur.journey.candidates.models import CandidateImport
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.services import files
from jalur.journey.candidates.services.files import NewCandidate
from jalur.journey.candidates.spreadsheet import Fault
from jalur.journey.candidates.workflow import IMPORT
from jalur.kit.dates import completed_years
from jalur.kit.vault import seal, unseal

TABLE = "candidates.candidateimport"


@dataclass(frozen=True)
class ImportPlan:
    """What applying would do: `new` and `known` as (row, who), `faults` one per bad row."""

    new: list[tuple[int, NewCandidate]] = field(default_factory=list)
    known: list[tuple[int, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {"new": len(self.new), "known": len(self.known), "faults": len(self.faults)}


@deed
def upload(*, actor: Actor, content: bytes, file_name: str, today: date) -> CandidateImport:
    """Read a file and keep its rows sealed for a look. Nobody is registered yet."""
    access.check(actor, Right.IMPORT_CANDIDATE)
    rows = spreadsheet.read(content, file_name)
    assert actor.user_id is not None
    draft = CandidateImport(id=uuid4(), uploaded_by_id=actor.user_id, organisation_id=actor.organisation_id)
    draft.content_sealed = seal(json.dumps(rows), table=TABLE, row=str(draft.pk), field="content")
    draft.counts = plan(actor, rows, today).counts()
    draft.save(force_insert=True)
    record(
        actor=actor,
        event="candidates:import:uploaded",
        subject=draft,
        place=actor.place_code,
        detail=draft.counts,
    )
    return draft


def plan_of(actor: Actor, draft: CandidateImport, today: date) -> ImportPlan:
    """What applying the uploaded rows would do now."""
    return plan(actor, _rows(draft), today) if draft.content_sealed else ImportPlan()


def apply(*, actor: Actor, draft: CandidateImport, today: date) -> CandidateImport:
    """Register every good row that is not there yet, all in one transaction; bad rows are left out and were shown."""
    with _decided("apply", actor, draft) as locked:
        decided = plan(actor, _rows(locked), today)
        files.register_many(actor=actor, rows=[newcomer for _line, newcomer in decided.new], today=today)
        _empty(locked, decided.counts())
    return locked


def drop(*, actor: Actor, draft: CandidateImport) -> CandidateImport:
    """Throw the uploaded rows away."""
    with _decided("drop", actor, draft) as locked:
        _empty(locked, locked.counts)
    return locked


@contextmanager
def _decided(verb: str, actor: Actor, draft: CandidateImport) -> Iterator[CandidateImport]:
    """A step of an upload, by nobody but who uploaded it; the system drops what was left lying."""
    with IMPORT.step(verb, actor=actor, subject=draft) as locked:
        if actor != SYSTEM and locked.uploaded_by_id != actor.user_id:
            raise Refused(Right.IMPORT_CANDIDATE)
        yield locked


def _empty(draft: CandidateImport, counts: dict[str, int]) -> None:
    draft.counts, draft.content_sealed, draft.decided_at = counts, None, timezone.now()


def _rows(draft: CandidateImport) -> spreadsheet.Rows:
    plain = unseal(bytes(draft.content_sealed or b""), table=TABLE, row=str(draft.pk), field="content")
    return [(line, cells) for line, cells in json.loads(plain)]


def plan(actor: Actor, rows: spreadsheet.Rows, today: date) -> ImportPlan:
    """Sort the rows into new, known and faulty, as this actor may see and register them."""
    countries = {
        name.lower(): country.pk
        for country in Country.objects.order_by("pk")
        for name in (country.pk, country.name_id, country.name_en)
    }
    lookups = spreadsheet.Lookups(place=_place_finder(actor, today), countries=countries)
    good, faults = spreadsheet.judge(rows, lookups, today)
    youngest = rulebook.age_range(purpose="training", on=today).min_age or 0
    fit, known = [], []
    reached: dict[str, bool] = {}
    stand = _standing(actor, [newcomer for _line, newcomer in good])
    for line, newcomer in good:
        if newcomer.residence_id not in reached:
            subject = Person(residence_id=newcomer.residence_id)
            reached[newcomer.residence_id] = access.covers(actor, PeopleRight.REGISTER_PERSON, subject)
        if not reached[newcomer.residence_id]:
            faults.append(
                Fault(line, "Tempat tinggal", _("Your office does not register people of this place."))
            )
        elif completed_years(newcomer.birth_date, today) < youngest:
            sentence = _("Registration starts at %(age)d: younger people can neither be trained nor placed.")
            faults.append(Fault(line, "Tanggal lahir", sentence % {"age": youngest}))
        elif any(mark in stand for mark in _marks(newcomer)):
            known.append((line, newcomer.name))
        else:
            fit.append((line, newcomer))
    return ImportPlan(new=fit, known=known, faults=sorted(faults, key=lambda fault: fault.line))


def _marks(newcomer: NewCandidate) -> set[object]:
    marks: set[object] = {
        (people_rules.fold_name(newcomer.name), newcomer.birth_date, newcomer.sex, newcomer.residence_id)
    }
    if newcomer.national_id:
        marks.add(national_id_index(newcomer.national_id))
    return marks


def _standing(actor: Actor, newcomers: list[NewCandidate]) -> set[object]:
    """What marks the people who stand already, as far as the actor sees them: nobody learns of a NIK elsewhere."""
    seen = Person.objects.visible_to(actor)
    indexes = [national_id_index(one.national_id) for one in newcomers if one.national_id]
    found: set[object] = {
        bytes(index or b"")
        for index in seen.filter(national_id_index__in=indexes).values_list("national_id_index", flat=True)
    }
    names = seen.filter(birth_date__in={one.birth_date for one in newcomers}).values_list(
        "name_folded", "birth_date", "sex", "residence_id"
    )
    return found | set(names)


def _place_finder(actor: Actor, today: date) -> Callable[[str], str | None]:
    @cache
    def find(text: str) -> str | None:
        digits = text.replace(".", "").replace(" ", "")
        if digits.isdecimal():
            try:
                code = geography_rules.from_digits(digits)
            except ValueError:
                return None
            place = Place.objects.in_force(today).filter(pk=code, level__gte=Level.REGENCY).first()
            return place.pk if place else None
        for within in dict.fromkeys((actor.place_code, "")):
            found = geography.search_places(text, within=within, on=today, limit=3)
            exact = [code for code, label in found if label.split(",")[0].lower() == text.strip().lower()]
            candidates = exact or [code for code, _label in found]
            if len(candidates) == 1 and candidates[0].count(".") >= 1:
                return candidates[0]
        return None

    return find
