"""Curricula held against demand, as lists: what nobody asks for, what nobody in reach teaches, which standards are completed."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.journey.training import queries
from jalur.journey.training.filters import FitFilter, IdleFilter, UntaughtFilter
from jalur.journey.training.models import Programme
from jalur.journey.training.rights import Right
from jalur.journey.training.tables import FitTable, IdleTable, UntaughtTable
from jalur.kit import dates
from jalur.kit.components import Crumb, Empty
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_PROGRAMME)
def idle(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=queries.idle_teaching(dates.today()),
        table=IdleTable,
        filters=IdleFilter,
        export_name="diajarkan-tanpa-permintaan",
        title=_("Taught, but asked for nowhere"),
        lead=_(
            "Programme by programme. Neither an open order nor a vacancy in Indonesia asks for it or for anything it leads to."
        ),
        crumbs=[demand_crumb()],
        empty=Empty(_("Everything that is taught is asked for"), icon="check2-circle"),
    )


@require_safe
@access.requires(Right.VIEW_PROGRAMME)
def untaught(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=queries.asked_competencies(dates.today()),
        table=UntaughtTable,
        filters=UntaughtFilter,
        export_name="diminta-tanpa-pelatihan",
        title=_("Asked for, but nobody in reach teaches it"),
        lead=_(
            "What openings ask for and no programme teaches at that level or above: in the country, or in reach of the"
            " province, regency, institute or programme that you choose. Most openings first."
        ),
        crumbs=[demand_crumb()],
        empty=Empty(_("Everything that openings ask for is taught in reach"), icon="check2-circle"),
    )


@require_safe
@access.requires(Right.VIEW_PROGRAMME)
def standards(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    rows = Programme.objects.taught(today).with_people().select_related("provider__place", "curriculum")
    return list_page(
        request,
        queryset=rows,
        table=FitTable,
        filters=FitFilter,
        export_name="program-dan-standar",
        title=_("Which standard a programme completes"),
        lead=_(
            "Against the destination standards in force today. A standard that changes shows here at once: what each programme"
            " must add, and how many people sit in its classes."
        ),
        crumbs=[demand_crumb()],
        empty=Empty(_("No programme leads to a standard"), icon="list-check"),
    )


def demand_crumb() -> Crumb:
    return Crumb(_("Demand and training"), reverse("training:demand"))
