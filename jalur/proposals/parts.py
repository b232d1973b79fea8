"""What this room adds to a person's file (the path proposed or chosen) and to the homes: decisions that wait, the latest plan."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.people.models import Person
from jalur.journey.candidates.models import Candidate
from jalur.kit import formats
from jalur.kit.components import Action, Empty, Figure, Need, Stage
from jalur.kit.dates import day_of
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, NextStep
from jalur.proposals.decisions import queries
from jalur.proposals.models import Proposal, ProposalState, Run
from jalur.proposals.rights import Right

PLANNERS = frozenset({Role.LABOUR_OFFICER, Role.MINISTRY_ANALYST})


def file(actor: Actor, person: Person, today: date) -> FilePart:  # noqa: ARG001 - every room's part is asked alike
    """The path that the person accepted, else the one that waits for her."""
    proposal = (
        Proposal.objects.visible_to(actor)
        .filter(
            Q(state=ProposalState.ACCEPTED)
            | Q(
                Exists(Candidate.objects.plannable().filter(pk=OuterRef("candidate"))),
                state=ProposalState.PROPOSED,
            ),
            candidate__person=person,
        )
        .select_related("order__destination", "candidate__registered_by")
        .order_by("state", "-created_at", "pk")
        .first()
    )
    label = _("Path chosen")
    if proposal is None:
        return FilePart(stages=[Stage(label)])
    page = link("proposals:proposal", proposal.pk)
    if proposal.state == ProposalState.ACCEPTED:
        decided = day_of(proposal.decided_at) if proposal.decided_at else None
        return FilePart(stages=[Stage(label, "done", decided, url=page)])
    office = proposal.candidate.registered_by
    note, job = (
        _("A path is proposed: accept or refuse it"),
        f"{proposal.order.title}, {proposal.order.destination}",
    )
    waiting = Stage(
        label,
        "now",
        holder=office.name if office else "",
        since=day_of(proposal.created_at),
        note=note,
        url=page,
    )
    if not access.covers(actor, Right.DECIDE_PROPOSAL, proposal):
        return FilePart(stages=[waiting])
    sentence = _("Accept or refuse the path that is proposed to you: %(job)s.") % {"job": job}
    return FilePart(
        stages=[waiting],
        needs=[Need(note, page, job, due=proposal.order.ready_by)],
        next_step=NextStep(sentence, page),
    )


def home(actor: Actor, today: date) -> HomePart:  # noqa: ARG001 - every room's part is asked alike
    """For those who plan: decisions that wait and what the latest plan reached."""
    if actor.role not in PLANNERS:
        return HomePart()
    needs = []
    if access.may(actor, Right.DECIDE_PROPOSAL) and (count := queries.open_proposals(actor)):
        address = link("proposals:proposals", query="state=proposed")
        needs = [Need(_("Proposed paths wait for a decision"), address, count=count)]
    return HomePart(
        needs=needs,
        figures=_figures(actor),
        actions=[Action(_("Make a plan"), link("proposals:start"), icon="signpost-split")],
        empty=_no_plan(actor),
    )


def _latest_plan(actor: Actor) -> Run | None:
    """The latest plan of the actor's own place (the country for the ministry), else the latest one."""
    plans, place = Run.objects.visible_to(actor).with_plan(), actor.place_code
    own = plans.filter(Q(place_id=place) if place else Q(place__isnull=True))
    newest_first = ("-created_at", "pk")
    return (
        own.select_related("place").order_by(*newest_first).first()
        or plans.select_related("place").order_by(*newest_first).first()
    )


def _figures(actor: Actor) -> list[Figure]:
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
            _("Placed by the latest plan"),
            formats.number(run.placed or 0),
            trend=trend,
            definition=_(
                "Candidates with one trip through training to one order. At most %(gap)s below the best possible plan."
            )
            % {"gap": formats.percent(run.gap or 0, 2)},
            as_of=run.as_of,
            url=link("proposals:run", run.pk),
        )
    ]


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
