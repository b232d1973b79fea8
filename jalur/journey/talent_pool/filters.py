from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Competency, Kind, Occupation
from jalur.foundation.geography.filters import ProvinceFilter
from jalur.foundation.geography.models import Country, Level, Place
from jalur.journey.candidates.models import HeldCompetency, Wish
from jalur.journey.talent_pool import queries
from jalur.journey.talent_pool.models import Consent, ConsentState, RequestState
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter, StandingFilter


def skills(_request: HttpRequest | None) -> QuerySet[Competency]:
    """What is asked for at all; whether anybody of the pool can do it, the list says."""
    held = HeldCompetency.objects.filter(competency=OuterRef("pk"))
    return Competency.objects.filter(Exists(held)).exclude(kind=Kind.LANGUAGE).order_by("code")


def levels(_request: HttpRequest | None) -> QuerySet[Competency]:
    held = HeldCompetency.objects.filter(competency=OuterRef("pk"))
    return Competency.objects.filter(Exists(held), kind=Kind.LANGUAGE).order_by("scale_id", "rank", "code")


def countries(_request: HttpRequest | None) -> QuerySet[Country]:
    return Country.objects.filter(Exists(Wish.objects.filter(country=OuterRef("pk")))).by_name()


def occupations(_request: HttpRequest | None) -> QuerySet[Occupation]:
    return Occupation.objects.filter(Exists(Wish.objects.filter(occupation=OuterRef("pk")))).order_by("code")


def regencies(request: HttpRequest | None) -> QuerySet[Place]:
    """Regencies with five people or more who can do the same; of the province chosen beside it, if one is."""
    rows = Place.objects.filter(level=Level.REGENCY)
    if request is None:
        return rows.none()
    today = dates.today()
    purpose = queries.purpose_of(request.actor, today)  # type: ignore[attr-defined]  # set by portal's middleware
    return rows.filter(pk__in=queries.common_by_regency(purpose, today)).order_by("name", "pk")


class PoolFilter(FilterSet):
    competency = ModelFilter(queryset=skills, method="can_do", label=_("Can do"))
    language = ModelFilter(queryset=levels, method="speaks", label=_("Language level, at least"))
    occupation = ModelFilter(queryset=occupations, method="wants_work", label=_("Work wished for"))
    destination = ModelFilter(queryset=countries, method="would_go_to", label=_("Wants to go to"))
    province = ProvinceFilter(field_name="candidate__home", label=_("Province"))
    regency = ModelFilter(queryset=regencies, method="lives_in", label=_("Regency"))
    ready = DayFilter(field_name="candidate__available_from", since=False, label=_("Ready by"))

    def can_do(self, rows: QuerySet[Consent], _name: str, skill: Competency) -> QuerySet[Consent]:
        return queries.holding(rows, [skill.pk], dates.today())

    def speaks(self, rows: QuerySet[Consent], _name: str, level: Competency) -> QuerySet[Consent]:
        return queries.holding(rows, queries.at_least(level), dates.today())

    def wants_work(self, rows: QuerySet[Consent], _name: str, work: Occupation) -> QuerySet[Consent]:
        return rows.filter(Exists(Wish.objects.filter(candidate=OuterRef("candidate_id"), occupation=work)))

    def would_go_to(self, rows: QuerySet[Consent], _name: str, country: Country) -> QuerySet[Consent]:
        named = Exists(Wish.objects.filter(candidate=OuterRef("candidate_id"), country=country))
        return rows.filter(Q(candidate__any_destination=True) | named)

    def lives_in(self, rows: QuerySet[Consent], _name: str, regency: Place) -> QuerySet[Consent]:
        """Only those whose regency is shown: else the filter would tell what the column does not."""
        today = dates.today()
        purpose = queries.purpose_of(self.request.actor, today)
        return queries.shown_in_regency(rows, regency.pk, purpose, today)


class ConsentFilter(FilterSet):
    q = SearchFilter(fields=["number", "candidate__number"], label=_("Pool or candidate number"))
    state = StandingFilter(choices=ConsentState.choices, standing=ConsentState.GIVEN, label=_("State"))


class RequestFilter(FilterSet):
    q = SearchFilter(fields=["number", "consent__number", "programme"], label=_("Number or programme"))
    state = ChoiceFilter(choices=RequestState.choices, label=_("State"))
