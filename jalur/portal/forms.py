from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.kit.forms import TextField


class SearchForm(forms.Form):
    text = TextField(
        label=_("Name, candidate number, NIK or telephone"),
        help_text=_(
            "At least three letters of the name, or the whole candidate number, NIK or telephone number."
        ),
        min_length=3,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "data-search": True}),
        error_messages={"min_length": _("Type at least three letters.")},
    )
