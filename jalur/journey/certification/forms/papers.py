"""Forms of outside results, blanks and the file for BNSP."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.forms import CompetencyField
from jalur.foundation.files.forms import FileField
from jalur.journey.certification import queries, services
from jalur.journey.certification.models import (
    ASKED_WAYS,
    BlankDelivery,
    OutsideResult,
    Submission,
)
from jalur.kit.forms import DayField, ModelForm, TextField
from jalur.kit.reading import PAST, SOON


class OutsideForm(ModelForm):
    """A result as it stands on the certificate; of whom only where she does not type it herself."""

    candidate = TextField(
        label=_("Candidate number"),
        help_text=_("As on the candidate's file, for example J-7F3K-92QX."),
        max_length=12,
    )
    paper = FileField(required=False)

    class Meta(ModelForm.Meta):
        model = OutsideResult
        fields = ("kind", "competency", "body", "issuer", "certificate", "score", "taken_on", "expires_on")
        field_classes = {
            "competency": CompetencyField,
            "taken_on": partial(DayField, span=PAST),
            "expires_on": partial(DayField, span=SOON),
        }

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.actor = actor
        if self.instance.candidate_id is not None:
            del self.fields["candidate"]
        self.order_fields(["candidate", *self._meta.fields, "paper"])
        self.fields["issuer"].queryset = queries.bodies()
        self.fields["issuer"].empty_label = _("none of these")

    @property
    def original(self) -> bytes:
        """The paper as it was handed in: kept is a copy, which carries no signature any more."""
        given = self.files.get("paper")
        if given is None:
            return b""
        given.seek(0)
        return bytes(given.read())

    def clean_candidate(self) -> str:
        number: str = self.cleaned_data["candidate"]
        try:
            self.instance.candidate = services.person_for(self.actor, number)
        except ValidationError as refused:
            raise ValidationError(refused.messages, code="unknown") from refused
        return number


class VerifyForm(forms.Form):
    """How a certificate of somebody who is not in Jalur was found to be genuine."""

    way = forms.ChoiceField(label=_("How it was found out"), choices=ASKED_WAYS, widget=forms.RadioSelect)
    evidence = TextField(
        label=_("Who answered what"),
        help_text=_(
            "For example number and day of the letter, the address of the page, or who was on the telephone."
        ),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answered_on = DayField(label=_("Day of the answer"), span=PAST)


class PaperForm(forms.Form):
    """The paper of what was typed in without it."""

    paper = FileField(label=_("Photo or PDF of the certificate"))


class SubmissionForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Submission
        fields = ("blanks_asked",)


class SentForm(forms.Form):
    on = DayField(label=_("Sent on which day"), span=PAST)


class DeliveryForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = BlankDelivery
        fields = ("letter", "received_on", "prefix", "first", "last", "announced", "gap")
        field_classes = {"received_on": partial(DayField, span=PAST)}


class ReturnForm(forms.Form):
    first = TextField(label=_("First number, as printed"), max_length=32)
    last = TextField(label=_("Last number, as printed"), max_length=32)
    reason = TextField(
        label=_("Why, and with which letter?"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
