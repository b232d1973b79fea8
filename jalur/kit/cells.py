"""What a table's columns need is read once: each becomes a function from a record to its cell, on the screen or in a file.

django-tables2 declares and orders; its own rows inspect a signature and resolve a path anew for every cell.
"""

import html
import inspect
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import Model
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import template_localtime
from django_tables2.columns.base import BoundColumn, Column, LinkTransform

Cell = Callable[[Any], Any]


def screen_cell(column: BoundColumn, model: type[Model] | None) -> Callable[[Any], str]:
    """Record → the whole `<td>` of a column, escaped."""
    read, draw = _reader(column, model, column.render), _call(column.render, column)
    address = _address(column.link, column) if column.link else None
    nothing, empty = text(column.default), column.column.empty_values
    opening = f'<td {column.attrs["td"].as_html()} data-label="{conditional_escape(column.header)}">'

    def cell(record: Any) -> str:
        value = read(record)
        if value in empty:
            return f"{opening}{nothing}</td>"
        shown = text(draw(value, record))
        url = address(value, record) if address else None
        if url is not None:
            shown = f'<a href="{html.escape(url)}">{shown}</a>'
        return f"{opening}{shown}</td>"

    return cell


def file_cell(column: BoundColumn, model: type[Model] | None) -> Cell:
    """Record → the plain value of a column: number, day or text; None where there is none."""
    value_of = column.value
    if getattr(value_of, "__func__", None) is Column.value:  # it would inspect `render` for every cell
        value_of = column.column.render
    read, give = _reader(column, model, value_of), _call(value_of, column)
    empty = column.column.empty_values

    def cell(record: Any) -> Any:
        value = read(record)
        return None if value in empty else give(value, record)

    return cell


def text(value: Any) -> str:
    """A value as a template prints it: escaped, numbers and days in the reader's language."""
    if not isinstance(value, str):
        value = localize(template_localtime(value))
    if hasattr(value, "__html__"):
        return value.__html__()
    return html.escape(str(value))


def row(cells: list[Callable[[Any], str]], record: Any, place: int) -> SafeString:
    """One drawn row of the table's body."""
    inside = "".join([cell(record) for cell in cells])
    # Every cell has been escaped by `text`.
    return mark_safe(f'<tr class="{"odd" if place % 2 else "even"}">{inside}</tr>')  # nosec B308 B703


def _reader(column: BoundColumn, model: type[Model] | None, function: Callable[..., Any]) -> Cell:
    """Record → the value that the column's function is given."""
    if not column.column.empty_values and "value" not in _names(function):
        return lambda _record: None
    path = tuple(str(column.accessor).split("__"))
    choices = _choices(model, path) if getattr(column.column, "in_words", True) else ()
    words = {value: str(label) for value, label in choices}
    if model is not None and len(path) == 1 and not words:
        return partial(_attribute, path[0])

    def read(record: Any) -> Any:
        value = record
        for name in path:
            try:
                value = value.get(name) if isinstance(value, dict) else getattr(value, name)
            except ObjectDoesNotExist:
                return None
            if callable(value):
                value = value()
            if value is None:
                return None
        return words.get(value, value) if words else value

    return read


def _attribute(name: str, record: Any) -> Any:
    """One step from a record: what most cells are."""
    try:
        value = getattr(record, name)
    except ObjectDoesNotExist:
        return None
    return value() if callable(value) else value


@cache
def _choices(model: type[Model] | None, path: tuple[str, ...]) -> tuple[tuple[Any, Any], ...]:
    """What the values of the field at the end of a path are called; () where they stand for themselves."""
    try:
        for name in path[:-1]:
            model = model and model._meta.get_field(name).related_model
        field = model and model._meta.get_field(path[-1])
    except FieldDoesNotExist:
        return ()
    return tuple(getattr(field, "flatchoices", ()))


def _call(function: Callable[..., Any], column: BoundColumn) -> Callable[[Any, Any], Any]:
    """A column's or table's own function as one of value and record, given only what it asks for."""
    names = _names(function)
    if "column" in names:
        function = partial(function, column=column.column)
    if {"value", "record"} <= names:
        return lambda value, record: function(value=value, record=record)
    if "value" in names:
        return lambda value, _record: function(value=value)
    return lambda _value, record: function(record=record)


def _names(function: Callable[..., Any]) -> frozenset[str]:
    """The arguments a function takes; inspected once, not for each table it is bound to."""
    return _parameters(getattr(function, "__func__", function))


@cache
def _parameters(function: Callable[..., Any]) -> frozenset[str]:
    return frozenset(inspect.signature(function).parameters)


def _address(link: LinkTransform, column: BoundColumn) -> Callable[[Any, Any], str | None]:
    if link.url:
        return _call(link.url, column)
    return lambda _value, record: link.compose_url(record=record, bound_column=column)
