from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies.models import Competency, LanguageScale
from jalur.foundation.geography.filters import provinces, regencies_in_reach
from jalur.foundation.organisations.models import Organisation
from jalur.journey.candidates.models import Candidate
from jalur.journey.languages import queries
from jalur.journey.languages.models import PARTS, EntryTest
from jalur.journey.languages.services import find_candidate
from jalur.journey.training.models import Enrolment, Programme
from jalur.kit import dates
from jalur.kit.forms import DayField, ModelForm, NumberField, TextField
from jalur.kit.reading import PAST

LINES = 30
BELOW = "0"
NOT_NAMED = gettext_lazy("choose")


class CandidateField(TextField):
    """A candidate number of somebody whom the actor may test; gives the file."""

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        self.actor = actor
        words = {
            "label": gettext_lazy("Candidate number"),
            "help_text": gettext_lazy("As on the candidate's file, for example J-7F3K-92QX."),
            "max_length": 12,
        }
        super().__init__(**{**words, **options})

    def clean(self, value: Any) -> Candidate | None:
        number = super().clean(value)
        if not number:
            return None
        try:
            return find_candidate(self.actor, number)
        except ValidationError as refused:
            raise ValidationError(refused.messages, code="unknown") from refused


class TestForm(ModelForm):
    """What a test found; whose it is only for a new one."""

    class Meta(ModelForm.Meta):
        model = EntryTest
        fields = ("scale", "taken_on", "level", "points", "maximum", *PARTS, "examiner", "note")
        field_classes = {"taken_on": partial(DayField, span=PAST)}

    about = {"level": "entry-test#level"}

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        if self.instance._state.adding:
            rest = self.fields
            self.fields = {"candidate": CandidateField(actor=actor), **rest}
        else:
            self.fields["correction_reason"] = TextField(
                label=gettext_lazy("What was wrong?"),
                max_length=200,
                error_messages={"required": gettext_lazy("Say what was wrong.")},
            )
        scales = LanguageScale.objects.order_by("language", "kind", "code")
        self.fields["scale"].queryset = scales
        levels = Competency.objects.filter(scale__isnull=False).order_by("scale__language", "scale", "rank")
        self.fields["level"].queryset = levels
        self.fields["level"].empty_label = gettext_lazy("below the first level")
        self.fields["taken_on"].initial = dates.today()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if (candidate := values.get("candidate")) is not None:
            self.instance.candidate = candidate
        return values

    @property
    def beside(self) -> dict[str, Any]:
        reason = self.cleaned_data.get("correction_reason")
        return {"reason": reason} if reason is not None else {}


