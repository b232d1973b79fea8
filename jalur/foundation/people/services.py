"""Every write to people: one human being, one row, NIK and phone sealed; possible duplicates wait for a human."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, combinations
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.geography.models import Level, Place
from jalur.foundation.history.services import record, record_many
from jalur.foundation.people import merging, notice, queries, rules, youth
from jalur.foundation.people.models import Correction, Duplicate, Paper, Person, Purpose, Sex
from jalur.foundation.people.rights import Right
from jalur.foundation.people.workflow import CORRECTION, DUPLICATE
from jalur.foundation.workflow.locks import atomic, deed, in_turn, lock
from jalur.kit.database import copy_in, violated_constraint
from jalur.kit.reading import BIRTH, Unreadable, read_name, read_phone
from jalur.kit.refusals import refusal
from jalur.kit.vault import blind_index, seal

TABLE = "people.person"
IDENTITY = frozenset({"name", "birth_date", "sex", "national_id"})
"""What papers say of a person: corrected upon a paper."""
EDITABLE = ("name", "birth_date", "sex", "residence", "phone", "national_id")


@dataclass(frozen=True)
class NewPerson:
    """One row of a bulk registration, already read: `national_id` 16 digits or "", `phone` E.164 or ""."""

    name: str
    birth_date: date
    sex: str
    residence_id: str
    national_id: str = ""
    phone: str = ""
    account_id: UUID | None = None
    served_by_id: UUID | None = None


@deed
def register_person(
    *,
    actor: Actor,
    name: str,
    birth_date: date,
    sex: str,
    residence: Place,
    today: date,
    national_id: str = "",
    phone: str = "",
    account_id: UUID | None = None,
) -> Person:
    """Register a person; with one's own account, oneself. ValidationError by field; a doubtful NIK only warns.

    Rows that may be the same human being become a `Duplicate` for a human to decide; the answer says nothing about them.
    """
    person = Person(id=uuid4(), residence=residence, account_id=account_id)
    is_own = account_id is not None and account_id == actor.user_id
    access.check(replace(actor, person_id=person.pk) if is_own else actor, Right.REGISTER_PERSON, person)
    if account_id is not None and Person.objects.filter(account_id=account_id).exists():
        raise _has_a_file()
    person.served_by_id = None if is_own else actor.organisation_id
    _fill(person, today, name=name, birth_date=birth_date, sex=sex, phone=phone, national_id=national_id)
    try:
        with atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        if "account" in violated_constraint(error):
            raise _has_a_file() from error
        raise
    record(
        actor=actor,
        event="people:person:registered",
        subject=person,
        person_id=person.pk,
        place=person.residence_id,
        detail={"warnings": person.national_id_warnings},
    )
    _note_duplicates(person)
    return person


def lookalikes(
    *, actor: Actor, name: str, birth_date: date, national_id: str, person: Person | None = None
) -> list[tuple[Person, str]]:
    """Who is registered already, within the actor's reach, and may be the one typed; see `queries.lookalikes`."""
    try:
        digits = rules.read_national_id(national_id)
    except ValueError:
        digits = ""
    index = national_id_index(digits) if digits else None
    return queries.lookalikes(actor, index=index, name=name, birth_date=birth_date, person=person)


def _has_a_file() -> ValidationError:
    sentence = _("This account already has a file: open it instead of registering again.")
    return ValidationError(sentence, code="has_a_file")


