from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.api.router import rooms, scopes
from jalur.foundation.organisations import words
from jalur.foundation.organisations.models import Organisation
from jalur.kit.forms import NameField


class ConnectForm(forms.Form):
    """A program, in which role it acts, and which rooms it may read or write."""

    name = NameField(
        label=_("Name of the program"),
        help_text=_("It stands in the history of everything the program does."),
        max_length=80,
    )
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_("What a member in this role may see and do, the program may."),
        widget=forms.RadioSelect,
    )
    reads = forms.MultipleChoiceField(label=_("Reads"), required=False, widget=forms.CheckboxSelectMultiple)
    writes = forms.MultipleChoiceField(
        label=_("Writes"),
        help_text=_("Choose as little as the program needs."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    about = {"reads": "connect-a-program#scopes"}

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = words.role_choices(organisation.kind)
        for name, may in (("reads", "read"), ("writes", "write")):
            opening = {room: f"{room}:{may}" for room in rooms() if f"{room}:{may}" in scopes()}
            self.fields[name].choices = [(scope, rooms()[room]) for room, scope in opening.items()]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        scopes = [*answers.pop("reads", []), *answers.pop("writes", [])]
        if not scopes:
            raise forms.ValidationError(
                _("Choose at least one thing that the program reads or writes."), code="scopes"
            )
        return {**answers, "scopes": scopes}
