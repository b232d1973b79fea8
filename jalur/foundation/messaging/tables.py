from typing import Any

import django_tables2
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jalur.foundation.messaging import queries, writing
from jalur.foundation.messaging.models import Message
from jalur.foundation.messaging.workflow import MESSAGE
from jalur.kit import formats
from jalur.kit.tables import NameColumn, Table, TagColumn


class MissedTable(Table):
    who = django_tables2.Column(verbose_name=_("To"), orderable=False, empty_values=())
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

    @cached_property
    def names(self) -> dict[Any, str]:
        """Message → whom it is for, of the page's rows that the reader may see."""
        reached = queries.reaches(list(self.paginated_rows.data), self.request.actor)
        return {key: reach.name for key, reach in reached.items()}

    def render_who(self, record: Message) -> str:
        return self.names.get(record.pk, "")

    def render_kind(self, record: Message) -> str:
        return writing.title_of(record)

    def render_way(self, record: Message) -> str:
        return writing.way_of(record)

    def render_created_at(self, value: Any) -> str:
        return formats.moment(value)
