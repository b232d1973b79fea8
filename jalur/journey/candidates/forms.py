"""What people type about candidates, read and checked field by field."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.forms import CompetencyField, OccupationField
from jalur.foundation.competencies.models import DestinationStandard, Education
from jalur.foundation.geography.models import Country
from jalur.foundation.people.forms import PersonForm
from jalur.journey.candidates.models import Candidate, Evidence
from jalur.kit.forms import DayField

OCCUPATION_BOXES = 3


def destination_choices() -> list[tuple[str, str]]:
    """The countries that have a destination standard, by name: those a plan can lead to."""
    standards = DestinationStandard.objects.filter(country=OuterRef("pk"))
    return sorted(
        ((one.code, one.name) for one in Country.objects.filter(Exists(standards)).order_by("code")),
        key=lambda choice: choice[1],
    )


class CandidateFields(forms.Form):
    education = forms.TypedChoiceField(
        label=_("Highest level of school completed"), choices=[("", "–"), *Education.choices], coerce=int
    )
    available_from = DayField(label=_("Can start from"), help_text=_("The first day free for a class."))


class WishForm(forms.Form):
    destinations = forms.MultipleChoiceField(
        label=_("Where to"),
        help_text=_("Tick nothing if any destination is fine."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    occupation_1 = OccupationField(
        label=_("As what"),
        help_text=_("An occupation, by a few letters or its code. Leave empty if anything is fine."),
        required=False,
    )
    occupation_2 = OccupationField(
        label=_("Or as"),
        required=False,
    )
    occupation_3 = OccupationField(
        label=_("Or as"),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["destinations"].choices = destination_choices()

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if self.occupations() and not typed.get("destinations"):
            self.add_error("destinations", _("Tick at least one destination for the occupation you chose."))
        return typed

    def occupations(self) -> list[str]:
        boxes = [self.cleaned_data.get(f"occupation_{box}") for box in range(1, OCCUPATION_BOXES + 1)]
        return list(dict.fromkeys(code for code in boxes if code))

    def wishes(self) -> list[tuple[str, str | None]]:
        """Each destination with each occupation; a destination alone where no occupation is chosen."""
        wanted: list[str | None] = [*self.occupations()] or [None]
        return [
            (country, occupation) for country in self.cleaned_data["destinations"] for occupation in wanted
        ]

    @staticmethod
    def initial_of(candidate: Candidate) -> dict[str, Any]:
        wishes = list(candidate.wishes.order_by("country_id", "occupation_id"))
        occupations = dict.fromkeys(wish.occupation_id for wish in wishes if wish.occupation_id)
        boxes = {
            f"occupation_{box}": code for box, code in enumerate(list(occupations)[:OCCUPATION_BOXES], 1)
        }
        return {"destinations": list(dict.fromkeys(wish.country_id for wish in wishes)), **boxes}


class CandidateForm(CandidateFields):
    """What opens the candidate file of a person who stands already."""

    destinations = forms.MultipleChoiceField(
        label=_("Where to"),
        help_text=_("Tick nothing if any destination is fine. More about wishes can follow later."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["destinations"].choices = destination_choices()

    def facts(self) -> dict[str, Any]:
        """What `services.register_candidate` takes."""
        typed = dict(self.cleaned_data)
        return {"wishes": [(country, None) for country in typed.pop("destinations")], **typed}


class RegisterForm(CandidateForm, PersonForm):
    """Person and candidate in one form."""

    field_order = [
        "name",
        "national_id",
        "birth_date",
        "sex",
        "residence",
        "phone",
        "education",
        "available_from",
    ]


class SkillsForm(CandidateFields):
    """Schooling and the day of starting of a file that stands."""


class HeldForm(forms.Form):
    competency = CompetencyField(
        label=_("Skill, language level, soft skill or culture module"),
        help_text=_("Type a few letters, for example “las” or “N4”, and choose."),
    )
    evidence = forms.ChoiceField(label=_("Evidence"), choices=Evidence.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Issuer and number"),
        help_text=_("For example “LSP Las, 123/2025”. Nothing about health or family."),
        required=False,
        max_length=200,
    )
    obtained_on = DayField(label=_("Obtained on"), required=False)
    expires_on = DayField(
        label=_("Expires on"), help_text=_("The first day it is no longer valid."), required=False
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("XLSX or CSV with the columns of the template, at most 5,000 people."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )
