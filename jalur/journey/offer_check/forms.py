from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Country
from jalur.foundation.rulebook.models import CostItem, EmployerType
from jalur.journey.offer_check.rules import Claim
from jalur.kit import formats
from jalur.kit.forms import MoneyField, TextField
from jalur.kit.money import format_money


class OfferForm(forms.Form):
    """What somebody was told. Each box may stay empty; what is typed is looked up and not kept."""

    company = TextField(
        label=_("Company that wants to send you"),
        help_text=_("Its name or licence number, as on the poster or paper."),
        max_length=120,
        required=False,
    )
    order = TextField(
        label=_("Number of the job order"),
        help_text=_("Or the number of the permit to recruit (SIP2MI), as it is written on the paper."),
        max_length=80,
        required=False,
    )
    country = forms.ModelChoiceField(
        Country.objects.none(), label=_("Country"), empty_label=_("choose"), required=False
    )
    employer = TextField(label=_("Employer abroad"), max_length=200, required=False)
    employer_type = forms.ChoiceField(
        label=_("Who is the employer?"),
        choices=[
            ("", _("I do not know")),
            (EmployerType.LEGAL_ENTITY.value, _("a company, farm, ship, clinic or other firm")),
            (EmployerType.INDIVIDUAL.value, _("a family or household")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    items = forms.ModelMultipleChoiceField(
        CostItem.objects.none(),
        label=_("What are you asked to pay for?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    total = MoneyField(label=_("How much altogether (Rp)?"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["country"].queryset = Country.objects.by_name()
        self.fields["items"].queryset = CostItem.objects.order_by("position")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and self.claim().is_empty:
            raise ValidationError(_("Write at least one thing that you were told."), code="empty")
        return values

    def told(self) -> list[tuple[str, str]]:
        """What was written, with the words of each box, to be shown beside the answer."""
        said = dict(self.cleaned_data)
        kinds = dict(self.fields["employer_type"].choices)
        said["employer_type"] = kinds[said["employer_type"]] if said.get("employer_type") else ""
        said["items"] = ", ".join(str(item) for item in said.get("items") or ())
        if said.get("total") is not None:
            said["total"] = format_money(said["total"], locale=formats.locale())
        return [(str(self[name].label), str(said[name])) for name in self.fields if said.get(name)]

    def claim(self) -> Claim:
        said = self.cleaned_data
        country = said.get("country")
        return Claim(
            company=said.get("company", ""),
            order=said.get("order", ""),
            country=country.pk if country else "",
            employer=said.get("employer", ""),
            employer_type=said.get("employer_type", ""),
            items=tuple(item.pk for item in said.get("items") or ()),
            total=said.get("total"),
        )
