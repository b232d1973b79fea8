"""One change of an order: before and after side by side, and the steps of whoever asks and whoever decides."""

from functools import partial
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find, record_page, step_page, takes_steps
from jalur.journey.job_orders import services
from jalur.journey.job_orders.models import OrderVersion, VersionState
from jalur.journey.job_orders.rights import Right
from jalur.journey.job_orders.views.drafts import desk_crumb
from jalur.journey.job_orders.words import versions as words
from jalur.journey.job_orders.workflow import ORDER, VERSION
from jalur.kit import dates
from jalur.kit.components import Crumb, Notice, Row
from jalur.kit.facts import facts


@require_safe
@access.requires(Right.VIEW_DRAFT)
def version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What differs, line by line; to whoever decides also whom it touches."""
    record = find(VERSION, request.actor, pk)
    notices = []
    if record.state == VersionState.REFUSED:
        notices.append(Notice(record.refusal_reason, _("The attaché refused this change"), "bad"))
    if record.state == VersionState.WAITING and (touched := words.effect(record, dates.today())):
        notices.append(touched)
    return record_page(
        request,
        VERSION,
        record,
        crumbs=_crumbs(record),
        notices=notices,
        rows=_facts(record),
        summary_title=_("The change"),
        grids=[words.side_by_side(record)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(VERSION)
def version_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Agree, refuse, or take the change back."""
    record = find(VERSION, request.actor, pk)
    takes = {
        "agree": partial(services.agree_to_version, today=dates.today()),
        "refuse": services.refuse_version,
        "withdraw": services.withdraw_version,
    }
    take = partial(takes[verb], actor=request.actor, version=record)
    about = {}
    if verb == "agree":
        rows = [
            Row(line.label, f"{line.before} → {line.after}", hint=words.leaning_words(line.leaning))
            for line in words.lines(record)
        ]
        touched = words.effect(record, dates.today())
        about = {"rows": rows, "notices": [touched] if touched else []}
    crumbs = [*_crumbs(record), crumb_of(VERSION, record)]
    own = {"agree": forms.Form}
    return step_page(request, VERSION, record, verb, take, crumbs=crumbs, own_forms=own, **about)


def _crumbs(record: OrderVersion) -> list[Crumb]:
    return [desk_crumb(), crumb_of(ORDER, record.order)]


def _facts(record: OrderVersion) -> list[Row]:
    asked_by = record.asked_by.name if record.asked_by else ""
    decided_by = record.decided_by.name if record.decided_by else ""
    rows = [
        Row(_("Order"), record.order.number),
        Row(_("Asked for on"), words.day_words(record.created_at), hint=asked_by),
        *facts(record, "why"),
    ]
    if record.decided_at:
        rows.append(Row(_("Decided on"), words.day_words(record.decided_at), hint=decided_by))
    return [*rows, *facts(record, "number")]
