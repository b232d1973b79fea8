"""What a graduate costs, by programme, centre or source of the money."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.journey.funding import queries, words
from jalur.journey.funding.forms import CostForm
from jalur.journey.funding.rights import Right
from jalur.kit import dates
from jalur.kit.answers import ask_form


@require_safe
@access.requires(Right.VIEW_COSTS)
def costs(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    given = request.GET.copy()
    given.setdefault("by", "programme")
    given.setdefault("year", str(today.year))
    form = CostForm(given, request=request)
    context: dict[str, object] = {}
    if form.is_valid():
        by = form.cleaned_data["by"]
        rows = queries.costs_by(
            request.actor,
            by,
            period=(
                today.replace(year=form.cleaned_data["year"], month=1, day=1),
                today.replace(year=form.cleaned_data["year"], month=12, day=31),
            ),
            region=form.region,
            provider=form.cleaned_data["centre"],
        )
        context = {"chart": words.cost_chart(rows, by, today), "grids": [words.cost_grid(rows, by)]}
    return ask_form(
        request,
        form,
        title=_("Cost per graduate"),
        lead=_(
            "Classes with results: what all their seats cost, for each person who completed them. As of today, from Jalur's own data."
        ),
        about="graduate-cost",
        button=_("Show"),
        weight="secondary",
        template="funding/costs.html",
        **context,
    )
