"""Two plans beside each other."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.proposals.models import Run
from jalur.proposals.reading import comparison, queries
from jalur.proposals.reading.forms import CompareForm
from jalur.proposals.rights import Right
from jalur.proposals.runs import queries as run_queries
from jalur.proposals.runs.views import plan_or_404
from jalur.proposals.shared import links

MOST_MOVED = 200


@require_safe
@access.requires(Right.VIEW_RUN)
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = plan_or_404(request, pk)
    others = run_queries.runs(request.actor).with_plan().exclude(pk=run.pk).order_by("-created_at", "pk")
    same_place = others.filter(place=run.place)
    form = CompareForm(request.GET or None, runs=others)
    other = form.cleaned_data["other"] if form.is_bound and form.is_valid() else None
    if other is None and not form.is_bound:
        other = same_place.filter(created_at__lt=run.created_at).first() or same_place.first()
        form.initial["other"] = other
    context = {
        "run": run,
        "other": other,
        "form": form,
        "title": _("Compare two plans"),
        "caption": links.name_of(run),
        "lead": _("What changed in the data, what changed in the plan, and who moved."),
        "crumbs": links.crumbs(run),
        "tabs": links.tabs(run, request.actor, "compare"),
    }
    if other is not None:
        context |= beside_each_other(request, other, run)
    return render(request, "proposals/compare.html", context)


def beside_each_other(request: HttpRequest, first: Run, second: Run) -> dict:
    rows = comparison.rows(first, second)
    if not access.may(request.actor, Right.LIST_PROPOSAL):
        return {"rows": rows, "moved": None}
    difference = queries.difference(first, second, request.actor, most=MOST_MOVED)
    moved = comparison.moves(difference, most=MOST_MOVED)
    return {"rows": rows, "difference": difference, "moved": moved, "most": MOST_MOVED}
