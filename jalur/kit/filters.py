"""Filters of lists as every room writes them: "all" is the first choice, days are picked from the device's calendar."""

from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _


class FilterSet(django_filters.FilterSet):
    """Base of every list's filters: only those that are declared."""


class ChoiceFilter(django_filters.ChoiceFilter):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"empty_label": _("all"), **options})


class ModelFilter(django_filters.ModelChoiceFilter):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"empty_label": _("all"), **options})


class LeftFilter(ChoiceFilter):
    """Whether any of so many places are left; of, taken: the columns that count them."""

    def __init__(self, *, of: str, taken: str, **options: Any) -> None:
        self.of, self.taken = of, taken
        super().__init__(choices=[("yes", _("some left")), ("no", _("all taken"))], **options)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        return qs.filter(**{f"{self.of}__gt" if value == "yes" else self.of: F(self.taken)})


class DayFilter(django_filters.DateFilter):
    """From (`since=True`) or until a day, that day included."""

    def __init__(self, *, since: bool, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"})
        super().__init__(**{"lookup_expr": "gte" if since else "lte", "widget": widget, **options})
