from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.filters import RegencyFilter
from jalur.journey.certificates import queries
from jalur.journey.certificates.models import State
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet
from jalur.kit.lists import SearchFilter


class CertificateFilter(FilterSet):
    q = SearchFilter(
        fields=["name", "number", "registration", "blank", "scheme__title"],
        label=_("Name, number, blank or scheme"),
    )
    state = ChoiceFilter(choices=State.choices, label=_("State"))
    stands = ChoiceFilter(
        cases={
            "holding": (_("holds today"), lambda rows: rows.holding(dates.today())),
            "ending": (_("runs out within three months"), lambda rows: queries.ending(rows, dates.today())),
            "over": (_("has run out"), lambda rows: rows.filter(ends_on__lte=dates.today())),
            "doubt": (_("something it hangs on fell away"), lambda rows: rows.in_doubt()),
            "no_blank": (_("without a BNSP blank"), lambda rows: rows.filter(blank="")),
        },
        label=_("Stands"),
    )
    since = DayFilter(field_name="issued_on", since=True, label=_("From"))
    until = DayFilter(field_name="issued_on", since=False, label=_("Until"))
    regency = RegencyFilter(field_name="home", label=_("Lives in"))


class WaitingFilter(FilterSet):
    q = SearchFilter(
        fields=["name", "number", "code", "scheme__title", "pleno__number"],
        label=_("Name, number, scheme or minutes"),
    )
    since = DayFilter(field_name="decided_on", since=True, label=_("From"))
    until = DayFilter(field_name="decided_on", since=False, label=_("Until"))
