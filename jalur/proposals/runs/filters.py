import django_filters
from django.utils.translation import gettext_lazy as _

from jalur.kit.lists import SearchFilter
from jalur.proposals.models import RunState


class RunFilters(django_filters.FilterSet):
    q = SearchFilter(fields=["place__name", "place__code", "fingerprint"])
    state = django_filters.ChoiceFilter(label=_("State"), choices=RunState.choices)
