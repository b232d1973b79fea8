"""What a program was told: one notice, and all of them."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.hooks import services
from jalur.foundation.hooks.models import Notice
from jalur.foundation.hooks.rights import Right
from jalur.foundation.hooks.tables import NoticeFilter, NoticeTable, answer_of, next_try_of
from jalur.foundation.hooks.views.hooks import crumbs
from jalur.foundation.hooks.workflow import HOOK, NOTICE
from jalur.foundation.workflow.views import crumb_of, find, record_page, step_page, takes_steps
from jalur.kit import formats
from jalur.kit.components import Empty, Row
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_HOOK)
def notices(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything an address was told in the last thirty days, newest first."""
    hook = find(HOOK, request.actor, pk)
    return list_page(
        request,
        queryset=Notice.objects.filter(hook=hook).select_related("hook").order_by("-number"),
        table=NoticeTable,
        filters=NoticeFilter,
        by_key=True,
        exportable=False,
        title=_("Notices"),
        lead=hook.address,
        crumbs=[*crumbs(hook), crumb_of(HOOK, hook)],
        empty=Empty(
            _("No notices"), _("What the program is told stands here for thirty days."), icon="broadcast"
        ),
    )


@require_safe
@access.requires(Right.VIEW_HOOK)
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = find(NOTICE, request.actor, pk)
    return record_page(
        request,
        NOTICE,
        found,
        caption=_("Notice"),
        crumbs=[*crumbs(found.hook), crumb_of(HOOK, found.hook)],
        rows=[
            Row(_("Id"), str(found.pk), hint=_("The program knows by it what it was told twice.")),
            Row(_("Kind"), found.kind),
            Row(_("Where to read it"), found.record),
            Row(_("When"), formats.moment(found.at)),
            Row(_("Tries"), formats.number(found.attempts)),
            Row(_("Last try"), formats.moment(found.tried_at) if found.tried_at else ""),
            Row(_("Answer"), answer_of(found)),
            Row(_("Next try"), next_try_of(found)),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(NOTICE)
def notice_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    found = find(NOTICE, request.actor, pk)
    take = {"resend": partial(services.resend, actor=request.actor, notice=found)}
    return step_page(request, NOTICE, found, verb, take[verb])
