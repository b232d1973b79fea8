"""What was sent: one message, those that reached nobody, and a sheet of them for who goes from house to house."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.messaging import queries, services, writing
from jalur.foundation.messaging.models import Message, MessageQuerySet
from jalur.foundation.messaging.rights import Right
from jalur.foundation.messaging.tables import MissedTable
from jalur.foundation.messaging.workflow import MESSAGE
from jalur.foundation.workflow.views import find, record_page, step_page, takes_steps
from jalur.kit import formats
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.lists import list_page

ON_PAPER = 200


@require_safe
@access.requires(Right.VIEW_MESSAGE)
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it says, to whom, by which way, and what became of it."""
    record = find(MESSAGE, request.actor, pk)
    reach = queries.reaches([record], request.actor).get(record.pk)
    rows = [
        Row(_("To"), reach.name if reach else ""),
        Row(_("Written"), formats.moment(record.created_at)),
        Row(_("Channel"), writing.way_of(record)),
        Row(_("Sent"), formats.moment(record.sent_at) if record.sent_at else ""),
        Row(_("Arrived"), formats.moment(record.arrived_at) if record.arrived_at else ""),
    ]
    if reach and (text := writing.text_of(record, reach)):
        # A personal link is as good as her signature: nobody else is shown it.
        is_own = record.person_id is not None and record.person_id == request.actor.person_id
        rows.insert(1, Row(_("What it says"), text.text, hint=text.link if is_own else ""))
    return record_page(
        request,
        MESSAGE,
        record,
        title=writing.title_of(record),
        caption=_("Message"),
        crumbs=_way(request.actor),
        rows=rows,
    )


def _way(actor: Actor) -> list[Crumb]:
    if not access.may(actor, Right.HAND_OVER_MESSAGE):
        return []
    return [Crumb(_("People whom no message reached"), reverse("messaging:missed"))]


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(MESSAGE)
def message_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(MESSAGE, request.actor, pk)
    takes = {"hand_over": services.hand_over, "resend": services.resend}
    return step_page(
        request, MESSAGE, record, verb, partial(takes[verb], actor=request.actor, message=record)
    )


def _missed(actor: Actor) -> MessageQuerySet:
    return queries.missed(Message.objects.visible_to(actor, Right.HAND_OVER_MESSAGE), timezone.now())


@require_safe
@access.requires(Right.HAND_OVER_MESSAGE)
def missed(request: HttpRequest) -> HttpResponse:
    """People whom no message reached, longest first."""
    return list_page(
        request,
        queryset=_missed(request.actor),
        table=MissedTable,
        filters=None,
        exportable=False,
        title=_("People whom no message reached"),
        lead=_(
            "They have no phone or address, or it does not work. Tell them in person, then write it down here."
        ),
        actions=[Action(_("A sheet to take along"), reverse("messaging:sheet"), icon="printer")],
        empty=Empty(
            _("Everybody was reached"),
            _(
                "A message that no channel brings, or that is not known to have arrived after three days, stands here."
            ),
            Action(_("Home"), "/", icon="house"),
            icon="chat-dots",
        ),
    )


@require_safe
@access.requires(Right.HAND_OVER_MESSAGE)
def sheet(request: HttpRequest) -> HttpResponse:
    """For paper: each person with what is to be said, longest waiting first."""
    rows = list(_missed(request.actor).order_by("created_at", "pk")[:ON_PAPER])
    reaches = queries.reaches(rows, request.actor)
    strips = [
        (reaches[row.pk].name, formats.day(row.created_at), writing.text_of(row, reaches[row.pk]))
        for row in rows
        if row.pk in reaches
    ]
    context = {
        "title": _("To be told in person"),
        "crumbs": _way(request.actor),
        "strips": strips,
        "most": ON_PAPER,
    }
    return render(request, "messaging/sheet.html", context)
