from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jalur.foundation.accounts.access import Actor, Role
from jalur.foundation.competencies.forms import OccupationField, competency_groups
from jalur.foundation.competencies.models import Occupation
from jalur.foundation.geography.forms import PlaceField
from jalur.foundation.geography.models import Place
from jalur.foundation.organisations.models import Organisation
from jalur.journey.vacancies import queries
from jalur.journey.vacancies.models import Vacancy
from jalur.kit.forms import DayField, LookupField, ModelForm, MoneyField, NumberField, by_label
from jalur.kit.grouped import GroupedBoxesField
from jalur.kit.reading import SOON


class EmployerField(LookupField):
    """An institution at home that is in the register; gives its row."""

    def __init__(self, **options: Any) -> None:
        hint = _("If the employer is in the register of institutions: type a few letters and choose.")
        super().__init__(
            search=queries.search_employers,
            label_of=queries.employer_label,
            url_name="vacancies:employer_options",
            model=Organisation,
            written=by_label,
            **{"help_text": hint, **options},
        )


class VacancyForm(ModelForm):
    class Meta(ModelForm.Meta):
        model = Vacancy
        fields = (
            "employer",
            "organisation",
            "title",
            "occupation",
            "place",
            "openings",
            "terms",
            "weekly_hours",
            "pay_from",
            "pay_to",
            "min_age",
            "max_age",
            "min_education",
            "requirements",
            "deadline",
            "how_to_apply",
            "source",
        )
        field_classes = {
            "organisation": EmployerField,
            "occupation": partial(OccupationField, model=Occupation),
            "place": partial(PlaceField, model=Place),
            "pay_from": partial(MoneyField, minimum=1),
            "pay_to": partial(MoneyField, minimum=1),
            "requirements": GroupedBoxesField,
            "deadline": partial(DayField, span=SOON),
        }

    about = {"deadline": "vacancy#deadline"}

    def __init__(self, *given: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["requirements"].choices = competency_groups(
            queries.requirements_of(self.instance) if self.instance.number else ()
        )
        if actor.role != Role.LABOUR_OFFICER:
            del self.fields["organisation"]
            self.instance.organisation_id = actor.organisation_id


class CountForm(forms.Form):
    """How many openings are filled so far."""

    def __init__(self, *given: Any, vacancy: Vacancy, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["filled"] = NumberField(
            label=Vacancy._meta.get_field("filled").verbose_name.capitalize(),
            min_value=0,
            max_value=vacancy.openings,
            initial=vacancy.filled,
        )
