"""How the result of an outside test is typed by one person and checked by another."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.workflow.steps import NEW, Due, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.certification import guards
from jalur.journey.certification.models import OutsideResult, OutsideState
from jalur.journey.certification.rights import Right

TONES: dict[Any, Any] = {
    OutsideState.TYPED: "wait",
    OutsideState.CONFIRMED: "done",
    OutsideState.REFUSED: "bad",
    OutsideState.TAKEN_BACK: "none",
}
WHY = Reason(
    "answer",
    label=_("Why is it not accepted?"),
    hint=_("The person reads it."),
    missing=_("Say why it is not accepted."),
)
OUTSIDE = declare(
    Workflow(
        thing="certification:outside",
        model=OutsideResult,
        states=OutsideState,
        tones=TONES,
        title=lambda result: str(result.competency),
        called=lambda _result: _("Result of an outside test"),
        related=("candidate__person__residence", "competency__scale", "office", "typed_by", "confirmed_by"),
        person=lambda result: result.candidate.person_id,
        place=lambda result: result.candidate.person.residence_id,
        detail=lambda result: {"competency": result.competency_id},
    ),
    Step(
        "record",
        NEW,
        OutsideState.TYPED,
        "certification:outside:typed",
        _("Result of an outside test typed in"),
        Right.RECORD_OUTSIDE,
        guards=(guards.her_file_is_open, guards.is_a_test, guards.was_taken),
    ),
    Step(
        "confirm",
        {OutsideState.TYPED},
        OutsideState.CONFIRMED,
        "certification:outside:confirmed",
        _("Result of an outside test checked"),
        Right.CONFIRM_OUTSIDE,
        button=_("It agrees with the paper"),
        done=_("Checked. From now on it counts, and plans see it."),
        owner=Role.LABOUR_OFFICER,
        due=Due(_("Check the result of an outside test")),
        guards=(guards.is_checked_by_another, guards.its_paper_is_there, guards.is_valid_today),
    ),
    Step(
        "refuse",
        {OutsideState.TYPED},
        OutsideState.REFUSED,
        "certification:outside:turned_down",
        _("Result of an outside test not accepted"),
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
        _("Result of an outside test counts no longer"),
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
        {OutsideState.TYPED},
        OutsideState.TAKEN_BACK,
        "certification:outside:given_up",
        _("Result of an outside test taken back"),
        Right.RECORD_OUTSIDE,
        button=_("Take it back"),
        done=_("Taken back. It can be typed in anew."),
        weight="quiet",
        guards=(guards.was_typed_by_the_actor,),
    ),
)
