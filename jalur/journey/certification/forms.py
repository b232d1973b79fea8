from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies.forms import CompetencyField
from jalur.foundation.files.forms import FileField
from jalur.foundation.geography.forms import RegencyField
from jalur.foundation.organisations.models import Organisation
from jalur.journey.certification import queries, services
from jalur.journey.certification.models import (
    FOUND,
    Appeal,
    Assessment,
    AssessmentDay,
    Assessor,
    BlankDelivery,
    Coverage,
    HeldState,
    Method,
    OutsideResult,
    Pleno,
    Scheme,
    Submission,
    TestPlace,
    Unit,
    UnitResult,
)
from jalur.journey.premises.forms import HourField
from jalur.journey.training.models import Enrolment
from jalur.kit import dates, formats
from jalur.kit.forms import DayField, ModelForm, TextField
from jalur.kit.reading import PAST, SOON

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


class WithdrawForm(forms.Form):
    on = DayField(label=_("From which day"), help_text=_("The first day on which it counts no longer."))
    reason = TextField(label=_("Why?"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


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


class UnitForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = UnitResult
        fields = ("result", "method", "note")
        widgets = {"result": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 2})}

    file = FileField(label=_("Photo or paper"), required=False)


class UnitsForm(forms.Form):
    """Every unit of one person on one page: what is typed about one is kept when another is saved."""

    def __init__(
        self, *given: Any, units: Sequence[Unit], found: Mapping[Any, UnitResult], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.units, self.found = list(units), found
        for unit in self.units:
            standing = found.get(unit.pk)
            self.fields[f"result_{unit.position}"] = forms.ChoiceField(
                label=_("Result"),
                choices=FOUND,
                widget=forms.RadioSelect,
                required=False,
                initial=standing.result if standing else None,
            )
            self.fields[f"method_{unit.position}"] = forms.ChoiceField(
                label=_("Evidence"),
                choices=Method.choices,
                initial=standing.method if standing else Method.OBSERVATION,
            )
            self.fields[f"note_{unit.position}"] = TextField(
                label=_("What was seen"),
                max_length=300,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=standing.note if standing else "",
            )

    def boxes(self, unit: Unit) -> list[forms.BoundField]:
        return [self[f"{name}_{unit.position}"] for name in ("result", "method", "note")]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for unit in self.units:
            result, note = (values.get(f"{name}_{unit.position}") for name in ("result", "note"))
            if note and not result:
                self.add_error(f"result_{unit.position}", _("Choose competent or not yet competent."))
        return values

    def results(self) -> list[UnitResult]:
        """What differs from what stands."""
        said = []
        for unit in self.units:
            names = ("result", "method", "note")
            given = {name: self.cleaned_data[f"{name}_{unit.position}"] for name in names}
            standing = self.found.get(unit.pk)
            before = {name: getattr(standing, name, "") for name in names}
            if given["result"] and given != before:
                said.append(UnitResult(unit=unit, **given))
        return said


class PlenoForm(ModelForm):
    """The minutes: when, who took part, and what was decided about each."""

    class Meta(ModelForm.Meta):
        model = Pleno
        fields = ("held_on", "took_part", "note")
        field_classes = {"held_on": DayField}
        widgets = {"took_part": forms.Textarea(attrs={"rows": 4})}

    def __init__(
        self, *given: Any, waiting: Sequence[Assessment], appeals: Sequence[Appeal], **options: Any
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
                initial="",
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
        fields = ("competency", "body", "certificate", "score", "taken_on", "expires_on")
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

    def clean_candidate(self) -> str:
        number: str = self.cleaned_data["candidate"]
        try:
            self.instance.candidate = services.person_for(self.actor, number)
        except ValidationError as refused:
            raise ValidationError(refused.messages, code="unknown") from refused
        return number


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
