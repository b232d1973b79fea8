from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.kit import formats
from jalur.proposals.models import Run


class CompareForm(forms.Form):
    """Another run to lay beside this one."""

    other = forms.ModelChoiceField(label=_("Compare with"), queryset=Run.objects.none())

    def __init__(self, *args: Any, runs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = runs
        self.fields["other"].label_from_instance = label_of_run


def label_of_run(run: Run) -> str:
    return f"{run.name} ({formats.number(run.placed or 0)})"
