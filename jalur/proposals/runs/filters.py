import django_filters
from django.utils.translation import gettext_lazy as _

from jalur.foundation.work.models import WorkState
from jalur.kit.lists import SearchFilter


class RunFilters(django_filters.FilterSet):
    q = SearchFilter(fields=["place__name", "place__code", "fingerprint"])
    state = django_filters.ChoiceFilter(label=_("State"), choices=WorkState.choices)
