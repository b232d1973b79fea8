"""The fields of the KTP, what a NIK is opened for, and whether two records are one person."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.forms import PlaceField
from jalur.foundation.geography.models import Place
from jalur.foundation.people import words
from jalur.foundation.people.models import Paper, Person, Purpose, Sex
from jalur.kit.forms import DayField, NameField, PhoneField, TextField
from jalur.kit.reading import BIRTH
from jalur.kit.refusals import refusal


class PaperField(forms.ChoiceField):
    """Which document somebody was shown."""

    def __init__(self, **options: Any) -> None:
        shown = {"label": _("Which document were you shown?"), "widget": forms.RadioSelect}
        super().__init__(choices=Paper.choices, **{**shown, **options})


class PersonForm(forms.Form):
    """One person as on the KTP. With `person` the NIK may stay empty: then it stays as it is."""

    name = NameField(
        label=_("Full name"),
        help_text=_("As on the KTP."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    national_id = TextField(
        label=_("NIK"),
        help_text=_("16 digits on the KTP or the family card. It is stored encrypted and shown masked."),
        required=False,
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )
    birth_date = DayField(label=_("Date of birth"), span=BIRTH)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    residence = PlaceField(
        label=_("Lives in"),
        help_text=_(
            "Village or kelurahan; the district or regency only where the village is not known yet. Type a few letters and"
            " choose."
        ),
    )
    phone = PhoneField(label=_("Phone or WhatsApp"), required=False)

    def __init__(self, *args: Any, person: Person | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if person is not None:
            self.fields["national_id"].help_text = _("Leave empty to keep %(masked)s.") % {
                "masked": person.national_id_masked or "–"
            }

    def ask_whether_another(self, lookalikes: Sequence[tuple[Person, str]]) -> None:
        """Show who is registered already, and refuse until somebody has said that this is another person."""
        if not lookalikes or self.data.get(self.add_prefix("is_another")):
            return
        lines = format_html_join(
            "", "<li>{}</li>", ((words.lookalike_line(person, why),) for person, why in lookalikes)
        )
        self.fields["is_another"] = forms.BooleanField(
            label=_("I compared the papers: this is another person"),
            help_text=format_html("<ul>{}</ul>", lines),
            required=False,
        )
        sentence = _(
            "Somebody like this is already registered. Compare the documents, and open that file if "
            "it is the same person."
        )
        raise refusal("is_another", "looks_alike", sentence)

    def clean_residence(self) -> Place | None:
        code = self.cleaned_data["residence"]
        return Place.objects.filter(pk=code).first() if code else None


class CorrectionForm(PersonForm):
    """A person as recorded. `corrects`: whether the reader may say who somebody is, and upon which paper."""

    def __init__(self, *args: Any, person: Person, corrects: bool, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        if not corrects:
            for name in ("name", "national_id", "birth_date", "sex"):
                self.fields[name].disabled = True
        else:
            needed = _("needed where name, NIK, date of birth or sex change")
            self.fields["paper"] = PaperField(required=False, label_suffix=needed)


class AskCorrectionForm(forms.Form):
    """What is right, where something is wrong; the rest stays empty."""

    _where_wrong: ClassVar = {"required": False, "label_suffix": _("only where it is wrong")}
    name = NameField(label=_("Full name"), help_text=_("As on the KTP."), max_length=120, **_where_wrong)
    birth_date = DayField(label=_("Date of birth"), span=BIRTH, **_where_wrong)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect, **_where_wrong)
    national_id = TextField(
        label=_("NIK"),
        **_where_wrong,
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )
    paper = PaperField(
        label=_("Which paper shows it?"),
        help_text=_("Bring it to the labour office: they correct it when they have seen it."),
    )


class PaperForm(forms.Form):
    paper = PaperField()


class RevealForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What do you need the NIK for?"), choices=Purpose.choices, widget=forms.RadioSelect
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Which is it?"),
        choices=[
            ("different", _("These are two people")),
            ("first", _("One person: keep the record on the left")),
            ("second", _("One person: keep the record on the right")),
        ],
        widget=forms.RadioSelect,
    )
