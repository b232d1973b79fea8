from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.models import Competency, Kind
from jalur.foundation.geography.filters import (
    ProvinceFilter,
    RegencyFilter,
    provinces,
    regencies_in_reach,
)
from jalur.journey.training import queries
from jalur.journey.training.models import (
    GONE,
    HIDDEN,
    EnrolmentState,
    Intake,
    IntakeState,
    NextStep,
    Programme,
    Reach,
    Shortfall,
    ShortfallState,
)
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, DayFilter, FilterSet, LeftFilter, ModelFilter, TextFilter
from jalur.kit.lists import SearchFilter, StandingFilter
from jalur.kit.search import narrow


class ClassFilter(FilterSet):
    q = SearchFilter(
        fields=["number", "programme__title", "programme__code", "programme__provider__name", "place__name"],
        label=_("Class, institute or place"),
    )
    province = ProvinceFilter(field_name="place__code", label=_("Province"))
    kind = ChoiceFilter(choices=Kind.choices, method="teaching", label=_("Teaches"))
    reach = ChoiceFilter(choices=Reach.choices, label=_("Who can come"))
    starts_from = DayFilter(field_name="starts", since=True, label=_("Starts from"))
    starts_to = DayFilter(field_name="starts", since=False, label=_("Starts by"))
    left = LeftFilter(of="seats", gone=GONE, label=_("Seats"))

    def teaching(self, rows: QuerySet[Intake], _name: str, value: str) -> QuerySet[Intake]:
        pairs = Programme.teaches.through.objects.filter(
            programme=OuterRef("programme"), competency__kind=value
        )
        return rows.filter(Exists(pairs))


class PublicClassFilter(ClassFilter):
    state = StandingFilter(
        cases={"open": (_("open for enrolment"), lambda rows: rows.open(dates.today()))},
        choices=[choice for choice in IntakeState.choices if choice[0] not in {"planned", *HIDDEN}],
        standing="open",
        label=_("State"),
    )


class DeskClassFilter(ClassFilter):
    state = ChoiceFilter(
        cases={
            "open": (_("open for enrolment"), lambda rows: rows.open(dates.today())),
            "current": (_("not ended"), lambda rows: rows.current()),
            "held": (_("on hold"), lambda rows: rows.on_hold()),
        },
        choices=IntakeState.choices,
        label=_("State"),
    )
    needs = ChoiceFilter(
        cases={
            "due": (_("to be started"), lambda rows: rows.due(dates.today())),
            "ended": (_("result to be recorded"), lambda rows: rows.ended(dates.today())),
            "small": (_("too few people"), lambda rows: rows.small(queries.least_people(dates.today()))),
        },
        label=_("What needs you"),
    )


class ProgrammeFilter(FilterSet):
    q = SearchFilter(fields=["title", "code", "provider__name"], label=_("Programme or institute"))
    competency = TextFilter(method="teaching", label=_("Teaches (code or word)"))

    def teaching(self, rows: QuerySet[Programme], _name: str, value: str) -> QuerySet[Programme]:
        fields = [f"competency__{name}" for name in ("title_id", "title_en", "code")]
        pairs = Programme.teaches.through.objects.filter(programme=OuterRef("pk"))
        return rows.filter(Exists(narrow(pairs, fields, value)))


