"""How a day of assessment is planned, and looked back on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.journey.certification.models import TESTED, Plan, Review, Unit
from jalur.kit.forms import ModelForm


class PlanForm(ModelForm):
    """FR.MAPA.01 and 02: approach, adjustments, and the evidence for each unit; soft skill and culture are observed anyway."""

    class Meta(ModelForm.Meta):
        model = Plan
        fields = ("approach", "adjustments")
        widgets = dict.fromkeys(fields, forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *given: Any, units: Sequence[Unit], **options: Any) -> None:
        super().__init__(*given, **options)
        self.units = [unit for unit in units if not unit.is_observed]
        for unit in self.units:
            self.fields[f"tools_{unit.position}"] = forms.MultipleChoiceField(
                label=_("Evidence for “%(unit)s”") % {"unit": unit},
                choices=TESTED,
                widget=forms.CheckboxSelectMultiple,
                initial=self.instance.tools.get(str(unit.pk), []),
                error_messages={"required": _("Choose at least one kind of evidence for each unit.")},
            )

    def tools(self) -> dict[str, list[str]]:
        return {str(unit.pk): self.cleaned_data[f"tools_{unit.position}"] for unit in self.units}


class ReviewDayForm(ModelForm):
    """FR.AK.06."""

    class Meta(ModelForm.Meta):
        model = Review
        fields = (*Review.STAGES, "recommendation")
        widgets = dict.fromkeys(fields, forms.Textarea(attrs={"rows": 2}))
