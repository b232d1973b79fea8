"""Tables of lists: the columns every room uses. Each shows text for people and gives plain values to exports."""

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from jalur.kit import formats
from jalur.kit.components import Tag, tag_of
from jalur.kit.money import format_money
from jalur.kit.templatetags.jalur import tag


class Table(tables.Table):
    """Base of every list's table. The first column with `linkify` is what Enter opens."""

    class Meta:
        template_name = "components/table.html"
        default = "–"

    def __init__(self, *given: Any, **options: Any) -> None:
        # django-tables2 does not inherit Meta: a table without one would fall back to its own template.
        options.setdefault("template_name", "components/table.html")
        options.setdefault("default", "–")
        super().__init__(*given, **options)


class NameColumn(tables.Column):
    """What the row is called, linked to its page."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("attrs", {"td": {"class": "cell-name"}})
        super().__init__(**options)


class CodeColumn(tables.Column):
    """A number or code that names the row; never broken over two lines."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("attrs", {"td": {"class": "cell-day"}})
        super().__init__(**options)


class NumberColumn(tables.Column):
    def __init__(self, *, places: int = 0, **options: Any) -> None:
        self.places = places
        options.setdefault("attrs", {"td": {"class": "cell-number"}, "th": {"class": "cell-number"}})
        super().__init__(**options)

    def render(self, value: Any) -> str:
        return formats.number(value, self.places)

    def value(self, **cell: Any) -> Any:
        return cell["value"]


class PercentColumn(NumberColumn):
    def render(self, value: Any) -> str:
        return formats.percent(value, self.places)


class MoneyColumn(NumberColumn):
    """An amount; `currency` is a fixed code or the name of the record's attribute that holds it, with a leading dot."""

    def __init__(self, *, currency: str = "IDR", **options: Any) -> None:
        self.currency = currency
        super().__init__(**options)

    def render(self, value: Any, record: Any) -> str:
        code = getattr(record, self.currency[1:]) if self.currency.startswith(".") else self.currency
        return format_money(value, code, locale=formats.locale())


class DayColumn(tables.Column):
    def __init__(self, *, style: str = "short", **options: Any) -> None:
        self.style = style
        options.setdefault("attrs", {"td": {"class": "cell-day"}})
        super().__init__(**options)

    def render(self, value: Any) -> str:
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat()[:10], formats.day(value, self.style)
        )

    def value(self, **cell: Any) -> Any:
        return cell["value"]


class TagColumn(tables.Column):
    """A state in words. tags: state → Tag; a record's `Tag` property needs none."""

    def __init__(self, *, tags: Mapping[str, Tag] | None = None, **options: Any) -> None:
        self.tags = tags or {}
        super().__init__(**options)

    def render(self, value: Any) -> str:
        return tag(value if isinstance(value, Tag) else tag_of(value, self.tags))

    def value(self, **cell: Any) -> str:
        state = cell["value"]
        return str((state if isinstance(state, Tag) else tag_of(state, self.tags)).text)


class SelectColumn(tables.Column):
    """A box to tick for bulk actions: sends `selected=<pk>`. Not exported, not sorted."""

    def __init__(self, **options: Any) -> None:
        options.update(
            accessor="pk",
            orderable=False,
            exclude_from_export=True,
            verbose_name=_("Select"),
            empty_values=(),
        )
        options.setdefault("attrs", {"td": {"class": "cell-select"}, "th": {"class": "cell-select"}})
        super().__init__(**options)

    def render(self, value: Any, record: Any) -> str:
        label = _("Select %(name)s") % {"name": record}
        return format_html('<input type="checkbox" name="selected" value="{}" aria-label="{}">', value, label)
