from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.kit import formats
from jalur.kit.tables import (
    NameColumn,
    NumberColumn,
    PercentColumn,
    Table,
    TagColumn,
)
from jalur.proposals.models import Run
from jalur.proposals.runs import words
from jalur.proposals.workflow import RUN


class RunTable(Table):
    name = NameColumn(
        verbose_name=_("Plan"), linkify=lambda record: reverse("proposals:run", args=[record.pk])
    )
    place = tables.Column(verbose_name=_("For the people of"), empty_values=())
    created_at = tables.Column(verbose_name=_("Requested"))
    state = TagColumn(verbose_name=_("State"), tags=lambda: {**RUN.tags(), **words.STATUS})
    candidates = NumberColumn(verbose_name=_("People"), accessor="counts__candidates", orderable=False)
    placed = NumberColumn(verbose_name=_("On a path"))
    value = NumberColumn(verbose_name=_("Value"), places=1)
    gap = PercentColumn(verbose_name=_("Below the best, at most"), places=2)

    class Meta(Table.Meta):
        model = Run
        fields: tuple[str, ...] = ()
        sequence = ("name", "place", "created_at", "state", "candidates", "placed", "value", "gap")
        order_by = ("-created_at",)

    def render_place(self, record: Run) -> str:
        return str(record.place or _("Indonesia"))

    def render_state(self, column: TagColumn, record: Run) -> str:
        """How far it is; once there is a plan, whether it is a draft, published or a what-if."""
        return column.render(record.status or record.state)

    def value_state(self, record: Run) -> str:
        tags = {**RUN.tags(), **words.STATUS}
        return str(tags[record.status or record.state].text)

    def value_place(self, record: Run) -> str:
        return str(record.place or _("Indonesia"))

    def render_created_at(self, value: Any) -> str:
        return formats.moment(value)
