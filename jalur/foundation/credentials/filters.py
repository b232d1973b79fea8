from django.utils.translation import gettext_lazy as _

from jalur.foundation.credentials.models import KeyState
from jalur.kit.filters import ChoiceFilter, FilterSet
from jalur.kit.lists import SearchFilter


class KeyFilter(FilterSet):
    q = SearchFilter(fields=["kid", "issuer__name"], label=_("Key or body"))
    state = ChoiceFilter(choices=KeyState.choices, label=_("State"))
