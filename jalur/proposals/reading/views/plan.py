"""The page of one run: its plan at a glance or, before there is one, the work."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.views import step_actions
from jalur.kit.components import Action, Need
from jalur.kit.htmx import wants_partial
from jalur.proposals.models import Proposal, ProposalState, Run
from jalur.proposals.reading import causes, glance, queries
from jalur.proposals.rights import Right
from jalur.proposals.runs import queries as run_queries
from jalur.proposals.runs.views import progress_page, run_or_404
from jalur.proposals.runs.words import job_notices, planned_rows, status_of
from jalur.proposals.shared import links
from jalur.proposals.shared.rules import TINY
from jalur.proposals.workflow import RUN


@require_safe
@access.requires(Right.VIEW_RUN)
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    this_run = run_or_404(request, pk)
    if not this_run.has_plan:
        return progress_page(request, this_run)
    return HttpResponseClientRefresh() if wants_partial(request) else plan_page(request, this_run)


def plan_page(request: HttpRequest, run: Run) -> HttpResponse:
    """The plan on one page: how many, how good, what holds us back, what waits for a decision."""
    actor = request.actor
    seats = list(queries.seat_prices(run).filter(price__gt=TINY).order_by("-price", "intake__number")[:5])
    orders = list(queries.order_prices(run).filter(empty__gt=0).order_by("-empty", "order__number")[:5])
    needs, waiting, standing = [], None, list(run_queries.publications(run))
    if access.may(actor, Right.LIST_PROPOSAL):
        mine = Proposal.objects.visible_to(actor, Right.DECIDE_PROPOSAL).filter(run=run)
        waiting = mine.filter(state=ProposalState.PROPOSED).count()
        if waiting:
            url = f"{reverse('proposals:proposals')}?run={run.pk}&state=proposed"
            needs.append(
                Need(
                    _("proposals wait for a decision"),
                    url,
                    _("Seats and openings are held from the day a proposal is offered."),
                    count=waiting,
                    tone="wait",
                )
            )
    context = {
        "run": run,
        "title": links.name_of(run),
        "caption": _("Plan"),
        "lead": glance.lead_of(run, waiting=waiting if standing else None),
        "tags": [status] if (status := status_of(run, is_published=bool(standing))) else [],
        "crumbs": links.crumbs(),
        "tabs": links.tabs(run, actor, "run"),
        "figures": glance.figures_of(run),
        "charts": glance.charts_of(run),
        "map": glance.map_of_people(run),
        "needs": needs,
        "shows_needs": bool(standing) and access.may(actor, Right.LIST_PROPOSAL),
        "unplaced": causes.chart_of_unplaced(run),
        "seats": seats,
        "orders": [{"price": price, "cause": causes.main_cause(price)} for price in orders],
        "planned": planned_rows(run),
        "evidence": glance.evidence_rows(run),
        "actions": [*publish_actions(run, actor), *step_actions(RUN, actor, run, "rename")],
        "notices": [
            *job_notices(run_queries.publication_jobs(run), actor),
            *glance.standing_of(run, standing),
            *glance.notices_of(run),
        ],
    }
    return render(request, "proposals/glance.html", context)


def publish_actions(run: Run, actor: Actor) -> list[Action]:
    """The way to publish the plan, or one's own part of it, while something of it is still a draft and not on its way."""
    is_ours, place = run_queries.part_of(actor, run)
    is_open = run_queries.has_drafts(run, place) and not run_queries.under_way(run, place)
    if not is_ours or run.is_what_if or not is_open:
        return links.start_action(actor)
    label = _("Publish") if place == run.place else _("Publish for %(place)s") % {"place": place}
    return [Action(label, reverse("proposals:publish", args=[run.pk]), "primary")]
