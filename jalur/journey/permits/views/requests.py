"""What is asked about a permit: longer validity, or that it be revoked; the list of it, one of it, the ministry's answer."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.journey.permits import services
from jalur.journey.permits.filters import RequestFilter
from jalur.journey.permits.forms import ExtensionForm, RevocationForm
from jalur.journey.permits.models import Permit, Request, RequestKind
from jalur.journey.permits.rights import Right
from jalur.journey.permits.tables import RequestTable
from jalur.journey.permits.workflow import PERMIT, REQUEST
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_REQUEST)
def requests(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Request.objects.visible_to(request.actor).select_related("permit", "office"),
        table=RequestTable,
        filters=RequestFilter,
        export_name="permintaan-tentang-sip2mi",
        title=_("Asked about permits (SIP2MI)"),
        lead=_("Companies ask for longer validity, labour offices propose to revoke; the ministry answers."),
        empty=Empty(_("Nothing is asked now"), icon="inbox"),
    )


@require_safe
@access.requires(Right.VIEW_REQUEST)
def request(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(REQUEST, request.actor, pk)
    way = Action(_("Open"), page_of(PERMIT, record.permit))
    return record_page(
        request,
        REQUEST,
        record,
        crumbs=[_crumb()],
        summary_title=_("What is asked"),
        rows=[
            Row(_("Permit"), record.permit.number, way, hint=record.permit.company.name),
            *facts(record, "office", "until", "reason", "answer"),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(REQUEST)
def request_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """The ministry agrees, after it has seen whom that touches, or does not."""
    record, today = find(REQUEST, request.actor, pk), dates.today()
    given = {"actor": request.actor, "request": record, "today": today}
    if verb == "refuse":
        return step_page(request, REQUEST, record, verb, partial(services.refuse_request, **given))
    take = partial(services.agree_request, **given)
    return step_page(
        request,
        REQUEST,
        record,
        verb,
        take,
        rows=[Row(_("Permit"), record.permit.number), *facts(record, "office", "until", "reason")],
        beforehand=lambda _form: consequences.beforehand(take, on=today),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.APPLY_PERMIT)
def new_extension(request: HttpRequest, pk: UUID) -> HttpResponse:
    permit, today = _find(request.actor, Right.APPLY_PERMIT, pk), dates.today()
    return answer_form(
        request,
        ExtensionForm(posted(request), instance=Request(permit=permit, kind=RequestKind.EXTENSION)),
        lambda form: services.ask_extension(
            actor=request.actor,
            permit=permit,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            today=today,
        ),
        done=_("The ministry has your request now."),
        title=_("Ask for longer validity"),
        caption=permit.number,
        button=_("Ask the ministry"),
        crumbs=[crumb_of(PERMIT, permit)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.PROPOSE_REVOCATION)
def new_revocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    permit, today = _find(request.actor, Right.PROPOSE_REVOCATION, pk), dates.today()
    return answer_form(
        request,
        RevocationForm(posted(request), instance=Request(permit=permit, kind=RequestKind.REVOCATION)),
        lambda form: services.propose_revocation(
            actor=request.actor, permit=permit, reason=form.cleaned_data["reason"], today=today
        ),
        done=_("Proposed. The ministry decides; you will read its answer."),
        title=_("Propose to revoke the permit"),
        lead=_(
            "Nothing happens to the permit before the ministry agrees. Then its orders stand still; who holds an opening keeps it."
        ),
        caption=permit.number,
        button=_("Propose"),
        weight="danger",
        crumbs=[crumb_of(PERMIT, permit)],
    )


def _find(actor: Actor, right: str, pk: UUID) -> Permit:
    permit = find(PERMIT, actor, pk)
    if not access.covers(actor, right, permit):
        raise Http404
    return permit


def _crumb() -> Crumb:
    return Crumb(_("Asked about permits (SIP2MI)"), reverse("permits:requests"))
