from django.utils.translation import gettext_lazy as _

from jalur.foundation.people.models import CorrectionState, Duplicate
from jalur.foundation.people.words import NUMBER_TO_CORRECT
from jalur.kit.filters import ChoiceFilter, FilterSet


class DuplicateFilter(FilterSet):
    status = ChoiceFilter(
        choices=Duplicate.Status.choices,
        cases={"one_number": (NUMBER_TO_CORRECT, lambda rows: rows.with_one_number())},
        label=_("Status"),
    )
    reason = ChoiceFilter(choices=Duplicate.Reason.choices, label=_("Why"))


class CorrectionFilter(FilterSet):
    state = ChoiceFilter(choices=CorrectionState.choices, label=_("State"))
