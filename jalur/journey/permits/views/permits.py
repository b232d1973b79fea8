"""Permits: what anybody can look up, the applications, one of them with its steps."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.permits import queries, rules, services, words
from jalur.journey.permits.filters import ApplicationFilter, PermitFilter
from jalur.journey.permits.forms import CountsForm, GrantForm, NewForm, PaperForm
from jalur.journey.permits.models import PUBLIC, Permit, State
from jalur.journey.permits.rights import Right
from jalur.journey.permits.tables import ApplicationTable, PermitTable
from jalur.journey.permits.workflow import PERMIT
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty
from jalur.kit.facts import facts
from jalur.kit.figures import places
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_PERMIT)
def permits(request: HttpRequest) -> HttpResponse:
    """What anybody can look up, by number, company or country."""
    rows = Permit.objects.visible_to(request.actor).filter(state__in=PUBLIC)
    return list_page(
        request,
        queryset=rows.for_lists(),
        table=PermitTable,
        filters=PermitFilter,
        export_name="sip2mi",
        title=_("Permits to recruit (SIP2MI)"),
        lead=_(
            "As of %(day)s. Without such a permit no placement company recruits anybody (UU 18/2017 art. 59). A number that is not"
            " here was not found in this register as of today; ask your labour office."
        )
        % {"day": formats.day(dates.today(), "long")},
        actions=_to_requests(request.actor),
        empty=Empty(_("No permit is recorded here yet"), icon="file-earmark-check"),
    )


def _to_requests(actor: Actor) -> list[Action]:
    """The way to extensions and revocations that were asked for, for whoever reads them."""
    if not access.may(actor, Right.VIEW_REQUEST):
        return []
    return [Action(_("Asked about permits"), reverse("permits:requests"), icon="question-circle")]


@require_safe
@access.requires(Right.VIEW_APPLICATION)
def applications(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rows = access.narrow(Permit.objects.all(), actor, Right.VIEW_APPLICATION)
    new = Action(_("Apply for a permit"), reverse("permits:new"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=rows.for_lists(),
        table=ApplicationTable,
        filters=ApplicationFilter,
        export_name="permohonan-sip2mi",
        title=_("Applications for permits (SIP2MI)"),
        actions=[*([new] if access.may(actor, Right.APPLY_PERMIT) else []), *_to_requests(actor)],
        empty=Empty(
            _("No applications yet"),
            _("A verified order of a placement company needs a permit before anybody is recruited for it."),
            icon="file-earmark-text",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.APPLY_PERMIT)
def new_permit(request: HttpRequest) -> HttpResponse:
    today, actor = dates.today(), request.actor
    countries = queries.countries_waiting(actor.organisation_id, today)
    lead = "" if countries else _("Your company has no verified order that waits for a permit.")
    return answer_form(
        request,
        NewForm(posted(request), countries=countries),
        lambda form: services.draft_permit(actor=actor, today=today, **form.cleaned_data),
        done=_("Begun. Hand in the papers and send it to the ministry."),
        to=partial(page_of, PERMIT),
        title=_("Apply for a permit"),
        lead=lead,
        button=_("Begin"),
        crumbs=[applications_crumb()],
    )


@require_safe
@access.requires(Right.VIEW_PERMIT)
def permit(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, today = request.actor, dates.today()
    record = find(PERMIT, actor, pk)
    works_on_it, is_public = access.covers(actor, Right.VIEW_APPLICATION, record), record.state in PUBLIC
    live = [one for one in queries.positions_of(record) if one.is_live]
    return record_page(
        request,
        PERMIT,
        record,
        crumbs=[applications_crumb() if works_on_it else permits_crumb()],
        notices=words.notices(record, today, works_on_it=works_on_it),
        figures=places(
            (_("Allowed"), sum(one.quota or 0 for one in live)),
            (_("Reserved"), sum(one.order.reserved for one in live)),
            _("Openings of its orders that a path offered or accepted holds."),
            about="permit#quota",
        )
        if live
        else [],
        summary_title=_("The permit"),
        rows=[
            *facts(record, *(["number"] if is_public else [])),
            *facts(record, "company", "destination"),
            *facts(record, *(["granted_on", "valid_until"] if is_public else [])),
            *facts(record, *(["applied_at"] if works_on_it else [])),
        ],
        grids=[
            words.positions_grid(record, is_public=is_public),
            words.papers_grid(actor, record, today),
            words.requests_grid(actor, record),
        ],
        first=_asks(actor, record),
    )


def _asks(actor: Actor, record: Permit) -> list[Action]:
    """Ask for longer validity, propose that it be revoked: of a permit that is granted."""
    if record.state != State.GRANTED:
        return []
    found = []
    if access.covers(actor, Right.APPLY_PERMIT, record):
        address = reverse("permits:new_extension", args=[record.pk])
        found.append(Action(_("Ask for longer validity"), address, "secondary"))
    if access.covers(actor, Right.PROPOSE_REVOCATION, record):
        address = reverse("permits:new_revocation", args=[record.pk])
        found.append(Action(_("Propose to revoke it"), address, "danger"))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PERMIT)
def permit_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Prepare and send an application; decide about it; change the quota; take a revocation back."""
    record, actor, today = find(PERMIT, request.actor, pk), request.actor, dates.today()
    given = {"actor": actor, "permit": record, "today": today}
    takes = {
        "change": partial(services.change_positions, **given),
        "add_paper": partial(services.add_paper, **given),
        "apply": partial(services.apply_permit, **given),
        "grant": partial(services.grant_permit, **given),
        "return": partial(services.return_permit, **given),
        "refuse": partial(services.refuse_permit, **given),
        "set_quota": partial(services.set_quotas, **given),
        "reinstate": partial(services.reinstate_permit, **given),
    }
    form, about = _asked(request, record, verb)
    if verb == "reinstate":
        about["beforehand"] = lambda form: consequences.beforehand(
            partial(takes[verb], reason=form.cleaned_data["answer"]), on=today
        )
    return step_page(
        request,
        PERMIT,
        record,
        verb,
        takes[verb],
        own_forms={verb: form} if form else None,
        caption=str(record),
        **about,
    )


