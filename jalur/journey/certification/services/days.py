"""Days of assessment: planned, filled from the queue, cancelled."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.certification import messages, queries
from jalur.journey.certification.models import (
    ON_A_DAY,
    TESTED,
    Assessment,
    AssessmentDay,
    Assessor,
    Plan,
    Review,
    State,
)
from jalur.journey.certification.services.telling import tell_her
from jalur.journey.certification.workflow import ASSESSMENT, DAY
from jalur.kit import formats
from jalur.kit.refusals import refusal


@deed
def plan_day(*, actor: Actor, day: AssessmentDay, today: date) -> AssessmentDay:
    """Refused with every reason why the day is not covered by scheme, licence, assessor and place."""
    with DAY.step("plan", actor=actor, subject=day, today=today):
        day.full_clean()
    return day


@deed
def call_to_day(
    *,
    actor: Actor,
    day: AssessmentDay,
    assessments: Iterable[Any],
    assessor: Assessor | None = None,
    today: date,
) -> list[Assessment]:
    """Call people of the queue (keys of their applications) to a day, all of them or nobody; assessor: another than the day's own.

    The day is locked: two who call at once never call more than it has seats.
    """
    wanted = set(assessments)
    (locked,) = lock(AssessmentDay, [day.pk], related=DAY.related)
    taken = locked.assessments.filter(state__in=ON_A_DAY).count()
    if not wanted:
        raise refusal("people", "nobody", _("Choose at least one person."))
    if taken + len(wanted) > locked.seats:
        sentence = _("The day has %(left)s seats left.")
        raise refusal("people", "full", sentence % {"left": formats.number(max(locked.seats - taken, 0))})
    called = []
    rows = Assessment.objects.filter(pk__in=wanted, state=State.ACCEPTED, body=locked.body_id)
    for row in rows.select_related(*ASSESSMENT.related).order_by("pk"):
        with ASSESSMENT.step("invite", actor=actor, subject=row, today=today) as invited:
            invited.day, invited.assessor = locked, assessor or locked.assessor
            invited.consented_at = None
        tell_her(messages.INVITED, invited, day=locked.day)
        called.append(invited)
    if len(called) != len(wanted):
        sentence = _("Somebody of them does not wait for a day any more. Nobody was called; look again.")
        raise refusal("people", "changed_meanwhile", sentence)
    return called


@deed
def cancel_day(*, actor: Actor, day: AssessmentDay, reason: str, today: date) -> AssessmentDay:
    """Everybody called to it waits in the queue again, in the old place, and is told."""
    with DAY.step("cancel", actor=actor, subject=day, reason=reason, today=today) as locked:
        rows = locked.assessments.filter(state=State.INVITED).order_by("pk")
        with ASSESSMENT.step_many("put_back", actor=actor, subjects=rows, today=today) as back:
            for one in back:
                one.day, one.assessor, one.consented_at = None, None, None
        for one in back:
            tell_her(messages.PUT_BACK, one, day=locked.day)
    return locked


@deed
def prepare_day(*, actor: Actor, plan: Plan, tools: Mapping[str, Sequence[str]], today: date) -> Plan:
    """How people are assessed on a day (FR.MAPA.01, FR.MAPA.02); again replaces it, until the first of them is."""
    assert actor.user_id is not None
    with DAY.step("prepare", actor=actor, subject=plan.day, today=today) as locked:
        units = {str(one.pk) for one in queries.units_of(locked.scheme) if not one.is_observed}
        known = dict(TESTED)
        if set(tools) != units or not all(said and set(said) <= set(known) for said in tools.values()):
            sentence = _("Choose at least one kind of evidence for each unit.")
            raise refusal("tools", "open", sentence)
        standing = queries.plan_of(locked) or Plan(day=locked)
        standing.approach, standing.adjustments = plan.approach.strip(), plan.adjustments.strip()
        standing.tools = {unit: list(said) for unit, said in tools.items()}
        standing.by_id, standing.on = actor.user_id, today
        standing.full_clean()
        standing.save()
    return standing


@deed
def review_day(*, actor: Actor, review: Review, today: date) -> Review:
    """How a day went, stage by stage (FR.AK.06); once."""
    assert actor.user_id is not None
    with DAY.step("review", actor=actor, subject=review.day, today=today):
        review.by_id, review.on = actor.user_id, today
        review.full_clean()
        review.save(force_insert=True)
    return review
