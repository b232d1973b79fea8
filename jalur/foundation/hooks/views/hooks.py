"""Where a program is told what happens: added, changed, tried out, and told again, by whoever keeps the organisation's members."""

from functools import partial
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.api.router import rooms
from jalur.foundation.connections.workflow import CONNECTION
from jalur.foundation.hooks import kinds, queries, services
from jalur.foundation.hooks.forms import HookForm, ReplayForm
from jalur.foundation.hooks.models import Hook, HookState, NoticeState
from jalur.foundation.hooks.rights import Right
from jalur.foundation.hooks.tables import answer_of, next_try_of
from jalur.foundation.hooks.workflow import HOOK, NOTICE
from jalur.foundation.workflow.middleware import shown_once
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.kit import formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Grid, Notice, Row, Text
from jalur.kit.dates import today
from jalur.kit.forms import posted

SHOWN = 10


def crumbs(hook: Hook) -> list[Crumb]:
    organisation = hook.connection.membership.organisation
    return [
        Crumb(_("Programs"), reverse("connections:list", args=[organisation.pk])),
        crumb_of(CONNECTION, hook.connection),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.MANAGE_HOOK)
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    connection = find(CONNECTION, request.actor, pk)
    new = Hook(connection=connection)
    if not access.covers(request.actor, Right.MANAGE_HOOK, new):
        raise Http404
    can_tell = queries.groups_for(connection, today())
    return answer_form(
        request,
        HookForm(posted(request), connection=connection) if can_tell else Form(),
        lambda form: services.add_hook(actor=request.actor, connection=connection, **form.cleaned_data),
        done=_("Added. Make its secret now: nothing is sent before."),
        to=partial(page_of, HOOK),
        title=_("Add an address"),
        caption=connection.name,
        lead=_("When something happens that the program may read, it is told at this address."),
        notices=[] if can_tell else [Notice(str(kinds.NOTHING), tone="warn")],
        button=_("Add") if can_tell else "",
        crumbs=crumbs(new),
    )


@require_safe
@access.requires(Right.VIEW_HOOK)
def hook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where and of what it is told, how that goes, and the last notices."""
    found = find(HOOK, request.actor, pk)
    waiting = found.notices.filter(state=NoticeState.WAITING).count()
    every = Action(_("All notices"), reverse("hooks:notices", args=[found.pk]), icon="list-ul")
    return record_page(
        request,
        HOOK,
        found,
        crumbs=crumbs(found),
        notices=_notices(found),
        rows=[
            Row(_("Address"), found.address),
            *(Row(group, ", ".join(words)) for group, words in _told(found)),
            Row(_("Waiting to be sent"), formats.number(waiting), every),
        ],
        grids=[_last(found)],
    )


def _told(hook: Hook) -> list[tuple[str, list[str]]]:
    """Room → what it is told of there, in words."""
    names, found = rooms(), {}
    for kind in hook.kinds:
        room = kind.partition(":")[0]
        found.setdefault(names.get(room, room), []).append(kinds.words_of(kind))
    return sorted(found.items())


def _notices(hook: Hook) -> list[Notice]:
    """What needs the reader, in a sentence."""
    if hook.state == HookState.ENDED:
        return []
    if not hook.secret_sealed:
        return [Notice(_("Nothing is sent before its secret is made."), tone="warn")]
    if hook.failing_since is None:
        return []
    since = formats.moment(hook.failing_since)
    if hook.state == HookState.RESTING:
        text = _(
            "The program has taken nothing since %(since)s. Find out why, then let it go on; what has waited is sent then."
        )
        return [Notice(text % {"since": since}, tone="bad")]
    text = _("The program has taken nothing since %(since)s. The next try: %(next)s.")
    return [
        Notice(
            text % {"since": since, "next": formats.moment(hook.paused_until or timezone.now())}, tone="warn"
        )
    ]


def _last(hook: Hook) -> Grid:
    last = hook.notices.select_related("hook").order_by("-number")[:SHOWN]
    return Grid(
        _("The last notices"),
        [_("What"), _("When"), _("State"), _("Answer"), _("Tries"), _("Next try")],
        [
            [
                Text(kinds.words_of(one.kind), url=page_of(NOTICE, one)),
                formats.moment(one.at),
                NOTICE.tag(one),
                answer_of(one) or None,
                one.attempts,
                next_try_of(one) or None,
            ]
            for one in last
        ],
        empty=_("It was told nothing yet. Send a test."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(HOOK)
def hook_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    found = find(HOOK, request.actor, pk)

    def renew() -> HttpResponse:
        renewed, secret = services.renew_secret(actor=request.actor, hook=found)
        context = {
            "title": _("Secret for notices to %(name)s") % {"name": renewed.connection.name},
            "lead": _("Copy it now, into the program: nobody can show it again."),
            "rows": [Row(_("Address"), renewed.address), Row(_("Secret"), secret)],
            "crumbs": [*crumbs(renewed), crumb_of(HOOK, renewed)],
            "happenings": None,
        }
        return shown_once(render(request, "detail.html", context))

    takes = {
        "renew": renew,
        "test": partial(services.send_test, actor=request.actor, hook=found),
        "replay": partial(services.replay, actor=request.actor, hook=found),
        "change": partial(services.change_hook, actor=request.actor, hook=found),
        "rest": partial(services.rest_hook, actor=request.actor, hook=found),
        "resume": partial(services.resume_hook, actor=request.actor, hook=found),
        "end": partial(services.end_hook, actor=request.actor, hook=found),
    }
    standing = {"address": found.address, "kinds": found.kinds}
    own_forms = {
        "change": partial(HookForm, connection=found.connection, initial=standing),
        "replay": ReplayForm,
    }
    return step_page(
        request, HOOK, found, verb, takes[verb], own_forms=own_forms, caption=found.connection.name
    )
