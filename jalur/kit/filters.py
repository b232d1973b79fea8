"""Filters of lists as every room writes them: "all" is the first choice, days are picked from the device's calendar."""

from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.kit.forms import DayField, TextField


class FilterSet(django_filters.FilterSet):
    """Base of every list's filters: only those that are declared."""


Case = tuple[Any, Callable[[Any], QuerySet[Any]]]
"""Words of a choice, and what it finds among the rows of a list."""


class ChoiceFilter(django_filters.ChoiceFilter):
    """One of the values of a field (choices), or a case that says itself what it finds (cases: value → Case)."""

    def __init__(self, *, cases: Mapping[str, Case] | None = None, **options: Any) -> None:
        self.cases = cases or {}
        if self.cases:
            named = [(value, words) for value, (words, _find) in self.cases.items()]
            options["choices"] = [*named, *options.get("choices", ())]
        super().__init__(**{"empty_label": _("all"), **options})

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return self.cases[value][1](rows) if value in self.cases else super().filter(rows, value)


class ModelFilter(django_filters.ModelChoiceFilter):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"empty_label": _("all"), **options})


class LeftFilter(ChoiceFilter):
    """Whether any of so many places are left; of: the column that counts them, gone: those that are not left."""

    def __init__(self, *, of: str, gone: Combinable, **options: Any) -> None:
        cases: dict[str, Case] = {
            "yes": (_("some left"), lambda rows: rows.filter(**{f"{of}__gt": gone})),
            "no": (_("all taken"), lambda rows: rows.filter(**{of: gone})),
        }
        super().__init__(cases=cases, **options)


class TextFilter(django_filters.CharFilter):
    """Words typed, read as in forms. words: what a value that is no word, as a code, is called to this reader."""

    field_class = TextField

    def __init__(self, *, words: Callable[[HttpRequest, str], str] | None = None, **options: Any) -> None:
        self.words = words
        super().__init__(**options)


class DayFilter(django_filters.DateFilter):
    """From (`since=True`) or until a day, that day included; read as in forms."""

    field_class = DayField

    def __init__(self, *, since: bool, **options: Any) -> None:
        super().__init__(**{"lookup_expr": "gte" if since else "lte", **options})
