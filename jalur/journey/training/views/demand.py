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
        "title": _("Asked for and taught"),
        "lead": _("Today's open orders against the programmes and classes of all institutes."),
        "figures": figures,
        "grids": grids,
    }
    return render(request, "training/demand.html", context)


def _parts() -> list[tuple[str, ...]]:
    """(name in queries.Demand, title of the figure, title of the table, definition, hint, sentence when it is empty)."""
    return [
        (
            "untaught",
            _("Asked for, taught by nobody"),
            _("Asked for, taught by nobody"),
            _("Open orders ask for them; no programme teaches them, at that level or above."),
            _("A programme that teaches one of these has openings waiting."),
            _("Every competency that open orders ask for is taught somewhere."),
        ),
        (
            "short",
            _("Fewer seats than openings"),
            _("Taught, with fewer seats than openings"),
            _("Seats left in open classes that teach it, against openings left that ask for it."),
            _(
                "More classes that teach these would fill openings. People who hold the competency already are not "
                "counted here."
            ),
            _("There are enough seats for every opening."),
        ),
        (
            "idle",
            _("Taught, asked for by nobody"),
            _("Taught, asked for by nobody"),
            _("Programmes teach them; no open order asks for them and they lead to none that one asks for."),
            _(
                "No open order asks for these, and they lead to nothing that one asks for. They may serve work at home."
            ),
            _("Everything taught is asked for by some open order."),
        ),
    ]


def _heads() -> list[str]:
    supply = [_("Programmes"), _("Open classes"), _("Seats left")]
    return [_("Competency"), _("Kind"), _("Openings asking"), *supply]


def _row(demand: queries.Demand, competency: Competency) -> list[object]:
    openings, supply = (
        demand.asked.get(competency.pk, 0),
        demand.taught.get(competency.pk, queries.Teaching()),
    )
    numbers = [openings, supply.programmes, supply.classes, supply.seats_left]
    return [Text(competency.title, competency.pk), competency.get_kind_display(), *numbers]
