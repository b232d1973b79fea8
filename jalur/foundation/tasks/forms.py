from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor
from jalur.foundation.accounts.models import User
from jalur.foundation.tasks import queries
from jalur.foundation.tasks.models import Task
from jalur.kit.forms import ModelForm


class ColleagueField(forms.ModelChoiceField):
    """Somebody who works at the same organisation, by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=User.objects.none(), empty_label=None, **{"label": _("Whose task?"), **options}
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class TaskForm(ModelForm):
    owner = ColleagueField()

    class Meta(ModelForm.Meta):
        model = Task
        fields = ("title", "due_on", "owner")

    def __init__(self, *args: Any, actor: Actor, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = queries.colleagues(actor, today)  # type: ignore[attr-defined]  # a choice of rows
        self.fields["owner"].initial = actor.user_id


class OwnerForm(forms.Form):
    owner = ColleagueField(label=_("To whom?"))

    def __init__(self, *args: Any, actor: Actor, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = queries.colleagues(actor, today)  # type: ignore[attr-defined]  # a choice of rows
