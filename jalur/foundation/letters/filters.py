from django.utils.translation import gettext_lazy as _

from jalur.foundation.letters.kinds import kinds
from jalur.foundation.letters.models import LetterState, Nature
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet
from jalur.kit.lists import SearchFilter


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.key, str(kind.title)) for kind in kinds()]


class LetterFilter(FilterSet):
    q = SearchFilter(fields=["number", "recipient"], label=_("Number or recipient"))
    kind = ChoiceFilter(choices=kind_choices, label=_("Kind"))
    state = ChoiceFilter(choices=LetterState.choices, label=_("State"))
    nature = ChoiceFilter(choices=Nature.choices, label=_("Nature"))
    dated_from = DayFilter(field_name="dated", since=True, label=_("Dated from"))
    dated_to = DayFilter(field_name="dated", since=False, label=_("Dated by"))
