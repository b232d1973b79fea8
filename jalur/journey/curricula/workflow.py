"""How a version goes from draft to agreed, a comment from open to settled, an invitation from asked to agreed."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.curricula import guards
from jalur.journey.curricula.models import (
    OPEN,
    STANDING,
    Party,
    PartyState,
    Remark,
    RemarkState,
    Version,
    VersionState,
)
from jalur.journey.curricula.rights import Right

DRAFT, DISCUSSION, AGREED, SUPERSEDED = VersionState

VERSION = declare(
    Workflow(
        thing="curricula:version",
        model=Version,
        states=VersionState,
        is_public=True,
        tones={DRAFT: "none", DISCUSSION: "wait", AGREED: "done", SUPERSEDED: "none"},
        key="code",
        called=lambda version: (
            _("Curriculum %(number)s, version %(version)s")
            % {"number": version.curriculum.number, "version": version.number}
        ),
        related=("curriculum__provider",),
        detail=lambda version: {"code": version.code},
        settled={
            AGREED: _("This version is agreed and never changes again. Start a new version."),
            SUPERSEDED: _("A newer version has replaced this one."),
        },
    ),
    Step("draft", NEW, DRAFT, "curricula:version:drafted", _("Version drafted"), Right.EDIT_VERSION),
    Step(
        "change",
        frozenset(OPEN),
        SAME,
        "curricula:version:changed",
        _("Name or length of a JP changed"),
        Right.EDIT_VERSION,
        label=_("Change name, weeks and length of a JP"),
        button=_("Change the heading"),
        done=_("The curriculum is saved."),
        weight="quiet",
        asks=True,
    ),
    Step(
        "arrange",
        frozenset(OPEN),
        SAME,
        "curricula:version:parts_changed",
        _("Parts changed"),
        Right.EDIT_VERSION,
    ),
    Step(
        "discuss",
        {DRAFT},
        DISCUSSION,
        "curricula:version:opened_for_discussion",
        _("Opened for discussion"),
        Right.EDIT_VERSION,
        button=_("Open for discussion"),
        done=_("The version can be discussed. Invite those who are to agree it."),
        guards=(guards.has_parts,),
    ),
    Step(
        "invite",
        {DISCUSSION},
        SAME,
        "curricula:version:party_invited",
        _("An organisation was invited to agree"),
        Right.EDIT_VERSION,
        label=_("Whom do you ask to agree this version?"),
        button=_("Invite an organisation"),
        done=_("The organisation is invited, and its people are told."),
        weight="secondary",
        asks=True,
    ),
    Step(
        "put_in_force",
        {DISCUSSION},
        AGREED,
        "curricula:version:put_in_force",
        _("Put in force"),
        Right.EDIT_VERSION,
        label=_("Put the version in force"),
        button=_("Put in force"),
        done=_("The version is in force and never changes again."),
        lead=_("From then on nothing in it can be changed. A new version starts as a copy."),
        asks=True,
        guards=(guards.has_parts, guards.no_remark_is_open),
    ),
    Step(
        "supersede",
        {AGREED},
        SUPERSEDED,
        "curricula:version:superseded",
        _("Replaced by a newer version"),
        causes={"curricula:version:put_in_force"},
    ),
    Step(
        "copy",
        frozenset(STANDING),
        SAME,
        "curricula:version:copied",
        _("A new version was started from it"),
        Right.EDIT_VERSION,
        button=_("Start a new version"),
        done=_("The new version is a copy. Change what has to be another now."),
        weight="secondary",
        guards=(guards.no_other_is_worked_on,),
    ),
)

REMARK = declare(
    Workflow(
        thing="curricula:remark",
        model=Remark,
        states=RemarkState,
        tones={RemarkState.OPEN: "wait", RemarkState.SETTLED: "done"},
        called=lambda remark: _("The comment on %(title)s") % {"title": remark.version.title},
        along=("version",),
        related=("version__curriculum__provider", "organisation", "author"),
        detail=lambda remark: {"code": remark.version.code},
        settled={RemarkState.SETTLED: _("This comment is settled already.")},
    ),
    Step(
        "write",
        NEW,
        RemarkState.OPEN,
        "curricula:remark:written",
        _("Comment written"),
        Right.WRITE_REMARK,
        guards=(guards.takes_part,),
    ),
    Step(
        "settle",
        {RemarkState.OPEN},
        RemarkState.SETTLED,
        "curricula:remark:settled",
        _("Comment settled"),
        Right.SETTLE_REMARK,
        label=_("What was done about the comment?"),
        button=_("Settle"),
        done=_("The comment is settled; everybody invited reads how."),
        weight="quiet",
        guards=(guards.is_worked_on,),
        reason=Reason(
            "settlement",
            label=_("What was done?"),
            hint=_("For example: part 3 has 16 JP more now. Or why nothing was changed."),
            missing=_("Say what was done about the comment."),
            longest=500,
        ),
    ),
)

PARTY = declare(
    Workflow(
        thing="curricula:party",
        model=Party,
        states=PartyState,
        tones={PartyState.INVITED: "wait", PartyState.LACKING: "warn", PartyState.AGREED: "done"},
        called=lambda party: (
            _("The invitation of %(organisation)s") % {"organisation": party.organisation.name}
        ),
        along=("version",),
        related=("version__curriculum__provider", "organisation"),
        columns=("state", "lacking", "answered_by", "answered_at"),
        detail=lambda party: {"code": party.version.code},
        settled={PartyState.AGREED: _("Your organisation has agreed this version already.")},
    ),
    Step(
        "invite",
        NEW,
        PartyState.INVITED,
        "curricula:party:invited",
        _("Invited"),
        causes={"curricula:version:party_invited"},
    ),
    Step(
        "agree",
        {PartyState.INVITED, PartyState.LACKING},
        PartyState.AGREED,
        "curricula:party:agreed",
        _("Version agreed"),
        Right.ANSWER_PARTY,
        button=_("Agree this version"),
        done=_("Thank you. Your organisation has agreed this version."),
        guards=(guards.is_discussed,),
    ),
    Step(
        "say_missing",
        {PartyState.INVITED, PartyState.LACKING},
        PartyState.LACKING,
        "curricula:party:found_lacking",
        _("Said what is missing"),
        Right.ANSWER_PARTY,
        label=_("What is missing before your organisation can agree?"),
        button=_("Say what is missing"),
        done=_("The institute reads what is missing. You are asked again when the parts have changed."),
        weight="secondary",
        guards=(guards.is_discussed,),
        reason=Reason(
            "lacking",
            label=_("What is missing?"),
            missing=_("Say what is missing."),
            longest=500,
        ),
    ),
    # What was agreed was the version as it stood: changed parts are agreed anew.
    Step(
        "ask_again",
        {PartyState.AGREED, PartyState.LACKING},
        PartyState.INVITED,
        "curricula:party:asked_again",
        _("Asked again: the parts have changed"),
        causes={"curricula:version:parts_changed", "curricula:version:changed"},
    ),
)
