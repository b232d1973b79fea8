"""Runs: the list, asking for one, watching it, stopping it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import step_page, takes_steps
from jalur.kit import dates
from jalur.kit.components import Empty
from jalur.kit.forms import apply_errors, posted
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page
from jalur.proposals.models import Run
from jalur.proposals.rights import Right
from jalur.proposals.runs import progress, queries, services
from jalur.proposals.runs.filters import RunFilters
from jalur.proposals.runs.forms import NATION, NameForm, StartForm
from jalur.proposals.runs.tables import RunTable
from jalur.proposals.runs.words import planned_rows
from jalur.proposals.shared import links
from jalur.proposals.workflow import RUN

STEPS = {"cancel": services.cancel_run, "rename": services.rename_run}


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
@access.requires(Right.VIEW_RUN)
def runs(request: HttpRequest) -> HttpResponse:
    start = links.start_action(request.actor)
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
            _("A plan proposes; people decide. Seats and openings are held once a proposal is offered."),
            start[0] if start else None,
            icon="diagram-3",
        ),
    )


@access.requires(Right.START_RUN)
def start(request: HttpRequest) -> HttpResponse:
    form = StartForm(posted(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            run = services.start_run(
                actor=request.actor,
                place=form.place_chosen(),
                wanted=form.wanted(),
                today=dates.today(),
                name=form.cleaned_data["name"],
                is_what_if=form.cleaned_data["purpose"] == "what_if",
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
            "Jalur looks for one path for each candidate. You see the plan first; seats and openings "
            "are held only once a proposal is offered."
        ),
        "crumbs": links.crumbs(),
        "counts_url": reverse("proposals:start"),
    }
    template = "proposals/to_plan.html" if wants_partial(request) else "proposals/start.html"
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, template, context, status=status)


def flat(choices: Any) -> list[tuple[str, Any]]:
    """The choices of a select, groups opened."""
    options: list[tuple[str, Any]] = []
    for value, label in choices:
        options += list(label) if isinstance(label, list | tuple) else [(value, label)]
    return options


def progress_page(request: HttpRequest, run: Run) -> HttpResponse:
    """A run without a plan: how far it is, or why there is none."""
    work = progress.work_of(run, request.actor)
    trace = progress.trace_of(run.progress.get("trail", []))
    if wants_partial(request):
        return render(request, "proposals/live_work.html", {"work": work, "trace": trace, "swaps": True})
    context = {
        "run": run,
        "work": work,
        "trace": trace,
        "swaps": False,
        "title": links.name_of(run),
        "caption": _("Plan"),
        "lead": _(
            "Of every plan that is possible Jalur looks for the best and proves how far it can be from it."
        ),
        "crumbs": links.crumbs(),
        "planned": planned_rows(run) if run.counts else [],
        "actions": links.start_action(request.actor) if run.is_over else [],
        "nothing": _("It was stopped before there was a plan. Nothing was changed.")
        if run.is_over and not work.error
        else "",
    }
    return render(request, "proposals/live.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(RUN)
def run_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    run = run_or_404(request, pk)
    return step_page(
        request,
        RUN,
        run,
        verb,
        partial(STEPS[verb], actor=request.actor, run=run),
        crumbs=links.crumbs(run),
        own_forms={"rename": partial(NameForm, initial={"name": run.name})},
    )
