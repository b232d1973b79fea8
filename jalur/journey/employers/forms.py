from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.accounts.access import Actor
from jalur.foundation.files.forms import FileField
from jalur.foundation.organisations.models import Organisation
from jalur.journey.employers import queries
from jalur.journey.employers.models import Employer, Problem, Verification
from jalur.kit import dates
from jalur.kit.forms import DayField, LookupField, ModelForm, by_label
from jalur.kit.reading import PAST, SOON


class EmployerForm(ModelForm):
    """A new employer; one that is like others is asked back about, and `likely` holds those, `asked` what was typed."""

    class Meta(ModelForm.Meta):
        model = Employer
        fields = ("name", "employer_type", "country", "city", "registration", "official_id", "also_called")

    about = {"name": "employers#twice"}

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.asked, self.likely = Employer(), list[Employer]()
        countries = self.fields["country"].queryset.by_name()
        self.fields["country"].queryset = countries.filter(pk=actor.country) if actor.country else countries

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("name") or not values.get("country"):
            return values
        said = {name: values.get(name) for name in ("name", "country")}
        self.asked = Employer(**said, registration=values.get("registration", ""))
        self.likely = queries.alike(self.asked)
        if self.likely:
            sentence = _("An employer like this one is registered in that country. Is it the same one?")
            self.question("name", sentence, yes=_("It is another employer; register it"))
        return values


class CorrectionForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Employer
        fields = ("name", "also_called", "city", "registration", "official_id")


class EmployerField(LookupField):
    """An employer, found by typing; gives its row."""

    def __init__(self, **options: Any) -> None:
        hint = gettext_lazy(
            "Type a few letters of the name, country or city of one you have had an order from, and choose; of another the"
            " whole name or its registration number."
        )
        super().__init__(
            search=partial(queries.search_employers, Employer.objects.none()),
            label_of=partial(queries.employer_label, Employer.objects.none()),
            url_name="employers:options",
            model=Employer,
            written=by_label,
            **{"help_text": hint, **options},
        )

    def look_for(self, actor: Actor) -> None:
        """Offers the actor's own; one that is called by its whole name or number, or by its key, may be anybody's."""
        countries = {"country": actor.country} if actor.country else {}
        self.search = partial(queries.choose_employer, actor)
        self.label_of = partial(queries.employer_label, Employer.objects.filter(**countries))


class MergeForm(ModelForm):
    """With which entry this one is joined."""

    into = EmployerField(label=gettext_lazy("The entry that is kept"), help_text="")

    class Meta(ModelForm.Meta):
        model = Employer
        fields = ()

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["into"].look_for(actor)

    @property
    def beside(self) -> dict[str, Any]:
        return {"into": self.cleaned_data["into"]}


class VerificationForm(ModelForm):
    file = FileField(label=gettext_lazy("Photo or PDF of the report"), required=False)

    class Meta(ModelForm.Meta):
        model = Verification
        fields = ("way", "verified_on", "valid_until", "paper", "note")
        field_classes = {
            "verified_on": partial(DayField, span=PAST),
            "valid_until": partial(DayField, span=SOON),
        }

    about = {"way": "employers#verified"}

    def __init__(self, *given: Any, subject: Employer | Organisation, **options: Any) -> None:
        super().__init__(*given, **options)
        ways = queries.ways_of(subject, dates.today())
        box = self.fields["way"]
        box.choices = [choice for choice in box.choices if choice[0] == "" or choice[0] in ways]
        sources = dict.fromkeys(rule.rests_on for rule in ways.values() if rule)
        box.help_text = _("Source: %(source)s") % {"source": "; ".join(sources)} if sources else ""
        self.fields["valid_until"].required = False

    @property
    def beside(self) -> dict[str, Any]:
        return {"file": self.cleaned_data.get("file")}


class ProblemForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Problem
        fields = ("kind", "words", "since", "until", "source", "is_published")
        field_classes = {"since": DayField, "until": DayField}

    about = {"kind": "employers#problems"}


class PaperForm(forms.Form):
    """The letter or report on which an entry rests."""

    file = FileField(label=gettext_lazy("Photo or PDF of the letter or report"))
