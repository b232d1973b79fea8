"""How a proposal is decided on, and how plans, studies and decisions on many go from asked for to done."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.work.models import WorkState
from jalur.foundation.work.workflow import TONES, work_steps
from jalur.foundation.workflow.steps import NEW, SAME, Due, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates.holdings import ENDS
from jalur.proposals import guards
from jalur.proposals.models import (
    AT_THE_COUNTER,
    WAITING_FOR_THE_OFFICE,
    Answered,
    BulkDecision,
    Proposal,
    ProposalState,
    Publication,
    PublicationJob,
    PublicationState,
    PublicationVerb,
    RefusalReason,
    Run,
    Study,
    StudyKind,
    stands_still,
)
from jalur.proposals.rights import Right

DRAFT, PROPOSED, OFFERED, ACCEPTED, REFUSED, OVERTAKEN, EXPIRED, LAPSED = ProposalState
WAITING = frozenset(WAITING_FOR_THE_OFFICE)
UNDONE = {
    "right": Right.UNDO_PROPOSAL,
    "event": "proposals:proposal:decision_undone",
    "text": _("Decision on a proposal undone"),
    "button": _("Undo"),
    "done": _("Undone. What was held for it is free again."),
    "guards": (guards.was_decided_today, guards.is_not_her_own_word),
    "weight": "secondary",
}
PUBLISHED = "proposals:publication:published"
TAKEN_BACK = "proposals:publication:taken_back"
RESTORED = {
    "event": "proposals:proposal:restored",
    "text": _("Proposed again: the plan that had replaced it was taken back"),
    "causes": {TAKEN_BACK},
}
STOPPED = "proposals:proposal:stopped"
STOPPED_DRAFT = "proposals:proposal:draft_stopped"
STOPPING = {"job_orders:order:held", "training:intake:held"}
GOES_ON = {"job_orders:order:reopened", "training:intake:went_on"}
REVIVES = {
    "event": "proposals:proposal:revived",
    "text": _("Proposed path holds again: nothing of it is on hold any more"),
    "causes": GOES_ON,
}
WHY_NOT = Reason(
    "refusal_reason",
    label=_("Why not?"),
    choices=dict(RefusalReason.choices),
    missing=_("Say why the proposal is refused."),
)
ACCEPTS = {
    "target": ACCEPTED,
    "event": "proposals:proposal:accepted",
    "text": _("Path accepted by the candidate"),
    "right": Right.ANSWER_PROPOSAL,
    "button": _("Yes, I take this path"),
    "codes": {"how": dict(Answered.choices)},
    "done": _("You have said yes. The opening and every seat of this path are yours."),
}
DECLINES = {
    "target": REFUSED,
    "event": "proposals:proposal:declined",
    "text": _("Path declined by the candidate"),
    "right": Right.ANSWER_PROPOSAL,
    "codes": {"how": dict(Answered.choices)},
    "label": _("Say no to this path"),
    "button": _("No, I decline"),
    "done": _("You have said no. Nothing is held for you any more; the next plan looks again."),
    "weight": "danger",
    "reason": WHY_NOT,
    "asks": True,
}

PROPOSAL = declare(
    Workflow(
        thing="proposals:proposal",
        model=Proposal,
        states=ProposalState,
        tones={
            DRAFT: "none",
            PROPOSED: "wait",
            OFFERED: "now",
            ACCEPTED: "done",
            REFUSED: "bad",
            OVERTAKEN: "none",
            EXPIRED: "warn",
            LAPSED: "none",
        },
        called=lambda _proposal: str(_("This proposal")),
        related=("run", "candidate__person", "order"),
        person=lambda proposal: proposal.candidate.person_id,
        place=lambda proposal: proposal.candidate.person.residence_id,
        settled={
            DRAFT: _("This is a draft. There is nothing to decide until its plan is published."),
            PROPOSED: _("Nothing has been decided on this proposal yet."),
            OFFERED: _("This path has been offered already; the candidate has still to answer."),
            ACCEPTED: _("This proposal has been accepted already."),
            REFUSED: _("This proposal has been refused already."),
            OVERTAKEN: _("A newer plan has replaced this proposal. Look at the newer one."),
            EXPIRED: _(
                "This offer was not answered in time; nothing is held for it. It can be offered again."
            ),
            LAPSED: _(
                "This proposal no longer holds: the candidate has left the path, or the law stopped the job order or a class."
            ),
        },
    ),
    Step(
        "offer",
        WAITING,
        OFFERED,
        "proposals:proposal:offered",
        _("Path offered: opening and seats are held for an answer"),
        Right.DECIDE_PROPOSAL,
        button=_("Offer this path"),
        done=_("Offered. The opening and every seat are held until the last day to answer."),
        guards=(guards.order_takes_people, guards.may_be_planned),
        owner=Role.LABOUR_OFFICER,
    ),
    # She need not wait for the office where a path is proposed to her; of an offer everything is held already.
    Step("accept", {PROPOSED}, guards=(guards.order_takes_people, guards.may_be_planned), **ACCEPTS),
    Step(
        "accept",
        {OFFERED},
        guards=(guards.nothing_is_on_hold, guards.is_in_time, guards.is_still_held),
        owner=Role.CANDIDATE,
        due=Due(
            _("Answer the offer"),
            "offered_at",
            day="answer_by",
            then="expire",
            reminder="proposals:reminded",
            rests=stands_still,
        ),
        **ACCEPTS,
    ),
    Step("decline", {PROPOSED, OFFERED}, **DECLINES),
    Step(
        "record_yes",
        {OFFERED},
        ACCEPTED,
        "proposals:proposal:yes_recorded",
        _("Path accepted by the candidate, recorded at the counter"),
        Right.RECORD_ANSWER,
        label=_("Record a yes"),
        button=_("Record a yes"),
        done=_("The yes is recorded. The opening and every seat of this path are taken."),
        lead=_(
            "Only what the candidate personally said, at the counter or on paper. Your name is kept with it."
        ),
        guards=(guards.nothing_is_on_hold, guards.is_in_time, guards.is_still_held),
        reason=Reason(
            "answered_how",
            label=_("How was the yes given?"),
            choices=AT_THE_COUNTER,
            missing=_("Say how the answer was given."),
        ),
    ),
    Step(
        "record_no",
        {OFFERED},
        REFUSED,
        "proposals:proposal:no_recorded",
        _("Path declined by the candidate, recorded at the counter"),
        Right.RECORD_ANSWER,
        label=_("Record a no"),
        button=_("Record a no"),
        codes={"how": dict(Answered.choices)},
        done=_("The no is recorded. The opening and the seats are free again."),
        lead=_(
            "Only what the candidate personally said, at the counter or on paper. Your name is kept with it."
        ),
        weight="secondary",
        reason=WHY_NOT,
        asks=True,
    ),
    Step(
        "take_back",
        {OFFERED},
        PROPOSED,
        "proposals:proposal:offer_taken_back",
        _("Offer taken back"),
        Right.DECIDE_PROPOSAL,
        button=_("Take the offer back"),
        done=_("The offer is taken back; the opening and the seats are free again."),
        weight="quiet",
    ),
    Step(
        "expire",
        {OFFERED},
        EXPIRED,
        "proposals:proposal:expired",
        _("Offer not answered in time: opening and seats given back"),
        Right.DECIDE_PROPOSAL,
        guards=(guards.nothing_is_on_hold, guards.its_last_day_has_passed),
    ),
    Step(
        "refuse",
        WAITING,
        REFUSED,
        "proposals:proposal:refused",
        _("Proposed path refused by the office"),
        Right.DECIDE_PROPOSAL,
        label=_("Refuse the proposal"),
        button=_("Refuse"),
        done=_("Refused. Nothing was taken; the next plan looks again."),
        weight="danger",
        reason=WHY_NOT,
        asks=True,
    ),
    Step("undo", {ACCEPTED, REFUSED}, PROPOSED, **UNDONE),
    # A newer plan has looked at the candidate since: there is nothing to decide on any more.
    Step("undo_overtaken", {ACCEPTED, REFUSED}, OVERTAKEN, **{**UNDONE, "button": ""}),
    Step(
        "overtake",
        WAITING,
        OVERTAKEN,
        "proposals:proposal:overtaken",
        _("Proposed path overtaken"),
        causes={"proposals:proposal:offered", "proposals:proposal:accepted", PUBLISHED},
    ),
    Step(
        "publish",
        {DRAFT},
        PROPOSED,
        "proposals:proposal:published",
        _("Path proposed: the plan was published"),
        causes={PUBLISHED},
    ),
    Step(
        "unpublish",
        {PROPOSED},
        DRAFT,
        "proposals:proposal:unpublished",
        _("No longer proposed: the plan was taken back"),
        causes={TAKEN_BACK},
    ),
    Step("restore", {OVERTAKEN}, PROPOSED, **RESTORED),
    # Nobody had answered its offer when it was overtaken.
    Step("restore_unanswered", {OVERTAKEN}, EXPIRED, **RESTORED),
    Step(
        "stop",
        WAITING,
        LAPSED,
        STOPPED,
        _("Proposed path does not hold for now: its job order or a class on it is on hold by law"),
        causes=STOPPING,
    ),
    Step(
        "stop_draft",
        {DRAFT},
        LAPSED,
        STOPPED_DRAFT,
        _("Draft of a path does not hold for now: its job order or a class on it is on hold by law"),
        causes=STOPPING,
    ),
    Step("revive", {LAPSED}, PROPOSED, **REVIVES),
    # Nobody had answered its offer when it was stopped.
    Step("revive_unanswered", {LAPSED}, EXPIRED, **REVIVES),
    Step("revive_draft", {LAPSED}, DRAFT, **REVIVES),
    # Nobody could answer while it rested.
    Step(
        "resume",
        {OFFERED},
        SAME,
        "proposals:proposal:resumed",
        _("Nothing of the path is on hold any more: the time to answer begins anew"),
        causes=GOES_ON,
    ),
    # What it gave, seats and an opening, goes back room by room at the same time.
    Step(
        "lapse",
        {PROPOSED, OFFERED, ACCEPTED, EXPIRED},
        LAPSED,
        "proposals:proposal:lapsed",
        _("Proposed path no longer holds"),
        causes=ENDS,
    ),
)

declare_events(EventKind("proposals:link:closed", _("Link of an offer closed after wrong birth dates")))

RUN = declare(
    Workflow(
        thing="proposals:run",
        model=Run,
        states=WorkState,
        tones=TONES,
        called=lambda run: _("The plan for %(place)s") % {"place": run.place or _("Indonesia")},
        related=("place",),
        place=lambda run: run.place_id or "",
        is_public=True,
    ),
    *work_steps(
        "proposals:run",
        ask=Right.START_RUN,
        cancel=Right.CANCEL_RUN,
        done=_("The plan is being stopped."),
        events={
            "ask": ("started", _("Plan started")),
            "begin": ("begun", _("Work on the plan began")),
            "cancel": ("stopped", _("Plan stopped")),
            "finish": ("finished", _("Plan finished")),
            "drop": ("ended_without_plan", _("Ended without a plan")),
            "fail": ("failed", _("Plan failed")),
            "take_up": ("taken_up", _("Interrupted plan resumed")),
        },
        failures={
            "no_candidates": _(
                "Nobody here can be planned now: no registered candidate is willing, free and without an opening."
            ),
            "no_orders": _(
                "There is no open job order with an opening left, so there is nothing to plan for."
            ),
            "no_classes": _(
                "There is no open class with a free seat that these people can reach. Ask the institutes "
                "to open classes first."
            ),
            "invalid_input": _(
                "The registered data contradict each other somewhere, so no plan was made. The "
                "administrator finds the tables and rows in the log."
            ),
            "unverified": _(
                "The plan did not pass the independent check and was thrown away. No proposal was made. "
                "Please tell the administrator."
            ),
            "lost": _(
                "The computer that worked on this plan stopped twice. Nothing was changed. Start the plan again."
            ),
            "error": _(
                "Something went wrong while the plan was made. Nothing was changed. Start it again, or "
                "tell the administrator."
            ),
        },
    ),
    Step(
        "rename",
        set(WorkState),
        SAME,
        "proposals:run:renamed",
        _("Plan renamed"),
        Right.RENAME_RUN,
        fields=("name",),
        label=_("Rename the plan"),
        button=_("Rename"),
        done=_("The plan has its new name."),
        weight="quiet",
        asks=True,
    ),
)

PUBLICATION = declare(
    Workflow(
        thing="proposals:publication",
        model=Publication,
        states=PublicationState,
        tones={PublicationState.STANDING: "done", PublicationState.TAKEN_BACK: "none"},
        called=lambda publication: _("The publication of %(plan)s") % {"plan": publication.run},
        along=("run",),
        related=("run__place", "place", "organisation"),
        place=lambda publication: publication.place_id or "",
        is_public=True,
        settled={PublicationState.TAKEN_BACK: _("This plan has already been taken back.")},
    ),
    Step(
        "publish",
        NEW,
        PublicationState.STANDING,
        PUBLISHED,
        _("Plan published"),
        Right.PUBLISH_PLAN,
        guards=(guards.is_a_plan, guards.is_no_what_if),
    ),
    Step(
        "take_back",
        {PublicationState.STANDING},
        PublicationState.TAKEN_BACK,
        TAKEN_BACK,
        _("Published plan taken back"),
        Right.PUBLISH_PLAN,
        label=_("Take the published plan back"),
        button=_("Take back"),
        done=_("The plan is a draft again, and what it had replaced waits again."),
        lead=_("Its proposals disappear from lists and homes. What they had replaced comes back as it was."),
        weight="danger",
        asks=True,
        guards=(guards.nothing_of_it_is_decided,),
    ),
)

PUBLICATION_JOB = declare(
    Workflow(
        thing="proposals:publication_job",
        model=PublicationJob,
        states=WorkState,
        tones=TONES,
        called=lambda job: (
            _("Publishing the plan") if job.verb == PublicationVerb.PUBLISH else _("Taking the plan back")
        ),
        related=("run__place", "place", "publication__run", "requested_by"),
        place=lambda job: job.place_id or "",
    ),
    *work_steps(
        "proposals:publication_job",
        ask=Right.PUBLISH_PLAN,
        cancel=Right.PUBLISH_PLAN,
        finish=Right.PUBLISH_PLAN,
        guards_of_asking=(guards.is_a_plan, guards.is_no_what_if, guards.is_still_untouched),
        done=_("It is being stopped; nothing will have changed."),
        events={
            "ask": ("started", _("Publishing or taking back requested")),
            "begin": ("begun", _("Work on publishing or taking back began")),
            "cancel": ("stopped", _("Publishing or taking back stopped")),
            "finish": ("finished", _("Publishing or taking back carried out")),
            "drop": ("ended_unchanged", _("Publishing or taking back ended with nothing changed")),
            "fail": ("failed", _("Publishing or taking back failed")),
            "take_up": ("taken_up", _("Interrupted publishing or taking back resumed")),
        },
        failures={
            "not_allowed": _(
                "Your account or role ended before this was done, or the plan is no longer yours to publish. Nothing was changed."
            ),
            "nothing_left": _(
                "Nothing of this plan is still true for your region. Nothing was changed; make a new plan."
            ),
            "decided": _(
                "Proposals of this plan have been offered or decided meanwhile, so it can't be taken back any more. Nothing was"
                " changed."
            ),
            "replaced": _(
                "A newer plan has replaced proposals of this one meanwhile. Nothing was changed; take the newer one back first."
            ),
            "lost": _("The computer that worked on this stopped twice. Nothing was changed. Try again."),
            "error": _(
                "Something went wrong while this was done. Nothing was changed. Try again, or tell the administrator."
            ),
        },
    ),
)

STUDY = declare(
    Workflow(
        thing="proposals:study",
        model=Study,
        states=WorkState,
        tones=TONES,
        called=lambda study: str(StudyKind(study.kind).label).capitalize(),
        related=("run__place",),
        place=lambda study: study.run.place_id or "",
        is_public=True,
    ),
    *work_steps(
        "proposals:study",
        ask=Right.START_RUN,
        cancel=Right.CANCEL_RUN,
        guards_of_asking=(guards.starts_from_a_plan,),
        done=_("The calculation is being stopped."),
        events={
            "ask": ("started", _("Study started")),
            "begin": ("begun", _("Work on the study began")),
            "cancel": ("stopped", _("Study stopped")),
            "finish": ("finished", _("Study finished")),
            "drop": ("ended_without_answer", _("Ended without an answer")),
            "fail": ("failed", _("Study failed")),
            "take_up": ("taken_up", _("Interrupted study resumed")),
        },
        failures={
            "lost": _("The computer that worked on this stopped twice. Nothing was changed. Ask again."),
            "error": _(
                "Something went wrong while this was worked out. Nothing was changed. Ask again, or tell "
                "the administrator."
            ),
        },
    ),
)

BULK_DECISION = declare(
    Workflow(
        thing="proposals:bulk_decision",
        model=BulkDecision,
        states=WorkState,
        tones=TONES,
        called=lambda _decision: str(_("This bulk decision")),
        related=("requested_by",),
        place=lambda decision: decision.place_id or "",
    ),
    *work_steps(
        "proposals:bulk_decision",
        ask=Right.DECIDE_PROPOSAL,
        cancel=Right.DECIDE_PROPOSAL,
        done=_("No further proposal is decided on; what is done stays done."),
        events={
            "ask": ("started", _("Bulk decision started")),
            "begin": ("begun", _("Work on the bulk decision began")),
            "cancel": ("stopped", _("Bulk decision stopped")),
            "finish": ("finished", _("Bulk decision carried out")),
            "drop": ("ended", _("Bulk decision ended halfway")),
            "fail": ("failed", _("Bulk decision failed")),
            "take_up": ("taken_up", _("Interrupted bulk decision resumed")),
        },
        failures={
            "not_allowed": _(
                "Your account or role ended before this was done. What is listed as done stays done."
            ),
            "lost": _(
                "The computer that worked on this stopped twice. What is listed as done stays done; decide on "
                "the others again."
            ),
        },
    ),
)


def step_rows(
    verb: str, *, actor: Actor, rows: QuerySet[Proposal], also: Mapping[str, UUID | None] | None = None
) -> int:
    """A consequence for however many proposals, each with its event in the file of whom it is for."""
    return PROPOSAL.step_rows(
        verb, actor=actor, rows=rows, person="candidate__person_id", place="candidate__home", also=also
    )
