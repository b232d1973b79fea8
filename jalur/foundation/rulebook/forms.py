from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.forms import OccupationField
from jalur.foundation.competencies.models import Route
from jalur.foundation.geography.forms import CountryField
from jalur.foundation.rulebook.models import DestinationRule, EmployerType, Extent, LegalSource
from jalur.kit import dates
from jalur.kit.forms import DayField, TextField


class QuestionForm(forms.Form):
    """One question to the rulebook in plain words."""

    country = CountryField(
        label=_("Country"),
    )
    occupation = OccupationField(
        label=_("Work"),
    )
    employer_type = forms.ChoiceField(
        label=_("Employer type"), choices=EmployerType.choices, widget=forms.RadioSelect
    )
    route = forms.ChoiceField(label=_("Placement route"), choices=Route.choices)
    matter = forms.ChoiceField(
        label=_("It is about"),
        choices=[
            (Extent.NEW_ORDERS, _("a new order")),
            (Extent.UNDERWAY, _("an order or a person already on the way")),
            (Extent.EXTENSIONS, _("the extension of a contract")),
        ],
        required=False,
    )
    on = DayField(label=_("On which day"))


def question_start() -> dict[str, Any]:
    """The question the page opens with: the one most often asked."""
    return {
        "country": "SA",
        "occupation": "9111",
        "employer_type": EmployerType.INDIVIDUAL,
        "route": Route.P_TO_P,
        "on": dates.today(),
    }


class RuleForm(forms.Form):
    """A new destination rule. An empty field means all of them."""

    country = CountryField(
        label=_("Country"),
        help_text=_("Leave empty for a rule about every destination."),
        required=False,
    )
    occupation = OccupationField(
        label=_("Occupation (ISCO-08)"),
        help_text=_("Leave empty for every occupation."),
        required=False,
    )
    employer_type = forms.ChoiceField(
        label=_("Employer"), choices=[("", _("every employer")), *EmployerType.choices], required=False
    )
    route = forms.ChoiceField(
        label=_("Placement route"), choices=[("", _("every route")), *Route.choices], required=False
    )
    status = forms.ChoiceField(
        label=_("From that day it is"), choices=DestinationRule.Status.choices, widget=forms.RadioSelect
    )
    extent = forms.ChoiceField(
        label=_("A pause or a ban stops"),
        choices=Extent.choices,
        initial=Extent.UNDERWAY,
        help_text=_("Of what is open it says nothing."),
        required=False,
    )
    valid_from = DayField(
        label=_("First day in force"),
        help_text=_("An open rule about the same question ends on this day and stays readable."),
    )
    legal_source = forms.ModelChoiceField(
        label=_("Legal source"),
        queryset=LegalSource.objects.order_by("kind", "title"),
        required=False,
        label_suffix=_("this or the address"),
        empty_label=_("none"),
    )
    source = TextField(
        label=_("Source"),
        help_text=_("What the rule is based on, in a sentence: the law and the article."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source_url = forms.URLField(
        label=_("Address of the source"),
        required=False,
        label_suffix=_("this or the legal source"),
        assume_scheme="https",
        max_length=500,
    )
    ends_narrower = forms.BooleanField(
        label=_("It also ends narrower rules, which would otherwise decide before it"),
        required=False,
    )
    verified = forms.BooleanField(label=_("I have read the source and it says this"), required=False)

    def values(self) -> dict[str, Any]:
        """What `services.adopt_destination_rule` takes."""
        data = dict(self.cleaned_data)
        del data["ends_narrower"]
        country, occupation = data.pop("country"), data.pop("occupation")
        data["extent"] = data["extent"] or Extent.UNDERWAY
        return {**data, "country_id": country or None, "occupation_id": occupation or None}
