from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.files.forms import FileField
from jalur.foundation.organisations.models import Organisation
from jalur.journey.network import queries, words
from jalur.journey.network.models import Finding, Loan, Member, Share, Transfer
from jalur.journey.premises.models import Resource
from jalur.journey.training.forms import EnrolForm
from jalur.journey.training.models import Intake
from jalur.kit.forms import DayField, LookupField, ModelForm, by_label
from jalur.kit.reading import SOON


class MemberForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Member
        fields = ("centre", "purpose")

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["centre"] = LookupField(
            label=_("Which institution"),
            help_text=_("Type a few letters of its name or place and choose."),
            search=lambda text: queries.partners(actor, text),
            label_of=queries.partner_label,
            url_name="network:partner_options",
            model=Organisation,
            written=by_label,
        )


class LoanForm(ModelForm):
    """What, whose, how many, from when until when, what for. The lender follows from what is chosen."""

    class Meta(ModelForm.Meta):
        model = Loan
        fields = ("resource", "units", "first", "last", "purpose")
        field_classes = {"first": partial(DayField, span=SOON), "last": partial(DayField, span=SOON)}

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["resource"] = LookupField(
            label=_("What, and from whom"),
            help_text=_(
                "Type a few letters of a machine, an instructor or an institution of your network and choose."
            ),
            search=lambda text: queries.lendable_choices(actor, text),
            label_of=lambda key: queries.lendable_label(actor, key),
            url_name="network:lendable_options",
            model=Resource,
            written=by_label,
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if what := values.get("resource"):
            self.instance.lender = what.organisation
        return values


class TransferForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Transfer
        fields = ("to", "purpose")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *given: Any, today: date, **options: Any) -> None:
        super().__init__(*given, **options)
        found = queries.classes_to_go_on(self.instance.enrolment, today)
        rows = Intake.objects.filter(pk__in=[one.pk for one in found]).for_lists()
        self.fields["to"] = forms.ModelChoiceField(
            rows,
            label=_("In which class?"),
            help_text=_("Classes of your network that have a seat and teach what is left."),
            widget=forms.RadioSelect,
            empty_label=None,
        )
        self.fields["to"].label_from_instance = words.class_to_choose

    @property
    def is_empty(self) -> bool:
        return not self.fields["to"].queryset.exists()


class ShareForm(ModelForm):
    """For whom, how many, until when; of the class that the record names."""

    class Meta(ModelForm.Meta):
        model = Share
        fields = ("centre", "seats", "until", "note")
        field_classes = {"until": partial(DayField, span=SOON)}

    def __init__(self, *given: Any, today: date, **options: Any) -> None:
        super().__init__(*given, **options)
        partners = queries.beside(self.instance.intake.programme.provider_id, today)
        self.fields["centre"] = forms.ModelChoiceField(
            partners,
            label=self.fields["centre"].label,
            widget=forms.RadioSelect,
            empty_label=None,
        )

    @property
    def is_empty(self) -> bool:
        return not self.fields["centre"].queryset.exists()


class SendForm(EnrolForm):
    """Whom, by the number of her file."""

    waits = None


class FindingForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Finding
        fields = ("result", "note", "valid_until")
        widgets = {"result": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}

    file = FileField(label=_("Evidence: photo or PDF"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["valid_until"] = DayField(
            label=self.fields["valid_until"].label,
            help_text=self.fields["valid_until"].help_text,
            required=False,
            span=SOON,
        )