@deed
def edit_person(
    *, actor: Actor, person: Person, today: date, paper: str = "", lets_go: bool = False, **changes: Any
) -> Person:
    """Correct a person: name, birth_date, sex, residence, phone, national_id ("" keeps the NIK as it is).

    paper: of `Paper`, what shows that an office corrects who somebody is. lets_go: a birth date that makes her too young is
    taken, and later rooms let her go (youth.py).
    """
    access.check(actor, Right.EDIT_PERSON, person)
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not to be edited: {sorted(unknown)}")
    [person] = lock(Person, [person.pk])
    access.check(actor, Right.EDIT_PERSON, person)
    before = {name: _value(person, name) for name in changes}
    values = {
        "name": person.name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "phone": person.phone(),
        "national_id": "",
        **changes,
    }
    person.residence = values.pop("residence", person.residence)
    _fill(person, today, **values)
    changed = sorted(name for name in changes if before[name] != _value(person, name))
    if not changed:
        return person
    _check_change(actor, person, changed, paper)
    is_too_young = "birth_date" in changed and youth.is_too_young(person.birth_date, today)
    if is_too_young and not lets_go:
        sentence = _("Registration starts at %(age)d: younger people can neither be trained nor placed.")
        raise refusal("birth_date", "too_young", sentence % {"age": youth.youngest(today)})
    person.save()
    record(
        actor=actor,
        event="people:person:edited",
        subject=person,
        person_id=person.pk,
        place=person.residence_id,
        detail={
            "fields": changed,
            "warnings": person.national_id_warnings,
            **({"paper": paper} if paper and not IDENTITY.isdisjoint(changed) else {}),
            **{name: "changed" for name in ("national_id", "phone") if name in changed},
        },
    )
    _note_duplicates(person)
    if is_too_young:
        youth.let_go(actor=actor, person=person, today=today)
    return person


def _check_change(actor: Actor, person: Person, changed: Sequence[str], paper: str) -> None:
    """What was corrected leaves the person within the actor's reach, and is the actor's to correct."""
    if not IDENTITY.isdisjoint(changed) and not may_correct_identity(actor, person):
        sentence = _(
            "Name, date of birth, sex and NIK are corrected at the labour office: bring the KTP or the family card."
        )
        raise refusal(next(name for name in changed if name in IDENTITY), "of_the_office", sentence)
    if not IDENTITY.isdisjoint(changed) and paper not in Paper.values:
        raise refusal("paper", "missing", _("Say which document you were shown."))
    if not access.covers(actor, Right.EDIT_PERSON, person):
        sentence = _(
            "This place is outside your area; you could no longer open the person's data. Ask the "
            "labour office."
        )
        raise refusal("residence", "out_of_reach", sentence)


def may_correct_identity(actor: Actor, person: Person) -> bool:
    """Whether the actor may correct what a person's papers say: the labour office, never she herself (`ask_correction`)."""
    return access.covers(actor, Right.CORRECT_IDENTITY, person)


@deed
def reveal_national_id(*, actor: Actor, person: Person, purpose: str) -> str:
    """The NIK in clear for one reading, written down in the same transaction: no record, no number."""
    access.check(actor, Right.REVEAL_IDENTITY, person)
    if purpose not in Purpose.values:
        raise refusal("purpose", "unknown", _("Say what you need the number for."))
    [person] = lock(Person, [person.pk])
    if not person.national_id_sealed:
        raise ValidationError(_("No NIK is recorded for this person."), code="no_number")
    record(
        actor=actor,
        event="people:identity:revealed",
        subject=person,
        person_id=person.pk,
        place=person.residence_id,
        detail={"purpose": purpose},
    )
    return person.national_id()


def decide_different(*, actor: Actor, duplicate: Duplicate) -> Duplicate:
    """Two rows are two people."""
    with DUPLICATE.step("tell_apart", actor=actor, subject=duplicate) as pair:
        _decided_by(pair, actor)
    return pair


def decide_same(*, actor: Actor, duplicate: Duplicate, keep: Person) -> Person:
    """Two rows are one person: `keep` is the file from now on, the other row points at it and stays readable.

    What `keep` lacks (NIK, phone, account) is taken over; later rooms do their part with what they hold (merging.py).
    """
    with DUPLICATE.step("join", actor=actor, subject=duplicate) as pair:
        people = {person.pk: person for person in (pair.first, pair.second)}
        if keep.pk not in people:
            raise refusal("keep", "neither", _("Choose one of the two."))
        keep = people.pop(keep.pk)
        [other] = people.values()
        taken = _take_over(keep, other)
        record(
            actor=actor,
            event="people:person:merged",
            subject=keep,
            person_id=keep.pk,
            place=keep.residence_id,
            detail={"from": str(other.pk), "taken": taken},
        )
        _decided_by(pair, actor)
        _move_open_pairs(pair, other, keep)
        merging.follow(actor=actor, kept=keep, gone=other)
    return keep