class ListStartForm(forms.Form):
    """What is the same for everybody who was tested that morning."""

    scale = forms.ModelChoiceField(
        label=gettext_lazy("Language and scale"), queryset=LanguageScale.objects.none(), empty_label=NOT_NAMED
    )
    taken_on = DayField(label=gettext_lazy("Day of the test"), span=PAST)
    intake = TextField(
        label=gettext_lazy("Class whose people were tested"),
        help_text=gettext_lazy("The number of a class of yours: its people then stand in the list already."),
        max_length=30,
        required=False,
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["scale"].queryset = LanguageScale.objects.order_by("language", "kind", "code")
        self.fields["taken_on"].initial = dates.today()

    def people(self, actor: Actor) -> list[str]:
        """The numbers of the class's people whom the actor may see."""
        number = self.cleaned_data["intake"]
        rows = Enrolment.objects.visible_to(actor).filter(intake__number=number).current() if number else None
        return [] if rows is None else list(rows.order_by("name", "pk").values_list("number", flat=True))


class ListForm(forms.Form):
    """A line for each person: number, level, points, parts. Lines without a number are left out."""

    def __init__(
        self,
        *given: Any,
        actor: Actor,
        scale: LanguageScale,
        taken_on: Any,
        people: list[str],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.actor, self.scale, self.taken_on = actor, scale, taken_on
        levels = queries.levels_of([scale.pk])[scale.pk]
        self.levels = {level.pk: level for level in levels.values()}
        choices = [
            ("", NOT_NAMED),
            (BELOW, gettext_lazy("below the first level")),
            *((level.pk, level.title) for level in levels.values()),
        ]
        self.fields["maximum"] = NumberField(
            label=gettext_lazy("Points of at most"),
            label_suffix=gettext_lazy("needed with points"),
            required=False,
            min_value=1,
            max_value=1000,
        )
        self.count = max(LINES, len(people) + 5)
        for line in range(self.count):
            number = people[line] if line < len(people) else ""
            self.fields[f"candidate_{line}"] = CandidateField(
                actor=actor,
                required=False,
                initial=number,
                label_suffix=gettext_lazy("needed with a level"),
                label=_heading(gettext_lazy("Candidate number"), line),
            )
            self.fields[f"level_{line}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                label=_heading(gettext_lazy("Level reached"), line),
                label_suffix=gettext_lazy("needed with points"),
            )
            for name, label, most in _NUMBERS:
                self.fields[f"{name}_{line}"] = NumberField(
                    required=False, min_value=0, max_value=most, label=_heading(label, line)
                )
        for name, field in self.fields.items():
            if name != "maximum":
                field.help_text = ""
                kind = "short code" if name.startswith("candidate") else "short"
                field.widget.attrs |= {"aria-label": field.label, "class": kind}

    @property
    def heads(self) -> list[Any]:
        return [_("Candidate number"), _("Level reached"), *(label for _name, label, _most in _NUMBERS)]

    @property
    def lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Line → its boxes."""
        names = ("candidate", "level", *(name for name, _label, _most in _NUMBERS))
        return [(line + 1, [self[f"{name}_{line}"] for name in names]) for line in range(self.count)]

    def clean(self) -> dict[str, Any]:
        values, self.rows, seen = super().clean(), [], dict[Any, int]()
        for line in range(self.count):
            candidate, level = values.get(f"candidate_{line}"), values.get(f"level_{line}")
            has_numbers = any(values.get(f"{name}_{line}") is not None for name, *_rest in _NUMBERS)
            if candidate is None:
                if (level or has_numbers) and f"candidate_{line}" not in self.errors:
                    self.add_error(f"candidate_{line}", _("Write whose result this is."))
                continue
            if not level:
                if has_numbers and f"level_{line}" not in self.errors:
                    self.add_error(f"level_{line}", _("Choose the level that was reached."))
                continue  # else somebody of the class who was not there
            if candidate.pk in seen:
                sentence = _("This candidate stands in line %(line)d already.")
                self.add_error(f"candidate_{line}", sentence % {"line": seen[candidate.pk]})
                continue
            seen[candidate.pk] = line + 1
            points = values.get(f"points_{line}")
            most = values.get("maximum")
            if points is not None and "maximum" not in self.errors:
                if most is None:
                    self.add_error("maximum", _("Write how many points can be reached."))
                elif points > most:
                    self.add_error(f"points_{line}", _("No more points than can be reached."))
            self.rows.append(self._test(line, values, candidate, level))
        if not self.rows and not self.errors:
            raise ValidationError(_("Write at least one candidate number with a level."), code="empty")
        return values

    def _test(self, line: int, values: dict[str, Any], candidate: Candidate, level: str) -> EntryTest:
        points = values.get(f"points_{line}")
        return EntryTest(
            candidate=candidate,
            scale=self.scale,
            taken_on=self.taken_on,
            level=self.levels.get(level),
            points=points,
            maximum=values.get("maximum") if points is not None else None,
            **{name: values.get(f"{name}_{line}") for name in PARTS},
        )


_NUMBERS = (
    ("points", gettext_lazy("Points"), 1000),
    ("listening", gettext_lazy("Listening (of 100)"), 100),
    ("speaking", gettext_lazy("Speaking (of 100)"), 100),
    ("reading", gettext_lazy("Reading (of 100)"), 100),
    ("writing", gettext_lazy("Writing (of 100)"), 100),
)


def _heading(label: Any, line: int) -> str:
    return _("%(what)s, line %(line)d") % {"what": label, "line": line + 1}


class LadderForm(forms.Form):
    """Which ladder: a scale, a year, and whose people."""

    scale = forms.ModelChoiceField(
        label=gettext_lazy("Language and scale"), queryset=LanguageScale.objects.none(), empty_label=None
    )
    year = forms.ChoiceField(label=gettext_lazy("Year"))
    province = forms.ModelChoiceField(
        label=gettext_lazy("Province"), queryset=None, required=False, empty_label=gettext_lazy("all")
    )
    regency = forms.ModelChoiceField(
        label=gettext_lazy("Regency or city"), queryset=None, required=False, empty_label=gettext_lazy("all")
    )
    centre = forms.ModelChoiceField(
        label=gettext_lazy("Centre"), queryset=None, required=False, empty_label=gettext_lazy("all")
    )

    def __init__(self, *given: Any, request: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        year = dates.today().year
        self.fields["scale"].queryset = queries.tested_scales(request.actor)
        self.fields["year"].choices = [
            (queries.LAST_YEAR, _("the last twelve months")),
            *((str(one), str(one)) for one in range(year, year - 6, -1)),
        ]
        self.fields["province"].queryset = provinces(request)
        self.fields["regency"].queryset = regencies_in_reach(request)
        teaching = Programme.objects.filter(teaches__scale__isnull=False).order_by().values("provider")
        self.fields["centre"].queryset = Organisation.objects.filter(pk__in=teaching).order_by("name", "pk")
        del self.fields["regency" if request.actor.role == Role.MINISTRY_ANALYST else "province"]

    @cached_property
    def region(self) -> str:
        place = self.cleaned_data.get("regency") or self.cleaned_data.get("province")
        return str(place.pk) if place else ""
