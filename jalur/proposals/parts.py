"""What this room adds to a person's file (the path proposed or chosen) and to the homes: decisions that wait, the latest plan."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.geography.queries import count_by_regency
from jalur.foundation.people.models import Person
from jalur.foundation.workflow.consequences import Change, Group, people
from jalur.foundation.workflow.dependants import Dependant
from jalur.journey.candidates.models import Candidate
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.job_orders.words import job_in_country
from jalur.journey.training.models import Intake
from jalur.journey.training.words import classes_touched
from jalur.kit import formats
from jalur.kit.components import Action, Empty, Figure, Need, Stage, Tone
from jalur.kit.dates import day_of
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, NextStep
from jalur.proposals import guards
from jalur.proposals.decisions import queries, words
from jalur.proposals.decisions.services import standstill
from jalur.proposals.models import HOLDING, WAITING_FOR_THE_OFFICE, Proposal, ProposalState, Run, stands_still
from jalur.proposals.reading.queries import seat_prices
from jalur.proposals.reading.seat_prices import seat_worth
from jalur.proposals.rights import Right
from jalur.proposals.shared.lapses import stopped
from jalur.proposals.shared.rules import TINY
from jalur.proposals.workflow import STOPPED_DRAFT

NEWS = timedelta(days=14)
PLANNERS = frozenset({Role.LABOUR_OFFICER, Role.MINISTRY_ANALYST})


def file(actor: Actor, person: Person, today: date) -> FilePart:
    """The path that the person accepted or is offered, else the one that waits for her."""
    proposal = (
        Proposal.objects.visible_to(actor)
        .filter(
            Q(state__in=HOLDING)
            | Q(
                Exists(Candidate.objects.plannable().filter(pk=OuterRef("candidate"))),
                state__in=WAITING_FOR_THE_OFFICE,
            ),
            candidate__person=person,
        )
        .select_related(
            "order__destination",
            "candidate__registered_by",
            "candidate__person__residence",
            "first_intake__programme__provider",
            "first_intake__place",
        )
        .order_by(Case(When(state__in=HOLDING, then=0), default=1), "-created_at", "pk")
        .first()
    )
    label = _("Path chosen")
    if proposal is None:
        return _stopped(actor, person) or FilePart(stages=[Stage(label, is_optional=True)])
    page = link("proposals:proposal", proposal.pk)
    if proposal.order.has_no_job:
        return FilePart(
            stages=[Stage(label, "problem", note=proposal.order.get_close_reason_display(), url=page)]
        )
    if proposal.state == ProposalState.OFFERED and (held := guards.what_is_held(proposal)):
        return _standing_still(held, page)
    if proposal.state == ProposalState.ACCEPTED:
        decided = day_of(proposal.decided_at) if proposal.decided_at else None
        return FilePart(stages=[Stage(label, "done", decided, note=words.answered(proposal), url=page)])
    waits = _WAITS[ProposalState(proposal.state)]
    offered = proposal.state == ProposalState.OFFERED
    last_day = queries.last_day(proposal)
    is_open = proposal.state in _ANSWERABLE and last_day >= today
    # Who signs in answers what is proposed herself; for anybody else the office offers it.
    is_hers = offered or (is_open and person.account_id is not None)
    stage = Stage(
        label,
        "now",
        holder=person.name if is_hers else str(proposal.candidate.registered_by or ""),
        since=day_of(proposal.offered_at or proposal.created_at),
        note=str(waits.note),
        url=page,
    )
    return FilePart(
        stages=[stage],
        needs=_needs(actor, proposal, waits, page, last_day if is_open else None),
        next_step=NextStep(words.next_step(proposal, last_day, today), page, last_day if is_open else None),
        is_asked=offered,
    )


def _needs(actor: Actor, proposal: Proposal, waits: "_Waits", page: str, last_day: date | None) -> list[Need]:
    """What it asks of the reader: her answer until the last day, or what her office does."""
    if access.covers(actor, Right.ANSWER_PROPOSAL, proposal):
        job = job_in_country(proposal.order)
        return [Need(str(waits.to_her), page, job, due=last_day)] if last_day else []
    if access.covers(actor, Right.DECIDE_PROPOSAL, proposal):
        offered = proposal.state == ProposalState.OFFERED
        return [Need(str(waits.to_the_office), page, due=proposal.answer_by if offered else None)]
    return []


def _standing_still(held: JobOrder | Intake, page: str) -> FilePart:
    """An offer of which the job order or a class is on hold: nobody has to answer meanwhile."""
    sentence = _("You need not answer now: %(held)s %(kept)s") % {
        "held": words.on_hold(held),
        "kept": words.kept(is_own=True),
    }
    note = (
        _("The offer rests: the job is on hold")
        if isinstance(held, JobOrder)
        else _("The offer rests: a class is on hold")
    )
    return FilePart(
        stages=[Stage(_("Path chosen"), "problem", held.held_since, note=note, url=page)],
        next_step=NextStep(sentence, page),
        is_asked=True,
    )


def _stopped(actor: Actor, person: Person) -> FilePart | None:
    """A proposed path that does not hold while its job order or a class is on hold."""
    hers = Proposal.objects.visible_to(actor).filter(
        stands_still(), candidate__person=person, candidate__in=Candidate.objects.plannable().order_by()
    )
    proposal = (
        stopped(hers)
        .select_related("order__destination", "candidate__registered_by")
        .order_by("-created_at", "pk")
        .first()
    )
    if proposal is None:
        return None
    page = link("proposals:proposal", proposal.pk)
    notice = words.stopped_notice(proposal, is_own=actor.person_id == person.pk)
    return FilePart(
        stages=[Stage(_("Path chosen"), note=str(words.RESTS), url=page, is_optional=True)],
        needs=[Need(str(words.RESTS), page, notice.text, tone="warn")],
    )


@dataclass(frozen=True)
class _Waits:
    """What a proposal waits for: on the path, for herself, for the office."""

    note: str
    to_her: str
    to_the_office: str


_ANSWERABLE = {ProposalState.PROPOSED, ProposalState.OFFERED}
_WAITS = {
    ProposalState.PROPOSED: _Waits(
        gettext_lazy("A path is proposed"),
        gettext_lazy("A path is proposed: say yes or no"),
        gettext_lazy("Offer the proposed path, or refuse it"),
    ),
    ProposalState.OFFERED: _Waits(
        gettext_lazy("A path is offered and held for an answer"),
        gettext_lazy("A path is held for you: say yes or no"),
        gettext_lazy("Waits for the candidate's answer: record it at the counter"),
    ),
    ProposalState.EXPIRED: _Waits(
        gettext_lazy("An offer was not answered in time"),
        "",
        gettext_lazy("The offer was not answered in time: ask the candidate, and offer again"),
    ),
}


def home(actor: Actor, today: date) -> HomePart:
    """For those who plan: decisions that wait and what the latest plan reached. For an institute: what to open next."""
    if actor.role == Role.TRAINING_MANAGER:
        return HomePart(figures=_worth_opening(actor))
    if actor.role not in PLANNERS:
        return HomePart()
    needs, waiting = [], {}
    if access.may(actor, Right.DECIDE_PROPOSAL):
        waiting = queries.open_proposals(actor)
        needs = [
            Need(
                str(sentence),
                link("proposals:proposals", query=f"state={state}{_RUNNING.get(state, '')}"),
                count=count,
                due=due,
                tone=tone,
            )
            for state, sentence, tone in _AT_THE_OFFICE
            for count, due in [waiting.get(state, (0, None))]
        ]
        needs += [*_replaced(actor, today), *_drafts(actor)]
        needs.insert(0, _people_on_hold(actor))
    return HomePart(
        needs=needs,
        figures=_figures(actor, waiting),
        actions=[Action(_("Make a plan"), link("proposals:start"), icon="signpost-split")],
        empty=_no_plan(actor),
    )


def _people_on_hold(actor: Actor) -> Need:
    """Residents with an offer, or a path taken, of which something stands still by law: the office tells them."""
    kept = Proposal.objects.visible_to(actor, Right.DECIDE_PROPOSAL).filter(state__in=HOLDING)
    return Need(
        _("People whose job or class is on hold: tell them that opening and seats are kept"),
        link("proposals:proposals", query="job=on_hold&state=all"),
        count=kept.filter(stands_still()).count(),
        tone="warn",
    )


WAITED_FOR = (ProposalState.PROPOSED, ProposalState.OFFERED)
# Offers of which something is on hold are counted in a line of their own: their clock stands still.
_RUNNING = {ProposalState.OFFERED: "&job=running"}
_AT_THE_OFFICE: Sequence[tuple[ProposalState, str, Tone]] = (
    (
        ProposalState.EXPIRED,
        gettext_lazy("Offers were not answered in time; nothing is held for them"),
        "warn",
    ),
    (ProposalState.OFFERED, gettext_lazy("Offers wait for the candidate's answer"), "wait"),
    (ProposalState.PROPOSED, gettext_lazy("Proposed paths wait for a decision"), "wait"),
)


def _replaced(actor: Actor, today: date) -> list[Need]:
    """Plans of other offices, published lately, that replaced proposals to this office's people."""
    waiting_behind = Proposal.objects.visible_to(actor, Right.DECIDE_PROPOSAL).filter(
        replaced_by__published_on__gt=today - NEWS
    )
    others = waiting_behind.exclude(replaced_by__organisation=actor.organisation_id)
    counted = (
        others.order_by()
        .values("replaced_by", "replaced_by__run__name")
        .annotate(count=Count("pk"))
        .order_by("replaced_by__run__name", "replaced_by")
    )
    return [
        Need(
            _("Proposals were replaced by a plan of another office: %(plan)s")
            % {"plan": row["replaced_by__run__name"]},
            link("proposals:publication", row["replaced_by"]),
            count=row["count"],
            tone="warn",
        )
        for row in counted
    ]


