from django.utils.translation import gettext_lazy as _

from jalur.foundation.work.models import WorkState
from jalur.kit.filters import ChoiceFilter, FilterSet
from jalur.kit.lists import SearchFilter
from jalur.proposals.runs import words


class RunFilters(FilterSet):
    q = SearchFilter(fields=["name", "place__name", "place__code", "fingerprint"])
    status = ChoiceFilter(
        label=_("Publication"), choices=[(key, tag.text) for key, tag in words.STATUS.items()]
    )
    state = ChoiceFilter(label=_("State"), choices=WorkState.choices)
