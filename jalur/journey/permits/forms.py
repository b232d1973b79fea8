from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.files.forms import FileField
from jalur.foundation.geography.models import Country
from jalur.foundation.rulebook.models import PermitPaper
from jalur.journey.job_orders.models import JobOrder
from jalur.journey.permits.models import Permit, Position, Request
from jalur.kit import formats
from jalur.kit.forms import DayField, ModelForm, NumberField
from jalur.kit.reading import PAST, SOON


class NewForm(forms.Form):
    """For which country a permit is asked."""

    destination = forms.ModelChoiceField(
        queryset=Country.objects.none(),
        label=gettext_lazy("Destination"),
        help_text=gettext_lazy(
            "Where your company has verified orders without a permit. All of them there stand in the application; you can take some out."
        ),
    )

    def __init__(self, *given: Any, countries: Sequence[Country], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["destination"].queryset = Country.objects.filter(
            pk__in=[one.pk for one in countries]
        ).by_name()


def _boxes(
    form: forms.Form, orders: Sequence[JobOrder], standing: Mapping[UUID, int | None], *, required: bool
) -> None:
    """A box with a number for each order: `count_1`, `count_2` and so on."""
    for at, order in enumerate(orders, start=1):
        hint = _("The order asks for %(openings)s people; %(reserved)s are held for candidates.") % {
            "openings": formats.number(order.openings),
            "reserved": formats.number(order.reserved),
        }
        form.fields[f"count_{at}"] = NumberField(
            label=f"{order.title} ({order.number})",
            help_text=hint,
            min_value=1,
            required=required,
            initial=standing.get(order.pk),
        )


def _counts(form: forms.Form, orders: Sequence[JobOrder]) -> dict[UUID, int]:
    """Order → the number in its box, where there is one."""
    said = {order.pk: form.cleaned_data.get(f"count_{at}") for at, order in enumerate(orders, start=1)}
    return {key: count for key, count in said.items() if count}


class CountsForm(forms.Form):
    """How many for each order. is_whole: none may be left empty."""

    def __init__(
        self,
        *given: Any,
        orders: Sequence[JobOrder],
        standing: Mapping[UUID, int | None],
        name: str,
        is_whole: bool,
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.orders, self.name = orders, name
        _boxes(self, orders, standing, required=is_whole)

    def clean(self) -> dict[str, Any]:
        super().clean()
        return {self.name: _counts(self, self.orders)}


class GrantForm(ModelForm):
    """Number, day and last day of a permit, and how many may be recruited for each order."""

    class Meta(ModelForm.Meta):
        model = Permit
        fields = ("number", "granted_on", "valid_until")
        field_classes = {
            "granted_on": partial(DayField, span=PAST),
            "valid_until": partial(DayField, span=SOON),
        }

    about = {"number": "permit#number"}

    def __init__(self, *given: Any, positions: Sequence[Position], **options: Any) -> None:
        super().__init__(*given, **options)
        for name in self.Meta.fields:
            self.fields[name].required = True
        self.orders = [one.order for one in positions]
        _boxes(self, self.orders, {one.order_id: one.asked for one in positions}, required=True)

    @property
    def beside(self) -> dict[str, Any]:
        return {"quotas": _counts(self, self.orders)}


class PaperForm(forms.Form):
    """One of the papers, as a file."""

    kind = forms.ChoiceField(label=gettext_lazy("Which paper"), choices=[])
    file = FileField(label=gettext_lazy("Photo or PDF of the paper"))

    def __init__(self, *given: Any, papers: Sequence[str], missing: Sequence[str], **options: Any) -> None:
        super().__init__(*given, **options)
        choices = [(one, PermitPaper(one).label) for one in papers]
        self.fields["kind"].choices = choices
        self.fields["kind"].initial = next(iter(missing), None)


class ExtensionForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Request
        fields = ("until", "reason")
        field_classes = {"until": partial(DayField, span=SOON)}


class RevocationForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Request
        fields = ("reason",)
