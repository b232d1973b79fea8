"""Entry tests: recorded one by one, as a list, corrected, struck out."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import UnchangedError
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.rules import candidate_number
from jalur.journey.languages.models import EntryTest
from jalur.journey.languages.rights import Right
from jalur.journey.languages.workflow import TEST
from jalur.kit.refusals import refusal


def institution(actor: Actor) -> UUID:
    """Whose test it is; nobody gives one alone."""
    if actor.organisation_id is None:
        raise access.Refused(Right.RECORD_ENTRY_TEST)
    return actor.organisation_id


def find_candidate(actor: Actor, number: str) -> Candidate:
    """The candidate whom the actor may test; another number says nothing about the file behind it."""
    candidate = (
        Candidate.objects.current()
        .select_related("person__residence")
        .filter(number=candidate_number(number))
        .first()
    )
    if candidate is None or not may_test(actor, candidate):
        raise nobody_with_this_number()
    return candidate


def may_test(actor: Actor, candidate: Candidate) -> bool:
    return access.covers(
        actor, Right.RECORD_ENTRY_TEST, EntryTest(candidate=candidate, given_by_id=institution(actor))
    )


def nobody_with_this_number() -> ValidationError:
    sentence = _("No candidate with this number can be tested here. Check the number.")
    return refusal("candidate", "unknown", sentence)


def record_test(*, actor: Actor, test: EntryTest, today: date) -> EntryTest:
    """A test of the actor's institution. It places; what the candidate holds stays as it is."""
    test.given_by_id = institution(actor)
    with TEST.step("record", actor=actor, subject=test, today=today):
        test.full_clean()
    return test


@deed
def record_many(*, actor: Actor, rows: Sequence[EntryTest], today: date) -> list[EntryTest]:
    """A morning's tests, all of them or none."""
    return [record_test(actor=actor, test=test, today=today) for test in rows]


def correct_test(*, actor: Actor, test: EntryTest, reason: str, today: date) -> EntryTest:
    """Make a test as given; how it was stays in its field history."""
    with TEST.step("correct", actor=actor, subject=test, reason=reason, today=today) as locked:
        before = copy(locked)
        locked.take_over(test)
        if not before.take_over(locked):
            raise UnchangedError
        locked.full_clean()
    return locked


def strike_test(*, actor: Actor, test: EntryTest, reason: str, today: date) -> EntryTest:
    """It places nobody any more and stays to be read."""
    with TEST.step("strike", actor=actor, subject=test, reason=reason, today=today) as locked:
        pass
    return locked
