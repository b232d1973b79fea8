from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.forms import OccupationField
from jalur.foundation.competencies.models import Occupation
from jalur.journey.forecasts import rules
from jalur.journey.forecasts.models import Forecast
from jalur.kit import dates, formats
from jalur.kit.forms import ModelForm


class MonthField(forms.TypedChoiceField):
    """A month of the next three years, or the one that stands there; gives its first day, or its last."""

    def __init__(self, *, is_end: bool = False, **options: Any) -> None:
        self.is_end = is_end
        super().__init__(coerce=self.day_of, empty_value=None, **options)

    def to_python(self, value: Any) -> str:
        """A program that changes something else sends back the day that stands."""
        return str(super().to_python(value))[:7]

    def day_of(self, value: str) -> date:
        day = date.fromisoformat(f"{value}-01")
        return rules.month_ends(day) if self.is_end else day

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value

    def offer(self, today: date, standing: date | None) -> None:
        months = rules.months_ahead(today, 36)
        if standing is not None and standing < months[0]:
            months.insert(0, rules.month_begins(standing))
        self.choices = [("", _("choose")), *((f"{day:%Y-%m}", formats.month(day)) for day in months)]


class ForecastForm(ModelForm):
    begins = MonthField(label=capfirst(Forecast._meta.get_field("begins").verbose_name))
    ends = MonthField(label=capfirst(Forecast._meta.get_field("ends").verbose_name), is_end=True)

    class Meta(ModelForm.Meta):
        model = Forecast
        fields = ("destination", "occupation", "people", "begins", "ends", "sureness", "ground")
        field_classes = {"occupation": partial(OccupationField, model=Occupation)}
        widgets = {"ground": forms.Textarea(attrs={"rows": 3})}

    about = {"sureness": "forecast#sure", "begins": "forecast#months"}

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        today = dates.today()
        for name in ("begins", "ends"):
            self.fields[name].offer(today, getattr(self.instance, name))
        if actor.country:
            del self.fields["destination"]
            self.instance.destination_id = actor.country
        else:
            self.fields["destination"].queryset = self.fields["destination"].queryset.by_name()
