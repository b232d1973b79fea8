"""The programs of an organisation: its administrator connects one, makes its secret, shuts it out."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.api.router import rooms
from jalur.foundation.connections import services
from jalur.foundation.connections.forms import ConnectForm
from jalur.foundation.connections.models import Connection
from jalur.foundation.connections.rights import Right
from jalur.foundation.connections.workflow import CONNECTION
from jalur.foundation.organisations import words
from jalur.foundation.organisations.models import Membership, Organisation
from jalur.foundation.organisations.workflow import ORGANISATION
from jalur.foundation.workflow.middleware import shown_once
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Grid, Row, Text
from jalur.kit.forms import posted


def _find(actor: Actor, pk: UUID, action: str) -> Organisation:
    """The organisation whose programs the actor may see or manage; else 404."""
    organisation = find(ORGANISATION, actor, pk)
    if not access.covers(actor, action, Connection(membership=Membership(organisation=organisation))):
        raise Http404
    return organisation


def _crumbs(organisation: Organisation) -> list[Crumb]:
    return [
        crumb_of(ORGANISATION, organisation),
        Crumb(_("Programs"), reverse("connections:list", args=[organisation.pk])),
    ]


@require_safe
@access.requires(Right.VIEW_CONNECTION)
def connection_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = _find(request.actor, pk, Right.VIEW_CONNECTION)
    rows = Connection.objects.visible_to(request.actor).filter(membership__organisation=organisation)
    may_manage = access.may(request.actor, Right.MANAGE_CONNECTION)
    connect = Action(
        _("Connect a program"), reverse("connections:connect", args=[pk]), "primary", icon="plug"
    )
    grid = Grid(
        "",
        [_("Name"), _("Role"), _("Since"), _("State")],
        [
            [
                Text(one.name, url=page_of(CONNECTION, one)),
                words.role_words(one.membership.role),
                one.created_at,
                CONNECTION.tag(one),
            ]
            for one in rows.select_related("membership__organisation", "membership__user").order_by(
                "-created_at", "pk"
            )
        ],
        empty=_("No program acts for this organisation."),
    )
    context = {
        "title": _("Programs"),
        "lead": _("Programs that act for the organisation, each with a role as a member has it."),
        "crumbs": _crumbs(organisation)[:1],
        "actions": [*([connect] if may_manage else []), Action(_("How programs call"), reverse("api_guide"))],
        "grids": [grid],
        "happenings": None,
    }
    return render(request, "detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.MANAGE_CONNECTION)
def connect(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = _find(request.actor, pk, Right.MANAGE_CONNECTION)
    return answer_form(
        request,
        ConnectForm(posted(request), organisation=organisation),
        lambda form: services.connect(
            actor=request.actor, organisation=organisation, today=dates.today(), **form.cleaned_data
        ),
        done=_("Connected. Make its secret now: it is shown once."),
        to=partial(page_of, CONNECTION),
        title=_("Connect a program"),
        caption=organisation.name,
        button=_("Connect"),
        crumbs=_crumbs(organisation),
    )


@require_safe
@access.requires(Right.VIEW_CONNECTION)
def connection(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find(CONNECTION, request.actor, pk)
    names, opens = rooms(), set(found.scopes)
    reads = [label for room, label in names.items() if f"{room}:read" in opens]
    writes = [label for room, label in names.items() if f"{room}:write" in opens]
    return record_page(
        request,
        CONNECTION,
        found,
        crumbs=_crumbs(found.membership.organisation),
        rows=[
            Row(_("Client id"), found.client_id),
            Row(_("Role"), words.role_words(found.membership.role)),
            Row(_("Reads"), ", ".join(reads)),
            Row(_("Writes"), ", ".join(writes)),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(CONNECTION)
def connection_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Make a new secret, or shut the program out."""
    found = find(CONNECTION, request.actor, pk)
    today = dates.today()

    def renew() -> HttpResponse:
        renewed, secret = services.renew_secret(actor=request.actor, connection=found, today=today)
        rows = [
            Row(_("Client id"), renewed.client_id),
            Row(_("Secret"), secret),
            Row(_("Address for tokens"), request.build_absolute_uri(reverse("api_token"))),
        ]
        context = {
            "title": _("Secret of %(name)s") % {"name": renewed.name},
            "lead": _("Copy it now, into the program: nobody can show it again."),
            "rows": rows,
            "crumbs": [*_crumbs(renewed.membership.organisation), crumb_of(CONNECTION, renewed)],
            "happenings": None,
        }
        return shown_once(render(request, "detail.html", context))

    take = {
        "renew": renew,
        "revoke": partial(services.revoke, actor=request.actor, connection=found, today=today),
    }
    return step_page(request, CONNECTION, found, verb, take[verb], caption=found.membership.organisation.name)
