from typing import Any

import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.foundation.exports import rules
from jalur.foundation.exports.models import Export
from jalur.foundation.exports.workflow import EXPORT
from jalur.kit import formats
from jalur.kit.tables import DayColumn, NameColumn, NumberColumn, Table, TagColumn


class ExportTable(Table):
    title = NameColumn(linkify=("exports:export", {"pk": django_tables2.A("pk")}), verbose_name=_("List"))
    kind = django_tables2.Column(verbose_name=_("Kind of file"))
    rows = NumberColumn(verbose_name=_("Rows"))
    state = TagColumn(tags=EXPORT.tags, verbose_name=_("State"))
    created_at = django_tables2.Column(verbose_name=_("Requested"))
    kept = DayColumn(accessor="created_at", verbose_name=_("Kept until"), orderable=False)

    class Meta:
        order_by = ("-created_at",)

    def render_created_at(self, value: Any) -> str:
        return formats.moment(value)

    def render_kept(self, record: Export, column: DayColumn) -> str:
        return column.render(record.created_at + rules.KEPT)
