from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.connections.models import Connection
from jalur.foundation.hooks import queries
from jalur.kit.dates import today
from jalur.kit.forms import DayField, TextField
from jalur.kit.grouped import GroupedBoxesField
from jalur.kit.reading import Span


class HookForm(forms.Form):
    """Where a program is told, and of what: the events of records that it may read, room by room."""

    address = TextField(
        label=_("Address"),
        help_text=_("Where the program takes what it is told, for example https://programs.example/jalur."),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = GroupedBoxesField(
        label=_("What it is told"),
        help_text=_("It is told that something happened and where to read it, nothing about anybody."),
    )

    def __init__(self, *args: Any, connection: Connection, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = queries.groups_for(connection, today())
        self.fields["kinds"].choices = [(group.words, list(group.kinds.items())) for group in groups]


class ReplayForm(forms.Form):
    since = DayField(
        label=_("Since which day"),
        help_text=_("Notices are kept for thirty days."),
        span=Span(1, 0),
    )
