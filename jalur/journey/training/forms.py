from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.competencies.forms import competency_groups
from jalur.foundation.competencies.models import SCHOOLING
from jalur.foundation.geography import queries as geography
from jalur.foundation.geography.models import Level, Place
from jalur.foundation.organisations.models import Organisation
from jalur.journey.training.models import EnrolmentState, Intake, Programme, Reach
from jalur.journey.training.rights import Right
from jalur.journey.training.services import IntakeDetails, ProgrammeDetails
from jalur.kit.forms import DayField, LookupField, MoneyField
from jalur.kit.grouped import GroupedBoxesField


def search_regencies(text: str) -> list[tuple[str, str]]:
    """(code, name) of regencies and cities that fit the text."""
    return geography.search_places(text, level=Level.REGENCY)


class ProgrammeForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Name of the programme"), max_length=200)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Short and unique, for example LAS-KR-01."),
        max_length=40,
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Training hours (JP)"), min_value=1, max_value=5000, required=False
    )
    min_age = forms.IntegerField(
        label=gettext_lazy("Minimum age (years)"), min_value=15, max_value=99, required=False
    )
    max_age = forms.IntegerField(
        label=gettext_lazy("Maximum age (years)"), min_value=15, max_value=99, required=False
    )
    min_education = forms.TypedChoiceField(
        label=gettext_lazy("Minimum schooling"),
        choices=SCHOOLING,
        coerce=int,
        empty_value=None,
        required=False,
    )
    teaches = GroupedBoxesField(label=gettext_lazy("What the programme teaches"))
    prerequisites = GroupedBoxesField(
        label=gettext_lazy("What people must hold first"),
        help_text=gettext_lazy("Already held, or taught in an earlier class."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = competency_groups()
        self.fields["teaches"].choices = groups
        self.fields["prerequisites"].choices = groups

    def details(self, provider: Organisation) -> ProgrammeDetails:
        """What was typed, as the service takes it."""
        return ProgrammeDetails(provider=provider, **self.cleaned_data)


class ClassForm(forms.Form):
    programme = forms.ModelChoiceField(
        label=gettext_lazy("Programme"),
        queryset=Programme.objects.none(),
        empty_label=gettext_lazy("choose"),
    )
    place = LookupField(
        label=gettext_lazy("Regency or city"),
        help_text=gettext_lazy("Type a few letters and choose."),
        search=search_regencies,
        label_of=geography.place_label,
        url_name="training:place_options",
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("Who can come"), choices=Reach.choices, widget=forms.RadioSelect
    )
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=1000)
    starts = DayField(label=gettext_lazy("First day"))
    ends = DayField(label=gettext_lazy("Last day"))
    cost = MoneyField(label=gettext_lazy("Cost per seat"))
    pass_share = forms.IntegerField(
        label=gettext_lazy("How many in a hundred pass"),
        help_text=gettext_lazy("Judging by earlier classes of this programme."),
        min_value=1,
        max_value=100,
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        own = narrow(Programme.objects.filter(closed_on__isnull=True), actor, Right.EDIT_PROGRAMME)
        self.fields["programme"].queryset = own.order_by("title", "pk")

    def details(self) -> IntakeDetails:
        """What was typed, as the service takes it."""
        values = {**self.cleaned_data, "place": Place.objects.get(pk=self.cleaned_data["place"])}
        return IntakeDetails(pass_rate=Decimal(values.pop("pass_share")) / 100, **values)


class EnrolForm(forms.Form):
    candidate = forms.CharField(
        label=gettext_lazy("Candidate number"),
        help_text=gettext_lazy("As on the candidate's file, for example J-7F3K-92QX."),
        max_length=12,
    )

    def clean_candidate(self) -> str:
        number: str = self.cleaned_data["candidate"]
        return number.strip().upper()


class FinishForm(forms.Form):
    not_yet = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who is not yet competent?"),
        help_text=gettext_lazy("Tick only these. Everybody else has completed the class."),
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
        required=False,
    )

    def __init__(self, *args: Any, intake: Intake) -> None:
        super().__init__(*args)
        held = intake.enrolments.filter(state=EnrolmentState.ENROLLED).select_related("candidate__person")
        self.fields["not_yet"].choices = [
            (str(seat.pk), f"{seat.candidate.person.name} ({seat.candidate.number})")
            for seat in held.order_by("candidate__person__name", "pk")
        ]


def programme_values(programme: Programme) -> dict[str, Any]:
    """A programme as its form shows it."""
    fields = ("title", "code", "hours", "min_age", "max_age", "min_education")
    return {
        **{field: getattr(programme, field) for field in fields},
        "teaches": list(programme.teaches.values_list("code", flat=True)),
        "prerequisites": list(programme.prerequisites.values_list("code", flat=True)),
    }


def class_values(intake: Intake) -> dict[str, Any]:
    """A class as its form shows it."""
    fields = ("programme", "reach", "seats", "starts", "ends", "cost")
    return {
        **{field: getattr(intake, field) for field in fields},
        "place": intake.place_id,
        "pass_share": round(intake.pass_rate * 100),
    }
