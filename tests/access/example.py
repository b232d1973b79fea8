"""How an address is opened and written to. The examples stand with the tests of their room: tests/<room>/examples.py."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pgtrigger
from django.db import models

Values = Mapping[str, Any] | Callable[[SimpleNamespace], Mapping[str, Any]]


@dataclass(frozen=True)
class Example:
    """What stands behind an address: the kind of thing whose facts decide reach ("" for nobody's), and its arguments."""

    kind: str
    values: Values

    def arguments(self, side: SimpleNamespace) -> dict[str, Any]:
        return filled(self.values, side)


@dataclass(frozen=True)
class Write:
    """What a member who may sends: `sends` on top of what the form on the page holds.

    query: what stands in the address · before: brings the side of the world into the state that the write needs · by: who
    writes, when it matters which of those who may · changes: whether a table changes.
    """

    sends: Values = field(default_factory=dict)
    query: Values = field(default_factory=dict)
    before: Callable[[SimpleNamespace, Any], object] = lambda side, member: None
    by: str = ""
    changes: bool = True


@dataclass(frozen=True)
class Call:
    """How a program calls an operation: what stands in its address, what it sends, and the rest as in `Example` and `Write`."""

    kind: str = ""
    path: Values = field(default_factory=dict)
    sends: Values = field(default_factory=dict)
    query: Values = field(default_factory=dict)
    before: Callable[[SimpleNamespace, Any], object] = lambda side, member: None
    by: str = ""
    changes: bool = True


def call(kind: str, sends: Values = MappingProxyType({}), /, **paths: Any) -> Call:
    """A call from the world: argument of the address -> dotted path on one of its sides. before, by, changes: as in `Write`."""
    options = {name: paths.pop(name) for name in ("before", "by", "changes") if name in paths}
    return Call(
        kind, lambda side: {name: follow(side, path) for name, path in paths.items()}, sends, **options
    )


def filled(values: Values, side: SimpleNamespace) -> dict[str, Any]:
    return dict(values(side) if callable(values) else values)


def about(kind: str, **paths: str) -> Example:
    """An example from the world: argument -> dotted path on one of its sides."""

    def values(side: SimpleNamespace) -> dict[str, Any]:
        return {name: follow(side, path) for name, path in paths.items()}

    return Example(kind, values)


def fixed(**arguments: Any) -> Example:
    return Example("", arguments)


def follow(side: SimpleNamespace, path: str) -> Any:
    value: Any = side
    for step in path.split("."):
        value = getattr(value, step)
    return value


def change(path: str, **values: Any) -> Callable[[SimpleNamespace, Any], object]:
    """A `before` that puts values into the row at `path`."""

    def put(side: SimpleNamespace, member: Any) -> None:
        row = follow(side, path)
        type(row)._default_manager.filter(pk=row.pk).update(**values)

    return put


def put_away(record: Any) -> None:
    """The record goes, with whatever would keep it: rows of any room that refer to it, also those the database keeps for good."""
    for relation in record._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            for row in relation.related_model._default_manager.filter(**{relation.field.name: record.pk}):
                put_away(row)
    keep = [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, pgtrigger.Protect) and isinstance(record, model)
    ]
    with pgtrigger.ignore(*keep) if keep else nullcontext():
        type(record)._default_manager.filter(pk=record.pk).delete()
