"""Write a note, correct it, take it back, say that one has read it, open a restricted one; and what time and decisions do to notes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import SYSTEM, Actor
from jalur.foundation.history.services import record, record_many
from jalur.foundation.messaging.services import tell
from jalur.foundation.notes import rules
from jalur.foundation.notes.kinds import NoteKind, kind_of, kinds
from jalur.foundation.notes.messages import FOR_YOU
from jalur.foundation.notes.models import SHARED, Audience, Note, NoteState, Purpose, Wording
from jalur.foundation.notes.queries import OPENED
from jalur.foundation.notes.rights import Right
from jalur.foundation.notes.workflow import EXPIRED, NOTE, file_of
from jalur.foundation.organisations.models import Membership
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.locks import deed, lock
from jalur.foundation.workflow.steps import UnchangedError
from jalur.kit.dates import begins
from jalur.kit.refusals import refusal

BATCH = 500


@dataclass(frozen=True)
class Words:
    """What a note says, and how it read before it was corrected, latest first."""

    text: str
    earlier: tuple[str, ...] = ()


@deed
def write_note(*, actor: Actor, kind: NoteKind[Any], row: Model, note: Note, today: date) -> Note:
    """Write a note on a row that one works on; `note` holds text, audience and whether it is restricted.

    For the person: she is told that there is one, in the same transaction.
    """
    access.check(actor, kind.right, row)
    access.check(actor, Right.WRITE_NOTE)
    assert actor.user_id is not None
    assert actor.organisation_id is not None
    note.kind, note.subject_key = kind.key, row.pk
    note.person_id, note.place_code = kind.person_of(row), kind.place(row)
    note.reader_id = note.person_id if note.audience == Audience.PERSON else None
    note.organisation_id, note.author_id = actor.organisation_id, actor.user_id
    note.put_words(note.text, sealed=note.is_restricted)
    with NOTE.step("write", actor=actor, subject=note, today=today) as written:
        pass
    _tell_reader(written)
    return written


def _tell_reader(note: Note, once: str = "") -> None:
    if note.reader_id is not None:
        tell(FOR_YOU, to=Person.objects.get(pk=note.reader_id), about=note, once=once)


def correct(*, actor: Actor, note: Note, text: str, today: date) -> Note:
    """Put it in other words; how it read before is kept with it, sealed as it was."""
    with NOTE.step("correct", actor=actor, subject=note, today=today) as corrected:
        before = corrected.words()
        if text == before:
            raise UnchangedError
        wording = Wording(note=corrected)
        wording.put_words(before, sealed=corrected.is_restricted)
        wording.save(force_insert=True)
        corrected.put_words(text, sealed=corrected.is_restricted)
        if corrected.acknowledged_on is not None:  # she has read other words
            corrected.acknowledged_on = None
            _tell_reader(corrected, once=str(wording.pk)[:30])
    return corrected


def take_back(*, actor: Actor, note: Note, reason: str, today: date) -> Note:
    """Nobody reads it any more; that it was there, and why it was taken back, stays until its time is over."""
    with NOTE.step("take_back", actor=actor, subject=note, reason=reason, today=today) as taken:
        taken.taken_back_on = today
    return taken


def acknowledge(*, actor: Actor, note: Note, today: date) -> Note:
    """The person has read what was written for her."""
    with NOTE.step("acknowledge", actor=actor, subject=note, today=today) as read:
        read.acknowledged_on = today
    return read


@deed
def open_note(*, actor: Actor, note: Note, purpose: str) -> Words:
    """The words of a restricted note for one reading, written down in the same transaction: no record, no words."""
    access.check(actor, Right.OPEN_NOTE)
    if purpose not in Purpose.values:
        raise refusal("purpose", "unknown", _("Say what you open the note for."))
    held = next(iter(lock(Note, [note.pk])), None)
    if held is None or not Note.objects.visible_to(actor).filter(pk=held.pk).exists():
        raise access.Refused(Right.OPEN_NOTE)
    if held.state != NoteState.WRITTEN:
        raise refusal("state", "taken_back", _("This note has been taken back."))
    if not held.is_restricted:
        raise refusal(
            "is_restricted", "not_restricted", _("This note is not restricted: it stands on its page.")
        )
    kind = kind_of(held.kind)
    assert kind is not None  # whoever sees the note works on its row
    is_shared = held.audience in SHARED  # of the others nobody's file tells anything
    record(
        actor=actor,
        event=OPENED,
        subject=kind.model._default_manager.get(pk=held.subject_key) if is_shared else held,
        person_id=file_of(held),
        place=NOTE.place(held),
        detail={"purpose": purpose, "note": str(held.pk)},
    )
    return words_of(held)


def words_of(note: Note) -> Words:
    """What stands on the page of a note that is not restricted, and in the answer to whoever opened one that is."""
    earlier = note.wordings.order_by("-created_at", "pk")
    return Words(note.words(), tuple(wording.words() for wording in earlier))


@deed
def carry_over(*, actor: Actor, kept: Person, gone: Person) -> None:  # noqa: ARG001 - every room does its part alike
    """What was written in a file that was found to be another one's stands in that one."""
    keys = Note.objects.filter(person_id=gone.pk).values_list("pk", flat=True)
    notes = lock(Note, list(keys))
    rows = {
        kind.key: kind.model._default_manager.filter(**{kind.person: kept.pk}).order_by("pk").first()
        for kind in kinds()
        if kind.person
    }
    for note in notes:
        note.person_id, note.place_code = kept.pk, kept.residence_id
        note.reader_id = kept.pk if note.reader_id else None
        if (row := rows.get(note.kind)) is not None:
            note.subject_key = row.pk
    columns = ["person_id", "place_code", "reader_id", "subject_key"]
    Note.objects.bulk_update(notes, columns, batch_size=BATCH)


def expire(today: date) -> int:
    """Delete what has been kept long enough, and what is about a row that is gone. Gives how many."""
    works = Membership.objects.filter(user=OuterRef("author"), organisation=OuterRef("organisation"))
    worked = works.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=rules.worked_since(today)))
    is_own = Q(audience=Audience.ME)
    over = (
        Q(created_at__lt=begins(rules.written_since(today)))
        | (is_own & Q(created_at__lt=begins(rules.own_written_since(today))))
        | (is_own & ~Exists(worked))
        | ~_about_something()
    )
    count, old = 0, Note.objects.filter(over).order_by("pk")
    while keys := list(old.values_list("pk", flat=True)[:BATCH]):
        count += _expire(actor=SYSTEM, keys=keys)
    return count


def _about_something() -> Q:
    found = Q(pk__in=[])
    for kind in kinds():
        row = kind.model._default_manager.filter(pk=OuterRef("subject_key"))
        found |= Q(Exists(row), kind=kind.key)
    return found


@deed
def _expire(*, actor: Actor, keys: Iterable[UUID]) -> int:
    notes = lock(Note, keys)
    record_many(
        actor=actor,
        event=EXPIRED,
        subjects=[(note, file_of(note), NOTE.place(note)) for note in notes],
    )
    Note.objects.filter(pk__in=[note.pk for note in notes]).delete()
    return len(notes)
