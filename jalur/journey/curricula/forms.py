"""What people fill in about curricula."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.competencies.forms import CompetencyField
from jalur.foundation.competencies.models import Competency
from jalur.foundation.organisations.models import Organisation
from jalur.journey.curricula import rules
from jalur.journey.curricula.models import Part, Party, PartyState, Remark, Version
from jalur.journey.curricula.words import organisation_label, search_organisations
from jalur.kit import formats
from jalur.kit.dates import today
from jalur.kit.forms import DayField, LookupField, ModelForm, TextField, by_label
from jalur.kit.reading import SOON


class VersionForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Version
        fields = ("title", "lesson_minutes", "weeks")

    about = {"lesson_minutes": "curriculum#jp"}


class PartForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Part
        fields = ("title", "kind", "hours", "mode", "scheme", "competency", "outcome", "evidence", "position")
        field_classes = {"competency": CompetencyField}
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("outcome", "evidence")}

    about = {"evidence": "curriculum#evidence"}

    def clean_competency(self) -> Competency | None:
        return self.cleaned_data["competency"] or None

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        version = self.instance.version
        if version.weeks and values.get("hours"):
            others = version.parts.exclude(pk=self.instance.pk).values_list("hours", flat=True)
            weekly = rules.weekly(sum(others) + values["hours"], version.weeks)
            if weekly > rules.MOST_A_WEEK:
                sentence = _(
                    "With this part the curriculum comes to %(weekly)s JP a week in %(weeks)s weeks. Is that right?"
                )
                params = {"weekly": formats.number(weekly), "weeks": formats.number(version.weeks)}
                self.question("hours", sentence % params)
        return values


class RemarkForm(ModelForm):
    part_key = forms.TypedChoiceField(
        label=gettext_lazy("About which part"), required=False, empty_value=None
    )

    class Meta(ModelForm.Meta):
        model = Remark
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    field_order = ["part_key", "text"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        parts = self.instance.version.parts.order_by("position")
        named = [(str(part.key), f"{part.position}. {part.title}") for part in parts]
        self.fields["part_key"].choices = [("", _("the whole curriculum")), *named]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        self.instance.part_key = values.get("part_key") or None
        return values


class InviteForm(forms.Form):
    organisation = LookupField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Type a few letters of its name or place and choose."),
        search=search_organisations,
        label_of=organisation_label,
        url_name="curricula:organisation_options",
        model=Organisation,
        written=by_label,
    )


class WithdrawForm(forms.Form):
    party = forms.ModelChoiceField(queryset=Party.objects.none(), label=gettext_lazy("Organisation"))

    def __init__(self, *args: Any, version: Version, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = version.parties.filter(state=PartyState.INVITED).select_related("organisation")
        self.fields["party"].queryset = rows.order_by("organisation__name", "pk")
        self.fields["party"].label_from_instance = lambda party: party.organisation.name


class InForceForm(forms.Form):
    valid_from = DayField(label=gettext_lazy("In force from"), span=SOON)
    exception = TextField(
        label=gettext_lazy("Why can it not wait for everybody?"),
        help_text=gettext_lazy("Only where somebody who was invited has not agreed. Everybody can read it."),
        label_suffix=gettext_lazy("if somebody has not agreed"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, missing: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["valid_from"].initial = today
        if not missing:
            del self.fields["exception"]
