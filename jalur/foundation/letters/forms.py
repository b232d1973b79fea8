"""What is asked before a letter is issued, and what an organisation's letters look like."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.letters.kinds import LetterKind
from jalur.foundation.letters.models import Letterhead, Nature, Signatory
from jalur.kit.forms import ModelForm, TextField

LANGUAGES = {"id": _("in Indonesian"), "en": _("in English")}


class LetterForm(forms.Form):
    """What every letter asks for; a kind's own form adds its questions.

    owner: the row that it is for; signatories: who signs for the reader's organisation.
    """

    signatory = forms.ModelChoiceField(
        Signatory.objects.none(), label=_("Who signs"), widget=forms.RadioSelect, empty_label=None
    )
    nature = forms.ChoiceField(
        label=_("Nature"),
        choices=Nature.choices,
        initial=Nature.ORDINARY,
        help_text=_("A confidential letter has no code: nobody can ask whether it exists."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"))
    enclosure = TextField(
        label=_("Enclosure"), max_length=80, required=False, help_text=_("“1 (satu) lembar”. Empty: none.")
    )
    copies = TextField(
        label=_("Copies to"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line."),
    )

    def __init__(
        self,
        *args: Any,
        kind: LetterKind[Any],
        owner: Model,
        signatories: QuerySet[Signatory],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.owner = owner
        self.fields["signatory"].queryset = signatories
        if len(only := list(signatories[:2])) == 1:
            self.fields["signatory"].initial = only[0]
        if kind.is_statement:
            del self.fields["nature"], self.fields["enclosure"]
        if len(kind.languages) == 1:
            del self.fields["language"]
        else:
            self.fields["language"].choices = [(one, LANGUAGES[one]) for one in kind.languages]
            self.fields["language"].initial = kind.languages[0]
        # The kind's own questions first: who signs is the same every day.
        common = [name for name in LetterForm.base_fields if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in common), *common])


class LetterheadForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Letterhead
        fields = ["above", "name", "address", "contact", "town", "number_form", "digits", "unit", "code"]

    about = {"number_form": "letterhead#number"}


class SignatoryForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Signatory
        fields = ["name", "position", "acts", "superior", "between", "grade", "nip"]


class CheckForm(forms.Form):
    code = TextField(
        label=_("Code of the letter"),
        max_length=60,
        help_text=_("Twenty-five letters and digits below the square picture, with or without dashes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code"}
        ),
    )
