from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.notes import words
from jalur.foundation.notes.kinds import NoteKind
from jalur.foundation.notes.models import LONGEST, Note, Purpose
from jalur.kit.forms import ModelForm, TextField


class NoteForm(ModelForm):
    audience = forms.ChoiceField(
        label=_("Who reads it?"),
        widget=forms.RadioSelect,
        help_text=_("Others learn nothing of the note. This cannot be changed afterwards."),
        error_messages={"required": _("Say who is to read the note.")},
    )

    class Meta(ModelForm.Meta):
        model = Note
        fields = ("text", "audience", "is_restricted")

    def __init__(self, *args: Any, actor: Any, kind: NoteKind[Any], row: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["rows"] = 6
        self.fields["audience"].choices = words.choices(actor, kind, row)  # type: ignore[attr-defined]  # a choice


class WordingForm(forms.Form):
    """A note in other words. A restricted one is not shown here: it is written anew."""

    text = TextField(
        label=_("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}), min_length=1
    )

    def __init__(self, *args: Any, note: Note, **options: Any) -> None:
        super().__init__(*args, **options)
        if note.is_restricted:
            self.fields["text"].help_text = _(
                "The note is restricted, so its words do not stand here. Write the whole note anew."
            )
        else:
            self.fields["text"].initial = note.text


class OpenForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What do you open the note for?"), choices=Purpose.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, is_hers: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_hers:
            box = self.fields["purpose"]
            box.choices, box.initial = [(Purpose.OWN.value, Purpose.OWN.label)], Purpose.OWN.value
