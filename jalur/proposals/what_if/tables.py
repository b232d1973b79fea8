from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from jalur.kit import formats
from jalur.kit.tables import (
    CodeColumn,
    DayColumn,
    NameColumn,
    NumberColumn,
    Table,
    first_of,
)


class PossibleClassTable(Table):
    """Rows of a study: dicts, as `what_if.services` writes them."""

    programme = NameColumn(verbose_name=_("Class"))
    place = tables.Column(verbose_name=_("Regency"))
    days = tables.Column(verbose_name=_("Starts"), order_by=("starts",))
    ends = DayColumn(verbose_name=_("Ends"), visible=False)
    seats = NumberColumn(verbose_name=_("Seats"), visible=False)
    at_most = NumberColumn(verbose_name=_("Could add at most"), places=2)
    predicted = NumberColumn(verbose_name=_("Predicted"), places=2, visible=False)
    gain = NumberColumn(verbose_name=_("Planned again: adds"), places=2)
    proved = CodeColumn(verbose_name=_("Proved between"), orderable=False, visible=False)
    taken = NumberColumn(verbose_name=_("Seats taken"), visible=False)
    placed = NumberColumn(verbose_name=_("Extra people"))

    class Meta(Table.Meta):
        order_by = ("-gain", "-at_most")

    def render_days(self, value: list[date]) -> str:
        return first_of([formats.day(day, "short") for day in value])

    def value_days(self, value: list[date]) -> str:
        return ", ".join(day.isoformat() for day in value)


class OpenableClassTable(PossibleClassTable):
    """For those who may open one of them."""

    open = tables.Column(
        verbose_name=_("Actions"), empty_values=(), orderable=False, exclude_from_export=True
    )

    class Meta(PossibleClassTable.Meta):
        pass

    def render_open(self, record: dict[str, Any]) -> str:
        about = {name: record[name] for name in ("programme", "regency", "starts", "ends", "seats")}
        address = f"{reverse('training:new_intake')}?{urlencode(about)}"
        return format_html('<a href="{}">{}</a>', address, _("Open this class"))


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
