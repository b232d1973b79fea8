"""What other rooms may ask the rulebook. The questions are answered by `rules` over the rows fetched here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import DestinationStandard
from jalur.foundation.competencies.rules import Asked, standards_in_force, stricter
from jalur.foundation.rulebook import rules
from jalur.foundation.rulebook.models import (
    AgeRule,
    CostItem,
    CostRule,
    DestinationRule,
    ExchangeRate,
    Extent,
    LicenceDuty,
    OrderCheckDuty,
    PermitDuty,
    Threshold,
    VerificationRule,
)


@dataclass(frozen=True)
class Least(Asked):
    """What a person must bring at least for a case, and what that rests on."""

    standard: DestinationStandard | None = None
    age_rules: tuple[AgeRule, ...] = ()

    @property
    def rests_on(self) -> list[str]:
        """Standard and age rules by name."""
        named = [self.standard.title] if self.standard else []
        return list(dict.fromkeys([*named, *(rule.rests_on for rule in self.age_rules)]))


@dataclass(frozen=True)
class LawOfTheDay:
    """Every rule and standard that may speak of a case on one day, read once for one case or for thousands.

    A case is country × occupation × employer type × route.
    """

    on: date
    destinations: tuple[DestinationRule, ...]
    ages: tuple[AgeRule, ...]
    duties: tuple[LicenceDuty, ...]
    permits: tuple[PermitDuty, ...]
    standards: tuple[DestinationStandard, ...]
    requirements: Mapping[object, frozenset[str]]
    implications: Mapping[str, list[str]]
    # What was found for a case: thousands of rows ask about few.
    _decided: dict[tuple[str, ...], rules.Decision[DestinationRule]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _least: dict[tuple[str, ...], Least] = field(default_factory=dict, init=False, repr=False, compare=False)

    def decision(
        self, *, country: str, occupation: str, employer_type: str, route: str, matter: str
    ) -> rules.Decision[DestinationRule]:
        """Whether people may be placed there: by a new order, one under way, or an extension (`Extent`)."""
        case = (country, occupation, employer_type, route, matter)
        if case not in self._decided:
            self._decided[case] = rules.destination_allowed(
                self.destinations,
                country=country,
                occupation=occupation,
                employer_type=employer_type,
                route=route,
                matter=matter,
                on=self.on,
            )
        return self._decided[case]

    def licence_duties(self, route: str) -> list[LicenceDuty]:
        """The licences that whoever places people by the route must hold."""
        return rules.licence_duties(self.duties, route=route, on=self.on)

    def permit_papers(self, *, route: str, occupation: str) -> list[PermitDuty]:
        """The papers of the permit without which nobody recruits for such work by the route; none where it needs no permit."""
        return rules.permit_papers(self.permits, route=route, occupation=occupation, on=self.on)

    def least(self, *, country: str, occupation: str, employer_type: str, route: str) -> Least:
        """The age rules and the newest destination standard in force, together."""
        case = (country, occupation, employer_type, route)
        if case not in self._least:
            self._least[case] = self._least_of(*case)
        return self._least[case]

    def _least_of(self, country: str, occupation: str, employer_type: str, route: str) -> Least:
        ages = rules.age_range(
            self.ages,
            purpose=AgeRule.Purpose.PLACEMENT,
            on=self.on,
            country=country,
            occupation=occupation,
            employer_type=employer_type,
        )
        standards = standards_in_force(
            self.standards, country=country, occupation=occupation, on=self.on, route=route
        )
        if not standards:
            return Least(**asdict(ages.limits), age_rules=ages.rules)
        return Least(
            **asdict(stricter(ages.limits, standards[0].limits)),
            requirements=self.requirements.get(standards[0].pk, frozenset()),
            standard=standards[0],
            age_rules=ages.rules,
        )


def law_of(on: date) -> LawOfTheDay:
    """The rules and standards in force on a day; seven queries, whatever the number of cases."""
    standards = tuple(DestinationStandard.objects.in_force(on).order_by("pk"))
    requirements: dict[object, set[str]] = {}
    pairs = DestinationStandard.requirements.through.objects.filter(standard__in=standards)
    for standard_id, code in pairs.values_list("standard_id", "competency_id"):
        requirements.setdefault(standard_id, set()).add(code)
    return LawOfTheDay(
        on=on,
        destinations=tuple(
            DestinationRule.objects.in_force(on).select_related("legal_source").order_by("pk")
        ),
        ages=tuple(AgeRule.objects.in_force(on).select_related("legal_source").order_by("pk")),
        duties=licence_duties(on),
        permits=permit_duties(on),
        standards=standards,
        requirements={key: frozenset(codes) for key, codes in requirements.items()},
        implications=competencies.implications(),
    )


def rules_for(country: str, on: date) -> list[DestinationRule]:
    """The destination rules in force on a day that can speak of a country, those for every country included."""
    return list(
        DestinationRule.objects.in_force(on)
        .filter(Q(country=country) | Q(country=None))
        .select_related("country", "occupation", "legal_source")
        .order_by("id")
    )


def destination_decision(
    *,
    country: str,
    occupation: str,
    employer_type: str,
    route: str,
    on: date,
    matter: str = Extent.NEW_ORDERS,
) -> rules.Decision[DestinationRule]:
    """Whether people may be placed in this country and occupation, with this employer type and route, on this day."""
    return rules.destination_allowed(
        rules_for(country, on),
        country=country,
        occupation=occupation,
        employer_type=employer_type,
        route=route,
        matter=matter,
        on=on,
    )


def age_range(
    *, purpose: str, on: date, country: str = "", occupation: str = "", employer_type: str = ""
) -> rules.AgeRange[AgeRule]:
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
    duties = LicenceDuty.objects.in_force(on).exclude(route="")
    return tuple(duties.select_related("legal_source").order_by("id"))


def licences_asked() -> tuple[LicenceDuty, ...]:
    """Every licence that organisations of a kind must hold, on whatever day; `rules.licence_asked` chooses one."""
    duties = LicenceDuty.objects.exclude(organisation_kind="")
    return tuple(duties.select_related("legal_source").order_by("id"))


def placing_licences(on: date) -> frozenset[str]:
    """The kinds of licence without which no company places workers abroad on a day, by whatever route."""
    duties = LicenceDuty.objects.exclude(route="").in_force(on)
    return frozenset(duties.order_by("id").values_list("licence_kind", flat=True))


def order_checks(on: date) -> tuple[OrderCheckDuty, ...]:
    """Every check of orders that is asked for on a day; `rules.order_checks` chooses those of one case."""
    duties = OrderCheckDuty.objects.in_force(on).select_related("legal_source")
    return tuple(duties.order_by("-verified", "id"))


def permit_duties(on: date) -> tuple[PermitDuty, ...]:
    """Every paper of a recruitment permit that is asked for on a day; `rules.permit_papers` chooses those of one case."""
    duties = PermitDuty.objects.in_force(on).select_related("legal_source")
    return tuple(duties.order_by("-verified", "id"))


def verification_ways(whose: str, on: date) -> dict[str, VerificationRule]:
    """How a mission may verify employers of a kind, or partner agencies, on a day: way → the rule, checked ones first."""
    rules_of = VerificationRule.objects.in_force(on).filter(whose=whose).select_related("legal_source")
    return {rule.way: rule for rule in rules_of.order_by("-verified", "way", "id")}


def threshold(key: Threshold.Key, on: date) -> Threshold | None:
    """The number that law or practice sets under a key on a day, with its source; None when nothing is known."""
    rows = Threshold.objects.in_force(on).filter(key=key).select_related("legal_source").order_by("id")
    return rules.threshold(rows, key=key, on=on)


def exchange_rate(currency: str, on: date) -> ExchangeRate | None:
    """What a currency is in rupiah on a day, with its source: of several the newest; None when none is known."""
    rows = ExchangeRate.objects.in_force(on).filter(currency=currency)
    return rows.select_related("legal_source").order_by("-valid_from", "id").first()


def rupiah_of(on: date) -> dict[str, Decimal]:
    """Currency → what one unit of it is in rupiah on a day, the rupiah itself included."""
    rows = ExchangeRate.objects.in_force(on).order_by("valid_from", "id")
    return {"IDR": Decimal(1), **dict(rows.values_list("currency", "rupiah"))}


def uncharged(occupation: str, on: date) -> dict[str, CostRule]:
    """Cost item → the rule by which a worker of the occupation may not be charged it on a day, in the order of the items."""
    rows = CostRule.objects.in_force(on).filter(worker_may_pay=False).select_related("item", "legal_source")
    spoken: dict[str, CostRule] = {}
    for rule in rows.order_by("item__position", "id"):
        if occupation.startswith(rule.occupation_id or ""):
            spoken.setdefault(rule.item_id, rule)
    return spoken


def uncharged_items(occupation: str, on: date) -> tuple[list[CostItem], CostRule | None]:
    """What a worker of the occupation may not be charged on a day, and a rule that says so."""
    spoken = list(uncharged(occupation, on).values())
    return [rule.item for rule in spoken], next(iter(spoken), None)
