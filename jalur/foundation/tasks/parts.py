"""What this room adds to a person's file, to records that carry tasks, and to the homes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.tasks import queries
from jalur.foundation.tasks.kinds import TaskKind, kinds
from jalur.foundation.tasks.models import Task
from jalur.foundation.tasks.rights import Right
from jalur.foundation.tasks.workflow import TASK
from jalur.kit import formats
from jalur.kit.components import Action, Grid, Need, Row, Text
from jalur.kit.links import link
from jalur.kit.parts import FilePart, HomePart, PagePart, Section

SHOWN = 10


def page(kind: TaskKind[Any]) -> Callable[[Any, Any, date], PagePart]:
    """The tasks on a record's page."""

    def part(actor: Actor, row: Any, _today: date) -> PagePart:
        if actor.organisation_id is None:
            return PagePart()
        tasks = list(queries.tasks_of(actor, kind, row)[:SHOWN])
        rows = [
            [
                Text(task.title, url=link("tasks:task", task.pk)),
                task.due_on,
                task.owner.name,
                TASK.tag(task),
            ]
            for task in tasks
        ]
        grid = Grid(_("Tasks"), [_("Task"), _("Due by"), _("Whose task"), _("State")], rows)
        return PagePart(grids=[grid], actions=_ways(actor, kind, row))

    return part


def _ways(actor: Actor, kind: TaskKind[Any], row: Any) -> list[Action]:
    if not access.covers(actor, kind.right, row):
        return []
    return [Action(_("Give a task"), link(f"tasks:put_{kind.key}", row.pk), "quiet", icon="list-check")]


def file(actor: Actor, person: Any, _today: date) -> FilePart:
    """Tasks about her, from whatever record, and the way to give one on her file."""
    if actor.organisation_id is None:
        return FilePart()
    about = Task.objects.visible_to(actor).filter(person_id=person.pk).select_related("owner")
    rows = [
        Row(
            task.title,
            str(task.get_state_display()),
            Action(_("Open"), link("tasks:task", task.pk)),
            hint=_("%(owner)s, by %(day)s") % {"owner": task.owner.name, "day": formats.day(task.due_on)},
        )
        for task in about.order_by("ended_on", "due_on", "pk")[:SHOWN]
    ]
    actions = [
        action
        for kind in kinds()
        if not kind.thing
        for row in kind.model._default_manager.filter(person=person)
        .select_related(*kind.related)
        .order_by("pk")[:1]
        for action in _ways(actor, kind, row)
    ]
    return FilePart(sections=[Section(_("Tasks"), rows)], actions=actions)


def home(actor: Actor, today: date) -> HomePart:
    if actor.organisation_id is None:
        return HomePart()
    seen = Task.objects.visible_to(actor)
    mine = seen.of(actor)
    late = mine.filter(due_on__lt=today).count()
    needs = [
        Need(
            _("Your tasks whose day has passed"),
            link("tasks:tasks", query="owner=mine&when=late"),
            count=late,
            tone="bad",
        ),
        Need(_("Your tasks"), link("tasks:tasks", query="owner=mine"), count=mine.count(), tone="now"),
    ]
    if access.may(actor, Right.HAND_OVER_TASK):
        left = seen.left_behind(today).count()
        label = _("Tasks of people who left: say who takes them over")
        needs.append(Need(label, link("tasks:left_behind"), count=left, tone="warn"))
    actions = [Action(_("Tasks of my office"), link("tasks:tasks"), icon="list-check")]
    return HomePart(needs=needs, actions=actions)
