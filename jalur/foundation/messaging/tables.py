from typing import Any

import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging import writing
from jalur.foundation.messaging.models import Message
from jalur.foundation.messaging.workflow import MESSAGE
from jalur.kit import formats
from jalur.kit.tables import NameColumn, Table, TagColumn


class MissedTable(Table):
    kind = NameColumn(
        linkify=("messaging:message", {"pk": django_tables2.A("pk")}),
        verbose_name=_("Message"),
        orderable=False,
    )
    way = django_tables2.Column(
        verbose_name=_("Channel"), accessor="channel", orderable=False, empty_values=()
    )
    state = TagColumn(tags=MESSAGE.tags, verbose_name=_("State"), orderable=False)
    created_at = django_tables2.Column(verbose_name=_("Written"))

    class Meta:
        order_by = ("created_at",)

    def render_kind(self, record: Message) -> str:
        return writing.title_of(record)

    def render_way(self, record: Message) -> str:
        return writing.way_of(record)

    def render_created_at(self, value: Any) -> str:
        return formats.moment(value)
