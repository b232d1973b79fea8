from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jalur.journey.attendance import queries
from jalur.journey.attendance.models import AttendanceRules, Mark, MarkState
from jalur.journey.attendance.rules import initials, read_code
from jalur.journey.attendance.services import Said
from jalur.journey.attendance.words import tag
from jalur.journey.candidates.models import Candidate
from jalur.journey.training.models import Session
from jalur.kit.components import Tag
from jalur.kit.forms import ModelForm, PercentField, TextField

REST = "rest"
"""The button that says the same of everybody of whom nothing is said yet: here, or absent."""


@dataclass(frozen=True)
class Line:
    """One person on a roll: who it is, her boxes, and the letters that stand for a picture."""

    candidate: Candidate
    letters: str
    state: forms.BoundField
    note: forms.BoundField
    tag: Tag | None = None


class RollForm(forms.Form):
    """Who came: a choice and a note for each person; whoever is left open keeps what stands."""

    def __init__(
        self, *given: Any, people: Sequence[Candidate], marks: Mapping[UUID, Mark], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.people, self.marks = people, marks
        for person in people:
            mark = marks.get(person.pk)
            self.fields[f"state_{person.pk.hex}"] = forms.ChoiceField(
                label=person.name,
                choices=MarkState.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=mark.state if mark else "",
            )
            self.fields[f"note_{person.pk.hex}"] = TextField(
                label=_("Note on %(name)s") % {"name": person.name},
                max_length=200,
                required=False,
                initial=mark.note if mark else "",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def lines(self) -> Iterator[Line]:
        for person in self.people:
            key = person.pk.hex
            mark = self.marks.get(person.pk)
            yield Line(
                person,
                initials(person.name),
                self[f"state_{key}"],
                self[f"note_{key}"],
                tag(mark.state) if mark else None,
            )

    def said(self) -> dict[UUID, Said]:
        """Candidate → what is said of her, with what the button says of the rest."""
        rest = self.data.get(REST, "")
        rest = rest if rest in (MarkState.HERE, MarkState.ABSENT) else ""
        found: dict[UUID, Said] = {}
        for person in self.people:
            state = self.cleaned_data[f"state_{person.pk.hex}"] or rest
            if state:
                found[person.pk] = Said(state, self.cleaned_data[f"note_{person.pk.hex}"])
        return found


class ScanForm(forms.Form):
    """The code that somebody shows, scanned or typed, and whether she is late."""

    roll_code = TextField(
        label=_("Code"),
        help_text=_("Eight letters and digits, with or without the stroke."),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    state = forms.ChoiceField(
        label=_("Attendance"),
        choices=MarkState.choices[:2],
        initial=MarkState.HERE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *given: Any, session: Session, today: date, **options: Any) -> None:
        super().__init__(*given, **options)
        self.session, self.today = session, today
        self.found: Candidate | None = None

    def clean_roll_code(self) -> str:
        code = read_code(self.cleaned_data["roll_code"])
        self.found = queries.found_by_code(self.session, code, self.today)
        if self.found is None:
            sentence = _(
                "Nobody on this roll has this code. It may have ended: look for the name on the roll instead."
            )
            raise ValidationError(sentence, code="unknown")
        return code


class AttendanceRulesForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = AttendanceRules
        fields = ("in_a_row", "least_share", "least_meetings", "correct_days")
        field_classes = {"least_share": PercentField}
