"""Open orders held against what is taught."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.competencies.models import Competency
from jalur.journey.training import queries
from jalur.journey.training.rights import Right
from jalur.kit import dates, formats
from jalur.kit.components import Figure, Grid, Text


@require_safe
@access.requires(Right.VIEW_PROGRAMME)
def demand(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    demand = queries.demand(today)
    known = Competency.objects.in_bulk({*demand.asked, *demand.taught})
    figures, grids = [], []
    for key, figure, title, definition, hint, empty in _parts():
        codes = [code for code in getattr(demand, key) if code in known]
        count = formats.number(len(codes))
        about = {"definition": definition, "as_of": today, "source": "Jalur"}
        figures.append(Figure(figure, count, _("competencies"), **about))
        grids.append(Grid(title, _heads(), [_row(demand, known[code]) for code in codes], empty, hint, key))
    context = {
        "title": _("Demand and training"),
        "lead": _("What today's open orders ask for, and what all institutes teach."),
        "figures": figures,
        "grids": grids,
    }
    return render(request, "training/demand.html", context)


def _parts() -> list[tuple[str, ...]]:
    """(name in queries.Demand, title of the figure, title of the table, definition, hint, sentence when it is empty)."""
    return [
        (
            "untaught",
            _("In demand, taught by nobody"),
            _("In demand, taught by nobody"),
            _("Open orders ask for them, but no programme teaches them at that level or above."),
            _("Openings are waiting for whoever teaches one of these."),
            _("Every competency that open orders ask for is taught somewhere."),
        ),
        (
            "short",
            _("Fewer seats than openings"),
            _("Taught, but with fewer seats than openings"),
            _(
                "Fewer seats are left in open classes that teach them than openings are left that ask for them."
            ),
            _(
                "More classes that teach these would fill openings. People who hold the competency already are not "
                "counted here."
            ),
            _("There are enough seats for every opening."),
        ),
        (
            "idle",
            _("Taught, but not in demand"),
            _("Taught, but not in demand"),
            _("Programmes teach them, but no open order asks for them or for anything they lead to."),
            _(
                "No open order asks for these, nor for anything they lead to. They may be useful for work in Indonesia."
            ),
            _("Open orders ask for everything that is taught."),
        ),
    ]


def _heads() -> list[str]:
    supply = [_("Programmes"), _("Open classes"), _("Seats left")]
    return [_("Competency"), _("Kind"), _("Openings"), *supply]


def _row(demand: queries.Demand, competency: Competency) -> list[object]:
    openings, supply = (
        demand.asked.get(competency.pk, 0),
        demand.taught.get(competency.pk, queries.Teaching()),
    )
    numbers = [openings, supply.programmes, supply.classes, supply.seats_left]
    return [Text(competency.title, competency.pk), competency.get_kind_display(), *numbers]
