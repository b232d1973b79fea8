"""Bad habits fail in every test: what a fixture here watches, tests/house/test_habits.py plants."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest


class UndefinedVariable(str):
    """Stands for `string_if_invalid`: a template that prints a variable nobody gave it fails."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        raise LookupError(f"undefined template variable: {variable}")


class Unordered(AssertionError):
    """A piece was cut from rows in no order: which rows it holds is the database's whim."""


@pytest.fixture(autouse=True)
def undefined_template_variables_fail() -> None:
    """For each test: one that changes DEBUG or TEMPLATES has Django make its engines anew, without our guard."""
    from django.template import engines

    engines["django"].engine.string_if_invalid = UndefinedVariable("undefined")


@pytest.fixture(autouse=True, scope="session")
def pieces_come_from_ordered_rows() -> Iterator[None]:
    from django.db.models import QuerySet

    cut = QuerySet.__getitem__

    def guarded(rows: QuerySet, key: Any) -> Any:
        caller = sys._getframe(1).f_globals["__name__"]
        if caller.startswith("jalur.") and not rows.ordered:
            raise Unordered(f"{caller} cuts {rows.model.__name__} rows that have no order")
        return cut(rows, key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "__getitem__", guarded)
        yield


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """What a process keeps of the database belongs to the rows of another test."""
    from django.core.cache import caches

    caches["memory"].clear()
