"""What people type about candidates, read and checked field by field."""

from functools import partial
from itertools import product
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.forms import CompetencyField, OccupationField
from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.files.forms import FileField
from jalur.foundation.geography.models import Country
from jalur.foundation.letters.forms import LetterForm
from jalur.foundation.people.forms import PaperField, PersonForm
from jalur.journey.candidates import guards
from jalur.journey.candidates.models import Candidate, HeldCompetency
from jalur.kit import dates
from jalur.kit.forms import DayField, ModelForm, TextField
from jalur.kit.reading import PAST, SOON

OCCUPATION_BOXES = ("occupation_1", "occupation_2", "occupation_3")


def destination_choices() -> list[tuple[str, str]]:
    """The countries that have a destination standard, by name: those a plan can lead to."""
    standards = DestinationStandard.objects.filter(country=OuterRef("pk"))
    countries = Country.objects.filter(Exists(standards)).by_name()
    return [(country.code, country.name) for country in countries]


class DestinationsField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Where to"), choices=destination_choices, required=False, **options)


class WishForm(forms.Form):
    destinations = DestinationsField(
        help_text=_("Tick nothing if any destination is fine."), label_suffix=_("needed with an occupation")
    )

    def __init__(self, *args: Any, candidate: Candidate) -> None:
        wishes = list(candidate.wishes.order_by("country_id", "occupation_id"))
        occupations = dict.fromkeys(wish.occupation_id for wish in wishes if wish.occupation_id)
        initial = dict(zip(OCCUPATION_BOXES, occupations, strict=False))
        super().__init__(*args, initial={"destinations": [wish.country_id for wish in wishes], **initial})
        for box in OCCUPATION_BOXES:
            self.fields[box] = OccupationField(label=_("Or as"), required=False)
        self.fields[OCCUPATION_BOXES[0]].label = _("As what")
        self.fields[OCCUPATION_BOXES[0]].help_text = _(
            "An occupation, by a few letters or its code. Leave empty if anything is fine."
        )

    def clean(self) -> dict[str, Any]:
        """wishes: each destination with each occupation; a destination alone where no occupation is chosen."""
        typed = super().clean()
        destinations = typed.get("destinations", [])
        occupations = list(dict.fromkeys(code for box in OCCUPATION_BOXES if (code := typed.get(box))))
        if occupations and not destinations:
            self.add_error("destinations", _("Tick at least one destination for the occupation you chose."))
        return {"wishes": list(product(destinations, occupations or [None]))}


class CandidateForm(ModelForm):
    """Schooling and the day of starting of a file that stands."""

    class Meta(ModelForm.Meta):
        model = Candidate
        fields = ("education", "available_from")
        field_classes = {"available_from": partial(DayField, span=SOON)}

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        doubts = {"birth_date": guards.unlikely_birth, "available_from": guards.unlikely_start}
        for name, doubt in doubts.items():
            if (day := values.get(name)) and (sentence := doubt(day, dates.today())):
                self.question(name, sentence)
        if sentence := guards.unlikely_name(values.get("name", "")):
            self.question("name", sentence)
        return values


class NewFileForm(CandidateForm):
    """What opens the candidate file of a person who stands already."""

    destinations = DestinationsField(
        help_text=_("Tick nothing if any destination is fine. More about wishes can follow later.")
    )

    def facts(self) -> dict[str, Any]:
        """What `services.register_candidate` takes."""
        typed = dict(self.cleaned_data)
        return {"wishes": [(country, None) for country in typed.pop("destinations")], **typed}


class RegisterForm(NewFileForm, PersonForm):
    """Person and candidate in one form."""

    field_order = (*PersonForm.base_fields, *CandidateForm.base_fields)
    about = {"national_id": "identity#nik", "available_from": "wishes#can-start"}


class HeldForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = HeldCompetency
        fields = ("competency", "evidence", "evidence_note", "obtained_on", "expires_on")
        field_classes = {"competency": CompetencyField, "obtained_on": partial(DayField, span=PAST)}

    paper = FileField(required=False)
    about = {"evidence": "skills#counts"}


class SlipForm(forms.Form):
    """Which paper was shown; and why, where the slip is a way into an account that exists."""

    paper = PaperField(
        help_text=_("The person stands before you, and name and date of birth agree with the file.")
    )
    reason = TextField(
        label=_("What happened, and how did you recognise the person?"),
        help_text=_("A second officer and the person herself read this."),
        max_length=200,
    )

    def __init__(self, *args: Any, has_account: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_account:
            del self.fields["reason"]


class RegisteredLetterForm(LetterForm):
    """What the statement about a registration says beside the file itself."""

    purpose = TextField(
        label=_("What it is for"),
        max_length=150,
        help_text=_(
            "In the language of the letter, as it goes on after “issued for”: an application at a bank."
        ),
    )
