"""Many rows at once, by COPY: what a plan of a million people reads and writes. Constraints and triggers see every row."""

import io
import uuid
from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection, models
from psycopg import sql

NOTHING = "\\N"
ROWS_AT_ONCE = 100_000


def copy_rows(table: type[models.Model], frame: pl.DataFrame, **same: Any) -> None:
    """Append a frame to a table. Its columns are the table's; `same` are columns with one value for every row."""
    frame = frame.with_columns(**{column: pl.lit(written(value)) for column, value in same.items()})
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {})").format(
        sql.Identifier(table._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, frame.columns)),
        sql.Literal(NOTHING),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as rows:
        for part in frame.iter_slices(ROWS_AT_ONCE):
            rows.write(part.write_csv(include_header=False, null_value=NOTHING).encode())


def written(value: Any) -> Any:
    """A value as COPY reads it."""
    return (
        value.isoformat()
        if isinstance(value, datetime)
        else str(value)
        if isinstance(value, uuid.UUID)
        else value
    )


def read_rows(rows: models.QuerySet[Any, Any], **columns: Any) -> pl.DataFrame:
    """The rows of a `values_list`, by COPY, as a frame with these columns and Polars types."""
    text, parameters = rows.order_by().query.sql_with_params()
    buffer = io.BytesIO()
    with connection.cursor() as cursor:
        query = sql.SQL(cursor.mogrify(text, parameters))
        with cursor.copy(sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(query)) as blocks:
            for block in blocks:
                buffer.write(block)
    if not buffer.tell():
        return pl.DataFrame(schema=columns)
    buffer.seek(0)
    return pl.read_csv(buffer, has_header=False, schema=columns)


def new_keys(count: int) -> pl.Series:
    """So many random primary keys."""
    return pl.Series([str(uuid.uuid4()) for _ in range(count)], dtype=pl.String)
