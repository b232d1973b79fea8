"""Orders as a spreadsheet with the columns that are read in: the office's own, and invented ones to try."""

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.journey.job_orders.models import JobOrder, State
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.services import listing
from jalur.kit import dates
from jalur.kit.spreadsheets import XLSX


@require_safe
@access.requires(Right.DRAFT_ORDER)
def own_list(request: HttpRequest) -> StreamingHttpResponse:
    """Every order of the actor's own office that is not at its end; drafts among them can be corrected and read back."""
    ended = (State.CLOSED, State.WITHDRAWN)
    own = JobOrder.objects.of_office(request.actor).exclude(state__in=ended)
    orders = list(own.select_related("employer", "partner", "company").order_by("number"))
    words = _words()
    return _file(listing.workbook(listing.listed(orders, words), words), _("own-orders"))


@require_safe
@access.requires(Right.DRAFT_ORDER)
def example_list(_request: HttpRequest) -> StreamingHttpResponse:
    words = _words()
    return _file(listing.workbook(listing.example(dates.today(), words), words), _("example-orders"))


def _words() -> listing.Words:
    return listing.ENGLISH if get_language() == "en" else listing.INDONESIAN


def _file(pieces: object, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
