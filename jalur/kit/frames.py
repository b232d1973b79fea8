"""Queries as tables of columns, which the planner reads."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db.models import QuerySet


def frame(rows: QuerySet[Any], columns: Mapping[str, tuple[Any, Any]]) -> pl.DataFrame:
    """One statement as a table; columns: name → its type, and the field or expression that gives it."""
    values = rows.values_list(*(expression for _kind, expression in columns.values()))
    schema = {name: kind for name, (kind, _expression) in columns.items()}
    return pl.DataFrame(list(values.iterator(chunk_size=5000)), schema=schema, orient="row")
