"""What somebody is asked after her assessment."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.journey.certification.models import Question
from jalur.kit.forms import TextField


class FeedbackForm(forms.Form):
    """Question by question yes or no, and what she wants to say to it."""

    def __init__(self, *given: Any, questions: Sequence[Question], **options: Any) -> None:
        super().__init__(*given, **options)
        self.questions = list(questions)
        for number, question in enumerate(self.questions):
            self.fields[f"answer_{number}"] = forms.ChoiceField(
                label=str(question),
                choices=[("yes", _("yes")), ("no", _("no"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Say yes or no.")},
            )
            self.fields[f"words_{number}"] = TextField(
                label=_("In your own words"),
                max_length=300,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def answers(self) -> dict[Any, tuple[bool, str]]:
        values = self.cleaned_data
        return {
            question.pk: (values[f"answer_{number}"] == "yes", values[f"words_{number}"])
            for number, question in enumerate(self.questions)
        }
