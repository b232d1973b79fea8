from datetime import datetime, time
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jalur.foundation.accounts.access import Actor, narrow
from jalur.foundation.accounts.models import User
from jalur.foundation.competencies.forms import competency_groups
from jalur.foundation.geography.forms import RegencyField
from jalur.foundation.geography.rules import zone_of
from jalur.foundation.letters.forms import LetterForm
from jalur.journey.candidates.rules import candidate_number
from jalur.journey.curricula import queries as curricula
from jalur.journey.training.models import (
    CallPurpose,
    ClassRules,
    Enrolment,
    EnrolmentState,
    Intake,
    NextStep,
    PostponedBecause,
    Programme,
    Shortfall,
)
from jalur.journey.training.queries import colleagues
from jalur.journey.training.rights import Right
from jalur.journey.training.words import where_taught
from jalur.kit import formats
from jalur.kit.dates import today
from jalur.kit.forms import AsksBack, DayField, ModelForm, MoneyField, PercentField, TextField
from jalur.kit.grouped import GroupedBoxesField
from jalur.kit.reading import SOON, Unreadable, read_hour


class ProgrammeForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Programme
        fields = (
            "title",
            "code",
            "curriculum",
            "hours",
            "min_age",
            "max_age",
            "min_education",
            "teaches",
            "prerequisites",
        )
        field_classes = dict.fromkeys(("teaches", "prerequisites"), GroupedBoxesField)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        programme, chosen = self.instance, self.fields["curriculum"]
        chosen.queryset = curricula.choosable(programme.provider_id, today(), beside=programme.curriculum_id)
        chosen.to_field_name, chosen.label_from_instance = "code", lambda one: f"{one.title} ({one.code})"
        if programme.curriculum is not None:
            self.initial["curriculum"] = programme.curriculum.code
        for name in ("hours", "teaches"):
            self.fields[name].label_suffix = gettext_lazy("unless a curriculum is chosen")
        self.fields["teaches"].choices = self.fields["prerequisites"].choices = competency_groups()


class ClassForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Intake
        fields = (
            "programme",
            "place",
            "reach",
            "with_bed",
            "seats",
            "opens_on",
            "starts",
            "ends",
            "minimum",
            "cost",
            "pass_rate",
            "bring",
        )
        widgets: ClassVar = {"bring": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {
            "bring": gettext_lazy(
                "One thing on each line. Whoever has a seat reads it; letters that call to the class say it."
            )
        }
        field_classes = {
            "place": RegencyField,
            "opens_on": partial(DayField, span=SOON),
            "starts": partial(DayField, span=SOON),
            "ends": partial(DayField, span=SOON),
            "cost": MoneyField,
            "pass_rate": PercentField,
        }

    about = {"pass_rate": "run-a-class#pass-rate", "minimum": "run-a-class#sixteen"}

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        own = narrow(Programme.objects.filter(closed_on__isnull=True), actor, Right.EDIT_PROGRAMME)
        self.fields["programme"].queryset = own.order_by("title", "pk")


class RemedialForm(ModelForm):
    """A shorter class for who was not yet competent, filled from theirs."""

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who is offered a seat?"),
        help_text=gettext_lazy("Each of them gets a message, and the seat is kept for an answer."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(ModelForm.Meta):
        model = Intake
        fields = ("place", "reach", "seats", "with_bed", "starts", "ends", "cost", "pass_rate")
        field_classes = {
            "place": RegencyField,
            "starts": partial(DayField, span=SOON),
            "ends": partial(DayField, span=SOON),
            "cost": MoneyField,
            "pass_rate": PercentField,
        }

    about = {"pass_rate": "run-a-class#pass-rate"}

    def __init__(self, *args: Any, below: list[Shortfall], **options: Any) -> None:
        super().__init__(*args, **options)
        people = self.fields["people"]
        people.choices = [(row.number, f"{row.name} ({row.number})") for row in below]  # type: ignore[attr-defined]  # boxes
        people.initial = [row.number for row in below]


class NextStepForm(forms.Form):
    next_step = forms.ChoiceField(
        label=gettext_lazy("What comes next?"),
        choices=NextStep.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what comes next.")},
    )
    decide_by = DayField(
        label=gettext_lazy("Look at it again by"),
        help_text=gettext_lazy("If nothing has come of it by then, whoever looks after it is reminded."),
        span=SOON,
    )


class OwnerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class LookAfterForm(forms.Form):
    """Somebody else of the institute, and why."""

    owner = OwnerChoice(
        label=gettext_lazy("Who looks after it now?"), queryset=User.objects.none(), empty_label=None
    )
    handed_over_because = TextField(
        label=gettext_lazy("Why is it handed over?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why it is handed over.")},
    )

    def __init__(self, *args: Any, shortfall: Shortfall, **options: Any) -> None:
        super().__init__(*args, **options)
        there = colleagues(shortfall.programme, today())
        self.fields["owner"].queryset = there  # type: ignore[attr-defined]  # a choice of rows


class ClassRulesForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = ClassRules
        fields = ("minimum", "decide_days", "answer_days")


class PostponeForm(forms.Form):
    postponed_because = forms.ChoiceField(
        label=gettext_lazy("Why is the class postponed?"),
        choices=PostponedBecause.choices,
        widget=forms.RadioSelect,
    )
    starts = DayField(label=gettext_lazy("New first day"), span=SOON)
    ends = DayField(label=gettext_lazy("New last day"), span=SOON)


class EnrolForm(forms.Form):
    candidate = TextField(
        label=gettext_lazy("Candidate number"),
        help_text=gettext_lazy("As on the candidate's file, for example J-7F3K-92QX."),
        max_length=12,
    )

    waits = forms.BooleanField(
        label=gettext_lazy("If the class is full, put on its waiting list"), required=False
    )

    def clean_candidate(self) -> str:
        return candidate_number(self.cleaned_data["candidate"])


class CallForm(forms.Form):
    purpose = forms.ChoiceField(
        label=gettext_lazy("What do you need the phone numbers for?"),
        choices=CallPurpose.choices,
        widget=forms.RadioSelect,
    )


class ResultsForm(AsksBack, forms.Form):
    """Who fell short. Nobody ticked is asked back about: everybody would then hold what the class taught."""

    not_yet = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who is not yet competent?"),
        help_text=gettext_lazy("Tick only these. Everybody else has completed the class."),
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
        required=False,
    )

    def __init__(self, *args: Any, intake: Intake) -> None:
        super().__init__(*args)
        held = intake.enrolments.filter(state=EnrolmentState.ENROLLED).select_related("candidate__person")
        self.fields["not_yet"].choices = [
            (str(seat.pk), f"{seat.candidate.person.name} ({seat.candidate.number})")
            for seat in held.order_by("candidate__name", "pk")
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        people = len(self.fields["not_yet"].choices)  # type: ignore[attr-defined]  # boxes
        if people and not values.get("not_yet") and "not_yet" not in self.errors:
            sentence = ngettext(
                "Nobody is ticked: %(count)s person has then completed the class and holds what it taught.",
                "Nobody is ticked: all %(count)s people have then completed the class and hold what it taught.",
                people,
            )
            yes = _("Yes, everybody has completed it")
            self.question("not_yet", sentence % {"count": formats.number(people)}, yes=yes)
        return values


class CallLetterForm(LetterForm):
    """What the letter that calls somebody to a class says beside the class itself."""

    time = TextField(
        label=gettext_lazy("At what time"),
        max_length=12,
        help_text=gettext_lazy("By the clock of the place, for example 08.00."),
    )
    place = TextField(label=gettext_lazy("Where exactly"), max_length=200)
    bring = TextField(
        label=gettext_lazy("What to bring"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One thing a line."),
    )

    def __init__(self, *args: Any, owner: Enrolment, **options: Any) -> None:
        super().__init__(*args, owner=owner, **options)
        self.fields["place"].initial = where_taught(owner.intake)
        self.fields["bring"].initial = owner.intake.bring

    def clean_time(self) -> str:
        """As it stands in the letter: "8:30" is "08.30 WIB"."""
        intake = self.owner.intake
        zone = formats.zone_name(datetime.combine(intake.starts, time(), zone_of(intake.place_id)))
        try:
            return f"{read_hour(self.cleaned_data['time'], zone):%H.%M} {zone}"
        except Unreadable as failure:
            raise forms.ValidationError(str(failure), code=failure.code) from failure
