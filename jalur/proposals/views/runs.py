"""Plans: the list, starting one, watching it, reading it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.kit import dates
from jalur.kit.components import Empty, Need, Notice
from jalur.kit.forms import apply_errors
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page
from jalur.proposals import causes, queries, screens, services, words
from jalur.proposals.filters import RunFilters
from jalur.proposals.forms import NATION, StartForm
from jalur.proposals.models import Proposal, ProposalState, Run
from jalur.proposals.tables import RunTable


def run_or_404(request: HttpRequest, pk: UUID) -> Run:
    run = queries.runs(request.actor).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def plan_or_404(request: HttpRequest, pk: UUID) -> Run:
    """A run that ended with a plan."""
    run = run_or_404(request, pk)
    if not run.has_plan:
        raise Http404
    return run


@require_safe
@access.requires("proposals:run:view")
def runs(request: HttpRequest) -> HttpResponse:
    start = screens.start_action(request.actor)
    return list_page(
        request,
        queryset=queries.runs(request.actor),
        table=RunTable,
        filters=RunFilters,
        export_name="rencana",
        title=_("Plans"),
        lead=_(
            "Each plan gives every candidate of a region one trip through training to one job "
            "order, with proof of how good it is."
        ),
        actions=start,
        empty=Empty(
            _("No plan has been made yet"),
            _("A plan proposes; people decide. Nothing moves until a proposal is accepted."),
            start[0] if start else None,
            icon="diagram-3",
        ),
    )


@access.requires("proposals:run:start")
def start(request: HttpRequest) -> HttpResponse:
    form = StartForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            run = services.start_run(
                actor=request.actor, place=form.place_chosen(), wanted=form.wanted(), today=dates.today()
            )
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            return redirect("proposals:run", run.pk)
    chosen = request.POST.get("place") or request.GET.get("place") or form.fields["place"].initial
    known = {code for code, _label in flat(form.fields["place"].choices)}
    chosen = chosen if chosen in known else form.fields["place"].initial
    if request.method == "GET":
        form.initial["place"] = chosen
    context = {
        "form": form,
        "to_plan": queries.to_plan("" if chosen == NATION else chosen, dates.today()),
        "title": _("Make a plan"),
        "lead": _(
            "Jalur looks for one path for each candidate. You see the plan first; nothing moves "
            "until somebody accepts a proposal."
        ),
        "crumbs": screens.crumbs(),
        "counts_url": reverse("proposals:start"),
    }
    template = "proposals/to_plan.html" if wants_partial(request) else "proposals/start.html"
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, context, status=status)


def flat(choices: Any) -> list[tuple[str, Any]]:
    """The choices of a select, groups opened."""
    found: list[tuple[str, Any]] = []
    for value, label in choices:
        found += list(label) if isinstance(label, list | tuple) else [(value, label)]
    return found


@require_safe
@access.requires("proposals:run:view")
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = run_or_404(request, pk)
    if found.has_plan:
        return HttpResponseClientRefresh() if wants_partial(request) else glance(request, found)
    work = screens.work_of(found, request.actor)
    trace = screens.trace_of(found.progress.get("trail", []))
    if wants_partial(request):
        return render(request, "proposals/live_work.html", {"work": work, "trace": trace, "swaps": True})
    context = {
        "run": found,
        "work": work,
        "trace": trace,
        "swaps": False,
        "title": screens.name_of(found),
        "caption": _("Plan"),
        "lead": _(
            "Of every plan that is possible Jalur looks for the best and proves how far it can be from it."
        ),
        "crumbs": screens.crumbs(),
        "planned": screens.planned_rows(found) if found.counts else [],
        "actions": screens.start_action(request.actor) if found.is_over else [],
        "nothing": _("It was stopped before there was a plan. Nothing was changed.")
        if found.is_over and not work.error
        else "",
    }
    return render(request, "proposals/live.html", context)


def glance(request: HttpRequest, found: Run) -> HttpResponse:
    """The plan on one page: how many, how good, what holds us back, what waits for a decision."""
    actor = request.actor
    seats = list(queries.seat_prices(found).filter(price__gt=0.0005).order_by("-price", "intake__number")[:5])
    orders = list(queries.order_prices(found).filter(empty__gt=0).order_by("-empty", "order__number")[:5])
    needs = []
    if access.may(actor, "proposals:proposal:list"):
        mine = Proposal.objects.visible_to(actor, "proposals:proposal:decide").filter(run=found)
        waiting = mine.filter(state=ProposalState.PROPOSED).count()
        if waiting:
            url = f"{reverse('proposals:proposals')}?run={found.pk}&state=proposed"
            needs.append(
                Need(
                    _("proposals wait for a decision"),
                    url,
                    _("Seats and openings are taken only when a proposal is accepted."),
                    count=waiting,
                    tone="wait",
                )
            )
    context = {
        "run": found,
        "title": screens.name_of(found),
        "caption": _("Plan"),
        "lead": words.proof(found),
        "tags": [words.RUN_TAGS[found.state]],
        "crumbs": screens.crumbs(),
        "tabs": screens.tabs(found, actor, "run"),
        "figures": screens.figures_of(found),
        "charts": screens.charts_of(found),
        "map": screens.map_of_people(found),
        "needs": needs,
        "shows_needs": access.may(actor, "proposals:proposal:list"),
        "unplaced": causes.chart_of_unplaced(found),
        "seats": seats,
        "orders": [{"price": one, "cause": causes.main_cause(one)} for one in orders],
        "planned": screens.planned_rows(found),
        "evidence": screens.evidence_rows(found),
        "actions": screens.start_action(actor),
        "notices": notices_of(found),
    }
    return render(request, "proposals/glance.html", context)


def notices_of(found: Run) -> list[Notice]:
    notices = []
    if found.cancel_requested:
        notices.append(
            Notice(
                _(
                    "This plan was stopped early; it is the best one found until then, and it "
                    "has passed the independent check."
                )
            )
        )
    dropped = found.summary.get("dropped", 0)
    if dropped:
        notices.append(Notice(words.dropped(dropped)))
    return notices


@require_POST
@access.requires("proposals:run:cancel")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = run_or_404(request, pk)
    services.cancel_run(actor=request.actor, run=found)
    messages.success(request, _("The plan is being stopped."))
    return redirect("proposals:run", found.pk)
