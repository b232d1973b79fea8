"""What this room adds to the page of a connected program and to the first page of whoever keeps the members."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.connections.models import Connection, ConnectionState
from jalur.foundation.hooks import kinds, queries
from jalur.foundation.hooks.models import Hook, HookState
from jalur.foundation.hooks.rights import Right
from jalur.foundation.hooks.workflow import HOOK
from jalur.foundation.workflow.views import page_of
from jalur.kit.components import Action, Grid, Need, Text
from jalur.kit.parts import HomePart, PagePart

SHOWN = 5


def addresses(actor: Actor, connection: Connection, today: date) -> PagePart:
    """Where the program is told what happens."""
    hooks = Hook.objects.visible_to(actor).filter(connection=connection).select_related(*HOOK.related)
    grid = Grid(
        _("Where it is told what happens"),
        [_("Address"), _("State")],
        [
            [Text(one.address, url=page_of(HOOK, one)), HOOK.tag(one)]
            for one in hooks.order_by("created_at", "pk")
        ],
        empty=_("It is told nothing: it has to ask."),
    )
    may_add = access.covers(actor, Right.MANAGE_HOOK, Hook(connection=connection))
    add = Action(
        _("Add an address"),
        reverse("hooks:add", args=[connection.pk]),
        icon="broadcast",
        hindered="" if queries.groups_for(connection, today) else str(kinds.NOTHING),
    )
    is_open = connection.state == ConnectionState.ACTIVE
    return PagePart(grids=[grid], actions=[add] if may_add and is_open else [])


def home(actor: Actor, _today: date) -> HomePart:
    """Programs that could not be reached and rest until somebody lets them go on."""
    if not access.may(actor, Right.MANAGE_HOOK):
        return HomePart()
    lost = Hook.objects.visible_to(actor, Right.MANAGE_HOOK).filter(
        state=HookState.RESTING, failing_since__isnull=False, connection__state=ConnectionState.ACTIVE
    )
    return HomePart(
        needs=[
            Need(
                _("The program %(name)s cannot be reached and is told nothing")
                % {"name": hook.connection.name},
                page_of(HOOK, hook),
                tone="warn",
            )
            for hook in lost.select_related("connection").order_by("failing_since", "pk")[:SHOWN]
        ]
    )
