"""What the institutions of a region or a network have free, each counted once."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.journey.network import queries
from jalur.journey.network.filters import CapacityFilter
from jalur.journey.network.rights import Right
from jalur.journey.network.tables import CapacityTable
from jalur.kit import dates
from jalur.kit.components import Empty
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_CAPACITY)
def capacity(request: HttpRequest) -> HttpResponse:
    rows = queries.institutions(request.actor, Right.VIEW_CAPACITY, dates.today())
    return list_page(
        request,
        queryset=queries.with_capacity(rows, dates.now()),
        table=CapacityTable,
        filters=CapacityFilter,
        export_name="kapasitas-luang",
        title=_("What is free"),
        lead=_(
            "Each institution once: seats in open classes, beds free tonight, hours of workshops and instructors in the next four"
            " weeks. Seats of programmes are not added up, as they may share a workshop or an instructor."
        ),
        empty=Empty(_("No institution that teaches is registered here"), icon="building"),
    )
