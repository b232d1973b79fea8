"""Facts of a record under the labels that its table gives them."""

from datetime import date

from django.db.models import Model
from django.utils.text import capfirst

from jalur.kit import formats
from jalur.kit.components import Row


def facts(record: Model, *names: str) -> list[Row]:
    """A row for each of these fields that is not empty: choices in words, days long, numbers as people write them."""
    rows = []
    for name in names:
        field = record._meta.get_field(name)
        value = getattr(record, f"get_{name}_display")() if field.choices else getattr(record, name)
        if value in (None, ""):
            continue
        if isinstance(value, date):
            value = formats.day(value, "long")
        elif isinstance(value, int):
            value = formats.number(value)
        rows.append(Row(capfirst(field.verbose_name), str(value)))
    return rows
