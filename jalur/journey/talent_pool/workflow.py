"""How a consent to the talent pool is given and ends, and how a request is answered."""

from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.workflow.steps import NEW, SAME, Due, Step
from jalur.foundation.workflow.workflow import Workflow, declare
from jalur.journey.candidates.holdings import ENDS
from jalur.journey.talent_pool import guards
from jalur.journey.talent_pool.models import Consent, ConsentState, Request, RequestState
from jalur.journey.talent_pool.rights import Right

GIVEN, TAKEN_BACK, EXPIRED, ENDED = ConsentState
CONSENT = declare(
    Workflow(
        thing="talent_pool:consent",
        model=Consent,
        states=ConsentState,
        tones={GIVEN: "done", TAKEN_BACK: "none", EXPIRED: "none", ENDED: "none"},
        key="number",
        title=lambda _consent: str(_("In the talent pool")),
        called=lambda consent: _("Entry %(number)s of the talent pool") % {"number": consent.number},
        related=("candidate__person__residence", "recorded_by"),
        person=lambda consent: consent.candidate.person_id,
        place=lambda consent: consent.candidate.person.residence_id,
        columns=("state", "ended_on"),
        settled={
            TAKEN_BACK: _("This consent was taken back already; nobody sees the entry any more."),
            EXPIRED: _("This consent has run out; nobody sees the entry any more."),
            ENDED: _("This consent ended with the file; nobody sees the entry any more."),
        },
    ),
    Step(
        "give",
        NEW,
        GIVEN,
        "talent_pool:consent:given",
        _("Agreed to be in the talent pool"),
        Right.GIVE_CONSENT,
        guards=(guards.may_join, guards.ends_in_time),
    ),
    Step(
        "extend",
        {GIVEN},
        SAME,
        "talent_pool:consent:extended",
        _("Wants to be in the talent pool longer"),
        Right.GIVE_CONSENT,
        fields=("until", "purposes"),
        label=_("Until when, and who may find you?"),
        button=_("Extend or change"),
        done=_("Saved. It ends by itself on the day you chose."),
        weight="secondary",
        asks=True,
        guards=(guards.may_join,),
        leaves=(guards.ends_in_time,),
        owner=Role.CANDIDATE,
        due=Due(
            _("Say whether you still want to be found"),
            "given_on",
            day="until",
            then="expire",
            reminder="talent_pool:consent_ends",
        ),
    ),
    Step(
        "take_back",
        {GIVEN},
        TAKEN_BACK,
        "talent_pool:consent:taken_back",
        _("Took the consent to the talent pool back"),
        Right.GIVE_CONSENT,
        button=_("Leave the pool now"),
        done=_("Done. From now on nobody finds you in the pool, and open requests have ended."),
        weight="danger",
    ),
    Step(
        "expire",
        {GIVEN},
        EXPIRED,
        "talent_pool:consent:expired",
        _("The consent to the talent pool has run out"),
        Right.END_CONSENT,
        guards=(guards.has_run_out,),
    ),
    Step(
        "end",
        {GIVEN},
        ENDED,
        "talent_pool:consent:ended",
        _("Left the talent pool with the file"),
        causes=ENDS,
    ),
)

WAITING = RequestState.WAITING
FALLS = frozenset(
    {
        "talent_pool:consent:extended",
        "talent_pool:consent:taken_back",
        "talent_pool:consent:expired",
        *ENDS,
    }
)
REQUEST = declare(
    Workflow(
        thing="talent_pool:request",
        model=Request,
        states=RequestState,
        tones={
            WAITING: "wait",
            RequestState.AGREED: "done",
            RequestState.DECLINED: "none",
            RequestState.LAPSED: "none",
            RequestState.TAKEN_BACK: "none",
            RequestState.FELL_AWAY: "none",
        },
        key="number",
        title=lambda request: _("Request %(number)s") % {"number": request.number},
        called=lambda _request: str(_("Request to somebody of the talent pool")),
        related=(
            "consent",
            "candidate__person__residence",
            "seeker",
            "order__destination",
            "order__company",
            "order__employer__country",
            "order__occupation",
        ),
        along=("consent",),
        person=lambda request: request.candidate.person_id,
        place=lambda request: request.candidate.person.residence_id,
        columns=("state",),
        settled={
            RequestState.AGREED: _("She has agreed already."),
            RequestState.DECLINED: _("She has declined already."),
            RequestState.LAPSED: _("The last day to answer has passed."),
            RequestState.TAKEN_BACK: _("Whoever asked no longer asks."),
            RequestState.FELL_AWAY: _("This entry is no longer in the pool."),
        },
    ),
    Step(
        "send",
        NEW,
        WAITING,
        "talent_pool:request:sent",
        _("Asked by a company or a mission"),
        Right.SEND_REQUEST,
        guards=(
            guards.is_in_the_pool,
            guards.is_for_an_own_order,
            guards.says_no_contact,
            guards.may_be_asked,
        ),
    ),
    Step(
        "agree",
        {WAITING},
        RequestState.AGREED,
        "talent_pool:request:agreed",
        _("Agreed: name and labour office may be seen"),
        Right.ANSWER_REQUEST,
        label=_("Yes, they may know who I am"),
        button=_("Yes, they may know who I am"),
        done=_(
            "They can now read the name and the labour office. Nothing is signed, and nothing is to be paid."
        ),
        guards=(guards.is_in_time, guards.order_takes_people),
        owner=Role.CANDIDATE,
        due=Due(
            _("Answer who asks for you"),
            "created_at",
            then="lapse",
            reminder="talent_pool:reminded",
        ),
    ),
    Step(
        "decline",
        {WAITING},
        RequestState.DECLINED,
        "talent_pool:request:declined",
        _("Declined"),
        Right.ANSWER_REQUEST,
        button=_("No"),
        done=_("They read “declined” and nothing else, and cannot ask again for this."),
        weight="secondary",
    ),
    Step(
        "take_back",
        {WAITING},
        RequestState.TAKEN_BACK,
        "talent_pool:request:taken_back",
        _("No longer asked"),
        Right.SEND_REQUEST,
        button=_("No longer ask"),
        done=_("She has nothing to answer any more."),
        weight="secondary",
    ),
    Step(
        "lapse",
        {WAITING},
        RequestState.LAPSED,
        "talent_pool:request:lapsed",
        _("Not answered in time"),
        Right.LAPSE_REQUEST,
        guards=(guards.answer_is_over,),
    ),
    Step(
        "fall_away",
        {WAITING, RequestState.AGREED},
        RequestState.FELL_AWAY,
        "talent_pool:request:fell_away",
        _("No longer in the pool"),
        causes=FALLS,
    ),
)
