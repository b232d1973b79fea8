"""Assessors and test places of a body, and for which schemes these and its licence count."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.workflow import Workflow
from jalur.journey.certification import queries
from jalur.journey.certification.models import RESULTS, Assessor, Coverage, Scheme, TestPlace
from jalur.journey.certification.services.telling import tell_of_doubt
from jalur.journey.certification.workflow import ASSESSMENT, ASSESSOR, COVERAGE, PLACE
from jalur.kit.refusals import refusal

_TABLES: dict[type, Workflow[Any]] = {Assessor: ASSESSOR, TestPlace: PLACE, Coverage: COVERAGE}


@deed
def register_assessor(
    *, actor: Actor, assessor: Assessor, schemes: Iterable[Scheme] = (), today: date
) -> Assessor:
    """An assessor of the actor's body, with the schemes for which the licence counts on the same days."""
    with ASSESSOR.step("register", actor=actor, subject=assessor, today=today):
        assessor.full_clean()
    _cover(actor, assessor, schemes, today, assessor=assessor)
    return assessor


@deed
def approve_place(
    *, actor: Actor, place: TestPlace, schemes: Iterable[Scheme] = (), today: date
) -> TestPlace:
    """A test place of the actor's body, with the schemes for which it is approved on the same days."""
    with PLACE.step("approve", actor=actor, subject=place, today=today):
        place.full_clean()
    _cover(actor, place, schemes, today, test_place=place)
    return place


@deed
def grant_coverage(*, actor: Actor, coverage: Coverage, today: date) -> Coverage:
    """One more scheme for a licence, an assessor or a test place."""
    with COVERAGE.step("grant", actor=actor, subject=coverage, today=today):
        coverage.full_clean()
    return coverage


@deed
def withdraw_licence(
    *, actor: Actor, record: Assessor | TestPlace | Coverage, on: date, reason: str, today: date
) -> Any:
    """It counts no longer from a day on, also one that has passed; whoever manages the body is told of the results in doubt."""
    with _TABLES[type(record)].step("withdraw", actor=actor, subject=record, today=today) as locked:
        _set_withdrawn(locked, on, reason, today)
        _doubt_again(actor, locked, today)
    _tell(locked, today)
    return locked


@deed
def correct_withdrawal(
    *, actor: Actor, record: Assessor | TestPlace | Coverage, on: date, reason: str, today: date
) -> Any:
    """It was taken back from an earlier day than was written down."""
    with _TABLES[type(record)].step("correct", actor=actor, subject=record, today=today) as locked:
        if on >= locked.withdrawn_on:
            raise refusal("on", "not_earlier", _("Give an earlier day than the one that is written down."))
        _set_withdrawn(locked, on, reason, today)
        _doubt_again(actor, locked, today)
    _tell(locked, today)
    return locked


def _tell(record: Any, today: date) -> None:
    once = f"{record.withdrawn_on:%Y%m%d}"
    tell_of_doubt(record, record.body_id, queries.hanging_on(record), once=once, today=today)


def _doubt_again(actor: Actor, locked: Any, today: date) -> None:
    """What was left standing before knew nothing of this withdrawal: it is listed for a decision once more."""
    rows = queries.hanging_on(locked).filter(
        upheld_on__isnull=False, state__in=RESULTS, day__day__gte=locked.withdrawn_on
    )
    with ASSESSMENT.step_many("doubt", actor=actor, subjects=rows, today=today) as again:
        for one in again:
            one.upheld_on = None


def _cover(actor: Actor, holder: Any, schemes: Iterable[Scheme], today: date, **of: Any) -> None:
    for scheme in schemes:
        days = {"valid_from": holder.valid_from, "valid_to": holder.valid_to}
        grant_coverage(
            actor=actor, coverage=Coverage(body=holder.body, scheme=scheme, **of, **days), today=today
        )


def _set_withdrawn(locked: Any, on: date, reason: str, today: date) -> None:
    if on < locked.valid_from:
        raise refusal("on", "before_start", _("Give the day on which it began, or a later one."))
    if on > today:
        raise refusal("on", "ahead", _("Give today or a day that has passed."))
    if locked.valid_to is not None and on >= locked.valid_to:
        raise refusal("on", "after_end", _("Give its last day at most: after that it holds no more anyway."))
    locked.withdrawn_on, locked.withdrawn_because = on, " ".join(reason.split())[:200]
