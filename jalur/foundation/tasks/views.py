"""The screens of tasks: a list, one task, giving one, and handing over what somebody left behind."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.models import User
from jalur.foundation.tasks import queries, services
from jalur.foundation.tasks.filters import TaskFilter
from jalur.foundation.tasks.forms import OwnerForm, TaskForm
from jalur.foundation.tasks.kinds import TaskKind, kind_of
from jalur.foundation.tasks.models import Task, TaskState
from jalur.foundation.tasks.rights import Right
from jalur.foundation.tasks.tables import TaskTable
from jalur.foundation.tasks.workflow import TASK
from jalur.foundation.workflow.views import find, record_page, step_page, takes_steps
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


def _way() -> Crumb:
    return Crumb(_("Tasks of my office"), reverse("tasks:tasks"))


@require_safe
@access.requires(Right.VIEW_TASK)
def tasks(request: HttpRequest) -> HttpResponse:
    rows = Task.objects.visible_to(request.actor).select_related("owner", "put_by")
    return list_page(
        request,
        queryset=rows,
        table=TaskTable,
        filters=TaskFilter,
        export_name="tugas-kantor",
        title=_("Tasks of my office"),
        empty=Empty(
            _("No task is left"),
            _("You give one on the page of what it is about: a person's file, an order, a class."),
            icon="list-check",
        ),
    )


@require_safe
@access.requires(Right.VIEW_TASK)
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(TASK, request.actor, pk)
    subject = queries.subject_of(request.actor, record)
    kind = kind_of(record.kind)
    ways = subject[0].crumbs(request.actor, subject[1]) if subject else []
    about = Action(_("Open"), ways[-1].url) if ways else None
    rows = [
        Row(_("About"), ways[-1].label if ways else str(kind.title if kind else ""), about),
        Row(_("Due by"), formats.day(record.due_on, "long")),
        Row(_("Whose task"), record.owner.name, hint=str(record.organisation)),
        Row(_("Given by"), record.put_by.name, hint=formats.day(record.created_at)),
    ]
    if record.state == TaskState.RETURNED:
        rows.append(Row(_("Why it was given back"), record.answer))
    return record_page(request, TASK, record, crumbs=[_way()], rows=rows)


def put(kind: TaskKind[Any]) -> Callable[..., HttpResponseBase]:
    """Give a task on a row of this kind; each has an address of its own, with the right to the row."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @access.requires(kind.right)
    def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
        actor, today = request.actor, dates.today()
        row = queries.row_of(actor, kind, pk)
        if row is None or actor.organisation_id is None:
            raise Http404
        return answer_form(
            request,
            TaskForm(posted(request), actor=actor, today=today),
            lambda form: services.put_task(actor=actor, kind=kind, row=row, task=form.instance, today=today),
            done=_("The task is given."),
            once_by_words=True,
            title=_("Give a task"),
            button=_("Give the task"),
            crumbs=kind.crumbs(actor, row),
        )

    return ask


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(TASK)
def task_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(TASK, request.actor, pk)
    today = dates.today()
    take = partial(getattr(services, verb), actor=request.actor, task=record, today=today)
    form = partial(OwnerForm, actor=request.actor, today=today)
    return step_page(request, TASK, record, verb, take, own_forms={"reassign": form})


@require_safe
@access.requires(Right.HAND_OVER_TASK)
def left_behind(request: HttpRequest) -> HttpResponse:
    """Whose tasks wait for somebody else, by who left."""
    rows = Task.objects.visible_to(request.actor, Right.HAND_OVER_TASK).left_behind(dates.today())
    return list_page(
        request,
        queryset=rows.select_related("owner", "put_by"),
        table=TaskTable,
        filters=None,
        exportable=False,
        title=_("Tasks of people who left"),
        about="tasks#hand-over",
        actions=[
            Action(
                _("Hand over all of %(name)s (%(count)s)") % {"name": leaver.name, "count": count},
                reverse("tasks:hand_over", args=[leaver.pk]),
            )
            for leaver, count in _leavers(rows).items()
        ],
        crumbs=[_way()],
        empty=Empty(
            _("Nobody left a task behind"),
            _("When a membership ends, its open tasks wait here for another owner."),
        ),
    )


def _leavers(rows: Any) -> dict[User, int]:
    held = rows.select_related("owner", "put_by").order_by("pk")
    return dict(Counter(one.owner if one.state == TaskState.OPEN else one.put_by for one in held))


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.HAND_OVER_TASK)
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that one person left behind, to one colleague."""
    actor, today = request.actor, dates.today()
    rows = Task.objects.visible_to(actor, Right.HAND_OVER_TASK).left_behind(today)
    held = _leavers(rows)
    leaver = next((one for one in held if one.pk == pk), None)
    if leaver is None:
        raise Http404
    return answer_form(
        request,
        OwnerForm(posted(request), actor=actor, today=today),
        lambda form: services.hand_over(actor=actor, leaver=leaver, today=today, **form.cleaned_data),
        done=lambda count: (
            ngettext("%(count)s task handed over.", "%(count)s tasks handed over.", count)
            % {"count": formats.number(count)}
        ),
        title=_("Hand over the tasks of %(name)s") % {"name": leaver.name},
        button=_("Hand over"),
        crumbs=[_way(), Crumb(_("Tasks of people who left"), reverse("tasks:left_behind"))],
    )
