"""The filters in force on a list, in words: what a reader sees of them and lifts with one tap."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import QuerySet

from jalur.kit.forms import in_words

ALL = "all"
LONGEST = 80  # signs of what somebody typed; the box beside it holds all of them


@dataclass(frozen=True)
class Chip:
    """A filter in force, in words, and the name to take away to lift it.

    `lifted`: what to put there instead; `stands`: on because the list opens with it.
    """

    label: str
    value: str
    remove: str
    lifted: str | None = None
    stands: bool = False


def chips_of(chosen: django_filters.FilterSet) -> list[Chip]:
    """One for each filter that narrows the list; values that no filter understands narrow nothing."""
    form = chosen.form
    form.is_valid()
    narrowing = {name: value for name, value in form.cleaned_data.items() if not _is_nothing(value)}
    return [_chip(chosen, name, value) for name, value in narrowing.items()]


def faults_of(chosen: django_filters.FilterSet) -> list[str]:
    """The names of filters whose values were not understood and narrow nothing."""
    return [str(chosen.form.fields[name].label) for name in chosen.form.errors]


def _chip(chosen: django_filters.FilterSet, name: str, value: Any) -> Chip:
    field = chosen.form.fields[name]
    standing = getattr(field, "standing", None)
    words = getattr(chosen.filters[name], "words", None)
    return Chip(
        str(field.label or name),
        _short(words(chosen.request, value) if words else in_words(field, value, "short")),
        name,
        lifted=ALL if standing else None,
        stands=value == standing,
    )


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", [], ()) or (isinstance(value, QuerySet) and not value)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
