from collections.abc import Mapping
from datetime import date
from functools import cached_property

import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.foundation.due import queries, words
from jalur.foundation.due.models import Deadline
from jalur.kit.tables import DayColumn, NameColumn, Table
from jalur.kit.templatetags.jalur import tag


class DeadlineTable(Table):
    kind = NameColumn(linkify=("due:deadline", {"pk": django_tables2.A("pk")}), verbose_name=_("What"))
    place = django_tables2.Column(accessor="place_name", verbose_name=_("Place"))
    since = DayColumn(verbose_name=_("Waits since"))
    last_day = DayColumn(verbose_name=_("Last day"))
    left = django_tables2.Column(accessor="last_day", verbose_name=_("Time left"), orderable=False)
    owner = django_tables2.Column(
        accessor="role", verbose_name=_("Whose turn"), orderable=False, empty_values=()
    )
    raised_to = django_tables2.Column(verbose_name=_("Told too"), orderable=False, visible=False)

    class Meta:
        order_by = ("last_day",)

    @cached_property
    def holidays(self) -> Mapping[date, str]:
        """Read once for a list."""
        return queries.holidays()

    def render_kind(self, record: Deadline) -> str:
        return words.name_of(record)

    def value_kind(self, record: Deadline) -> str:
        return words.name_of(record)

    def render_left(self, record: Deadline) -> str:
        return tag(words.left(record, self.holidays))

    def value_left(self, record: Deadline) -> str:
        return words.left(record, self.holidays).text

    def render_owner(self, record: Deadline) -> str:
        return words.owner_of(record)
