"""Forms of who may assess, and of a day."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jalur.foundation.geography.forms import RegencyField
from jalur.journey.certification import queries
from jalur.journey.certification.models import (
    Assessment,
    AssessmentDay,
    Assessor,
    Coverage,
    HeldState,
    Scheme,
    TestPlace,
)
from jalur.journey.premises.forms import HourField
from jalur.kit import dates, formats
from jalur.kit.forms import AsksBack, DayField, ModelForm, TextField
from jalur.kit.reading import SOON

CHOOSE = _("choose")


class HolderForm(ModelForm):
    """What an assessor and a test place have in common: days, and schemes on these days."""

    schemes = forms.ModelMultipleChoiceField(
        Scheme.objects.none(),
        label=_("For which schemes"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("From the same day to the same day; others can be added later."),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        body = self.instance.body_id
        self.fields["schemes"].queryset = Scheme.objects.filter(body=body).order_by("title", "version", "pk")
        self.fields["schemes"].label_from_instance = scheme_words

    @property
    def beside(self) -> dict[str, Any]:
        return {"schemes": list(self.cleaned_data["schemes"])}


def scheme_words(scheme: Scheme) -> str:
    return f"{scheme.title} ({scheme.code}, {scheme.version})"


class AssessorForm(HolderForm):
    class Meta(ModelForm.Meta):
        model = Assessor
        fields = ("user", "number", "valid_from", "valid_to")
        field_classes = {"valid_from": DayField, "valid_to": partial(DayField, span=SOON)}

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["user"] = forms.ModelChoiceField(
            queries.people_who_assess(self.instance.body_id),
            label=_("Assessor"),
            help_text=_("A member of your organisation in the role of an assessor."),
            empty_label=CHOOSE,
        )
        self.fields["user"].label_from_instance = lambda user: user.name
        self.order_fields(["user", "number", "valid_from", "valid_to", "schemes"])


class PlaceForm(HolderForm):
    class Meta(ModelForm.Meta):
        model = TestPlace
        fields = ("name", "place", "address", "valid_from", "valid_to")
        field_classes = {
            "place": RegencyField,
            "valid_from": DayField,
            "valid_to": partial(DayField, span=SOON),
        }


class CoverageForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Coverage
        fields = ("scheme", "valid_from", "valid_to")
        field_classes = {"valid_from": DayField, "valid_to": partial(DayField, span=SOON)}

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        rows = Scheme.objects.filter(body=self.instance.body_id).order_by("title", "version", "pk")
        self.fields["scheme"] = forms.ModelChoiceField(rows, label=_("Scheme"), empty_label=CHOOSE)
        self.fields["scheme"].label_from_instance = scheme_words


class WithdrawForm(AsksBack, forms.Form):
    """From which day something counts no longer. What that puts in doubt is said before it happens: nobody undoes it alone."""

    on = DayField(label=_("From which day"), help_text=_("The first day on which it counts no longer."))
    reason = TextField(label=_("Why?"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *given: Any, touched: Callable[[date], int], **options: Any) -> None:
        super().__init__(*given, **options)
        self.touched = touched

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        count = self.touched(values["on"]) if "on" in values else 0
        if count:
            sentence = ngettext(
                "%(count)s result from %(day)s on hangs on it. It falls into doubt, and whoever checks its certificate reads that the"
                " issuer was not authorised, until you decide about it.",
                "%(count)s results from %(day)s on hang on it. They fall into doubt, and whoever checks their certificates reads that"
                " the issuer was not authorised, until you decide about each.",
                count,
            )
            said = {"count": formats.number(count), "day": formats.day(values["on"])}
            self.question("on", sentence % said, _("Yes, from that day"))
        return values


class DayForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = AssessmentDay
        fields = ("scheme", "day", "starts", "ends", "place", "assessor", "seats", "bring")
        field_classes = {"day": partial(DayField, span=SOON), "starts": HourField, "ends": HourField}
        widgets = {"bring": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        body = self.instance.body_id
        schemes = Scheme.objects.filter(body=body).in_force(dates.today()).order_by("title", "pk")
        places = TestPlace.objects.filter(body=body, state=HeldState.HELD).order_by("name", "pk")
        assessors = Assessor.objects.filter(body=body, state=HeldState.HELD).select_related("user")
        for name, rows, label in (
            ("scheme", schemes, _("Scheme")),
            ("place", places, _("Test place (TUK)")),
            ("assessor", assessors.order_by("user__name", "pk"), _("Assessor")),
        ):
            self.fields[name] = forms.ModelChoiceField(rows, label=label, empty_label=CHOOSE)
        self.fields["scheme"].label_from_instance = scheme_words
        self.order_fields(self._meta.fields)


class CallForm(forms.Form):
    """Who of the queue comes on a day, and by whom they are assessed."""

    people = forms.ModelMultipleChoiceField(
        Assessment.objects.none(),
        label=_("Who is called"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    assessor = forms.ModelChoiceField(
        Assessor.objects.none(), label=_("Assessed by"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *given: Any, day: AssessmentDay, **options: Any) -> None:
        super().__init__(*given, **options)
        rows = Assessment.objects.filter(body=day.body_id, scheme=day.scheme_id).queue()
        self.fields["people"].queryset = rows
        self.fields["people"].label_from_instance = queue_words
        assessors = Assessor.objects.filter(body=day.body_id, state=HeldState.HELD).select_related("user")
        self.fields["assessor"].queryset = assessors.order_by("user__name", "pk")
        self.fields["assessor"].initial = day.assessor_id


def queue_words(assessment: Assessment) -> str:
    return f"{assessment.name} ({assessment.number}), {formats.day(dates.day_of(assessment.created_at))}"
