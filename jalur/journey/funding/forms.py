from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.geography.filters import provinces, regencies_in_reach
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import OrganisationKind
from jalur.journey.funding import queries
from jalur.journey.funding.models import BudgetLine
from jalur.journey.training.models import Enrolment, Intake, Programme
from jalur.kit import dates, formats
from jalur.kit.forms import AsksBack, DayField, ModelForm, MoneyField, TextField
from jalur.kit.money import format_money
from jalur.kit.reading import SOON, read_number

MOST = 10**14
HERSELF = "herself"


class LineForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = BudgetLine
        fields = ("title", "number", "source", "year", "amount", "valid_from", "valid_to", "used_by")
        field_classes = {
            "amount": partial(MoneyField, minimum=1, maximum=MOST),
            "valid_from": partial(DayField, span=SOON),
            "valid_to": partial(DayField, span=SOON),
        }

    about = {"used_by": "budget-lines#used-by", "source": "budget-lines#source"}

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        centres = Organisation.objects.open_on(dates.today()).filter(
            kind__in=(OrganisationKind.TRAINING_PROVIDER, OrganisationKind.TRAINING_CENTRE)
        )
        self.fields["used_by"].queryset = centres.exclude(pk=actor.organisation_id).order_by("name", "pk")
        if self.instance._state.adding:
            year = dates.today().year
            self.fields["year"].initial = year
            self.fields["valid_from"].initial, self.fields["valid_to"].initial = (
                f"{year}-01-01",
                f"{year}-12-31",
            )


class ClassForm(forms.Form):
    """From which line all seats of a class without a payer are paid."""

    line = forms.ModelChoiceField(
        label=_("Budget line"), queryset=BudgetLine.objects.none(), empty_label=_("choose")
    )
    ground = TextField(
        label=_("On what ground"),
        help_text=_("For example the decree or the agreement."),
        max_length=200,
        required=False,
    )

    def __init__(self, *given: Any, actor: Actor, intake: Intake, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["line"].queryset = queries.usable_lines(actor, dates.today(), intake)
        self.fields["line"].label_from_instance = named


class SeatForm(AsksBack, forms.Form):
    """Who pays how much of one seat; asks back where nobody knows whether the person may be charged."""

    payer = forms.ChoiceField(label=_("Who pays"))
    amount = MoneyField(label=_("How much"), minimum=1)
    ground = TextField(
        label=_("On what ground"),
        help_text=_("For example the decree or the agreement."),
        max_length=200,
        required=False,
    )

    about = {"payer": "who-pays-training#herself"}

    def __init__(self, *given: Any, actor: Actor, seat: Enrolment, **options: Any) -> None:
        super().__init__(*given, **options)
        self.seat = seat
        self.lines = {str(line.pk): line for line in queries.usable_lines(actor, dates.today(), seat.intake)}
        self.fields["payer"].choices = [
            ("", _("choose")),
            *((key, named(line)) for key, line in self.lines.items()),
            (HERSELF, _("the person herself")),
        ]
        self.fields["amount"].initial = queries.rest_of(seat)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("payer") == HERSELF and queries.may_charge(self.seat.candidate, dates.today()) is None:
            self.question(
                "payer",
                str(
                    _(
                        "Nobody may charge workers of ten occupations for training, and no opening is held for this person that"
                        " would say whether hers is one of them. Ask her and the labour office first."
                    )
                ),
                str(_("She agreed, and the labour office knows of it")),
            )
        return values


def named(line: BudgetLine) -> str:
    """A line in a list to choose from: what it is for, and what is left."""
    left = format_money(line.amount - line.committed, locale=formats.locale())
    return str(_("%(title)s (%(number)s, %(year)d): %(left)s left")) % {
        "title": line.title,
        "number": line.number,
        "year": line.year,
        "left": left,
    }


class CostForm(forms.Form):
    """Which costs: by what, of which year, where."""

    by = forms.ChoiceField(
        label=_("By"),
        choices=[
            ("programme", _("programme")),
            ("centre", _("centre")),
            ("source", _("source of the money")),
        ],
    )
    year = forms.TypedChoiceField(label=_("Year in which the class ended"), coerce=read_number)
    province = forms.ModelChoiceField(
        label=_("Province"), queryset=None, required=False, empty_label=_("all")
    )
    regency = forms.ModelChoiceField(
        label=_("Regency or city"), queryset=None, required=False, empty_label=_("all")
    )
    centre = forms.ModelChoiceField(label=_("Centre"), queryset=None, required=False, empty_label=_("all"))

    def __init__(self, *given: Any, request: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        year = dates.today().year
        self.fields["year"].choices = [(str(one), str(one)) for one in range(year, year - 6, -1)]
        self.fields["province"].queryset = provinces(request)
        self.fields["regency"].queryset = regencies_in_reach(request)
        centres = Programme.objects.order_by().values("provider")
        self.fields["centre"].queryset = Organisation.objects.filter(pk__in=centres).order_by("name", "pk")
        del self.fields["regency" if request.actor.role == Role.MINISTRY_ANALYST else "province"]

    @property
    def region(self) -> str:
        place = self.cleaned_data.get("regency") or self.cleaned_data.get("province")
        return str(place.pk) if place else ""
