"""Forms of an application, of what somebody says of herself, of minutes and appeals."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.organisations.models import Organisation
from jalur.journey.certification import queries
from jalur.journey.certification.models import (
    FOUND,
    Appeal,
    Assessment,
    Assessor,
    HeldState,
    Pleno,
    Scheme,
    Unit,
)
from jalur.journey.training.models import Enrolment
from jalur.kit import dates
from jalur.kit.forms import DayField, ModelForm, TextField


class ApplicationForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Assessment
        fields = ("note",)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["scheme"] = SchemeField()
        self.order_fields(["scheme", "note"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if scheme := values.get("scheme"):
            self.instance.scheme = scheme
        return values


class SchemeField(forms.ModelChoiceField):
    """A scheme by which somebody licensed assesses today."""

    def __init__(self) -> None:
        keys = [one.pk for one in queries.offered(dates.today())]
        rows = Scheme.objects.filter(pk__in=keys).select_related("body").order_by("title", "pk")
        super().__init__(
            rows,
            label=_("By which scheme, at which assessment body"),
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={"required": _("Choose a scheme.")},
        )

    def label_from_instance(self, scheme: Scheme) -> str:  # type: ignore[override]  # the rows are schemes
        return f"{scheme.title}, {scheme.body.name}"


class ClassApplicationForm(forms.Form):
    """For whom of a class an institute applies; who is ready is ticked."""

    def __init__(self, *given: Any, seats: Sequence[Enrolment], ready: set[UUID], **options: Any) -> None:
        super().__init__(*given, **options)
        self.seats = {str(seat.pk): seat for seat in seats}
        self.fields["scheme"] = SchemeField()
        self.fields["people"] = forms.MultipleChoiceField(
            label=_("For whom"),
            help_text=_("Ticked: who is ready by what the class has seen of her."),
            choices=[(str(seat.pk), f"{seat.name} ({seat.number})") for seat in seats],
            widget=forms.CheckboxSelectMultiple,
            initial=[str(key) for key in ready],
            error_messages={"required": _("Choose at least one person.")},
        )

    def chosen(self) -> list[Enrolment]:
        return [self.seats[key] for key in self.cleaned_data["people"]]


class AcceptForm(forms.Form):
    """Whose applications the body accepts."""

    people = forms.ModelMultipleChoiceField(
        Assessment.objects.none(),
        label=_("Whose application is accepted"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *given: Any, waiting: QuerySet[Assessment], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["people"].queryset = waiting
        self.fields["people"].label_from_instance = applied_words


def applied_words(assessment: Assessment) -> str:
    by = f", {assessment.institute.name}" if assessment.institute else ""
    return f"{assessment.name} ({assessment.number}): {assessment.scheme.title}{by}"


class SignedForm(forms.Form):
    """Before her consent is written down by somebody else: an assessment begins with her own word (FR.AK.01)."""

    signed = forms.BooleanField(
        label=_("The person signed the printed form FR.AK.01, and it is kept"),
        error_messages={
            "required": _("Tick this once the person has signed: you write down her word, not yours.")
        },
    )

    def clean(self) -> dict[str, Any]:
        return {}  # asked, not kept


class SelfForm(forms.Form):
    """Element by element: she can do it, or not yet."""

    def __init__(self, *given: Any, units: Sequence[Unit], said: Mapping[Any, bool], **options: Any) -> None:
        super().__init__(*given, **options)
        self.keys: list[UUID] = []
        for unit in units:
            for element in unit.elements.all():
                initial = (
                    {True: "can", False: "not_yet"}.get(said[element.pk]) if element.pk in said else None
                )
                self.fields[f"element_{len(self.keys)}"] = forms.ChoiceField(
                    label=element.title,
                    help_text="; ".join(element.criteria),
                    choices=[("can", _("I can do it")), ("not_yet", _("not yet"))],
                    widget=forms.RadioSelect,
                    initial=initial,
                    error_messages={"required": _("Say for each element whether you can do it.")},
                )
                self.keys.append(element.pk)

    def said(self) -> dict[UUID, bool]:
        return {key: self.cleaned_data[f"element_{place}"] == "can" for place, key in enumerate(self.keys)}


class PlenoForm(ModelForm):
    """The minutes: when, who took part, and what was decided about each."""

    class Meta(ModelForm.Meta):
        model = Pleno
        fields = ("held_on", "took_part", "note")
        field_classes = {"held_on": DayField}
        widgets = {"took_part": forms.Textarea(attrs={"rows": 4})}

    def __init__(
        self,
        *given: Any,
        waiting: Sequence[Assessment],
        appeals: Sequence[Appeal],
        as_recommended: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.waiting, self.appeals = list(waiting), list(appeals)
        later = [("", _("not today"))]
        for one in self.waiting:
            self.fields[f"person_{one.code}"] = forms.ChoiceField(
                label=f"{one.name} ({one.code})",
                help_text=recommended_words(one),
                choices=[*FOUND, *later],
                widget=forms.RadioSelect,
                required=False,
                initial=one.result if as_recommended else "",
            )
        for appeal in self.appeals:
            self.fields[f"appeal_{appeal.pk}"] = forms.ChoiceField(
                label=_("Appeal: %(name)s (%(number)s)")
                % {"name": appeal.assessment.name, "number": appeal.assessment.code},
                help_text=appeal.finding,
                choices=[*FOUND, *later],
                widget=forms.RadioSelect,
                required=False,
                initial="",
            )

    def clean(self) -> dict[str, Any]:
        """Whoever was decided about since the page was opened has no field here any more."""
        values = super().clean()
        sent = {name for name in self.data if name.startswith(("person_", "appeal_")) and self.data[name]}
        if sent - set(self.fields):
            sentence = _("Somebody of them was decided about meanwhile. Nothing was written; look again.")
            raise ValidationError(sentence, code="changed_meanwhile")
        return values

    def results(self) -> dict[UUID, str]:
        given = {one.pk: self.cleaned_data[f"person_{one.code}"] for one in self.waiting}
        return {key: result for key, result in given.items() if result}

    def appealed(self) -> dict[UUID, str]:
        given = {one.pk: self.cleaned_data[f"appeal_{one.pk}"] for one in self.appeals}
        return {key: result for key, result in given.items() if result}


def recommended_words(assessment: Assessment) -> Any:
    result = assessment.get_result_display()
    return _("Recommended: %(result)s, by %(who)s; %(scheme)s") % {
        "result": result,
        "who": assessment.assessor,
        "scheme": assessment.scheme,
    }


class AppealForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Appeal
        fields = ("grounds",)
        widgets = {"grounds": forms.Textarea(attrs={"rows": 5})}


class ReviewerForm(forms.Form):
    reviewer = forms.ModelChoiceField(
        Assessor.objects.none(),
        label=_("Another assessor"),
        help_text=_("Not who assessed her, and not who trained her."),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *given: Any, body: Organisation, **options: Any) -> None:
        super().__init__(*given, **options)
        rows = Assessor.objects.filter(body=body, state=HeldState.HELD).select_related("user")
        self.fields["reviewer"].queryset = rows.order_by("user__name", "pk")


class ReviewForm(forms.Form):
    result = forms.ChoiceField(label=_("Result"), choices=FOUND, widget=forms.RadioSelect)
    finding = TextField(
        label=_("What was seen on the second look"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
