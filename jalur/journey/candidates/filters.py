from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Competency, Kind
from jalur.foundation.geography.filters import RegencyFilter
from jalur.foundation.geography.models import Country
from jalur.journey.candidates.models import Candidate, HeldCompetency, State, Wish
from jalur.kit.dates import today
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter


def wished_countries(_request: HttpRequest | None) -> QuerySet[Country]:
    return Country.objects.filter(Exists(Wish.objects.filter(country=OuterRef("pk")))).by_name()


def language_levels(_request: HttpRequest | None) -> QuerySet[Competency]:
    held = HeldCompetency.objects.filter(competency=OuterRef("pk"))
    return Competency.objects.filter(Exists(held), kind=Kind.LANGUAGE).order_by("scale_id", "rank", "code")


def waiting() -> QuerySet[HeldCompetency]:
    """Evidence of a candidate that an official has still to see."""
    return HeldCompetency.objects.filter(candidate=OuterRef("pk")).waiting()


class CandidateFilter(FilterSet):
    q = SearchFilter(fields=["name", "number"], label=_("Name or number"))
    state = ChoiceFilter(
        choices=State.choices,
        cases={"on_the_path": (_("not withdrawn"), lambda rows: rows.on_the_path())},
        label=_("State"),
    )
    regency = RegencyFilter(field_name="home", label=_("Regency"))
    destination = ModelFilter(queryset=wished_countries, method="would_go_to", label=_("Wants to go to"))
    language = ModelFilter(queryset=language_levels, method="speaks", label=_("Language level, at least"))
    available = DayFilter(field_name="available_from", since=False, label=_("Can start by"))
    planning = ChoiceFilter(
        cases={
            "in": (
                _("included in automatic planning"),
                lambda rows: rows.filter(opted_out_of_planning_at=None),
            ),
            "out": (_("opted out"), lambda rows: rows.exclude(opted_out_of_planning_at=None)),
        },
        label=_("Automatic planning"),
    )
    evidence = ChoiceFilter(
        cases={"waiting": (_("to be seen by an official"), lambda rows: rows.filter(Exists(waiting())))},
        label=_("Evidence"),
    )

    def would_go_to(self, rows: QuerySet[Candidate], _name: str, country: Country) -> QuerySet[Candidate]:
        named = Exists(Wish.objects.filter(candidate=OuterRef("pk"), country=country))
        return rows.filter(Q(any_destination=True) | named)

    def speaks(self, rows: QuerySet[Candidate], _name: str, level: Competency) -> QuerySet[Candidate]:
        """This level of its scale or a higher one."""
        at_least = Q(pk=level.pk)
        if level.scale_id and level.rank:
            at_least |= Q(scale=level.scale_id, rank__gte=level.rank)
        levels = list(Competency.objects.filter(at_least).values_list("pk", flat=True))
        held = HeldCompetency.objects.counting(today()).filter(
            competency__in=levels, candidate=OuterRef("pk")
        )
        return rows.filter(Exists(held))
