"""Forms of what an assessor finds, unit by unit; soft skill and culture behaviour by behaviour."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jalur.foundation.files.forms import FileField
from jalur.journey.certification import rules
from jalur.journey.certification.models import (
    FOUND,
    TESTED,
    Assessment,
    Method,
    Unit,
    UnitResult,
)
from jalur.kit.forms import DayField, ModelForm, TextField
from jalur.kit.reading import PAST

SEEN = [(rules.COMPETENT, _("seen")), (rules.NOT_YET, _("not yet seen"))]
PLAIN = ("result", "method", "note")
OBSERVED = ("situation", "seen_on", "seen_by", "result", "note")
Note = partial(TextField, max_length=300, required=False)


class UnitForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = UnitResult
        fields = PLAIN
        widgets = {"result": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 2})}

    file = FileField(label=_("Photo or paper"), required=False)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["method"].choices = TESTED

    def said(self) -> UnitResult:
        said: UnitResult = self.instance
        return said


class UnitsForm(forms.Form):
    """Every unit of one person on one page: what is typed about one is kept when another is saved."""

    is_needed = False

    def __init__(
        self,
        *given: Any,
        assessment: Assessment,
        units: Sequence[Unit],
        found: Mapping[Any, UnitResult],
        **options: Any,
    ) -> None:
        super().__init__(*given, **options)
        self.assessment, self.units, self.found = assessment, list(units), found
        for unit in self.units:
            fields = self._observed(unit) if unit.is_observed else self._plain(unit)
            self.fields |= {f"{name}_{unit.position}": field for name, field in fields.items()}

    def _plain(self, unit: Unit) -> dict[str, forms.Field]:
        standing = self.found.get(unit.pk)
        return {
            "result": forms.ChoiceField(
                label=_("Result"),
                choices=FOUND,
                widget=forms.RadioSelect,
                required=False,
                initial=standing.result if standing else None,
            ),
            "method": forms.ChoiceField(
                label=_("Evidence"),
                choices=TESTED,
                initial=standing.method if standing else Method.OBSERVATION,
            ),
            "note": Note(
                label=_("What was seen"),
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=standing.note if standing else "",
            ),
        }

    def _observed(self, unit: Unit) -> dict[str, forms.Field]:
        """The sheet of observed behaviour: each behaviour, then situation, day, who saw it, and what it comes to."""
        standing = self.found.get(unit.pk) or UnitResult(
            unit=unit,
            seen_on=self.assessment.day.day if self.assessment.day else None,
            seen_by=str(self.assessment.assessor or ""),
        )
        marks = {True: rules.COMPETENT, False: rules.NOT_YET}
        fields: dict[str, forms.Field] = {
            _name(key): forms.ChoiceField(
                label=words,
                choices=SEEN,
                widget=forms.RadioSelect,
                required=False,
                initial=marks.get(standing.behaviours[key]) if key in standing.behaviours else None,
            )
            for key, words in unit.behaviours.items()
        }
        for name in ("situation", "seen_by"):
            column = UnitResult._meta.get_field(name)
            fields[name] = Note(
                label=capfirst(column.verbose_name),
                help_text=column.help_text,
                max_length=column.max_length,
                initial=getattr(standing, name),
            )
        fields["seen_on"] = DayField(
            label=_("On what day"), span=PAST, required=False, initial=standing.seen_on
        )
        fields["result"] = forms.ChoiceField(
            label=_("All together"),
            choices=SEEN,
            widget=forms.RadioSelect,
            required=False,
            initial=standing.result or None,
        )
        fields["note"] = Note(
            label=_("What is still missing, or what stood out"),
            widget=forms.Textarea(attrs={"rows": 2}),
            initial=standing.note,
        )
        for name, field in fields.items():
            field.required = self.is_needed and name != "note"
            field.label_suffix = "" if name == "note" else _("needed once begun")
        return {name: fields[name] for name in (*map(_name, unit.behaviours), *OBSERVED)}

    def boxes(self, unit: Unit) -> list[forms.BoundField]:
        names = [*map(_name, unit.behaviours), *OBSERVED] if unit.is_observed else PLAIN
        return [self[f"{name}_{unit.position}"] for name in names]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for unit in self.units:
            if unit.is_observed:
                self._check_observed(unit, values)
                continue
            result, note = (values.get(f"{name}_{unit.position}") for name in ("result", "note"))
            if note and not result:
                self.add_error(f"result_{unit.position}", _("Choose competent or not yet competent."))
        return values

    def _check_observed(self, unit: Unit, values: dict[str, Any]) -> None:
        """A sheet is whole or empty."""
        names = [*map(_name, unit.behaviours), *OBSERVED]
        given = {name: values.get(f"{name}_{unit.position}") for name in names}
        # Day and who saw it stand there from the first; nothing is said with them alone.
        if not self.is_needed and not any(
            given[name] for name in names if name not in ("seen_on", "seen_by")
        ):
            return
        missing = {
            name: _("Say for each behaviour whether it was seen.") for name in map(_name, unit.behaviours)
        }
        missing |= {
            "situation": _("Say in which situation it was seen."),
            "seen_on": _("Say on what day it was seen."),
            "seen_by": _("Say who saw it."),
            "result": _("Say what it comes to all together."),
        }
        for name, sentence in missing.items():
            box = f"{name}_{unit.position}"
            if not given[name] and box not in self.errors:
                self.add_error(box, sentence)

    def result_of(self, unit: Unit) -> UnitResult:
        """As it was filled in."""

        def said(name: str) -> Any:
            return self.cleaned_data[f"{name}_{unit.position}"]

        if not unit.is_observed:
            return UnitResult(unit=unit, **{name: said(name) for name in PLAIN})
        behaviours = {key: said(_name(key)) == rules.COMPETENT for key in unit.behaviours}
        given = {name: said(name) for name in OBSERVED}
        return UnitResult(unit=unit, method=Method.BEHAVIOUR, behaviours=behaviours, **given)

    def results(self) -> list[UnitResult]:
        """What differs from what stands."""
        names = {"behaviours", *PLAIN, *OBSERVED}
        said = []
        for unit in self.units:
            one, standing = self.result_of(unit), self.found.get(unit.pk)
            same = standing and all(getattr(one, name) == getattr(standing, name) for name in names)
            if one.result and not same:
                said.append(one)
        return said


class BehaviourForm(UnitsForm):
    """The sheet of one unit of soft skill or culture, with a photo or paper."""

    is_needed = True

    file = FileField(label=_("Photo or paper"), required=False)

    def __init__(self, *given: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*given, units=[unit], **options)
        self.order_fields([*(name for name in self.fields if name != "file"), "file"])

    def said(self) -> UnitResult:
        return self.result_of(self.units[0])


def _name(key: str) -> str:
    """The box of a behaviour."""
    return f"behaviour_{key.replace('.', '_')}"
