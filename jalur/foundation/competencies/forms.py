from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.competencies import queries, words
from jalur.foundation.competencies.models import Competency, DestinationStandard, Route
from jalur.foundation.geography.forms import CountryField
from jalur.kit.forms import DayField, LookupField, ModelForm, TextField

FIELDS = (
    "title_id",
    "title_en",
    "route",
    "min_age",
    "max_age",
    "sex",
    "min_education",
    "contract_months",
    "valid_from",
    "source",
    "source_url",
    "verified",
)


class CodesField(TextField):
    """Competency codes, one per line; the words after a code are for the reader only."""

    widget = forms.Textarea(attrs={"rows": 7, "spellcheck": "false"})

    def to_python(self, value: Any) -> list[str]:
        text = super().to_python(value)
        return list(dict.fromkeys(line.strip().split(" ")[0] for line in text.splitlines() if line.strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class OccupationField(LookupField):
    """An occupation (ISCO-08), found by typing, given as its code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            search=queries.search_occupations,
            label_of=queries.occupation_label,
            url_name="competencies:occupation_options",
            **options,
        )


class CompetencyField(LookupField):
    """A competency, found by typing; gives its row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            search=queries.search_competencies,
            label_of=queries.competency_label,
            url_name="competencies:competency_options",
            model=Competency,
            **options,
        )


class StandardForm(ModelForm):
    """A new version of a standard; with `fixed` the destination and occupation are those of the version it replaces."""

    country = CountryField(
        label=gettext_lazy("Destination"),
    )
    occupation = OccupationField(
        label=gettext_lazy("Occupation (ISCO-08)"),
    )
    title_id = TextField(label=gettext_lazy("Title in Indonesian"), max_length=250)
    title_en = TextField(label=gettext_lazy("Title in English"), max_length=250, required=False)
    route = forms.ChoiceField(
        label=gettext_lazy("Placement route"),
        choices=[("", gettext_lazy("every route")), *Route.choices],
        required=False,
    )
    valid_from = DayField(
        label=gettext_lazy("First day in force"),
        help_text=gettext_lazy("The version before ends on this day and stays readable."),
    )
    requirements = CodesField(
        label=gettext_lazy("Required competencies"),
        help_text=gettext_lazy("Competency codes, one per line. Find them in the catalogue."),
    )
    advantages = CodesField(
        label=gettext_lazy("Advantages"),
        help_text=gettext_lazy("Codes of competencies that are an advantage but not required."),
        required=False,
    )
    source = TextField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The law, agreement or announcement this is based on, in one sentence."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"), required=False, assume_scheme="https", max_length=500
    )
    verified = forms.BooleanField(
        label=gettext_lazy("I have read the source and it says this"), required=False
    )

    class Meta(ModelForm.Meta):
        model = DestinationStandard
        fields = ("min_age", "max_age", "sex", "min_education", "contract_months")

    field_order = ("country", "occupation", *FIELDS[:3], "valid_from", *Meta.fields)

    def __init__(self, *args: Any, fixed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if fixed:
            del self.fields["country"], self.fields["occupation"]

    def values(self) -> dict[str, Any]:
        """What `services.adopt_standard` takes as `values`."""
        data = self.cleaned_data
        values = {name: data[name] for name in FIELDS}
        if "country" in data:
            values |= {"country_id": data["country"], "occupation_id": data["occupation"]}
        return values


def competency_groups(
    first: Iterable[str] = (), *, among: Collection[str] | None = None
) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """Every competency, or those of `among` (codes), under its heading, those of `first` on top; for boxes to tick."""
    chosen = frozenset(first)
    rows = Competency.objects.order_by("kind", "code")
    everything = list(rows if among is None else rows.filter(code__in=among))
    on_top = [one for one in everything if one.code in chosen]
    groups = (
        [(_("Required by the destination"), [(one.code, f"{one.title} ({one.code})") for one in on_top])]
        if on_top
        else []
    )
    rest = words.by_kind(one for one in everything if one.code not in chosen)
    return groups + [(name, [(one.code, f"{one.title} ({one.code})") for one in rows]) for name, rows in rest]


class CompareForm(forms.Form):
    left = forms.ChoiceField(label=gettext_lazy("First standard"))
    right = forms.ChoiceField(label=gettext_lazy("Second standard"))

    def __init__(self, *, standards: list[DestinationStandard], **options: Any) -> None:
        super().__init__(**options)
        choices = [(standard.pk, f"{standard.country}: {standard.title}") for standard in standards]
        for field in self.fields.values():
            field.choices = choices


def initial_of(standard: DestinationStandard) -> dict[str, Any]:
    """A form that starts from a stored version, without its first day and its source."""
    kept = {
        name: getattr(standard, name) for name in FIELDS if name not in {"valid_from", "source", "verified"}
    }
    codes = [
        f"{competency.code} {competency.title}"
        for competency in standard.requirements.order_by("kind", "code")
    ]
    advantages = [
        f"{competency.code} {competency.title}" for competency in standard.advantages.order_by("kind", "code")
    ]
    return {**kept, "source_url": "", "requirements": codes, "advantages": advantages}


class TakeBackForm(forms.Form):
    """A rule or standard that holds no longer, without a new one in its place."""

    on = DayField(
        label=gettext_lazy("First day on which it no longer holds"),
        help_text=gettext_lazy("What it had replaced holds again from this day on."),
    )
    source = TextField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("What taking it back rests on, in a sentence: the decree or letter."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
    )
