"""How rows that are in force for a time and name their source read: on a page, in a list's column, as a filter."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.kit import dates
from jalur.kit.components import Tag
from jalur.kit.database import Dated
from jalur.kit.filters import ChoiceFilter
from jalur.kit.tables import TagColumn

CHECKED = {True: Tag(_("checked"), "done"), False: Tag(_("not checked"), "warn")}
"""Whether somebody has read the source of a row."""


def period_tag(row: Dated) -> Tag:
    """Whether a row is in force today, in words."""
    today = dates.today()
    if row.is_in_force(today):
        return Tag(_("in force"), "done")
    if row.valid_from and row.valid_from > today:
        return Tag(_("coming"), "wait")
    return Tag(_("ended"), "none")


class PeriodColumn(TagColumn):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"empty_values": (), "orderable": False, "verbose_name": _("Period"), **options})

    def render(self, record: Dated) -> str:
        return super().render(period_tag(record))

    def value(self, record: Dated) -> str:
        return str(period_tag(record).text)


class CheckedColumn(TagColumn):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"tags": CHECKED, "verbose_name": _("Source"), **options})


class PeriodFilter(ChoiceFilter):
    """In force today, ended, or coming."""

    def __init__(self, **options: Any) -> None:
        choices = [("now", _("in force")), ("ended", _("ended")), ("coming", _("coming"))]
        super().__init__(**{"choices": choices, "label": _("Period"), **options})

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        today = dates.today()
        if value == "now":
            return rows.in_force(today)  # type: ignore[attr-defined]  # a DatedQuerySet
        if value == "ended":
            return rows.filter(valid_to__lte=today)
        return rows.filter(valid_from__gt=today) if value == "coming" else rows


class CheckedFilter(ChoiceFilter):
    """Whether the source was read."""

    def __init__(self, **options: Any) -> None:
        choices = [("yes", _("checked against the source")), ("no", _("not checked"))]
        super().__init__(**{"choices": choices, "label": _("Source"), **options})

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(verified=value == "yes") if value else rows
