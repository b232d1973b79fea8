"""Bringing reference tables up to their files: compare first, write only what differs, never in between.

A load is one transaction. Rows travel by COPY into a temporary table and from there in one statement, so that ninety
thousand places take seconds.
"""

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from psycopg import sql

NAMESPACE = UUID("5f0c6c3e-8a52-4a4c-9a61-3c1d6f9a7b10")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class TableChange:
    """What a load does to one table: counts of rows. `kept` rows are dated, differ from the file, and stay."""

    table: str
    added: int
    changed: int
    same: int
    kept: int = 0
    not_in_file: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changed)


Loads = Callable[..., list[TableChange]]
"""`load(actor=, apply=)`: bring a room's tables up to their files, or only compare."""
_rooms: dict[str, Loads] = {}


def folder() -> Path:
    """Where the reference files lie."""
    return Path(settings.ROOT) / "data"


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file (UTF-8, plain or .gz), with the texts stripped."""
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    for row in csv.DictReader(io.StringIO(text.decode("utf-8"))):
        yield {name: (value or "").strip() for name, value in row.items()}


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def whole(text: str) -> int | None:
    return int(text) if text else None


def yes(text: str) -> bool:
    """true or false. ValueError for anything else: a flag is never guessed."""
    return {"true": True, "false": False}[text]


def dated(row: Mapping[str, str]) -> dict[str, Any]:
    """What every dated row of a file says: from when to when it holds, what it rests on, and whether that was checked."""
    return {
        "valid_from": day(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
        "source": row["source"],
        "source_en": row["source_en"],
        "source_url": row["source_url"],
        "verified": yes(row["verified"]),
    }


def stable_id(*parts: str) -> UUID:
    """The same key for the same row on every machine."""
    return uuid5(NAMESPACE, "|".join(parts))


def register(room: str, load: Loads) -> None:
    """A room above foundation with a file of its own in data/: it is loaded with the others. A second registration replaces the first."""
    _rooms[room] = load


def registered() -> list[Loads]:
    return [_rooms[room] for room in sorted(_rooms)]


def upsert(model: type[models.Model], rows: Iterable[Row], *, apply: bool, key: str = "") -> TableChange:
    """Add rows that are not there and change those that differ. Rows: field attname → plain value (no enums)."""
    return _load(model, list(rows), apply=apply, key=key or model._meta.pk.attname, updates=None)


def add_versions(model: type[models.Model], rows: Iterable[Row], *, apply: bool) -> TableChange:
    """The same for dated rows, which are law or standards: new ones are added, an open one may be given its end,
    and nothing else of a row is ever changed. What a person has edited since is kept and counted."""
    return _load(model, list(rows), apply=apply, key=model._meta.pk.attname, updates=("valid_to",))


def _load(
    model: type[models.Model], rows: list[Row], *, apply: bool, key: str, updates: Sequence[str] | None
) -> TableChange:
    if not rows:
        raise ValueError(f"no rows for {model._meta.db_table}")
    columns = {field.attname: field.column for field in model._meta.concrete_fields}
    names = [name for name in rows[0] if name != "created_at"]
    table, key_column = model._meta.db_table, columns[key]
    compared = [columns[name] for name in names if name != key]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_min_messages = warning")
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS incoming").as_string())
        stage = sql.SQL("CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
        cursor.execute(stage.format(_list(key_column, *compared), sql.Identifier(table)).as_string())
        _copy(cursor, key, key_column, compared, names, rows)
        cursor.execute("ANALYZE incoming")
        change = _compare(cursor, table, key_column, compared, updates)
        if apply and not change.is_nothing:
            _write(cursor, model, table, key_column, compared, updates)
        cursor.execute("DROP TABLE incoming")
    return change


def _copy(
    cursor: Any, key: str, key_column: str, compared: list[str], names: list[str], rows: list[Row]
) -> None:
    order = [key, *(name for name in names if name != key)]
    copy_in = sql.SQL("COPY incoming ({}) FROM STDIN").format(_list(key_column, *compared)).as_string()
    with cursor.copy(copy_in) as copy:
        for row in rows:
            copy.write_row([row[name] for name in order])


def _compare(
    cursor: Any, table: str, key: str, compared: list[str], updates: Sequence[str] | None
) -> TableChange:
    old, new = _tuple("old", compared), _tuple("new", compared)
    closable = sql.SQL("old.valid_to IS NULL AND new.valid_to IS NOT NULL") if updates else sql.SQL("true")
    query = sql.SQL(
        "SELECT count(*) FILTER (WHERE old.{key} IS NULL),"
        " count(*) FILTER (WHERE old.{key} IS NOT NULL AND {old} IS DISTINCT FROM {new} AND {closable}),"
        " count(*) FILTER (WHERE old.{key} IS NOT NULL AND {old} IS NOT DISTINCT FROM {new}),"
        " count(*), (SELECT count(*) FROM {table})"
        " FROM incoming new LEFT JOIN {table} old ON old.{key} = new.{key}"
    ).format(key=sql.Identifier(key), old=old, new=new, closable=closable, table=sql.Identifier(table))
    cursor.execute(query.as_string())
    added, changed, same, total, present = cursor.fetchone()
    kept = total - added - changed - same
    return TableChange(table, added, changed, same, kept, present - (total - added))


def _write(
    cursor: Any,
    model: type[models.Model],
    table: str,
    key: str,
    compared: list[str],
    updates: Sequence[str] | None,
) -> None:
    if updates:
        close = sql.SQL(
            "UPDATE {table} old SET valid_to = new.valid_to FROM incoming new"
            " WHERE old.{key} = new.{key} AND old.valid_to IS NULL AND new.valid_to IS NOT NULL"
        ).format(table=sql.Identifier(table), key=sql.Identifier(key))
        cursor.execute(close.as_string())
        on_conflict = sql.SQL("DO NOTHING")
    else:
        sets = sql.SQL(", ").join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(column)) for column in compared
        )
        on_conflict = sql.SQL("({key}) DO UPDATE SET {sets} WHERE {old} IS DISTINCT FROM {new}").format(
            key=sql.Identifier(key), sets=sets, old=_tuple(table, compared), new=_tuple("excluded", compared)
        )
    born = [field.column for field in model._meta.concrete_fields if field.attname == "created_at"]
    insert = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {chosen}{now} FROM incoming new WHERE NOT EXISTS"
        " (SELECT FROM {table} old WHERE old.{key} = new.{key} AND {old} IS NOT DISTINCT FROM {new})"
        " ON CONFLICT {conflict}"
    ).format(
        table=sql.Identifier(table),
        columns=_list(key, *compared, *born),
        chosen=_list(key, *compared),
        now=sql.SQL(", {}").format(sql.Literal(timezone.now())) if born else sql.SQL(""),
        conflict=on_conflict,
        key=sql.Identifier(key),
        old=_tuple("old", compared),
        new=_tuple("new", compared),
    )
    cursor.execute(insert.as_string())


def _list(*columns: str) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _tuple(table: str, columns: Sequence[str]) -> sql.Composed:
    return sql.SQL("({})").format(sql.SQL(", ").join(sql.Identifier(table, column) for column in columns))