def _drafts(actor: Actor) -> list[Need]:
    """The latest plan of the actor's own place, as long as it is a draft."""
    plans = Run.objects.visible_to(actor).with_plan().filter(place_id=actor.place_code, is_what_if=False)
    latest = plans.with_status().order_by("-created_at", "pk").first() if actor.place_code else None
    if latest is None or latest.status != "draft":
        return []
    return [
        Need(_("A plan is a draft: look at it and publish it"), link("proposals:run", latest.pk), latest.name)
    ]


def _latest_plan(actor: Actor) -> Run | None:
    """The latest published plan of the actor's own place, else of one around it; of the country for who works for all of it."""
    around = [code for length in (13, 8, 5, 2) if (code := actor.place_code[:length])]
    plans = Run.objects.visible_to(actor).with_plan().published().select_related("place")
    if actor.place_code:
        plans = plans.filter(Q(place__isnull=True) | Q(place_id__in=around))
    newest: Run | None = plans.order_by(
        F("place_id").desc(nulls_last=bool(around) or None), "-created_at", "pk"
    ).first()
    return newest


def _figures(actor: Actor, waiting: Mapping[str, tuple[int, date | None]]) -> list[Figure]:
    run = _latest_plan(actor)
    if run is None:
        return []
    people = run.counts.get("candidates")
    where = {"all": formats.number(people or 0), "where": run.place or _("Indonesia")}
    trend = _("of %(all)s candidates, %(where)s") % where if people else ""
    more = (run.placed or 0) - run.baseline.get("placed", run.placed or 0)
    if more > 0:
        values = {"trend": trend, "more": formats.number(more)}
        trend = _("%(trend)s; %(more)s more than first come, first served") % values
    return [
        Figure(
            _("On a path to a job by the latest plan"),
            formats.number(run.placed or 0),
            trend="; ".join(filter(None, (trend, _waits(waiting)))),
            definition=_(
                "Candidates with one trip through training to one order, as planned: the office and the candidate decide on each."
                " At most %(gap)s below the best possible plan."
            )
            % {"gap": formats.percent(run.gap or 0, 2)},
            as_of=run.as_of,
            url=link("proposals:run", run.pk),
        )
    ]


