"""The body decides: the minutes of a meeting with a decision for each person, and what is looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.workflow.locks import deed, lock
from jalur.journey.candidates import services as candidates
from jalur.journey.certification import holdings, messages, rules
from jalur.journey.certification.models import (
    APPEALS_OPEN,
    Appeal,
    AppealState,
    Assessment,
    Pleno,
    State,
)
from jalur.journey.certification.rights import Right
from jalur.journey.certification.services.telling import tell_her
from jalur.journey.certification.workflow import APPEAL, ASSESSMENT
from jalur.kit import formats
from jalur.kit.folding import fold
from jalur.kit.refusals import refusal

VERBS = {rules.COMPETENT: "find_competent", rules.NOT_YET: "find_not_yet"}
APPEAL_VERBS = {rules.COMPETENT: "grant", rules.NOT_YET: "reject"}


@dataclass(frozen=True)
class Decision:
    """What a meeting decided: key of an assessment → competent or not yet; key of an appeal → the same."""

    results: Mapping[Any, str] = field(default_factory=dict)
    appeals: Mapping[Any, str] = field(default_factory=dict)


@deed
def hold_pleno(*, actor: Actor, pleno: Pleno, decision: Decision, today: date) -> Pleno:
    """Write the minutes of a meeting with all its decisions, or nothing; who is competent holds what the scheme gives from that day."""
    access.check(actor, Right.DECIDE_ASSESSMENT, pleno)
    if pleno.held_on > today:
        raise refusal("held_on", "ahead", _("The meeting has not been held yet."))
    if not decision.results and not decision.appeals:
        raise refusal("people", "nobody", _("Decide about at least one person."))
    _assessors_stay_out(pleno, decision)
    pleno.led_by_id = actor.user_id
    pleno.full_clean(exclude={"led_by"})
    pleno.save(force_insert=True)
    history.record(
        actor=actor, event="certification:pleno:held", subject=pleno, place=pleno.body.place_id or ""
    )
    # Everybody before anything follows: what one of them gains is locked after all of them.
    of_appeals = (
        Appeal.objects.filter(pk__in=decision.appeals).order_by().values_list("assessment", flat=True)
    )
    lock(Appeal, decision.appeals)
    lock(Assessment, {*decision.results, *of_appeals})
    appeals = Appeal.objects.filter(
        pk__in=decision.appeals, state=AppealState.REVIEWED, assessment__state=State.NOT_YET
    )
    again = [
        _decide_appeal(actor, pleno, appeal, decision, today)
        for appeal in appeals.select_related(*APPEAL.related).order_by("pk")
    ]
    rows = Assessment.objects.filter(pk__in=decision.results, state=State.ASSESSED)
    decided = [
        _decide(actor, pleno, row, decision.results[row.pk], today)
        for row in rows.select_related(*ASSESSMENT.related).order_by("pk")
    ]
    if len(decided) + len(again) != len(decision.results) + len(decision.appeals):
        sentence = _("Somebody of them was decided about meanwhile. Nothing was written; look again.")
        raise refusal("people", "changed_meanwhile", sentence)
    for one in decided:
        tell_her(messages.DECIDED, one)
    pleno.decided = {
        **{one.code: decision.results[one.pk] for one in decided},
        **{str(key): result for key, result in decision.appeals.items()},
    }
    pleno.save(update_fields=["decided"])
    return pleno


def _assessors_stay_out(pleno: Pleno, decision: Decision) -> None:
    """Whoever assessed somebody does not decide about her: the minutes do not name her assessor among those who met."""
    there = {fold(line.split(",")[0]) for line in pleno.took_part.splitlines()}
    rows = Assessment.objects.filter(pk__in=decision.results, assessor__isnull=False).order_by()
    for name in sorted(set(rows.values_list("assessor__user__name", flat=True))):
        if fold(name) in there:
            sentence = _(
                "%(who)s assessed somebody decided about here and does not decide: take the name out."
            )
            raise refusal("took_part", "assessor", sentence % {"who": name})


def _is_after(pleno: Pleno, assessment: Assessment, *days: date | None) -> None:
    """A meeting decides about what lies behind it."""
    known = [day for day in days if day is not None]
    if known and pleno.held_on < max(known):
        sentence = _(
            "%(who)s was assessed or looked at again on %(day)s: the meeting is not before that day."
        )
        words = {"who": assessment.candidate.person.name, "day": formats.day(max(known))}
        raise refusal("held_on", "too_early", sentence % words)


def _decide(actor: Actor, pleno: Pleno, row: Assessment, result: str, today: date) -> Assessment:
    if result not in VERBS:
        raise refusal("people", "unknown", _("Choose competent or not yet competent."))
    _is_after(pleno, row, row.day.day if row.day else None, row.recommended_on)
    with ASSESSMENT.step(VERBS[result], actor=actor, subject=row, today=today) as locked:
        if result != locked.result and not pleno.note.strip():
            sentence = _("%(who)s: the assessor recommended otherwise. Write the reason in the note.")
            raise refusal("note", "reason", sentence % {"who": locked.candidate.person.name})
        _sign(actor, pleno, locked, result)
        if result == rules.COMPETENT:
            give(actor=actor, assessment=locked)
    return locked


def _decide_appeal(actor: Actor, pleno: Pleno, appeal: Appeal, decision: Decision, today: date) -> Assessment:
    result = decision.appeals[appeal.pk]
    if result not in APPEAL_VERBS:
        raise refusal("people", "unknown", _("Choose competent or not yet competent."))
    _is_after(pleno, appeal.assessment, appeal.reviewed_on)
    with APPEAL.step(APPEAL_VERBS[result], actor=actor, subject=appeal, today=today) as locked:
        locked.pleno = pleno
        one = locked.assessment
        if result == rules.COMPETENT:
            with ASSESSMENT.step("overturn", actor=actor, subject=one, today=today) as held:
                _sign(actor, pleno, held, result)
                give(actor=actor, assessment=held)
    tell_her(messages.APPEAL_DECIDED, one, locked)
    return one


def _sign(actor: Actor, pleno: Pleno, locked: Assessment, result: str) -> None:
    locked.pleno, locked.decided_on, locked.decided_by_id = pleno, pleno.held_on, actor.user_id
    locked.answer, locked.upheld_on = "", None
    locked.expires_on = None
    if result == rules.COMPETENT:
        locked.expires_on = rules.expiry(pleno.held_on, locked.scheme.months)


@deed
def give(*, actor: Actor, assessment: Assessment) -> None:
    """She holds what the scheme gives, with the decision as evidence, until it runs out. A consequence: of the decision, or of a
    certificate that holds again."""
    assert assessment.decided_on is not None
    candidates.hold_assessed(
        actor=actor,
        candidate=assessment.candidate,
        codes=list(assessment.scheme.covers.order_by("code").values_list("code", flat=True)),
        note=_evidence(assessment),
        on=assessment.decided_on,
        expires_on=assessment.expires_on,
    )


@deed
def take_back(*, actor: Actor, assessment: Assessment, reason: str) -> None:
    """What it gave counts no longer: it was annulled, or its certificate was suspended or revoked."""
    candidates.drop_assessed(
        actor=actor, candidate=assessment.candidate, note=_evidence(assessment), reason=reason
    )


def _evidence(locked: Assessment) -> str:
    # Practice: the certificate is BNSP's blank; a decision here stands beside it.
    beside = f", {locked.code}: menyertai, tidak menggantikan sertifikat BNSP"
    return f"{locked.body.name[: 200 - len(beside)]}{beside}"


@deed
def send_back(*, actor: Actor, assessment: Assessment, reason: str, today: date) -> Assessment:
    """The assessor has to complete it."""
    with ASSESSMENT.step("send_back", actor=actor, subject=assessment, reason=reason, today=today) as locked:
        locked.result, locked.recommended_on, locked.recommended_by = "", None, None
    return locked


@deed
def annul(*, actor: Actor, assessment: Assessment, reason: str, today: date) -> Assessment:
    """Something that it hangs on did not hold on its day: what it gave counts no longer, and she is told."""
    appeals = Appeal.objects.filter(assessment=assessment, state__in=APPEALS_OPEN)
    ending = lock(Appeal, list(appeals.order_by("pk").values_list("pk", flat=True)))
    with ASSESSMENT.step("void", actor=actor, subject=assessment, reason=reason, today=today) as locked:
        with APPEAL.step_many("lapse", actor=actor, subjects=ending, today=today):
            pass
        holdings.hold_all([locked])
        take_back(actor=actor, assessment=locked, reason=reason)
        holdings.fall_all(actor=actor, assessment=locked, reason=reason)
    tell_her(messages.ANNULLED, locked)
    return locked


@deed
def leave_standing(*, actor: Actor, assessment: Assessment, reason: str, today: date) -> Assessment:
    """Looked at again after something fell away: it stands, for a reason that stays with it."""
    with ASSESSMENT.step("uphold", actor=actor, subject=assessment, reason=reason, today=today) as locked:
        locked.upheld_on = today
    return locked
