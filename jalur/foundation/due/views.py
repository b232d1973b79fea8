"""What is due and what is late, and the way from there to the record itself."""

from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.due.filters import DeadlineFilter
from jalur.foundation.due.models import Deadline
from jalur.foundation.due.rights import Right
from jalur.foundation.due.tables import DeadlineTable
from jalur.foundation.geography.models import Place
from jalur.foundation.workflow.views import page_of
from jalur.foundation.workflow.workflow import declared
from jalur.kit.components import Empty
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_DEADLINE)
def deadlines(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's office, the most urgent first; with another filter, all that is in reach."""
    place = Place.objects.filter(code=OuterRef("place_code")).values("name")
    rows = Deadline.objects.visible_to(request.actor).running().select_related("organisation", "raised_to")
    return list_page(
        request,
        queryset=rows.annotate(place_name=Subquery(place)),
        table=DeadlineTable,
        filters=DeadlineFilter,
        export_name="tenggat-jalur",
        title=_("What is due"),
        about="days-left#working-days",
        lead=_(
            "The last day counts whole, by the clock of where the thing lies. Whoever is late is told, and then the next office."
        ),
        empty=Empty(
            _("Nothing is due here"),
            _("What has to be done by a day stands here until it is done."),
            icon="calendar-check",
        ),
    )


@require_safe
@access.requires(Right.VIEW_DEADLINE)
def deadline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the record that waits; its own page decides who may open it."""
    found = get_object_or_404(Deadline.objects.visible_to(request.actor), pk=pk)
    workflow = next((table for table in declared() if table.thing == found.thing), None)
    record = workflow.model._default_manager.filter(pk=found.subject_key).first() if workflow else None
    if workflow is None or record is None:
        raise Http404
    return redirect(page_of(workflow, record))
