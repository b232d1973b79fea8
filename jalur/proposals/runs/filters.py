from django.utils.translation import gettext_lazy as _

from jalur.foundation.work.models import WorkState
from jalur.kit.filters import ChoiceFilter, FilterSet
from jalur.kit.lists import SearchFilter


class RunFilters(FilterSet):
    q = SearchFilter(fields=["place__name", "place__code", "fingerprint"])
    state = ChoiceFilter(label=_("State"), choices=WorkState.choices)