def _asked(request: HttpRequest, record: Permit, verb: str) -> tuple[partial[Any] | None, dict[str, Any]]:
    """The form of a step that has one of its own, and what stands around it."""
    today, positions = dates.today(), queries.positions_of(record)
    if verb == "change":
        asked = {one.order_id: one.asked for one in positions}
        waiting = queries.waiting_orders(record.company_id, today).filter(destination=record.destination_id)
        orders = list({one.pk: one for one in (*(one.order for one in positions), *waiting)}.values())
        return partial(CountsForm, orders=orders, standing=asked, name="asked", is_whole=False), {}
    if verb == "add_paper":
        papers = queries.papers_asked(record, today)
        held = set(record.papers.values_list("kind", flat=True))
        missing = rules.missing(papers, held)
        return partial(PaperForm, files=request.FILES or None, papers=papers, missing=missing), {}
    if verb == "grant":
        last = max((one.order.ready_by for one in positions), default=None)
        initial = {"granted_on": today, "valid_until": last}
        return partial(GrantForm, instance=record, positions=positions, initial=initial), {}
    if verb == "set_quota":
        live = [one for one in positions if one.is_live]
        standing = {one.order_id: one.quota for one in live}
        orders = [one.order for one in live]
        return partial(CountsForm, orders=orders, standing=standing, name="quotas", is_whole=True), {}
    return None, {}


def permits_crumb() -> Crumb:
    return Crumb(_("Permits to recruit (SIP2MI)"), reverse("permits:permits"))


def applications_crumb() -> Crumb:
    return Crumb(_("Applications for permits (SIP2MI)"), reverse("permits:applications"))