def _worth_opening(actor: Actor) -> list[Figure]:
    """How many of the institute's classes the latest plan would fill with one seat more, and which is worth most."""
    run = _latest_plan(actor)
    if run is None:
        return []
    own = seat_prices(run).filter(price__gt=TINY, intake__programme__provider=actor.organisation_id)
    dearest = own.order_by("-price", "intake__number").first()
    return [
        Figure(
            _("Your classes in which one more seat would place people"),
            formats.number(own.count()),
            trend=seat_worth(dearest) if dearest else "",
            definition=_(
                "By the latest plan: what to open next. A seat is worth what the whole plan would gain by it; for a whole new"
                " class the plan says under “New classes” what it would bring."
            ),
            as_of=run.as_of,
            url=link("proposals:seats", run.pk, query=f"provider={actor.organisation_id}&scarce=dear"),
        )
    ]


def _waits(waiting: Mapping[str, tuple[int, date | None]]) -> str:
    """How many paths still wait for the office and for an answer, from `queries.open_proposals`; "" without any."""
    counts = {state: waiting.get(state, (0, None))[0] for state in WAITED_FOR}
    if not any(counts.values()):
        return ""
    sentence = _("%(proposed)s proposed paths wait for a decision, %(offered)s offers for an answer")
    return sentence % {state.value: formats.number(count) for state, count in counts.items()}


