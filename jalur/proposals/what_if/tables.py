from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from jalur.kit.tables import (
    CodeColumn,
    DayColumn,
    NameColumn,
    NumberColumn,
    Table,
)


class PossibleClassTable(Table):
    """Rows of a study: dicts, as `what_if.services` writes them."""

    programme = NameColumn(verbose_name=_("Class"))
    place = tables.Column(verbose_name=_("Regency"), visible=False)
    starts = DayColumn(verbose_name=_("Starts"))
    ends = DayColumn(verbose_name=_("Ends"), visible=False)
    seats = NumberColumn(verbose_name=_("Seats"), visible=False)
    at_most = NumberColumn(verbose_name=_("Could add at most"), places=2)
    predicted = NumberColumn(verbose_name=_("Predicted"), places=2)
    gain = NumberColumn(verbose_name=_("Planned again: adds"), places=2)
    proved = CodeColumn(verbose_name=_("Proved between"), orderable=False)
    taken = NumberColumn(verbose_name=_("Seats taken"))
    placed = NumberColumn(verbose_name=_("Extra people"))

    class Meta(Table.Meta):
        order_by = ("-gain", "-at_most")

    def render_programme(self, value: str, record: dict[str, Any]) -> str:
        return format_html('{}<br><span class="hint">{}</span>', value, record["place"])

    def value_programme(self, value: str) -> str:
        return value


class BudgetTable(Table):
    """Rows of a budget curve: dicts, as `what_if.services` writes them."""

    budget = NumberColumn(verbose_name=_("Budget (rupiah)"))
    value = NumberColumn(verbose_name=_("Value"), places=1)
    bound = NumberColumn(verbose_name=_("No plan can reach more than"), places=1)
    placed = NumberColumn(verbose_name=_("On a path"))
    spent = NumberColumn(verbose_name=_("Used (rupiah)"))
    per_billion = NumberColumn(verbose_name=_("Gain per Rp1 billion"), places=1)

    class Meta(Table.Meta):
        order_by = ("budget",)