def _take_over(keep: Person, other: Person) -> list[str]:
    """What `keep` lacks goes over to it, and `other` points at it; gives the names of what went."""
    taken = []
    if not keep.national_id_sealed and other.national_id_sealed:
        _seal_national_id(keep, other.national_id())
        keep.national_id_warnings = other.national_id_warnings
        taken.append("national_id")
    if not keep.phone_sealed and other.phone_sealed:
        _seal_phone(keep, other.phone())
        taken.append("phone")
    if keep.account_id is None and other.account_id is not None:
        account_id, other.account_id = other.account_id, None
        other.save(update_fields=["account_id"])
        keep.account_id = account_id
        taken.append("account")
    keep.save()
    other.merged_into = keep
    other.save(update_fields=["merged_into"])
    return taken


def _decided_by(pair: Duplicate, actor: Actor) -> None:
    pair.decided_by_id, pair.decided_at = actor.user_id, timezone.now()


@deed
def register_people(*, actor: Actor, rows: Sequence[NewPerson], today: date) -> list[Person]:
    """Register thousands of people in a few statements, in the order of `rows`. All or nothing.

    Rows come checked by the import of candidates; a wrong date or place is still refused, by row number.
    """
    _check_bulk(actor, rows, today)
    known = queries.known_districts(rules.district_code(row.national_id) for row in rows if row.national_id)
    people = [_bulk_person(actor, row, known) for row in rows]
    copy_in(people)
    record_many(
        actor=actor,
        event="people:person:registered",
        subjects=[(person, person.pk, person.residence_id) for person in people],
    )
    _note_many_duplicates(people)
    return people


def _check_bulk(actor: Actor, rows: Sequence[NewPerson], today: date) -> None:
    places = set(
        Place.objects.in_force(today)
        .filter(pk__in={row.residence_id for row in rows}, level__gte=Level.REGENCY)
        .values_list("pk", flat=True)
    )
    reached: dict[str, bool] = {}
    for line, row in enumerate(rows, start=1):
        if row.residence_id not in reached:
            subject = Person(residence_id=row.residence_id)
            reached[row.residence_id] = access.covers(actor, Right.REGISTER_PERSON, subject)
        if not reached[row.residence_id]:
            raise access.Refused(Right.REGISTER_PERSON)
        if row.residence_id not in places or not row.name.strip() or not _is_plausible(row.birth_date, today):
            raise ValidationError(
                _("Row %(line)d has no name, no known place or an impossible birth date.") % {"line": line},
                code="impossible",
            )


def _bulk_person(actor: Actor, row: NewPerson, known: set[str]) -> Person:
    person = Person(
        id=uuid4(),
        name=" ".join(row.name.split()),
        name_folded=rules.fold_name(row.name),
        birth_date=row.birth_date,
        sex=row.sex,
        residence_id=row.residence_id,
        account_id=row.account_id,
        served_by_id=row.served_by_id or actor.organisation_id,
    )
    if row.national_id:
        _seal_national_id(person, row.national_id)
        person.national_id_warnings = [
            *rules.check_national_id(row.national_id, row.birth_date, row.sex, known.__contains__)
        ]
    if row.phone:
        _seal_phone(person, row.phone)
    return person


def ask_correction(
    *,
    actor: Actor,
    person: Person,
    paper: str,
    today: date,
    name: str = "",
    birth_date: date | None = None,
    sex: str = "",
    national_id: str = "",
) -> Correction:
    """Ask the labour office to correct who one is; empty is right as it stands. ValidationError by field, as in a correction."""
    if paper not in Paper.values:
        raise refusal("paper", "missing", _("Say which paper shows what is right."))
    as_asked = copy(person)
    _fill(
        as_asked,
        today,
        name=name or person.name,
        birth_date=birth_date or person.birth_date,
        sex=sex or person.sex,
        phone=person.phone(),
        national_id=national_id,
    )
    before = {field: _value(person, field) for field in IDENTITY}
    changed = {field for field in IDENTITY if before[field] != _value(as_asked, field)}
    if not changed:
        raise refusal("name", "nothing", _("Write what is right where something is wrong."))
    correction = Correction(person=person, paper=paper)
    for field in changed - {"national_id"}:
        setattr(correction, field, getattr(as_asked, field))
    if "national_id" in changed:
        digits = rules.read_national_id(national_id)
        place = {"table": "people.correction", "row": str(correction.pk), "field": "national_id"}
        correction.national_id_sealed, correction.national_id_tail = seal(digits, **place), digits[-4:]
    with CORRECTION.step("ask", actor=actor, subject=correction, today=today):
        pass
    return correction


