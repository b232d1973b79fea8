from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from jalur.foundation.workflow.views import crumb_of, find, step_page, takes_steps
from jalur.journey.job_orders import services
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.workflow import ORDER, RESERVATION


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(RESERVATION)
def reservation_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Give an opening back."""
    held = find(RESERVATION, request.actor, pk, action=Right.RELEASE_RESERVATION)
    take = partial(services.release_opening, actor=request.actor, reservation=held)
    return step_page(request, RESERVATION, held, verb, take, crumbs=[crumb_of(ORDER, held.order)])
