"""Requests: the list of whoever asks or helps, one request as each side reads it, and its answer."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import find, record_page, step_page, takes_steps
from jalur.journey.talent_pool import services, words
from jalur.journey.talent_pool.filters import RequestFilter
from jalur.journey.talent_pool.models import Request
from jalur.journey.talent_pool.rights import Right
from jalur.journey.talent_pool.tables import RequestTable
from jalur.journey.talent_pool.workflow import REQUEST
from jalur.kit import dates
from jalur.kit.components import Crumb, Empty
from jalur.kit.lists import list_page

STEPS = {
    "agree": services.agree_to_request,
    "decline": services.decline_request,
    "take_back": services.take_request_back,
}


@require_safe
@access.requires(Right.VIEW_REQUEST)
def requests(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Request.objects.visible_to(request.actor).select_related(
            "consent", "seeker", "order__destination"
        ),
        table=RequestTable,
        filters=RequestFilter,
        by_key=True,
        export_name="permintaan-bank-talenta",
        title=_("Requests in the talent pool"),
        lead=_("Who was asked for what, and the answer. Silence ends a request by itself."),
        empty=Empty(_("Nobody has been asked yet"), icon="chat-left-text"),
    )


@require_safe
@access.requires(Right.VIEW_REQUEST)
def request_page(request: HttpRequest, number: str) -> HttpResponse:
    actor, today = request.actor, dates.today()
    record = find(REQUEST, actor, number)
    asks = actor.organisation_id == record.seeker_id
    return record_page(
        request,
        REQUEST,
        record,
        crumbs=[Crumb(_("Requests in the talent pool"), reverse("talent_pool:requests"))],
        notices=words.request_notices(actor, record),
        summary_title=_("The request"),
        rows=words.rows_for_seeker(actor, record, today) if asks else words.rows_for_her(record, today),
        sections=[] if asks else words.sections_for_her(record, today),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(REQUEST)
def request_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Yes, no, or no longer asked."""
    record = find(REQUEST, request.actor, number)
    take = partial(STEPS[verb], actor=request.actor, request=record, today=dates.today())
    return step_page(request, REQUEST, record, verb, take)
