"""From the application to what the assessor recommends."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import services as files
from jalur.foundation.files.door import Accepted
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.workflow.locks import deed
from jalur.foundation.workflow.steps import Ask
from jalur.journey.candidates.holdings import Holding
from jalur.journey.certification import guards, messages, queries, rules
from jalur.journey.certification.models import (
    BEFORE,
    Assessment,
    Element,
    Scheme,
    SelfMark,
    UnitResult,
)
from jalur.journey.certification.rights import Right
from jalur.journey.certification.services.telling import tell_her
from jalur.journey.certification.workflow import ASSESSMENT
from jalur.journey.training.models import Enrolment
from jalur.kit.refusals import refusal


@deed
def apply(*, actor: Actor, assessment: Assessment, today: date) -> Assessment:
    """Somebody applies for herself, or an institute for one of its class; the body follows from the scheme (FR.APL.01)."""
    assessment.body = assessment.scheme.body
    with ASSESSMENT.step("apply", actor=actor, subject=assessment, today=today):
        assessment.full_clean()
    return assessment


@deed
def apply_for_class(
    *, actor: Actor, scheme: Scheme, seats: Sequence[Enrolment], today: date
) -> list[Assessment]:
    """An institute applies for several of its people at once; whoever has applied already is left out."""
    applied = [
        apply(
            actor=actor,
            assessment=Assessment(
                candidate=seat.candidate,
                scheme=scheme,
                enrolment=seat,
                institute=seat.intake.programme.provider,
            ),
            today=today,
        )
        for seat in queries.ready_to_apply(scheme, seats, today)
    ]
    if not applied:
        raise refusal("people", "nobody", _("Choose at least one person who has not applied yet."))
    return applied


@deed
def accept(*, actor: Actor, assessment: Assessment, today: date) -> Assessment:
    with ASSESSMENT.step("accept", actor=actor, subject=assessment, today=today) as locked:
        pass
    return locked


@deed
def accept_many(*, actor: Actor, assessments: Iterable[Assessment], today: date) -> list[Assessment]:
    """Several applications at once, all or none."""
    with ASSESSMENT.step_many("accept", actor=actor, subjects=assessments, today=today) as locked:
        pass
    return locked


@deed
def refuse(*, actor: Actor, assessment: Assessment, reason: str, today: date) -> Assessment:
    with ASSESSMENT.step("refuse", actor=actor, subject=assessment, reason=reason, today=today) as locked:
        pass
    tell_her(messages.REFUSED, locked)
    return locked


@deed
def put_back(*, actor: Actor, assessment: Assessment, today: date) -> Assessment:
    """She did not come, or cannot: she waits for another day, in her old place."""
    with ASSESSMENT.step("put_back", actor=actor, subject=assessment, today=today) as locked:
        day = locked.day
        _off_the_day(locked)
    if day is not None:
        tell_her(messages.PUT_BACK, locked, day=day.day)
    return locked


@deed
def rate_oneself(*, actor: Actor, assessment: Assessment, can: Mapping[Any, bool], today: date) -> Assessment:
    """What she says of herself, element by element (FR.APL.02); what is not named stays as it was."""
    with ASSESSMENT.step("rate", actor=actor, subject=assessment, today=today) as locked:
        known = set(Element.objects.filter(unit__scheme=locked.scheme_id).values_list("pk", flat=True))
        if set(can) - known:
            raise refusal("self", "unknown", _("Choose elements of this scheme."))
        for element, able in sorted(can.items(), key=lambda one: str(one[0])):
            SelfMark.objects.update_or_create(assessment=locked, element_id=element, defaults={"can": able})
        locked.rated_by_id = written_by(actor, locked)
        # Agreed was to what stood there before.
        locked.consented_at, locked.agreed_by = None, None
    return locked


@deed
def agree(*, actor: Actor, assessment: Assessment, now: datetime, today: date) -> Assessment:
    """She agrees to be assessed on that day, by that assessor, by that scheme (FR.AK.01)."""
    with ASSESSMENT.step("consent", actor=actor, subject=assessment, today=today) as locked:
        locked.consented_at, locked.agreed_by_id = now, written_by(actor, locked)
    return locked


def written_by(actor: Actor, assessment: Assessment) -> Any:
    """Who wrote down the word of somebody without an account; nobody where it is her own."""
    return None if actor.person_id == assessment.candidate.person_id else actor.user_id


@deed
def observe(
    *,
    actor: Actor,
    assessment: Assessment,
    result: UnitResult,
    file: Accepted | None = None,
    now: datetime,
    today: date,
) -> UnitResult:
    """What the assessor found of one unit; again replaces it. file: photo or paper that shows it."""
    assert actor.user_id is not None
    with ASSESSMENT.step("observe", actor=actor, subject=assessment, today=today) as locked:
        if result.unit.scheme_id != locked.scheme_id:
            raise refusal("unit", "unknown", _("Choose a unit of this scheme."))
        row = UnitResult.objects.filter(assessment=locked, unit=result.unit).first() or UnitResult(
            assessment=locked, unit=result.unit
        )
        if refused := guards.is_found_in_its_way(result, Ask(actor, today)):
            raise refused
        row.result, row.method, row.note = result.result, result.method, result.note.strip()
        row.situation, row.seen_by = result.situation.strip(), result.seen_by.strip()
        row.seen_on, row.behaviours = result.seen_on, result.behaviours
        row.by_id, row.at = actor.user_id, now
        row.full_clean()
        row.save()
    if file is not None:
        files.keep(actor=actor, kind=kind_of(rules.EVIDENCE), owner=row, accepted=file)
    return row


@deed
def observe_many(
    *, actor: Actor, assessment: Assessment, results: Sequence[UnitResult], now: datetime, today: date
) -> list[UnitResult]:
    """What was found of several units, all of it or nothing; a refusal stands at the box of its unit."""
    saved = []
    for one in results:
        try:
            saved.append(observe(actor=actor, assessment=assessment, result=one, now=now, today=today))
        except ValidationError as refused:
            if one.result == rules.NOT_YET and not one.note.strip():
                raise ValidationError({f"note_{one.unit.position}": refused.messages}) from refused
            raise _at_unit(refused, one.unit.position) from refused
    return saved


def _at_unit(refused: ValidationError, position: int) -> ValidationError:
    """The same sentences at the boxes of the unit."""
    if not hasattr(refused, "error_dict"):
        return refused
    return ValidationError({f"{name}_{position}": said for name, said in refused.error_dict.items()})


@deed
def recommend(*, actor: Actor, assessment: Assessment, today: date) -> Assessment:
    """The assessor recommends what the units come to; the body decides."""
    with ASSESSMENT.step("recommend", actor=actor, subject=assessment, today=today) as locked:
        locked.result = queries.outcome_of(locked).result
        locked.recommended_on, locked.recommended_by_id = today, actor.user_id
        locked.answer = ""
    return locked


@deed
def withdraw(*, actor: Actor, assessment: Assessment, today: date) -> Assessment:
    """By herself, or by the institute that applied for her."""
    access.check(actor, Right.WITHDRAW_ASSESSMENT, assessment)
    with ASSESSMENT.step("withdraw", actor=actor, subject=assessment, today=today) as locked:
        _off_the_day(locked)
    return locked


def _off_the_day(one: Assessment) -> None:
    """She is called to no day, and has agreed to none."""
    one.day, one.assessor, one.consented_at = None, None, None


def _end_with_file(*, actor: Actor, rows: Iterable[Assessment], why: str) -> None:  # noqa: ARG001 - every room is asked alike
    with ASSESSMENT.step_many("lapse", actor=actor, subjects=rows) as ended:
        for one in ended:
            _off_the_day(one)


HELD = Holding(
    model=Assessment,
    is_held=lambda rows: rows.filter(state__in=BEFORE),
    called=ASSESSMENT.called,
    give_back=_end_with_file,
)
