"""The pool as seekers see it: the list, one entry, asking for somebody."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import page_of
from jalur.journey.talent_pool import queries, services, words
from jalur.journey.talent_pool.filters import PoolFilter
from jalur.journey.talent_pool.forms import RequestForm
from jalur.journey.talent_pool.models import Consent, Purpose, Request, RequestState
from jalur.journey.talent_pool.rights import Right
from jalur.journey.talent_pool.tables import PoolTable, ProgrammeTable
from jalur.journey.talent_pool.workflow import REQUEST
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_ENTRY)
def pool(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    purpose = queries.purpose_of(request.actor, today)
    rows = queries.pool_of(request.actor, today)
    closed = words.closed_to(request.actor, today)
    return list_page(
        request,
        queryset=queries.shown(rows, today, purpose).order_by("number"),
        table=ProgrammeTable if purpose == Purpose.PROGRAMMES else PoolTable,
        filters=PoolFilter,
        by_key=True,
        export_name="bank-talenta",
        title=_("Talent pool"),
        lead=_(
            "Trained and certified people who agreed to be found. Who they are, they tell you themselves when you ask."
        ),
        actions=[Action(_("Your requests"), reverse("talent_pool:requests"), icon="chat-left-text")],
        empty=Empty(
            closed[0].text if closed else _("Nobody here fits"),
            "" if closed else _("Remove a filter. People come and go: each of them may leave at any time."),
            icon="people",
        ),
    )


def _find(request: HttpRequest, number: str) -> Consent:
    """An entry that this seeker may see today; what was taken back answers as what never was."""
    return get_object_or_404(queries.pool_of(request.actor, dates.today()), number=number)


@require_safe
@access.requires(Right.VIEW_ENTRY)
def entry(request: HttpRequest, number: str) -> HttpResponse:
    actor, today = request.actor, dates.today()
    consent = _find(request, number)
    purpose = queries.purpose_of(actor, today)
    seen = queries.shown(Consent.objects.filter(pk=consent.pk), today, purpose).get()
    services.note_look(consent, actor.organisation_id, today)
    asked = Request.objects.visible_to(actor).filter(consent=consent)
    rows = list(asked.select_related(*REQUEST.related).order_by("-created_at", "pk")[:20])
    waits = any(one.state == RequestState.WAITING for one in rows)
    ways = [Action(_("Ask for this person"), link("talent_pool:ask", number), "primary", "send")]
    return render(
        request,
        "detail.html",
        {
            "title": consent.number,
            "caption": _("Entry of the talent pool"),
            "crumbs": [pool_crumb()],
            "actions": [] if waits else ways,
            "summary_title": _("What this person shows"),
            "rows": words.entry_rows(seen, queries.common_by_regency(purpose, today), today),
            "grids": [words.requests_grid(rows, REQUEST.tags(), is_own=False)] if rows else [],
            "notices": [],
            "happenings": None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.SEND_REQUEST)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    actor, today = request.actor, dates.today()
    consent = _find(request, number)
    blank = Request(consent=consent, seeker=get_object_or_404(Organisation, pk=actor.organisation_id))
    return answer_form(
        request,
        RequestForm(posted(request), instance=blank, actor=actor, today=today),
        lambda form: services.send_request(actor=actor, request=form.instance, today=today),
        done=_("The request is sent. The person reads it and answers; you are told."),
        to=partial(page_of, REQUEST),
        title=_("Ask for this person"),
        caption=consent.number,
        lead=_(
            "The person reads who asks, with your licence, the order with pay and costs, and what you write."
        ),
        button=_("Send the request"),
        crumbs=[pool_crumb(), Crumb(consent.number, link("talent_pool:entry", consent.number))],
    )


def pool_crumb() -> Crumb:
    return Crumb(_("Talent pool"), reverse("talent_pool:pool"))