class IdleFilter(FilterSet):
    q = SearchFilter(
        fields=["competency__title_id", "competency__title_en", "competency__code"],
        label=_("Competency"),
    )
    programme = TextFilter(method="of_programme", label=_("Programme or institute"))
    province = ProvinceFilter(field_name="programme__provider__place__code", label=_("Province"))
    regency = RegencyFilter(field_name="programme__provider__place__code", label=_("Regency or city"))
    kind = ChoiceFilter(field_name="competency__kind", choices=Kind.choices, label=_("Kind"))

    def of_programme(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return narrow(rows, ["programme__title", "programme__code", "programme__provider__name"], value)


class UntaughtFilter(FilterSet):
    """What counts as taught is what the programmes teach that the filters leave."""

    q = SearchFilter(fields=["title_id", "title_en", "code"], label=_("Competency"))
    province = ModelFilter(queryset=provinces, method="as_is", label=_("In reach of the province"))
    regency = ModelFilter(queryset=regencies_in_reach, method="as_is", label=_("In reach of the regency"))
    programme = TextFilter(method="as_is", label=_("Not taught by (programme or institute)"))
    wanted = ChoiceFilter(
        choices=[("abroad", _("abroad")), ("home", _("in Indonesia"))], method="as_is", label=_("Wanted")
    )
    kind = ChoiceFilter(choices=Kind.choices, label=_("Kind"))

    def as_is(self, rows: QuerySet[Competency], _name: str, _value: Any) -> QuerySet[Competency]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Competency]) -> QuerySet[Competency]:
        on, chosen = dates.today(), self.form.cleaned_data
        programmes = Programme.objects.taught(on)
        if region := chosen.get("regency") or chosen.get("province"):
            programmes = queries.in_reach(programmes, region.pk, on)
        if words := chosen.get("programme"):
            programmes = narrow(programmes, ["title", "code", "provider__name"], words)
        rows = queryset.filter(pk__in=queries.untaught(on, programmes, chosen.get("wanted") or ""))
        return super().filter_queryset(rows)


class FitFilter(FilterSet):
    q = SearchFilter(fields=["title", "code", "provider__name"], label=_("Programme or institute"))
    standard = ModelFilter(
        queryset=lambda _request: competencies.standards_in_force(dates.today()).order_by(
            "country__name_id", "occupation", "pk"
        ),
        method="as_is",
        label=_("Destination standard"),
    )
    province = ProvinceFilter(field_name="provider__place__code", label=_("Province"))
    regency = RegencyFilter(field_name="provider__place__code", label=_("Regency or city"))
    reached = ChoiceFilter(
        choices=[("yes", _("completes it")), ("no", _("something is missing"))],
        method="as_is",
        label=_("Standard"),
    )

    def as_is(self, rows: QuerySet[Programme], _name: str, _value: Any) -> QuerySet[Programme]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Programme]) -> QuerySet[Programme]:
        """Programmes that lead to a standard, to the one chosen, as far as chosen."""
        on, chosen = dates.today(), self.form.cleaned_data
        standard, reached = chosen.get("standard"), chosen.get("reached")
        found = queries.fits(on, Programme.objects.taught(on))
        keys = [
            pk
            for pk, fits in found.items()
            if any(
                (standard is None or fit.standard.pk == standard.pk)
                and (not reached or (reached == "yes") is not bool(fit.missing))
                for fit in fits
            )
        ]
        return super().filter_queryset(queryset.filter(pk__in=keys))


class SeatFilter(FilterSet):
    q = SearchFilter(
        fields=["name", "number", "intake__programme__title", "intake__number"],
        label=_("Candidate or class"),
    )
    state = ChoiceFilter(choices=EnrolmentState.choices, label=_("State"))
    starts_from = DayFilter(field_name="intake__starts", since=True, label=_("Starts from"))


class BelowFilter(FilterSet):
    """Who is below the standard; `actor` gives the meaning of mine."""

    q = SearchFilter(
        fields=["name", "number", "programme__title", "programme__code"], label=_("Candidate or programme")
    )
    owner = ChoiceFilter(choices=[("mine", _("me"))], method="looked_after", label=_("Looked after by"))
    state = StandingFilter(
        cases={"below": (_("below the standard"), lambda rows: rows.below())},
        choices=[choice for choice in ShortfallState.choices if choice[0] != "below"],
        standing="below",
        label=_("State"),
    )
    next_step = ChoiceFilter(
        cases={"none": (_("nothing said yet"), lambda rows: rows.undecided())},
        choices=NextStep.choices,
        label=_("Next step"),
    )
    since_to = DayFilter(field_name="since", since=False, label=_("Since this day or longer"))

    def looked_after(self, rows: QuerySet[Shortfall], _name: str, _value: str) -> QuerySet[Shortfall]:
        mine = Shortfall.objects.of(self.request.actor, dates.today())
        return rows.filter(pk__in=mine.order_by().values("pk"))
