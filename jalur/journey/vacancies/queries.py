"""Reads about vacancies at home that other rooms use too; job orders abroad are never among them."""

from datetime import date

from django.db.models import Count, QuerySet, Sum

from jalur.foundation.organisations.models import Organisation
from jalur.journey.vacancies.models import Vacancy, VacancyRequirement
from jalur.kit import dates
from jalur.kit.database import is_key, lying_in
from jalur.kit.search import narrow


def openings_by_competency(on: date, *, within: str = "") -> dict[str, int]:
    """Competency code → openings left of running vacancies that ask for it, in a region (code) or everywhere."""
    running = _left(on, within).values("pk")
    rows = VacancyRequirement.objects.filter(vacancy__in=running).order_by("competency")
    counted = rows.values("competency").annotate(count=Sum("vacancy__openings") - Sum("vacancy__filled"))
    return {row["competency"]: row["count"] for row in counted}


def openings_by_occupation(on: date, *, within: str = "") -> dict[str, int]:
    """Occupation code → openings left of running vacancies, in a region (code) or everywhere."""
    rows = _left(on, within).order_by("occupation").values("occupation")
    counted = rows.annotate(count=Sum("openings") - Sum("filled"))
    return {row["occupation"]: row["count"] for row in counted}


def _left(on: date, within: str) -> QuerySet[Vacancy]:
    rows = Vacancy.objects.running(on)
    return rows.filter(lying_in("place__code", within)) if within else rows


def requirements_of(vacancy: Vacancy) -> frozenset[str]:
    """The competency codes that a vacancy asks for."""
    rows = VacancyRequirement.objects.filter(vacancy=vacancy)
    return frozenset(rows.values_list("competency_id", flat=True))


def counts_by_state(vacancies: QuerySet[Vacancy]) -> dict[str, int]:
    rows = vacancies.order_by("state").values("state").annotate(count=Count("pk"))
    return {row["state"]: row["count"] for row in rows}


def search_employers(text: str, limit: int = 12) -> list[tuple[str, str]]:
    """(key, "name, place") of institutions at home in the register that every word typed occurs in."""
    rows = Organisation.objects.open_on(dates.today()).filter(country=None).select_related("place")
    found = narrow(rows.order_by("name", "pk"), ["name", "place__name"], text)[:limit]
    return [(str(one.pk), _written(one)) for one in found]


def employer_label(key: str) -> str | None:
    one = Organisation.objects.select_related("place").filter(pk=key).first() if is_key(key) else None
    return _written(one) if one else None


def _written(organisation: Organisation) -> str:
    return f"{organisation.name}, {organisation.place}" if organisation.place else organisation.name
