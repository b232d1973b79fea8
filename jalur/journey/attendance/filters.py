from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.filters import RegencyFilter
from jalur.journey.attendance import queries
from jalur.journey.attendance.models import AwayBecause
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet
from jalur.kit.lists import SearchFilter


class MeetingFilter(FilterSet):
    q = SearchFilter(
        fields=["booking__title", "booking__number", "intake__number", "intake__programme__title"],
        label=_("Meeting or class"),
    )
    roll = ChoiceFilter(
        cases={
            "open": (_("to be taken"), queries.untaken),
            "taken": (
                _("complete"),
                lambda rows: rows.exclude(pk__in=queries.untaken(rows).order_by().values("pk")),
            ),
        },
        label=_("Roll"),
    )
    teacher = ChoiceFilter(choices=[("me", _("me"))], method="taught", label=_("Taught by"))
    day_from = DayFilter(field_name="booking__starts__date", since=True, label=_("From"))
    day_to = DayFilter(field_name="booking__starts__date", since=False, label=_("Until"))

    def taught(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        return queries.taught_by(rows, self.request.actor.user_id)


class SheetFilter(FilterSet):
    q = SearchFilter(
        fields=["candidate__name", "candidate__number", "booking__title"], label=_("Person or meeting")
    )
    day_from = DayFilter(field_name="booking__starts__date", since=True, label=_("From"))
    day_to = DayFilter(field_name="booking__starts__date", since=False, label=_("Until"))


class AwayFilter(FilterSet):
    q = SearchFilter(
        fields=["name", "number", "intake__number", "intake__programme__title"],
        label=_("Person or class"),
    )
    because = ChoiceFilter(field_name="away_because", choices=AwayBecause.choices, label=_("Why"))
    regency = RegencyFilter(field_name="home", label=_("Lives in"))
    since_to = DayFilter(field_name="missed_since", since=False, label=_("Missing since at least"))
