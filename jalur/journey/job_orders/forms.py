from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies.forms import OccupationField, competency_groups
from jalur.foundation.competencies.models import Occupation
from jalur.foundation.rulebook.queries import Least
from jalur.journey.job_orders import queries, rules
from jalur.journey.job_orders.models import Employer, JobOrder
from jalur.kit import formats
from jalur.kit.forms import DayField, LookupField, ModelForm, MoneyField, by_label
from jalur.kit.grouped import GroupedBoxesField
from jalur.kit.money import format_money
from jalur.kit.reading import SOON, has_rupiah


class EmployerForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Employer
        fields = ("name", "employer_type", "country", "city", "registration")

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        countries = self.fields["country"].queryset.by_name()
        self.fields["country"].queryset = countries.filter(pk=actor.country) if actor.country else countries


class EmployerField(LookupField):
    """An employer, found by typing; gives its row."""

    def __init__(self, **options: Any) -> None:
        hint = gettext_lazy(
            "Type a few letters of the name, country or city of one you have had an order from, and choose; of another the"
            " whole name or its registration number."
        )
        super().__init__(
            search=partial(queries.search_employers, Employer.objects.none()),
            label_of=partial(queries.employer_label, Employer.objects.none()),
            url_name="job_orders:employer_options",
            model=Employer,
            written=by_label,
            **{"help_text": hint, **options},
        )

    def look_for(self, actor: Actor) -> None:
        """Offers the actor's own; one that is called by its whole name or number, or by its key, may be anybody's."""
        countries = {"country": actor.country} if actor.country else {}
        self.search = partial(queries.choose_employer, actor)
        self.label_of = partial(queries.employer_label, Employer.objects.filter(**countries))


class StartForm(ModelForm):
    """What decides the law of an order."""

    class Meta(ModelForm.Meta):
        model = JobOrder
        fields = ("employer", "route", "occupation")
        field_classes = {
            "employer": EmployerField,
            "occupation": partial(OccupationField, model=Occupation),
        }

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["employer"].look_for(actor)


class OrderForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = JobOrder
        fields = (
            "title",
            "company",
            "partner",
            "openings",
            "ready_by",
            "monthly_pay",
            "pay_currency",
            "contract_months",
            "min_age",
            "max_age",
            "sex",
            "min_education",
            "requirements",
        )
        field_classes = {
            "ready_by": partial(DayField, span=SOON),
            "monthly_pay": partial(MoneyField, currency="", minimum=1),
            "requirements": GroupedBoxesField,
        }
        widgets = {"pay_currency": forms.TextInput(attrs={"class": "short", "autocapitalize": "characters"})}

    def __init__(self, *given: Any, actor: Actor, least: Least, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["requirements"].choices = competency_groups(least.requirements)
        for name in ("company", "partner"):
            self.fields[name].queryset = self.fields[name].queryset.order_by("name", "pk")
        if actor.role == Role.COMPANY_OFFICER:
            del self.fields["company"]
            self.instance.company_id = actor.organisation_id
        for name, limit in (("min_age", least.min_age), ("max_age", least.max_age)):
            if limit is not None:
                self.fields[name].help_text = _("Law or destination: %(limit)s.") % {"limit": limit}

    def clean_pay_currency(self) -> str:
        return str(self.cleaned_data["pay_currency"]).upper()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        pay, currency = values.get("monthly_pay"), values.get("pay_currency")
        if pay is None or not currency:
            return values
        country = self.instance.employer.country
        params = {"country": country.name, "at_home": country.currency, "currency": currency}
        usual = queries.usual_pay(currency)
        if currency != "IDR" and has_rupiah(self["monthly_pay"].data or ""):
            sentence = _(
                "The amount is in rupiah, the currency is %(currency)s. Write the pay in %(currency)s."
            )
            self.add_error("monthly_pay", sentence % params)
        elif rules.is_unlikely_currency(currency, country.currency):
            sentence = _("In %(country)s people are paid in %(at_home)s. Is %(currency)s right?")
            self.question("pay_currency", sentence % params)
        elif usual is not None and rules.is_unlikely_pay(pay, usual):
            params["usual"] = format_money(usual, currency, locale=formats.locale())
            sentence = _("Other orders pay about %(usual)s a month. Is this amount right?")
            self.question("monthly_pay", sentence % params)
        return values