def _no_plan(actor: Actor) -> Empty | None:
    if Run.objects.visible_to(actor).exists():
        return None
    return Empty(
        _("No plan has been made yet"),
        _(
            "A plan looks at every candidate, class and order at once and proposes one path a person. People decide."
        ),
        Action(_("Make the first plan"), link("proposals:start"), "primary"),
        "signpost-split",
    )


def _touched(rows: Callable[[Collection[Any]], QuerySet[Proposal]], change: Change) -> list[Group]:
    """Of the orders or classes that a change holds or frees: who waits for what there. Drafts wait for nobody and are not counted."""
    halted, freed = rows(change.stops), rows(change.frees)
    back = standstill.returning(freed, change.on, change.frees).exclude(lapse=STOPPED_DRAFT)
    gone = stopped(freed).exclude(lapse=STOPPED_DRAFT).exclude(pk__in=back.values("pk"))
    return [
        _people(_("Offers waiting for an answer; they rest"), halted.filter(state=ProposalState.OFFERED)),
        _people(_("Accepted paths; they are kept"), halted.filter(state=ProposalState.ACCEPTED)),
        _people(
            _("Proposed paths that do not hold meanwhile; they return afterwards where all is still free"),
            halted.filter(state__in=WAITING_FOR_THE_OFFICE),
        ),
        _people(
            _("Offers that can be answered again, with new time"), standstill.answerable(freed, change.frees)
        ),
        _people(_("Proposed paths that wait again"), back),
        _people(
            _(
                "Proposed paths that do not return: opening or seat is taken meanwhile, something else of the path is on"
                " hold, or the person has another way"
            ),
            gone,
        ),
    ]


def _people(title: str, rows: QuerySet[Proposal]) -> Group:
    return people(title, count_by_regency(rows.values_list("home", flat=True)))


def _classes(rows: QuerySet[Proposal]) -> Group:
    """The classes of paths that people hold or wait for."""
    kept = rows.filter(state__in=(*HOLDING, *WAITING_FOR_THE_OFFICE))
    intakes = Intake.objects.filter(pk__in=kept.values("steps__intake"))
    return classes_touched(_("Classes through which people were to get there; they go on"), intakes)


HANGS_ON_ORDERS = Dependant(
    model=Proposal,
    moving=lambda orders: standstill.moving(standstill.of_orders(orders)),
    touched=lambda change: [
        *_touched(standstill.of_orders, change),
        _classes(standstill.of_orders(change.stops)),
    ],
    hold=lambda actor, order: standstill.stop(actor, standstill.of_orders([order.pk])),
    reopen=lambda actor, order, today: standstill.resume(
        actor, standstill.of_orders([order.pk]), today, [order.pk]
    ),
)
HANGS_ON_CLASSES = Dependant(
    model=Proposal,
    moving=lambda intakes: standstill.moving(standstill.of_classes(intakes)),
    touched=partial(_touched, standstill.of_classes),
    hold=lambda actor, intake: standstill.stop(actor, standstill.of_classes([intake.pk])),
    reopen=lambda actor, intake, today: standstill.resume(
        actor, standstill.of_classes([intake.pk]), today, [intake.pk]
    ),
)
