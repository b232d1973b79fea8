"""How letters and those who sign them go from state to state. A letter is issued once and may be withdrawn once; nothing else."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.history.kinds import EventKind
from jalur.foundation.history.kinds import declare as declare_events
from jalur.foundation.letters import guards
from jalur.foundation.letters.kinds import kind_of
from jalur.foundation.letters.models import Letter, LetterState, Mailing, Signatory, SignatoryState
from jalur.foundation.letters.rights import Right
from jalur.foundation.work.models import WorkState
from jalur.foundation.work.workflow import TONES, work_steps
from jalur.foundation.workflow.steps import NEW, SAME, Reason, Step
from jalur.foundation.workflow.workflow import Workflow, declare

ISSUED, WITHDRAWN = LetterState
IN_OFFICE, ENDED = SignatoryState
DOWNLOADED = "letters:letter:downloaded"
LETTERHEAD_CHANGED = "letters:letterhead:changed"

LETTER = declare(
    Workflow(
        thing="letters:letter",
        model=Letter,
        states=LetterState,
        tones={ISSUED: "done", WITHDRAWN: "bad"},
        title=lambda letter: str(kind_of(letter.kind).title),
        called=lambda letter: _("Letter %(number)s") % {"number": letter.number},
        related=("organisation", "person", "issued_by"),
        person=lambda letter: letter.person_id,
        place=lambda letter: letter.organisation.place_id or "",
        detail=lambda letter: {"kind": letter.kind},
        settled={WITHDRAWN: _("This letter has already been withdrawn.")},
    ),
    Step("issue", NEW, ISSUED, "letters:letter:issued", _("Letter issued"), Right.ISSUE_LETTER),
    Step(
        "withdraw",
        {ISSUED},
        WITHDRAWN,
        "letters:letter:withdrawn",
        _("Letter withdrawn"),
        Right.WITHDRAW_LETTER,
        button=_("Withdraw the letter"),
        done=_("The letter is withdrawn. Whoever checks its code reads that."),
        lead=_(
            "This cannot be undone. The letter and its number stay; whoever checks its code reads that it was withdrawn, not why."
        ),
        weight="danger",
        reason=Reason(
            "withdrawn_because",
            label=_("Why is the letter withdrawn?"),
            hint=_("Whoever may read the letter reads this."),
            missing=_("Say why the letter is withdrawn."),
        ),
    ),
)

MAILING = declare(
    Workflow(
        thing="letters:mailing",
        model=Mailing,
        states=WorkState,
        tones=TONES,
        title=lambda mailing: str(kind_of(mailing.kind).title),
        called=lambda _mailing: str(_("These letters")),
        related=("organisation", "asked_by"),
        place=lambda mailing: mailing.organisation.place_id or "",
        detail=lambda mailing: {"kind": mailing.kind},
    ),
    *work_steps(
        "letters:mailing",
        ask=Right.ISSUE_LETTER,
        cancel=Right.ISSUE_LETTER,
        done=_("No more letters are issued. Those issued so far stay."),
        events={
            "ask": ("asked", _("Letters to many requested")),
            "begin": ("begun", _("Work on the letters began")),
            "cancel": ("cancelled", _("Letters to many stopped")),
            "finish": ("finished", _("Letters to many issued")),
            "drop": ("ended", _("Letters to many ended")),
            "fail": ("given_up", _("Letters to many abandoned")),
            "take_up": ("taken_up", _("Interrupted letters resumed")),
        },
        failures={
            "lost": _("Interrupted twice. The letters issued so far stay; ask again for the others."),
            "no_right": _("Whoever asked may no longer issue letters here. The letters issued so far stay."),
        },
    ),
)

SIGNATORY = declare(
    Workflow(
        thing="letters:signatory",
        model=Signatory,
        states=SignatoryState,
        tones={IN_OFFICE: "done", ENDED: "none"},
        called=lambda signatory: signatory.name,
        related=("organisation",),
        place=lambda signatory: signatory.organisation.place_id or "",
        settled={ENDED: _("This person signs no longer.")},
    ),
    Step(
        "add",
        NEW,
        IN_OFFICE,
        "letters:signatory:added",
        _("Signatory added"),
        Right.EDIT_LETTERHEAD,
        guards=(guards.signatory_is_complete,),
    ),
    Step(
        "change",
        {IN_OFFICE},
        SAME,
        "letters:signatory:changed",
        _("Signatory changed"),
        Right.EDIT_LETTERHEAD,
        label=_("Change who signs"),
        button=_("Change"),
        done=_("Saved. Letters already issued stay as they are."),
        weight="quiet",
        asks=True,
        leaves=(guards.signatory_is_complete,),
    ),
    Step(
        "end",
        {IN_OFFICE},
        ENDED,
        "letters:signatory:ended",
        _("Signatory ended"),
        Right.EDIT_LETTERHEAD,
        button=_("Signs no longer"),
        done=_("New letters no longer offer this name."),
        weight="quiet",
    ),
)

declare_events(
    EventKind(DOWNLOADED, _("Letter downloaded")),
    EventKind(LETTERHEAD_CHANGED, _("Letterhead or number series changed")),
)
