from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.journey.progress.models import Level
from jalur.journey.progress.queries import Item
from jalur.journey.progress.services import Seen
from jalur.journey.training.models import Enrolment
from jalur.kit.forms import TextField


class MarksForm(forms.Form):
    """A word for each of several (seat, item), beside what it was when the page was opened."""

    def __init__(self, *args: Any, cells: Sequence[tuple[str, Enrolment, str, str]], **options: Any) -> None:
        """cells: (label, seat, item, level now)."""
        super().__init__(*args, **options)
        self.cells = cells
        for number, (label, _seat, _item, level) in enumerate(cells):
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=label, choices=Level.choices, widget=forms.RadioSelect, initial=level
            )
            self.fields[f"was_{number}"] = forms.ChoiceField(
                choices=Level.choices, widget=forms.HiddenInput, initial=level, required=False
            )
        self.fields["note"] = TextField(
            label=_("Note"),
            max_length=200,
            required=False,
            help_text=_("For what you change now; whoever it is about reads it."),
        )

    def seen(self) -> list[Seen]:
        given = self.cleaned_data
        return [
            Seen(seat, item, given[f"level_{number}"], given[f"was_{number}"] or None)
            for number, (_label, seat, item, _level) in enumerate(self.cells)
        ]


class MeetingsForm(forms.Form):
    """For each meeting of a class the part that it teaches."""

    def __init__(
        self, *args: Any, meetings: Sequence[tuple[UUID, str, str]], items: Sequence[Item], **options: Any
    ) -> None:
        """meetings: (session key, label, item now)."""
        super().__init__(*args, **options)
        self.keys = [key for key, _label, _item in meetings]
        choices = [("", "–"), *((item.key, item.title) for item in items)]
        for number, (_key, label, item) in enumerate(meetings):
            self.fields[f"part_{number}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=item
            )

    def parts(self) -> dict[UUID, str]:
        return {key: self.cleaned_data[f"part_{number}"] for number, key in enumerate(self.keys)}
