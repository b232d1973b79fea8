"""How a no is given: with a reason, in own words beside it, and at the counter how it was said."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.kit.forms import DayField, TextField
from jalur.kit.reading import BIRTH, PAST
from jalur.proposals.decisions.services.decision import LONGEST_NOTE
from jalur.proposals.models import AT_THE_COUNTER, RefusalReason


class BirthDateForm(forms.Form):
    birth_date = DayField(label=_("Your date of birth"), span=BIRTH)


class RefusalForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=RefusalReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why the proposal is refused.")},
    )
    note = TextField(
        label=_("In your own words"),
        max_length=LONGEST_NOTE,
        required=False,
        label_suffix=_("needed with another reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SaidOnForm(forms.Form):
    """When an answer was given that is written down at the counter."""

    said_on = DayField(
        label=_("When was it said?"),
        help_text=_("The day on which the candidate said or signed it; today if nothing is entered."),
        span=PAST,
        required=False,
    )


class CounterYesForm(SaidOnForm):
    answered_how = forms.ChoiceField(
        label=_("How was the yes given?"),
        choices=list(AT_THE_COUNTER.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the answer was given.")},
    )
    field_order = ("answered_how", "said_on")


class CounterRefusalForm(SaidOnForm, RefusalForm):
    how = forms.ChoiceField(
        label=_("How was the no given?"),
        choices=list(AT_THE_COUNTER.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the answer was given.")},
    )
    field_order = ("how", "said_on", "reason", "note")
