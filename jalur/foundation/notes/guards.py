"""What stands in the way of a step: None or a refusal; nothing here changes anything."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.notes import rules
from jalur.foundation.notes.models import Audience, Note
from jalur.foundation.notes.queries import openings
from jalur.foundation.workflow.steps import Ask
from jalur.kit import dates
from jalur.kit.reading import says_something
from jalur.kit.refusals import refusal


def says_something_now(note: Note, _ask: Ask) -> ValidationError | None:
    return None if says_something(note.words()) else refusal("text", "empty", _("Write the note."))


def has_its_reader(note: Note, _ask: Ask) -> ValidationError | None:
    """What is written for the person is about somebody."""
    if note.audience in Audience.values and (note.audience != Audience.PERSON or note.reader_id):
        return None
    return refusal("audience", "nobody", _("Say who is to read the note."))


def is_its_author(note: Note, ask: Ask) -> ValidationError | None:
    if note.author_id == ask.actor.user_id:
        return None
    return refusal("author", "not_yours", _("Only whoever wrote the note corrects it or takes it back."))


def is_still_fresh(note: Note, _ask: Ask) -> ValidationError | None:
    if dates.now() < rules.correctable_until(note.created_at):
        return None
    return refusal(
        "text",
        "too_late",
        _("A note can be corrected for 48 hours. Write a new one, or take this one back."),
    )


def was_opened(note: Note, ask: Ask) -> ValidationError | None:
    """Of a restricted note the words are read only by opening it."""
    if not note.is_restricted or any(event.user_id == ask.actor.user_id for event in openings(note)):
        return None
    return refusal("acknowledged_on", "not_opened", _("Open the note first, then say that you have read it."))


def is_not_read_yet(note: Note, _ask: Ask) -> ValidationError | None:
    if note.acknowledged_on is None:
        return None
    return refusal("acknowledged_on", "read", _("You have said already that you read this."))
