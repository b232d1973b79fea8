from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.forms import competency_groups
from jalur.foundation.competencies.models import SCHOOLING, SEXES
from jalur.foundation.geography.models import Country
from jalur.foundation.organisations.models import Kind as OrganisationKind
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import EmployerType, Route
from jalur.foundation.rulebook.queries import Least
from jalur.journey.job_orders.models import Employer, JobOrder
from jalur.journey.job_orders.services import OrderDetails
from jalur.kit.forms import DayField, LookupField, MoneyField
from jalur.kit.grouped import GroupedBoxesField


class EmployerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the employer"), max_length=200)
    employer_type = forms.ChoiceField(
        label=gettext_lazy("Employer type"), choices=EmployerType.choices, widget=forms.RadioSelect
    )
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"), queryset=Country.objects.none(), empty_label=gettext_lazy("choose")
    )
    city = forms.CharField(label=gettext_lazy("City"), max_length=120, required=False)
    registration = forms.CharField(
        label=gettext_lazy("Registration number"),
        help_text=gettext_lazy("The number under which the employer is registered in its country."),
        max_length=80,
        required=False,
    )

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        found = Country.objects.order_by("name_id")
        self.fields["country"].queryset = found.filter(pk=actor.country) if actor.country else found


class StartForm(forms.Form):
    """What decides the law of an order: employer, route, occupation."""

    employer = forms.ModelChoiceField(
        label=gettext_lazy("Employer"), queryset=Employer.objects.none(), empty_label=gettext_lazy("choose")
    )
    route = forms.ChoiceField(label=gettext_lazy("Route"), choices=Route.choices)
    occupation = LookupField(
        label=gettext_lazy("Occupation (ISCO-08)"),
        help_text=gettext_lazy("Type a few letters, for example “las” or “7212”, and choose."),
        search=competencies.search_occupations,
        label_of=competencies.occupation_label,
        url_name="job_orders:occupation_options",
    )

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        found = (
            Employer.objects.visible_to(actor).select_related("country").order_by("country__name_id", "name")
        )
        self.fields["employer"].queryset = found
        self.fields["employer"].label_from_instance = lambda one: f"{one.country}: {one.name}"


class OrderForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Position, as the employer calls it"), max_length=160)
    company = forms.ModelChoiceField(
        label=gettext_lazy("Placement company (P3MI)"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    partner = forms.ModelChoiceField(
        label=gettext_lazy("Partner agency abroad"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    openings = forms.IntegerField(label=gettext_lazy("How many people"), min_value=1, max_value=100_000)
    ready_by = DayField(
        label=gettext_lazy("People must be ready by"),
        help_text=gettext_lazy("On that day they hold everything the order asks for."),
    )
    monthly_pay = MoneyField(label=gettext_lazy("Monthly pay"), currency="", minimum=1)
    pay_currency = forms.CharField(
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("Three letters, for example KRW, JPY or HKD."),
        min_length=3,
        max_length=3,
        widget=forms.TextInput(attrs={"class": "short", "autocapitalize": "characters"}),
    )
    contract_months = forms.IntegerField(
        label=gettext_lazy("Length of the contract (months)"), min_value=1, max_value=120, required=False
    )
    min_age = forms.IntegerField(
        label=gettext_lazy("Minimum age (years)"), min_value=15, max_value=99, required=False
    )
    max_age = forms.IntegerField(
        label=gettext_lazy("Maximum age (years)"), min_value=15, max_value=99, required=False
    )
    sex = forms.ChoiceField(label=gettext_lazy("Who can apply"), choices=SEXES, required=False)
    min_education = forms.TypedChoiceField(
        label=gettext_lazy("Minimum schooling"),
        choices=SCHOOLING,
        coerce=int,
        empty_value=None,
        required=False,
    )
    requirements = GroupedBoxesField(
        label=gettext_lazy("Skills and languages required"),
        help_text=gettext_lazy(
            "What the destination requires is ticked already. You may ask for more, never for less."
        ),
        required=False,
    )

    def __init__(self, *given: Any, actor: Actor, least: Least, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["requirements"].choices = competency_groups(least.requirements)
        organisations = Organisation.objects.filter(closed_on__isnull=True).order_by("name", "pk")
        if actor.role == Role.COMPANY_OFFICER:
            del self.fields["company"]
        else:
            companies = organisations.filter(kind=OrganisationKind.PLACEMENT_COMPANY)
            self.fields["company"].queryset = companies
        self.fields["partner"].queryset = organisations.filter(kind=OrganisationKind.PARTNER_AGENCY)
        self.least = least
        for field, limit in (("min_age", least.min_age), ("max_age", least.max_age)):
            if limit is not None:
                self.fields[field].help_text = _("Law or destination: %(limit)s.") % {"limit": limit}

    def clean_pay_currency(self) -> str:
        code: str = self.cleaned_data["pay_currency"].upper()
        if not code.isalpha():
            raise forms.ValidationError(_("Write the currency in three letters, for example KRW."))
        return code

    def details(self, *, actor: Actor, employer: Employer, route: str, occupation_id: str) -> OrderDetails:
        """What was typed, as the service takes it; a company drafts for itself."""
        values = dict(self.cleaned_data)
        if "company" not in self.fields:
            values["company"] = Organisation.objects.filter(pk=actor.organisation_id).first()
        values["requirements"] = tuple(values["requirements"])
        return OrderDetails(employer=employer, route=route, occupation_id=occupation_id, **values)


def values_of(order: JobOrder) -> dict[str, Any]:
    """An order as the form shows it."""
    fields = ("title", "company", "partner", "openings", "ready_by", "monthly_pay", "pay_currency")
    limits = ("contract_months", "min_age", "max_age", "sex", "min_education")
    values: dict[str, Any] = {field: getattr(order, field) for field in (*fields, *limits)}
    values["requirements"] = list(order.requirements.values_list("code", flat=True))
    return values
