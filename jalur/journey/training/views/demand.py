"""Open orders and vacancies at home held against what is taught."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.competencies.models import Competency
from jalur.journey.training import queries
from jalur.journey.training.rights import Right
from jalur.kit import dates, formats
from jalur.kit.components import Action, Figure, Grid, Text

# Name in queries.Demand: title, what it counts, sentence when there is nothing.
PARTS = {
    "untaught": (
        gettext_lazy("In demand, taught by nobody"),
        gettext_lazy(
            "Open orders or vacancies require them, but no programme teaches them at that level or above."
        ),
        gettext_lazy("Every competency that openings require is taught somewhere."),
    ),
    "short": (
        gettext_lazy("Taught, but with fewer seats than openings"),
        gettext_lazy(
            "Open classes that teach them have fewer seats left than there are openings that require "
            "them. People who already have the competency are not counted here."
        ),
        gettext_lazy("There are enough seats for every opening."),
    ),
    "idle": (
        gettext_lazy("Taught, but not in demand"),
        gettext_lazy(
            "Programmes teach them, but neither an open order nor a vacancy in Indonesia requires them or anything they "
            "lead to."
        ),
        gettext_lazy("Openings require everything that is taught."),
    ),
}


@require_safe
@access.requires(Right.VIEW_PROGRAMME)
def demand(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    demand = queries.demand(today)
    known = Competency.objects.in_bulk({*demand.asked, *demand.taught})
    heads = [
        _("Competency"),
        _("Kind"),
        _("Openings abroad"),
        _("Openings in Indonesia"),
        _("Programmes"),
        _("Open classes"),
        _("Seats left"),
    ]
    figures, grids = [], []
    for key, (title, definition, empty) in PARTS.items():
        rows = [_row(demand, known[code]) for code in getattr(demand, key) if code in known]
        about = {"definition": definition, "as_of": today, "source": "Jalur"}
        figures.append(Figure(title, formats.number(len(rows)), _("competencies"), **about))
        grids.append(Grid(title, heads, rows, empty, definition, key))
    context = {
        "title": _("Demand and training"),
        "lead": _("What today's open orders and vacancies require, and what all institutes teach."),
        "figures": figures,
        "grids": grids,
        "actions": [
            Action(_("By programme: what nobody asks for"), reverse("training:idle"), icon="list-ul"),
            Action(
                _("By region: what nobody in reach teaches"), reverse("training:untaught"), icon="list-ul"
            ),
            Action(
                _("By programme: which standard it completes"),
                reverse("training:standards"),
                icon="list-check",
            ),
        ],
    }
    return render(request, "training/demand.html", context)


def _row(demand: queries.Demand, competency: Competency) -> list[object]:
    supply = demand.taught.get(competency.pk, queries.Teaching())
    openings = [asked.get(competency.pk, 0) for asked in demand.by_kind.values()]
    numbers = [*openings, supply.programmes, supply.classes, supply.seats_left]
    return [Text(competency.title, competency.pk), competency.get_kind_display(), *numbers]
