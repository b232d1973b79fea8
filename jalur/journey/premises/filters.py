from django.utils.translation import gettext_lazy as _

from jalur.journey.premises import queries
from jalur.journey.premises.models import (
    BookingState,
    ConsentState,
    LicenceState,
    Repair,
    ResourceKind,
    ResourceState,
)
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet
from jalur.kit.lists import SearchFilter, StandingFilter


class ResourceFilter(FilterSet):
    q = SearchFilter(fields=["name", "organisation__name"], label=_("Name or centre"))
    kind = ChoiceFilter(choices=ResourceKind.choices, label=_("Kind"))
    repair = ChoiceFilter(choices=Repair.choices, label=_("State of repair"))
    state = StandingFilter(choices=ResourceState.choices, standing=ResourceState.USED, label=_("State"))


class BookingFilter(FilterSet):
    q = SearchFilter(fields=["title", "number"], label=_("What for or number"))
    starts_from = DayFilter(field_name="starts__date", since=True, label=_("From"))
    starts_to = DayFilter(field_name="starts__date", since=False, label=_("Until"))
    state = StandingFilter(choices=BookingState.choices, standing=BookingState.BOOKED, label=_("State"))


class LicenceFilter(FilterSet):
    q = SearchFilter(fields=["resource__name", "number"], label=_("Instructor or number"))
    ends_from = DayFilter(field_name="last_day", since=True, label=_("Holds until, from"))
    ends_to = DayFilter(field_name="last_day", since=False, label=_("Holds until, up to"))
    state = StandingFilter(choices=LicenceState.choices, standing=LicenceState.HELD, label=_("State"))


class ConsentFilter(FilterSet):
    q = SearchFilter(fields=["candidate__number", "guardian"], label=_("Guardian or number of the file"))
    lacks = ChoiceFilter(
        cases={
            "paper": (_("the signed paper"), queries.without_paper),
            "consent": (_("consent for a bed ahead"), lambda rows: queries.with_bed_ahead(rows, dates.now())),
        },
        label=_("What is missing"),
    )
    state = StandingFilter(choices=ConsentState.choices, standing=ConsentState.GIVEN, label=_("State"))
