"""Long lists in pieces: after the last key of the page before, never by counting, so that nothing is given twice or left out."""

import base64
from binascii import Error
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from jalur.kit.refusals import refusal

MOST, USUAL = 200, 50
T = TypeVar("T", bound=Schema)


class Page(Schema, Generic[T]):
    """Some rows of a list, in the order of their keys. `next` goes into the parameter `cursor`; null on the last page."""

    items: list[T]
    next: str | None


class PageQuery(Schema):
    limit: int = Field(USUAL, ge=1, le=MOST, description="Rows of a page.")
    cursor: str = Field("", max_length=200, description="`next` of the page before; empty for the first.")


P = TypeVar("P", bound=Page[Any])


def page_of(
    into: type[P],
    rows: QuerySet[Any],
    query: PageQuery,
    show: Callable[[list[Any]], Iterable[Schema]],
    *,
    key: str = "pk",
) -> P:
    """A page of the rows, which `show` turns into what programs read, all of them at once.

    key: a column with one value a row. Rows that are there during the whole walk come exactly once, whatever is written meanwhile.
    Their keys are found first, and only these rows joined and annotated, as on the screens (kit.lists, by_key).
    """
    found = rows.order_by(key)
    if query.cursor:
        found = found.filter(**{f"{key}__gt": _after(rows, key, query.cursor)})
    keys = list(found.values_list(key, flat=True)[: query.limit + 1])
    shown = keys[: query.limit]
    items = list(rows.filter(**{f"{key}__in": shown}).order_by(key)) if shown else []
    is_last = len(keys) <= query.limit
    return into(items=list(show(items)), next=None if is_last else cursor_of(rows, shown[-1]))


def cursor_of(rows: QuerySet[Any], key: object) -> str:
    """A place in a list of this table, as an address carries it."""
    text = f"{rows.model._meta.label_lower} {key}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _after(rows: QuerySet[Any], key: str, cursor: str) -> Any:
    meta = rows.model._meta
    field = meta.pk if key == "pk" else meta.get_field(key)
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        table, _space, place = text.partition(" ")
        if "\x00" in text or table != meta.label_lower:
            raise ValueError
        return field.to_python(place)
    except (Error, ValueError, ValidationError) as failure:
        raise refusal("cursor", "cursor", _("This is no place in this list.")) from failure
