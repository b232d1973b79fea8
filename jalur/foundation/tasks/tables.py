import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.foundation.tasks.kinds import kind_of
from jalur.foundation.tasks.models import Task
from jalur.foundation.tasks.workflow import TASK
from jalur.kit.tables import DayColumn, NameColumn, Table, TagColumn


class TaskTable(Table):
    title = NameColumn(linkify=("tasks:task", {"pk": django_tables2.A("pk")}), verbose_name=_("Task"))
    kind = django_tables2.Column(verbose_name=_("About"))
    due_on = DayColumn(verbose_name=_("Due by"))
    owner = django_tables2.Column(accessor="owner__name", verbose_name=_("Whose task"))
    put_by = django_tables2.Column(accessor="put_by__name", verbose_name=_("Given by"))
    state = TagColumn(tags=TASK.tags, verbose_name=_("State"))

    class Meta:
        order_by = ("due_on",)

    def render_kind(self, record: Task) -> str:
        kind = kind_of(record.kind)
        return str(kind.title) if kind else record.kind
