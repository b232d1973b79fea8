"""What is asked in this room: a blank's number, whom to issue for, what a link shows, what is checked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jalur.journey.certificates import queries, rules
from jalur.journey.certificates.models import Certificate, Share, Shown
from jalur.journey.certification.models import AssessmentDay, Pleno
from jalur.kit import dates, formats
from jalur.kit.forms import DayField, ExactField, ModelForm, NameField, TextField
from jalur.kit.reading import SOON

MOST_TYPED = 262_144
"""As much as is read of a file: an Open Badge of many units is long."""
FILE_BYTES = 2 * 1024 * 1024


class IssueForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Certificate
        fields = ("blank",)


class ReissueForm(forms.Form):
    """What another one is issued for."""

    why = TextField(
        label=_("Why is it issued again?"),
        help_text=_("For example: the name was corrected. The holder reads it."),
        max_length=200,
        error_messages={"required": _("Say why it is issued again.")},
    )
    blank = TextField(
        label=_("Number of the BNSP blank"),
        help_text=_("As printed on the blank that goes with it; empty where there is none yet."),
        max_length=40,
        required=False,
    )


class ManyForm(forms.Form):
    """Whose certificates are issued at once: everybody's who waits, or those of a day or a meeting."""

    of = forms.ChoiceField(label=_("Whose certificates"), widget=forms.RadioSelect)

    def __init__(self, *given: Any, body: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        waiting = queries.waiting(body)
        choices = [("all", _counted(_("Everybody who waits"), waiting.count()))]
        plenos = Pleno.objects.filter(assessments__in=waiting).distinct().order_by("-held_on", "pk")[:20]
        days = AssessmentDay.objects.filter(assessments__in=waiting).distinct().order_by("-day", "pk")[:20]
        for pleno in plenos:
            said = _("Meeting of %(day)s") % {"day": formats.day(pleno.held_on)}
            choices.append(
                (f"pleno {pleno.number}", _counted(said, queries.waiting(body, pleno=pleno).count()))
            )
        for day in days.select_related("scheme"):
            said = _("Day of assessment %(day)s, %(scheme)s") % {
                "day": formats.day(day.day),
                "scheme": day.scheme,
            }
            choices.append((f"day {day.number}", _counted(said, queries.waiting(body, day=day).count())))
        self.fields["of"].choices = choices
        self.fields["of"].initial = "all"


def _counted(said: Any, count: int) -> str:
    people = ngettext("%(count)s person", "%(count)s people", count) % {"count": formats.number(count)}
    return f"{said}: {people}"


class ShareForm(ModelForm):
    shows = forms.MultipleChoiceField(
        label=_("What it shows"),
        choices=Shown.choices,
        initial=Shown.values,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Whether the certificate holds and who issued it is always shown. Never your NIK."),
    )

    class Meta(ModelForm.Meta):
        model = Share
        fields = ("shows", "until")
        field_classes = {"until": lambda **options: DayField(span=SOON, **options)}

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        # What a new link starts with; an empty instance would say otherwise.
        self.initial |= {"until": dates.today() + timedelta(days=30), "shows": Shown.values}


class CarryForm(forms.Form):
    """What a file for a wallet can show."""

    personal = forms.MultipleChoiceField(
        label=_("What the file can show beside the skill"),
        choices=[("nik", _("my NIK")), ("birth_date", _("my date of birth"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Whoever gets the file can read what it holds. Leave empty unless somebody needs it."),
    )


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(
            "XLSX or CSV, at most 500 rows: a link, code or number in the first column; beside a number the name on it."
        ),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB."), code="too_large")
        return file


class CheckForm(forms.Form):
    """What whoever checks holds: a link, a number with the name beside it, the text of a square picture, or a file."""

    what = ExactField(
        label=_("Link, code, number or text of the certificate"),
        help_text=_("For example the short link below the square picture. With a number, type the name too."),
        max_length=MOST_TYPED,
        error_messages={"required": _("Paste a link, a number or a text, or choose a file.")},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    name = NameField(
        label=_("Name on the certificate"),
        help_text=_("Only needed with a number."),
        max_length=120,
        required=False,
    )
    file = forms.FileField(
        label=_("Or a file of the certificate"),
        help_text=_(
            "JSON, PDF, SD-JWT or a picture of the square code, at most 2 MB. It is read and not kept."
        ),
        required=False,
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["what"].required = not self.files.get("file")

    def clean(self) -> dict[str, Any]:
        """A number says nothing without the name; whoever forgot it is told so, and it is no wrong guess."""
        values = super().clean() or {}
        if rules.read_asked(values.get("what") or "").number and not values.get("name") and not self.errors:
            self.add_error("name", _("This is a number: type the name on the certificate too."))
        return values

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB."), code="too_large")
        return file
