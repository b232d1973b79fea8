"""How an entry test is recorded, corrected and struck out."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.languages import guards
from jalur.journey.languages.models import PARTS, EntryTest, TestState
from jalur.journey.languages.rights import Right

RECORDED, STRUCK = TestState

TEST = declare(
    Workflow(
        thing="languages:entry_test",
        model=EntryTest,
        states=TestState,
        tones={RECORDED: "done", STRUCK: "none"},
        is_public=True,
        title=lambda test: str(test.scale),
        called=lambda _test: _("Entry test"),
        related=("candidate__person__residence", "scale", "level", "given_by"),
        person=lambda test: test.candidate.person_id,
        place=lambda test: test.candidate.person.residence_id,
        detail=lambda test: {"scale": test.scale_id},
    ),
    Step(
        "record",
        NEW,
        RECORDED,
        "languages:entry_test:recorded",
        _("Entry test of a language recorded"),
        Right.RECORD_ENTRY_TEST,
        guards=(guards.candidate_is_on_the_path, guards.has_taken_place),
    ),
    Step(
        "correct",
        {RECORDED},
        SAME,
        "languages:entry_test:corrected",
        _("Entry test corrected"),
        Right.RECORD_ENTRY_TEST,
        fields=("scale", "taken_on", "level", "points", "maximum", *PARTS),
        label=_("Correct the entry test"),
        button=_("Correct"),
        done=_("The test is corrected. How it was stays in the history."),
        weight="secondary",
        asks=True,
        reason=Reason(
            "correction_reason",
            label=_("What was wrong?"),
            missing=_("Say what was wrong."),
        ),
        leaves=(guards.has_taken_place,),
    ),
    Step(
        "strike",
        {RECORDED},
        STRUCK,
        "languages:entry_test:struck_out",
        _("Entry test struck out"),
        Right.RECORD_ENTRY_TEST,
        label=_("Strike the entry test out"),
        button=_("Strike out"),
        done=_("The test no longer places anybody. It stays to be read."),
        weight="danger",
        reason=Reason(
            "strike_reason",
            label=_("Why is the test struck out?"),
            missing=_("Say why the test is struck out."),
        ),
    ),
)
