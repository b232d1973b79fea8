import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.foundation.people import words
from jalur.foundation.people.models import Correction, Duplicate
from jalur.foundation.people.workflow import CORRECTION
from jalur.kit.tables import DayColumn, NameColumn, Table, TagColumn


class DuplicateTable(Table):
    pair = NameColumn(
        accessor="first__name",
        linkify=("people:duplicate", {"pk": django_tables2.A("pk")}),
        verbose_name=_("Names"),
    )
    reason = django_tables2.Column(verbose_name=_("Why"))
    status = TagColumn(of=words.duplicate_tag, verbose_name=_("Status"))
    created_at = DayColumn(verbose_name=_("Noticed"))

    class Meta:
        order_by = ("created_at",)

    def render_pair(self, record: Duplicate) -> str:
        return f"{record.first.name} · {record.second.name}"


class CorrectionTable(Table):
    person = NameColumn(linkify=("people:correction", {"pk": django_tables2.A("pk")}))
    created_at = DayColumn(verbose_name=_("Asked on"))
    state = TagColumn(tags=CORRECTION.tags)

    class Meta:
        model = Correction
        fields = ("person", "created_at", "paper", "state")
        order_by = ("created_at",)

    def render_person(self, record: Correction) -> str:
        return record.person.name
