"""How an appeal is looked at by another assessor and decided once more."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.workflow.steps import NEW, Due, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.certification import guards, rules
from jalur.journey.certification.models import APPEALS_OPEN, Appeal, AppealState
from jalur.journey.certification.rights import Right

TONES: dict[Any, Any] = {
    AppealState.FILED: "wait",
    AppealState.ASSIGNED: "now",
    AppealState.REVIEWED: "wait",
    AppealState.GRANTED: "done",
    AppealState.REJECTED: "none",
    AppealState.LAPSED: "none",
}
APPEAL = declare(
    Workflow(
        thing="certification:appeal",
        model=Appeal,
        states=AppealState,
        tones=TONES,
        title=lambda appeal: appeal.assessment.scheme.title,
        called=lambda appeal: _("Appeal against assessment %(number)s") % {"number": appeal.assessment.code},
        related=(
            "assessment__candidate__person",
            "assessment__scheme__body",
            "assessment__body__place",
            "assessment__day__place__body",
            "assessment__assessor__user",
            "assessment__assessor__body",
            "reviewer__user",
            "reviewer__body",
            "written_by",
        ),
        person=lambda appeal: appeal.assessment.candidate.person_id,
        place=lambda appeal: appeal.assessment.candidate.person.residence_id,
        detail=lambda appeal: {"number": appeal.assessment.code},
    ),
    Step(
        "file",
        NEW,
        AppealState.FILED,
        "certification:appeal:lodged",
        _("Appealed against the result (FR.AK.04)"),
        Right.FILE_APPEAL,
        guards=(guards.appeal_is_her_own_word, guards.is_within_the_term),
    ),
    Step(
        "assign",
        {AppealState.FILED},
        AppealState.ASSIGNED,
        "certification:appeal:assigned",
        _("Appeal given to another assessor"),
        Right.ASSIGN_APPEAL,
        label=_("Who looks again?"),
        button=_("Give to another assessor"),
        done=_("The assessor has been told."),
        owner=Role.CERTIFICATION_MANAGER,
        due=Due(_("Give an appeal to another assessor"), office=lambda appeal: appeal.assessment.body_id),
        asks=True,
        guards=(guards.appeal_is_of_ones_body,),
        leaves=(guards.another_looks_again,),
    ),
    Step(
        "review",
        {AppealState.ASSIGNED},
        AppealState.REVIEWED,
        "certification:appeal:reviewed",
        _("Looked at again after an appeal"),
        Right.REVIEW_APPEAL,
        label=_("Write down the second look"),
        button=_("Write down the second look"),
        done=_("Written down. The assessment body decides in its meeting."),
        owner=Role.ASSESSOR,
        due=Due(
            _("Look at an assessment again after an appeal"),
            office=lambda appeal: appeal.assessment.body_id,
        ),
        asks=True,
        guards=(guards.is_the_reviewer, guards.another_looks_again),
    ),
    Step(
        "grant",
        {AppealState.REVIEWED},
        AppealState.GRANTED,
        "certification:appeal:granted",
        _("Appeal granted"),
        Right.DECIDE_ASSESSMENT,
        owner=Role.CERTIFICATION_MANAGER,
        due=Due(
            _("Decide about an appeal"),
            "reviewed_on",
            office=lambda appeal: appeal.assessment.body_id,
        ),
        guards=(
            guards.appeal_is_of_ones_body,
            guards.result_still_stands,
            guards.appeal_is_decided_by_another,
            guards.another_looks_again,
            guards.second_look_says(rules.COMPETENT),
        ),
    ),
    Step(
        "reject",
        {AppealState.REVIEWED},
        AppealState.REJECTED,
        "certification:appeal:rejected",
        _("Appeal rejected"),
        Right.DECIDE_ASSESSMENT,
        guards=(
            guards.appeal_is_of_ones_body,
            guards.result_still_stands,
            guards.appeal_is_decided_by_another,
            guards.second_look_says(rules.NOT_YET),
        ),
    ),
    Step(
        "lapse",
        set(APPEALS_OPEN),
        AppealState.LAPSED,
        "certification:appeal:lapsed",
        _("Appeal ended with the annulled assessment"),
        causes={"certification:assessment:annulled"},
    ),
)
