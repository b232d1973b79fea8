"""How assessors, test places and what they cover come to stand and are taken back, also backwards."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_event
from jalur.foundation.workflow.steps import NEW, SAME, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.certification import guards
from jalur.journey.certification.models import Assessor, Coverage, HeldState, TestPlace
from jalur.journey.certification.rights import Right

TONES: dict[Any, Any] = {HeldState.HELD: "done", HeldState.WITHDRAWN: "bad"}
COLUMNS = ("state", "withdrawn_on", "withdrawn_because")
BACKWARDS = _(
    "The day may lie in the past: then every result of a day that is not covered any more is listed for a decision."
)
ASSESSOR = declare(
    Workflow(
        thing="certification:assessor",
        model=Assessor,
        states=HeldState,
        tones=TONES,
        called=lambda assessor: _("Assessor, licence %(number)s") % {"number": assessor.number},
        related=("body__place", "user"),
        columns=COLUMNS,
        place=lambda assessor: assessor.body.place_id or "",
    ),
    Step(
        "register",
        NEW,
        HeldState.HELD,
        "certification:assessor:registered",
        _("Assessor recorded"),
        Right.RECORD_LICENCE,
        guards=(guards.is_of_ones_body, guards.assesses_for_a_body),
    ),
    Step(
        "withdraw",
        {HeldState.HELD},
        HeldState.WITHDRAWN,
        "certification:assessor:withdrawn",
        _("Assessor revoked"),
        Right.WITHDRAW_LICENCE,
        label=_("Revoke the assessor"),
        button=_("Revoke"),
        done=_("Revoked. What hangs on it is listed for a decision."),
        lead=BACKWARDS,
        weight="danger",
        asks=True,
    ),
    Step(
        "correct",
        {HeldState.WITHDRAWN},
        SAME,
        "certification:assessor:withdrawn_earlier",
        _("Assessor revoked from an earlier day"),
        Right.WITHDRAW_LICENCE,
        label=_("Correct the day to an earlier one"),
        button=_("Correct the day"),
        done=_("Corrected. What hangs on it is listed for a decision."),
        weight="quiet",
        asks=True,
    ),
)
PLACE = declare(
    Workflow(
        thing="certification:place",
        model=TestPlace,
        states=HeldState,
        tones=TONES,
        called=lambda place: _("Test place of %(body)s") % {"body": place.body.name},
        related=("body__place", "place", "host"),
        columns=COLUMNS,
        place=lambda place: place.place_id,
    ),
    Step(
        "approve",
        NEW,
        HeldState.HELD,
        "certification:place:approved",
        _("Test place approved"),
        Right.RECORD_LICENCE,
        guards=(guards.is_of_ones_body, guards.assesses_for_a_body),
    ),
    Step(
        "withdraw",
        {HeldState.HELD},
        HeldState.WITHDRAWN,
        "certification:place:withdrawn",
        _("Approval of a test place revoked"),
        Right.WITHDRAW_LICENCE,
        label=_("Revoke the approval"),
        button=_("Revoke"),
        done=_("Revoked. What hangs on it is listed for a decision."),
        lead=BACKWARDS,
        weight="danger",
        asks=True,
    ),
    Step(
        "correct",
        {HeldState.WITHDRAWN},
        SAME,
        "certification:place:withdrawn_earlier",
        _("Approval of a test place revoked from an earlier day"),
        Right.WITHDRAW_LICENCE,
        label=_("Correct the day to an earlier one"),
        button=_("Correct the day"),
        done=_("Corrected. What hangs on it is listed for a decision."),
        weight="quiet",
        asks=True,
    ),
)
COVERAGE = declare(
    Workflow(
        thing="certification:coverage",
        model=Coverage,
        states=HeldState,
        tones=TONES,
        called=lambda coverage: _("What %(body)s covers") % {"body": coverage.body.name},
        related=(
            "body__place",
            "scheme",
            "licence__organisation",
            "assessor__user",
            "test_place",
        ),
        columns=COLUMNS,
        place=lambda coverage: coverage.body.place_id or "",
    ),
    Step(
        "grant",
        NEW,
        HeldState.HELD,
        "certification:coverage:granted",
        _("Scheme covered"),
        Right.GRANT_COVERAGE,
        guards=(
            guards.scope_is_given_by_another,
            guards.scheme_is_the_bodys,
            guards.holder_stands,
            guards.clears_no_doubt,
        ),
    ),
    Step(
        "withdraw",
        {HeldState.HELD},
        HeldState.WITHDRAWN,
        "certification:coverage:withdrawn",
        _("Scheme no longer covered"),
        Right.WITHDRAW_LICENCE,
        label=_("Take the scheme back"),
        button=_("Revoke"),
        done=_("Revoked. What hangs on it is listed for a decision."),
        lead=BACKWARDS,
        weight="danger",
        asks=True,
        guards=(guards.scope_is_given_by_another,),
    ),
    Step(
        "correct",
        {HeldState.WITHDRAWN},
        SAME,
        "certification:coverage:withdrawn_earlier",
        _("Scheme no longer covered from an earlier day"),
        Right.WITHDRAW_LICENCE,
        label=_("Correct the day to an earlier one"),
        button=_("Correct the day"),
        done=_("Corrected. What hangs on it is listed for a decision."),
        weight="quiet",
        asks=True,
        guards=(guards.scope_is_given_by_another,),
    ),
)
declare_event(EventKind("certification:schemes:listed", _("Schemes read in")))
