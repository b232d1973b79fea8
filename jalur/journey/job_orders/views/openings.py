from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jalur.foundation.workflow.views import step_page, takes_steps
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import Reservation
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.workflow import RESERVATION
from jalur.kit.components import Crumb


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(RESERVATION)
def reservation_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Give an opening back."""
    rows = Reservation.objects.visible_to(request.actor, action=Right.RELEASE_RESERVATION)
    held = get_object_or_404(rows.select_related("order", "candidate__person"), pk=pk)
    page = reverse("job_orders:order", args=[held.order.number])
    return step_page(
        request,
        RESERVATION,
        held,
        verb,
        partial(services.release_opening, actor=request.actor, reservation=held),
        crumbs=[Crumb(held.order.title, page)],
    )