def do_correction(*, actor: Actor, correction: Correction, paper: str, today: date) -> Correction:
    """Correct the person as she asked, upon the paper that the office was shown; who is too young leaves the path with it."""
    with CORRECTION.step("do", actor=actor, subject=correction, today=today) as locked:
        asked = locked.asked()
        edit_person(actor=actor, person=locked.person, today=today, paper=paper, lets_go=True, **asked)
    return locked


def refuse_correction(*, actor: Actor, correction: Correction, reason: str) -> Correction:
    """Leave it as it stands, and say why."""
    with CORRECTION.step("refuse", actor=actor, subject=correction, reason=reason) as locked:
        pass
    return locked


def take_back_correction(*, actor: Actor, correction: Correction) -> Correction:
    """Ask for it no longer."""
    with CORRECTION.step("take_back", actor=actor, subject=correction) as locked:
        pass
    return locked


@deed
def read_notice(*, actor: Actor, person: Person, version: date) -> Person:
    """Record that the person has read a version of the privacy notice, or that an office has read it to her."""
    access.check(actor, Right.READ_NOTICE, person)
    if not notice.points(version):
        raise refusal("version", "unknown", _("There is no such notice. Load the page again."))
    [person] = lock(Person, [person.pk])
    person.notice_version, person.notice_read_at = version, timezone.now()
    person.save(update_fields=["notice_version", "notice_read_at"])
    record(
        actor=actor,
        event="people:notice:noted",
        subject=person,
        person_id=person.pk,
        place=person.residence_id,
        detail={
            "version": version.isoformat(),
            "how": "herself" if actor.person_id == person.pk else "read_to",
        },
    )
    return person


def _value(person: Person, name: str) -> Any:
    """A field as it is compared before and after; the NIK by its index."""
    if name == "national_id":
        return bytes(person.national_id_index or b"")
    if name == "residence":
        return person.residence_id
    return person.phone() if name == "phone" else getattr(person, name)


def _is_plausible(born: date, today: date) -> bool:
    first, last = BIRTH.ends(today)
    return first <= born <= last


def _fill(
    person: Person, today: date, *, name: str, birth_date: date, sex: str, phone: str, national_id: str
) -> None:
    """Put checked values onto a row; the one place where a person's fields are checked."""
    person.birth_date, person.sex = birth_date, sex
    wrong = _wrong_fields(person, today)
    number = digits = ""
    try:
        person.name = read_name(name)
        person.name_folded = rules.fold_name(person.name)
        if len(person.name) > rules.LONGEST_NAME:
            wrong["name"] = _("A name has at most 120 letters.")
    except Unreadable as failure:
        wrong["name"] = str(failure) if name.strip() else _("Write the full name as on the KTP.")
    try:
        number = read_phone(phone)
    except Unreadable as failure:
        wrong["phone"] = str(failure)
    try:
        digits = rules.read_national_id(national_id)
    except ValueError:
        wrong["national_id"] = _("A NIK has 16 digits. Count them on the KTP or the family card.")
    if wrong:
        raise ValidationError(wrong)
    if number != person.phone():
        _seal_phone(person, number)
    if digits:
        _seal_national_id(person, digits)
    elif person.national_id_sealed:
        digits = person.national_id()
    person.national_id_warnings = (
        [*rules.check_national_id(digits, birth_date, sex, queries.known_district)] if digits else []
    )


def _wrong_fields(person: Person, today: date) -> dict[str, str]:
    wrong = {}
    if not _is_plausible(person.birth_date, today):
        wrong["birth_date"] = _(
            "Check the year of birth: the date must be in the past, and not too long ago."
        )
    if person.sex not in Sex.values:
        wrong["sex"] = _("Choose woman or man, as on the KTP.")
    if person.residence.level < Level.REGENCY:
        wrong["residence"] = _("Name the village, the district or at least the regency.")
    elif not person.residence.is_in_force(today):
        wrong["residence"] = _("This region code is no longer in use. Choose the region that replaced it.")
    return wrong


