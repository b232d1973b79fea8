from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies.forms import OccupationField, competency_groups
from jalur.foundation.competencies.models import Education, Occupation
from jalur.foundation.files.forms import FileField
from jalur.foundation.people.models import Sex
from jalur.foundation.rulebook import queries as rulebook
from jalur.foundation.rulebook.queries import Least
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.employers.forms import EmployerField
from jalur.journey.job_orders import guards, queries, words
from jalur.journey.job_orders.models import TERMS, JobOrder, OrderCheck, Payer
from jalur.journey.job_orders.services import Cost, Seen
from jalur.kit import dates
from jalur.kit.components import Row
from jalur.kit.dates import completed_years
from jalur.kit.forms import AsksBack, DayField, ModelForm, MoneyField, NumberField, TextField
from jalur.kit.grouped import GroupedBoxesField
from jalur.kit.reading import PAST, SOON, has_rupiah


class ReachForm(forms.Form):
    """Who somebody is as far as an order asks, and what she can. Nothing of it is kept."""

    age = NumberField(label=gettext_lazy("Your age"), min_value=10, max_value=99)
    sex = forms.ChoiceField(label=gettext_lazy("You are"), choices=Sex.choices, widget=forms.RadioSelect)
    education = forms.TypedChoiceField(
        label=gettext_lazy("Schooling finished"),
        choices=Education.choices,
        coerce=int,
        initial=Education.SENIOR,
    )
    held = GroupedBoxesField(
        label=gettext_lazy("What can you do already?"),
        help_text=gettext_lazy("Tick what you have learned or can show; leave out what you do not know."),
        required=False,
    )

    def __init__(self, *given: Any, on: date, candidate: Candidate | None = None, **options: Any) -> None:
        if candidate is not None:
            options["initial"] = {
                "age": completed_years(candidate.person.birth_date, on),
                "sex": candidate.person.sex,
                "education": candidate.education,
                "held": candidates.counting_codes(candidate, on),
            }
        super().__init__(*given, **options)
        self.fields["held"].choices = competency_groups(among=queries.worth_ticking(on))


class StartForm(ModelForm):
    """What decides the law of an order."""

    class Meta(ModelForm.Meta):
        model = JobOrder
        fields = ("employer", "route", "occupation")
        field_classes = {
            "employer": EmployerField,
            "occupation": partial(OccupationField, model=Occupation),
        }

    about = {"employer": "order#similar"}

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["employer"].look_for(actor)


class OrderForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = JobOrder
        fields = (
            "title",
            "reference",
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

    about = {"ready_by": "order#ready-by", "monthly_pay": "order#pay"}

    def __init__(self, *given: Any, actor: Actor, least: Least, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["requirements"].choices = competency_groups(least.requirements)
        for name in {"company", "partner"} & self.fields.keys():
            self.fields[name].queryset = self.fields[name].queryset.order_by("name", "pk")
        there = Q(country=self.instance.employer.country_id) | Q(pk=self.instance.partner_id)
        self.fields["partner"].queryset = self.fields["partner"].queryset.filter(there)
        if actor.role == Role.COMPANY_OFFICER and "company" in self.fields:
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
        if currency != "IDR" and has_rupiah(self["monthly_pay"].data or ""):
            sentence = _(
                "The amount is in rupiah, the currency is %(currency)s. Write the pay in %(currency)s."
            )
            self.add_error("monthly_pay", sentence % {"currency": currency})
            return values
        for name, sentence in guards.doubts_about_pay(
            self.instance.employer.country, pay, currency, dates.today()
        ):
            self.question(name, sentence)
        return values


class Group(NamedTuple):
    """Boxes of one thing below a heading, and what is known of it."""

    title: str
    hint: str
    rows: list[Row]
    boxes: list[forms.BoundField]


def with_the_rest(form: forms.BaseForm, groups: list[Group]) -> list[Group]:
    """The groups, then the boxes that are in none of them."""
    grouped = {box.name for group in groups for box in group.boxes}
    return [*groups, Group("", "", [], [box for box in form if box.name not in grouped])]


class TermsForm(ModelForm):
    """Working conditions, and for each thing that can cost something who pays it and about how much: payer_1, amount_1 of the first."""

    class Meta(ModelForm.Meta):
        model = JobOrder
        fields = TERMS
        field_classes = {
            name: partial(MoneyField, currency="") for name in ("allowance", "overtime_pay", "deductions")
        }

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.items = queries.cost_items()
        self.uncharged = rulebook.uncharged(self.instance.occupation_id, dates.today())
        standing = {cost.item_id: cost for cost in queries.costs_of(self.instance)}
        for at, item in self.items.items():
            cost = standing.get(item.code)
            self.fields[f"payer_{at}"] = forms.ChoiceField(
                label=_("Who pays"),
                choices=[("", _("not said")), *Payer.choices],
                required=False,
                initial=cost.payer if cost else "",
            )
            self.fields[f"amount_{at}"] = MoneyField(
                label=_("About how much (Rp)"), required=False, initial=cost.amount if cost else None
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for at, item in self.items.items():
            payer, amount = values.get(f"payer_{at}"), values.get(f"amount_{at}")
            if amount is not None and not payer:
                self.add_error(f"amount_{at}", _("Say who pays it."))
            rule = self.uncharged.get(item.code)
            if payer != Payer.WORKER or rule is None:
                continue
            if rule.verified:
                self.add_error(f"payer_{at}", ValidationError(guards.charged_words(rule), code="charged"))
            else:
                self.question(f"payer_{at}", guards.charged_words(rule))
        return values

    @property
    def beside(self) -> dict[str, Any]:
        values = self.cleaned_data
        costs = [
            Cost(item.code, values[f"payer_{at}"], values[f"amount_{at}"])
            for at, item in self.items.items()
            if values[f"payer_{at}"]
        ]
        return {"costs": costs}

    @property
    def groups(self) -> list[Group]:
        """The conditions, then a box for each thing that can cost something."""
        hints = {code: guards.charged_words(rule) for code, rule in self.uncharged.items()}
        groups = [Group(_("Working conditions"), "", [], [self[name] for name in TERMS])]
        for at, item in self.items.items():
            boxes = [self[f"payer_{at}"], self[f"amount_{at}"]]
            groups.append(Group(str(item), hints.get(item.code, ""), [], boxes))
        return with_the_rest(self, groups)


class AmendForm(OrderForm, TermsForm):
    """Everything of an open order that may change, and why; whose order it is and what decides its law stays."""

    why = TextField(
        label=gettext_lazy("Why is it changed?"),
        help_text=gettext_lazy("The attaché reads it. Name nobody."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta(OrderForm.Meta):
        fields = tuple(
            dict.fromkeys((*(name for name in OrderForm.Meta.fields if name != "company"), *TERMS))
        )
        field_classes = {**OrderForm.Meta.field_classes, **TermsForm.Meta.field_classes}

    about = {**OrderForm.about, "why": "order#versions"}

    @property
    def beside(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {**super().beside, "requirements": values["requirements"], "why": values["why"]}

    @property
    def groups(self) -> list[Group]:
        """The order itself, then conditions and costs, then why."""
        own = [self[name] for name in OrderForm.Meta.fields if name in self.fields]
        conditions, *costs, rest = super().groups
        kept = {box.name for box in own}
        rest = rest._replace(boxes=[box for box in rest.boxes if box.name not in kept])
        return [Group(_("The order"), "", [], own), conditions, *costs, rest]


class PapersForm(forms.Form):
    """The demand letter and what goes with it; either may follow later."""

    letter = FileField(label=gettext_lazy("The employer's demand letter"), required=False)
    paper = FileField(label=gettext_lazy("Another paper, for example the draft contract"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            raise ValidationError(_("Choose a file first."), code="required")
        return values


class AsksAboutPay(AsksBack, forms.Form):
    """A form about an order, below which its pay is asked back about."""

    def __init__(self, *given: Any, order: JobOrder, **options: Any) -> None:
        super().__init__(*given, **options)
        self.order = order

    def ask_about_pay(self) -> None:
        order = self.order
        for _name, sentence in guards.doubts_about_pay(
            order.destination, order.monthly_pay, order.pay_currency, dates.today()
        ):
            self.question(None, sentence, yes=_("I have checked the pay; it is right"))


class SubmitForm(AsksAboutPay):
    """Nothing is asked when an order is sent, but for a pay that is unlikely."""

    def clean(self) -> dict[str, Any]:
        self.ask_about_pay()
        return {}


class ChecksForm(AsksAboutPay):
    """What was seen of an order: a paper with its day for each thing asked, a picture of it where there is one.

    opens: the order opens with it, so its pay is asked back about.
    """

    def __init__(self, *given: Any, order: JobOrder, opens: bool, **options: Any) -> None:
        super().__init__(*given, order=order, **options)
        self.opens = opens
        self.duties = queries.checks_asked(order, dates.today())
        standing = {check.kind: check for check in order.checks.all()}
        for duty in self.duties:
            check, about = standing.get(duty.kind), {"what": capfirst(duty.get_kind_display())}
            self.fields[f"{duty.kind}_paper"] = TextField(
                label=_("%(what)s: name or number of the paper seen") % about,
                max_length=OrderCheck._meta.get_field("paper").max_length,
                required=opens,
                label_suffix=_("needed with its day"),
                initial=check.paper if check else "",
            )
            self.fields[f"{duty.kind}_date"] = DayField(
                label=_("%(what)s: day of the paper") % about,
                span=PAST,
                required=opens,
                label_suffix=_("needed with the paper"),
                initial=check.paper_date if check else None,
            )
            self.fields[f"{duty.kind}_file"] = FileField(
                label=_("%(what)s: photo or PDF of the paper") % about, required=False
            )

    def clean(self) -> dict[str, Any]:
        """`checks`, as the service takes them: what was left empty has not been seen yet."""
        values, checks, missing = super().clean() or {}, [], []
        for duty in self.duties:
            names = [f"{duty.kind}_{part}" for part in ("paper", "date", "file")]
            paper, day, file = (values.get(name) for name in names)
            if paper and day:
                checks.append(Seen(duty.kind, paper, day, file))
                continue
            missing.append(duty)
            for name in names[:2] if paper or day or file else ():
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, forms.Field.default_error_messages["required"])
        if self.opens:
            if missing:
                self.add_error(None, guards.unseen(missing))
            self.ask_about_pay()
        return {"checks": checks}

    @property
    def groups(self) -> list[Group]:
        """Boxes by check, then those of none."""
        groups = [
            Group(
                str(duty.get_kind_display()),
                words.CHECK_HINTS[duty.kind],
                words.check_rows(self.order, duty.kind),
                [self[f"{duty.kind}_{part}"] for part in ("paper", "date", "file")],
            )
            for duty in self.duties
        ]
        return with_the_rest(self, groups)
