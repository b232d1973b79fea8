"""How the result of an outside test, or a certificate issued elsewhere, is typed by one person and checked by another."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.workflow.steps import NEW, SAME, Due, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.certification import guards
from jalur.journey.certification.models import OutsideKind, OutsideResult, OutsideState
from jalur.journey.certification.rights import Right

TONES: dict[Any, Any] = {
    OutsideState.TYPED: "wait",
    OutsideState.CONFIRMED: "done",
    OutsideState.UNPROVEN: "warn",
    OutsideState.REFUSED: "bad",
    OutsideState.TAKEN_BACK: "none",
}
WAITING = {OutsideState.TYPED, OutsideState.UNPROVEN}
WHY = Reason(
    "answer",
    label=_("Why is it not accepted?"),
    hint=_("The person reads it."),
    missing=_("Say why it is not accepted."),
)
WHY_NOT_VERIFIABLE = Reason(
    "answer",
    label=_("Why can it not be verified?"),
    hint=_("The person reads it. For example: the issuer does not answer, or is closed."),
    missing=_("Say why it cannot be verified."),
)


def _has_issuer_here(result: OutsideResult) -> bool:
    return result.issuer_id is not None


def _is_of_nobody_here(result: OutsideResult) -> bool:
    return result.kind == OutsideKind.CERTIFICATE and result.issuer_id is None


OUTSIDE = declare(
    Workflow(
        thing="certification:outside",
        model=OutsideResult,
        states=OutsideState,
        tones=TONES,
        title=lambda result: str(result.competency),
        called=lambda result: (
            _("Certificate issued elsewhere")
            if result.kind == OutsideKind.CERTIFICATE
            else _("Result of an outside test")
        ),
        related=(
            "candidate__person__residence",
            "competency__scale",
            "office",
            "issuer",
            "typed_by",
            "confirmed_by",
        ),
        person=lambda result: result.candidate.person_id,
        place=lambda result: result.candidate.person.residence_id,
        detail=lambda result: {"competency": result.competency_id},
    ),
    Step(
        "record",
        NEW,
        OutsideState.TYPED,
        "certification:outside:typed",
        _("Result or certificate from elsewhere typed in"),
        Right.RECORD_OUTSIDE,
        guards=(guards.her_file_is_open, guards.is_a_test, guards.names_a_body, guards.was_taken),
    ),
    Step(
        "attach",
        {OutsideState.TYPED},
        SAME,
        "certification:outside:paper_added",
        _("Paper of a result from elsewhere added"),
        Right.RECORD_OUTSIDE,
        label=_("The paper that it stands on"),
        button=_("Add the paper"),
        done=_("The paper is on file. Somebody else now compares it."),
        weight="secondary",
        asks=True,
        guards=(guards.has_no_paper,),
        fits=lambda result: guards.has_no_paper(result) is None,
    ),
    Step(
        "confirm",
        {OutsideState.TYPED},
        OutsideState.CONFIRMED,
        "certification:outside:confirmed",
        _("Result of an outside test compared with its paper"),
        Right.CONFIRM_OUTSIDE,
        button=_("It agrees with the paper"),
        done=_("Checked. From now on it counts, and plans see it."),
        owner=Role.LABOUR_OFFICER,
        due=Due(
            _("Check a result or certificate from elsewhere"),
            rests=lambda: Q(issuer__isnull=False),  # its issuer answers
        ),
        guards=(
            guards.is_checked_by_another,
            guards.is_shown_by_its_paper,
            guards.its_paper_is_there,
            guards.is_valid_today,
        ),
        fits=lambda result: result.kind == OutsideKind.TEST,
    ),
    Step(
        "verify",
        WAITING,
        OutsideState.CONFIRMED,
        "certification:outside:proven",
        _("Certificate issued elsewhere verified with its issuer"),
        Right.CONFIRM_OUTSIDE,
        label=_("Write down how it was verified"),
        lead=_("Ask the issuer, or look into a public register. The paper alone proves nothing."),
        button=_("It is genuine"),
        done=_("Written down. From now on it counts, and plans see it."),
        asks=True,
        guards=(
            guards.is_checked_by_another,
            guards.is_answered_elsewhere,
            guards.its_paper_is_there,
            guards.is_valid_today,
        ),
        fits=_is_of_nobody_here,
    ),
    Step(
        "attest",
        WAITING,
        OutsideState.CONFIRMED,
        "certification:outside:attested",
        _("Certificate found in its issuer's records"),
        Right.ATTEST_OUTSIDE,
        button=_("We issued it, as typed here"),
        done=_("It counts from now on, and the person reads it."),
        guards=(
            guards.is_checked_by_another,
            guards.names_ones_body,
            guards.its_paper_is_there,
            guards.is_valid_today,
        ),
        fits=_has_issuer_here,
    ),
    Step(
        "disown",
        {*WAITING, OutsideState.CONFIRMED},
        OutsideState.REFUSED,
        "certification:outside:disowned",
        _("Certificate not acknowledged by the issuer that it names"),
        Right.ATTEST_OUTSIDE,
        label=_("We did not issue it, or not like this"),
        button=_("We did not issue it"),
        done=_("It does not count. The person reads why."),
        weight="secondary",
        guards=(guards.is_checked_by_another, guards.names_ones_body),
        reason=WHY,
        fits=_has_issuer_here,
    ),
    Step(
        "set_aside",
        {OutsideState.TYPED},
        OutsideState.UNPROVEN,
        "certification:outside:unproven",
        _("Certificate issued elsewhere not verifiable"),
        Right.CONFIRM_OUTSIDE,
        label=_("It cannot be verified"),
        button=_("Not verifiable"),
        done=_("It stands as not verifiable and counts for nothing, until somebody can verify it."),
        weight="secondary",
        guards=(guards.is_checked_by_another, guards.is_a_certificate),
        reason=WHY_NOT_VERIFIABLE,
        fits=lambda result: result.kind == OutsideKind.CERTIFICATE,
    ),
    Step(
        "refuse",
        WAITING,
        OutsideState.REFUSED,
        "certification:outside:turned_down",
        _("Result or certificate from elsewhere not accepted"),
        Right.CONFIRM_OUTSIDE,
        label=_("Do not accept the result"),
        button=_("Do not accept it"),
        done=_("Not accepted. The person reads why."),
        weight="secondary",
        guards=(guards.is_checked_by_another,),
        reason=WHY,
    ),
    Step(
        "revoke",
        {OutsideState.CONFIRMED},
        OutsideState.REFUSED,
        "certification:outside:struck",
        _("Result or certificate from elsewhere counts no longer"),
        Right.CONFIRM_OUTSIDE,
        label=_("The result does not count after all"),
        button=_("Does not count after all"),
        done=_("It counts no longer. The person reads why."),
        weight="danger",
        guards=(guards.is_checked_by_another,),
        reason=WHY,
    ),
    Step(
        "take_back",
        WAITING,
        OutsideState.TAKEN_BACK,
        "certification:outside:given_up",
        _("Result or certificate from elsewhere taken back"),
        Right.RECORD_OUTSIDE,
        button=_("Take it back"),
        done=_("Taken back. It can be typed in anew."),
        weight="quiet",
        guards=(guards.was_typed_by_the_actor,),
    ),
)