def national_id_index(national_id: str) -> bytes:
    """The blind index of 16 digits."""
    return blind_index(national_id, purpose="national_id")


def phone_index(number: str) -> bytes:
    """The blind index of a number in E.164."""
    return blind_index(number, purpose="phone")


def _seal_phone(person: Person, number: str) -> None:
    """Put a number in E.164 onto a row; none for ""."""
    sealed = seal(number, table=TABLE, row=str(person.pk), field="phone") if number else None
    person.phone_sealed, person.phone_index = sealed, phone_index(number) if number else None


def _seal_national_id(person: Person, digits: str) -> None:
    index = national_id_index(digits)
    if person.national_id_index is not None and bytes(person.national_id_index) == index:
        return
    person.national_id_sealed = seal(digits, table=TABLE, row=str(person.pk), field="national_id")
    person.national_id_index = index
    person.national_id_tail = digits[-4:]


def _pair(person: Person, other: Person, reason: str) -> Duplicate:
    """A pair in its one order, so that it is stored once."""
    first, second = sorted((person.pk, other.pk))
    return Duplicate(first_id=first, second_id=second, reason=reason)


def _note_duplicates(person: Person) -> None:
    index = bytes(person.national_id_index) if person.national_id_index else None
    if index:
        # Of two people registered with one NIK at the same moment the second one waits, and then sees the first.
        in_turn(index.hex())
    matches = queries.matches(
        index=index, name_folded=person.name_folded, birth_date=person.birth_date, without=person.pk
    )
    Duplicate.objects.bulk_create(
        [_pair(person, other, reason) for other, reason in matches], ignore_conflicts=True
    )


def _note_many_duplicates(people: Iterable[Person]) -> None:
    """The same in bulk: new rows among themselves and against those already registered, in two queries."""
    new = {person.pk: person for person in people}
    indexes = {bytes(one.national_id_index) for one in new.values() if one.national_id_index}
    births = {one.birth_date for one in new.values()}
    rows = Person.objects.current().only("id", "national_id_index", "name_folded", "birth_date")
    by_birth: dict[date, list[Person]] = defaultdict(list)
    by_index: dict[bytes, list[Person]] = defaultdict(list)
    for person in rows.filter(birth_date__in=births).order_by("pk"):
        by_birth[person.birth_date].append(person)
    for person in rows.filter(national_id_index__in=indexes).order_by("pk"):
        by_index[bytes(person.national_id_index or b"")].append(person)
    pairs: dict[tuple[UUID, UUID], Duplicate] = {}

    def note(groups: Iterable[list[Person]], reason: str, is_pair: Callable[[Person, Person], bool]) -> None:
        for one, other in chain.from_iterable(combinations(group, 2) for group in groups):
            if (one.pk in new or other.pk in new) and is_pair(one, other):
                pair = _pair(one, other, reason)
                pairs[pair.first_id, pair.second_id] = pair

    note(
        by_birth.values(),
        Duplicate.Reason.NAME_AND_BIRTH_DATE,
        lambda one, other: rules.are_alike(one.name_folded, other.name_folded),
    )
    note(by_index.values(), Duplicate.Reason.NATIONAL_ID, lambda _one, _other: True)
    Duplicate.objects.bulk_create(pairs.values(), ignore_conflicts=True, batch_size=5000)


def _move_open_pairs(decided: Duplicate, gone: Person, keep: Person) -> None:
    """The other open pairs of the row that was merged become open pairs of the row that was kept."""
    waiting = Duplicate.objects.filter(Q(first=gone) | Q(second=gone), status=Duplicate.Status.OPEN)
    waiting = waiting.exclude(pk=decided.pk)
    others = [
        (pair.second_id if pair.first_id == gone.pk else pair.first_id, pair.reason) for pair in waiting
    ]
    waiting.delete()
    for other_id, reason in others:
        if other_id != keep.pk:
            Duplicate.objects.bulk_create([_pair(keep, Person(pk=other_id), reason)], ignore_conflicts=True)
