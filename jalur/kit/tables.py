"""Tables of lists: the columns every room uses. Each shows text for people and gives plain values to exports."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2.utils import OrderByTuple

from jalur.kit import cells, formats
from jalur.kit.components import Tag, tag_of
from jalur.kit.dates import day_of
from jalur.kit.money import format_money
from jalur.kit.templatetags.jalur import tag


@dataclass(frozen=True)
class Head:
    """A column's head: `sort` is what a click orders by, "" where it orders nothing; `direction` how it does now."""

    label: str
    attributes: SafeString
    sort: str = ""
    direction: Literal["", "ascending", "descending"] = ""
    selects: bool = False


@dataclass(frozen=True)
class ColumnChoice:
    """A column by name and head, and whether it is shown now."""

    name: str
    label: str
    shown: bool


class Columns(OrderedDict[str, tables.Column]):
    """The columns a table class declares. A table gets copies it may change, not copies of all that hangs on them."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Columns":
        return Columns((name, copy(column)) for name, column in self.items())


class CountryColumn(tables.Column):
    """A country, ordered by its name in the language of the page; path: from the row to it."""

    def __init__(self, path: str, **options: Any) -> None:
        self.path = path
        super().__init__(**options)

    @property
    def order_by(self) -> OrderByTuple:
        return OrderByTuple((f"{self.path}__name_{'en' if formats.locale() == 'en' else 'id'}",))

    @order_by.setter
    def order_by(self, value: Any) -> None:
        """By its name, whatever the base class would set."""


class Table(tables.Table):
    """Base of every list's table. The first column with `linkify` is what Enter opens; a column with `visible=False` is in
    every file, and on the screen for those who choose it."""

    base_columns: OrderedDict[str, tables.Column]

    class Meta:
        template_name = "components/table.html"
        default = "–"

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.base_columns = Columns(cls.base_columns)

    def __init__(self, *args: Any, **options: Any) -> None:
        # django-tables2 does not inherit Meta: a table without one would fall back to its own template.
        options.setdefault("template_name", "components/table.html")
        options.setdefault("default", "–")
        super().__init__(*args, **options)

    def choices(self) -> list[ColumnChoice]:
        """The columns a reader may show or hide: all but what names the row and what ticks it."""
        return [
            ColumnChoice(column.name, str(column.header), column.visible)
            for column in self.columns.iterall()
            if not isinstance(column.column, SelectColumn | NameColumn)
        ]

    def show_only(self, wanted: Sequence[str]) -> None:
        for choice in self.choices():
            (self.columns.show if choice.name in wanted else self.columns.hide)(choice.name)

    def heads(self) -> Iterator[Head]:
        for column in self.columns:
            alias = column.order_by_alias
            direction = "descending" if alias.is_descending else "ascending"
            yield Head(
                label=str(column.header),
                attributes=column.attrs["th"].as_html(),
                sort=str(alias.next) if column.orderable else "",
                direction=direction if column.is_ordered else "",
                selects=isinstance(column.column, SelectColumn),
            )

    def drawn_rows(self) -> Iterator[SafeString]:
        """The rows of the page as `<tr>` elements."""
        columns = [cells.screen_cell(column, self.data.model) for column in self.columns]
        for place, record in enumerate(self.paginated_rows.data):
            yield cells.row(columns, record, place)

    def file_rows(self, records: Iterable[Any]) -> Iterator[list[Any]]:
        """What a file of these records holds: the heads, then plain values, hidden columns among them."""
        columns = [column for column in self.columns.iterall() if not column.column.exclude_from_export]
        yield [str(column.header) for column in columns]
        values = [cells.file_cell(column, self.data.model) for column in columns]
        for record in records:
            yield [value(record) for value in values]


def first_of(words: Sequence[str]) -> str:
    """What a narrow cell says of several: the first and how many more there are."""
    return f"{words[0]} +{len(words) - 1}" if len(words) > 1 else "".join(words)


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

    def value(self, value: Any) -> Any:
        return value


class PercentColumn(NumberColumn):
    def render(self, value: Any) -> str:
        return formats.percent(value, self.places)


class MoneyColumn(NumberColumn):
    """An amount; `currency` is a fixed code or the name of the record's attribute that holds it, with a leading dot."""

    def __init__(self, *, currency: str = "IDR", **options: Any) -> None:
        self.currency = currency
        # Amounts of several currencies are in no order.
        super().__init__(**({"orderable": False} if currency.startswith(".") else {}) | options)

    def render(self, value: Any, record: Any) -> str:
        return format_money(value, self._code(record), locale=formats.locale())

    def value(self, value: Any, record: Any) -> Any:
        return f"{self._code(record)} {value:f}" if self.currency.startswith(".") else value

    def _code(self, record: Any) -> str:
        return getattr(record, self.currency[1:]) if self.currency.startswith(".") else self.currency


class DayColumn(tables.Column):
    def __init__(self, *, style: str = "short", **options: Any) -> None:
        self.style = style
        options.setdefault("attrs", {"td": {"class": "cell-day"}})
        super().__init__(**options)

    def render(self, value: Any) -> str:
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat()[:10], formats.day(value, self.style)
        )

    def value(self, value: Any) -> Any:
        """The day by the clock of the office, of a moment too."""
        return day_of(value) if isinstance(value, datetime) else value


class TagColumn(tables.Column):
    """A state in words. tags: state as stored → Tag, or what gives them in the reader's language; a Tag needs none. of: record → Tag,
    where more than the state decides.
    """

    in_words = False

    def __init__(
        self,
        *,
        tags: Mapping[str, Tag] | Callable[[], Mapping[str, Tag]] | None = None,
        of: Callable[[Any], Tag] | None = None,
        **options: Any,
    ) -> None:
        self.tags, self.of = tags or {}, of
        super().__init__(**options)

    def render(self, value: Any, record: Any = None) -> str:
        return tag(self._tag(value, record))

    def value(self, value: Any, record: Any = None) -> str:
        return str(self._tag(value, record).text)

    def _tag(self, value: Any, record: Any) -> Tag:
        if self.of is not None:
            return self.of(record)
        if isinstance(value, Tag):
            return value
        if callable(self.tags):  # a table has columns of its own: once for a list
            self.tags = self.tags()
        return tag_of(value, self.tags)


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
