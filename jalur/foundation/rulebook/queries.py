"""What other rooms may ask the rulebook. The questions are answered by `rules` over the rows fetched here."""

from datetime import date

from django.db.models import Q

from jalur.foundation.rulebook import rules
from jalur.foundation.rulebook.models import AgeRule, CostRule, DestinationRule, LicenceDuty, Threshold


def rules_for(country: str, on: date) -> list[DestinationRule]:
    """The destination rules in force on a day that can speak of a country, those for every country included."""
    return list(
        DestinationRule.objects.in_force(on)
        .filter(Q(country=country) | Q(country=None))
        .select_related("country", "occupation", "legal_source")
        .order_by("id")
    )


def destination_decision(
    *, country: str, occupation: str, employer_type: str, route: str, on: date
) -> rules.Decision:
    """Whether people may be placed in this country and occupation, with this employer type and route, on this day."""
    return rules.destination_allowed(
        rules_for(country, on),
        country=country,
        occupation=occupation,
        employer_type=employer_type,
        route=route,
        on=on,
    )


def age_range(
    *, purpose: str, on: date, country: str = "", occupation: str = "", employer_type: str = ""
) -> rules.AgeRange:
    """The ages at which a person may be placed (or trained) on a day."""
    rows = AgeRule.objects.in_force(on).filter(purpose=purpose).select_related("legal_source").order_by("id")
    return rules.age_range(
        rows, purpose=purpose, on=on, country=country, occupation=occupation, employer_type=employer_type
    )


def may_charge_worker(*, item: str, occupation: str, on: date) -> bool | None:
    """Whether the worker may be charged a cost item; None when no rule speaks."""
    rows = CostRule.objects.in_force(on).filter(item=item).order_by("id")
    return rules.may_charge_worker(rows, item=item, occupation=occupation, on=on)


def licence_duties(on: date) -> tuple[LicenceDuty, ...]:
    """Every licence that some route asks for on a day; `rules.licence_duties` chooses those of one route."""
    return tuple(LicenceDuty.objects.in_force(on).select_related("legal_source").order_by("id"))


def threshold(key: Threshold.Key, on: date) -> Threshold | None:
    """The number that law or practice sets under a key on a day, with its source; None when nothing is known."""
    rows = Threshold.objects.in_force(on).filter(key=key).select_related("legal_source").order_by("id")
    return rules.threshold(rows, key=key, on=on)
