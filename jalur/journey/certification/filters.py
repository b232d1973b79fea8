from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.filters import RegencyFilter
from jalur.journey.certification import queries
from jalur.journey.certification.models import (
    OPEN,
    AppealState,
    BlankState,
    DayState,
    HeldState,
    OutsideKind,
    OutsideState,
    SchemeKind,
    State,
    SubmissionState,
)
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet
from jalur.kit.lists import SearchFilter


class SchemeFilter(FilterSet):
    q = SearchFilter(fields=["title", "code", "body__name"], label=_("Scheme, code or assessment body"))
    kind = ChoiceFilter(choices=SchemeKind.choices, label=_("Kind"))
    now = ChoiceFilter(
        cases={"now": (_("in force today"), lambda rows: rows.in_force(dates.today()))},
        label=_("In force"),
    )


class AssessorFilter(FilterSet):
    q = SearchFilter(
        fields=["user__name", "number", "body__name"], label=_("Name, licence or assessment body")
    )
    state = ChoiceFilter(choices=HeldState.choices, label=_("State"))
    stands = ChoiceFilter(
        cases={
            "ending": (_("runs out within 60 days"), queries.running_out),
            "over": (_("has run out"), lambda rows: rows.filter(valid_to__lte=dates.today())),
        },
        label=_("Holds"),
    )


class PlaceFilter(FilterSet):
    q = SearchFilter(fields=["name", "place__name", "body__name"], label=_("Name, place or assessment body"))
    state = ChoiceFilter(choices=HeldState.choices, label=_("State"))
    stands = ChoiceFilter(
        cases={
            "ending": (_("runs out within 60 days"), queries.running_out),
            "over": (_("has run out"), lambda rows: rows.filter(valid_to__lte=dates.today())),
        },
        label=_("Holds"),
    )
    regency = RegencyFilter(field_name="place__code", label=_("Regency or city"))


class DayFilterSet(FilterSet):
    q = SearchFilter(
        fields=["scheme__title", "place__name", "assessor__user__name", "number"],
        label=_("Scheme, place, assessor or number"),
    )
    when = ChoiceFilter(
        cases={
            "ahead": (_("ahead"), lambda rows: rows.ahead(dates.today())),
            "past": (_("passed"), lambda rows: rows.filter(day__lt=dates.today())),
            "unreviewed": (_("still to look back on"), lambda rows: rows.to_review()),
        },
        label=_("When"),
    )
    state = ChoiceFilter(choices=DayState.choices, label=_("State"))
    since = DayFilter(field_name="day", since=True, label=_("From"))
    until = DayFilter(field_name="day", since=False, label=_("Until"))


class AssessmentFilter(FilterSet):
    q = SearchFilter(
        fields=["name", "number", "code", "scheme__title", "institute__name", "day__number"],
        label=_("Name, number, scheme, institute or day"),
    )
    state = ChoiceFilter(choices=State.choices, label=_("State"))
    stands = ChoiceFilter(
        cases={
            "open": (_("under way"), lambda rows: rows.filter(state__in=OPEN)),
            "doubt": (_("something it hangs on fell away"), queries.in_doubt),
        },
        label=_("Stands"),
    )
    regency = RegencyFilter(field_name="home", label=_("Lives in"))


class AppealFilter(FilterSet):
    q = SearchFilter(
        fields=["assessment__name", "assessment__code", "assessment__scheme__title"],
        label=_("Name, number or scheme"),
    )
    state = ChoiceFilter(choices=AppealState.choices, label=_("State"))


class SubmissionFilter(FilterSet):
    q = SearchFilter(fields=["number", "pleno__number"], label=_("Number or minutes"))
    state = ChoiceFilter(choices=SubmissionState.choices, label=_("State"))
    since = DayFilter(field_name="sent_on", since=True, label=_("Sent from"))


class OutsideFilter(FilterSet):
    q = SearchFilter(
        fields=["name", "number", "certificate", "body", "competency__code"],
        label=_("Name, number, certificate or test"),
    )
    kind = ChoiceFilter(choices=OutsideKind.choices, label=_("Test or certificate"))
    state = ChoiceFilter(choices=OutsideState.choices, label=_("State"))
    stands = ChoiceFilter(
        cases={
            "ending": (_("ends within 60 days"), lambda rows: rows.running_out(dates.today())),
            "over": (_("has run out"), lambda rows: rows.filter(expires_on__lte=dates.today())),
            "office": (_("waits for an officer"), lambda rows: rows.for_office()),
            "issuer": (_("waits for its issuer"), lambda rows: rows.for_issuer()),
        },
        label=_("Stands"),
    )
    regency = RegencyFilter(field_name="home", label=_("Lives in"))


class DeliveryFilter(FilterSet):
    q = SearchFilter(fields=["number", "letter", "prefix", "first"], label=_("Number or letter"))
    stands = ChoiceFilter(
        cases={"stock": (_("still in stock"), lambda rows: rows.filter(in_stock__gt=0))}, label=_("Stock")
    )
    since = DayFilter(field_name="received_on", since=True, label=_("From"))


class BlankFilter(FilterSet):
    q = SearchFilter(
        fields=["number", "delivery__number", "used_for__code"],
        label=_("Number of the blank, delivery or assessment"),
    )
    state = ChoiceFilter(choices=BlankState.choices, label=_("State"))
    since = DayFilter(field_name="left_on", since=True, label=_("Out of stock since"))


class PlenoFilter(FilterSet):
    q = SearchFilter(fields=["number", "took_part"], label=_("Number or who took part"))
    since = DayFilter(field_name="held_on", since=True, label=_("From"))
    until = DayFilter(field_name="held_on", since=False, label=_("Until"))
