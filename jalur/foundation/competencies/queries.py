"""What other rooms may ask about occupations, competencies and standards."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import VisibleDatedQuerySet
from jalur.foundation.competencies import rules
from jalur.foundation.competencies.models import (
    OCCUPATION_WORDS,
    Competency,
    DestinationStandard,
    Implication,
    LanguageScale,
    Occupation,
)
from jalur.kit.folding import fold, words_of
from jalur.kit.refusals import refusal
from jalur.kit.search import narrow


def implications() -> dict[str, list[str]]:
    """Competency code → the codes it directly implies; what `rules.closure` and the planner's tables take."""
    direct: dict[str, list[str]] = {}
    for code, implied in Implication.objects.order_by("competency_id", "implied_id").values_list(
        "competency_id", "implied_id"
    ):
        direct.setdefault(code, []).append(implied)
    return direct


def closure() -> dict[str, frozenset[str]]:
    """Every competency code → what holding it counts as, itself included."""
    everything: dict[str, list[str]] = {
        code: [] for code in Competency.objects.values_list("code", flat=True)
    }
    return rules.closure({**everything, **implications()})


def standards_in_force(on: date) -> VisibleDatedQuerySet:
    """The standards of a day with country, occupation and what they ask for."""
    return (
        DestinationStandard.objects.in_force(on)
        .select_related("country", "occupation")
        .prefetch_related("requirements")
    )


def standard_for(*, country: str, occupation: str, on: date, route: str = "") -> DestinationStandard | None:
    """The standard that holds for a destination and occupation on a day; the newest where several do."""
    rows = DestinationStandard.objects.filter(country=country, occupation=occupation).prefetch_related(
        "requirements"
    )
    standards = rules.standards_in_force(rows, country=country, occupation=occupation, on=on, route=route)
    return standards[0] if standards else None


def versions_of(standard: DestinationStandard) -> list[DestinationStandard]:
    """All versions of a standard, the newest first; itself alone when it belongs to no series."""
    if not standard.series:
        return [standard]
    return list(DestinationStandard.objects.filter(series=standard.series).order_by("-valid_from"))


def scales_with_levels() -> list[LanguageScale]:
    """Every scale with its levels from the highest down, each with what it implies and what implies it."""
    levels = (
        Competency.objects.filter(scale__isnull=False)
        .order_by("-rank")
        .prefetch_related(
            Prefetch("implications", Implication.objects.select_related("implied").order_by("implied_id")),
            Prefetch(
                "implied_by", Implication.objects.select_related("competency").order_by("competency_id")
            ),
        )
    )
    return list(
        LanguageScale.objects.order_by("language", "kind", "code").prefetch_related(
            Prefetch("levels", levels)
        )
    )


def search_occupations(text: str, limit: int = 12) -> list[tuple[str, str]]:
    """(code, title) of four-digit occupations by code or by every word typed, in either language, as people say it too.

    Those called so come first. Where several words are called so somewhere, rows that hold only pieces of them are left out:
    "tukang las" is no "tukang isolasi".
    """
    units = Occupation.objects.filter(code__regex=r"^\d{4}$").order_by("code")

    def in_one(text: str) -> str:
        return f" {' '.join(map(fold, words_of(text)))} "

    def names(row: Occupation) -> list[str]:
        return [in_one(name) for name in (row.title_id, row.title_en, *row.everyday.split(";"))]

    def order(row: Occupation) -> tuple[bool, bool, str]:
        return typed not in names(row), not row.title_id, row.code

    typed = in_one(text)
    found = list(narrow(units, OCCUPATION_WORDS, text)[:200])
    whole = [row for row in found if any(typed in name for name in names(row))]
    rows = sorted((whole or found) if words_of(text)[1:] else found, key=order)
    return [(occupation.code, occupation.title) for occupation in rows[:limit]]


def occupation_label(code: str) -> str | None:
    occupation = Occupation.objects.filter(code=code).first()
    return occupation.title if occupation else None


def search_competencies(text: str, limit: int = 12) -> list[tuple[str, str]]:
    """(code, title) of competencies by code or by every word typed, in either language."""
    competencies = narrow(Competency.objects.order_by("kind", "code"), ["title_id", "title_en", "code"], text)
    return [(competency.code, competency.title) for competency in competencies[:limit]]


def competency_label(code: str) -> str | None:
    competency = Competency.objects.filter(code=code).first()
    return competency.title if competency else None


def competency_labels(codes: Iterable[str]) -> dict[str, str]:
    """Code → title for many codes in one query."""
    return {one.code: one.title for one in Competency.objects.filter(code__in=set(codes)).order_by("code")}


def known(codes: Iterable[str], *, field: str) -> list[Competency]:
    """The competencies with these codes; a code that there is none of is refused at the field."""
    rows = {one.code: one for one in Competency.objects.filter(code__in=set(codes)).order_by("code")}
    if unknown := sorted(set(codes) - rows.keys()):
        sentence = _("There is no competency %(code)s. Choose one from the list.") % {"code": unknown[0]}
        raise refusal(field, "unknown", sentence)
    return list(rows.values())


def kinds_of(codes: Iterable[str]) -> dict[str, str]:
    """Competency code → its kind; a code that there is none of is left out."""
    rows = Competency.objects.filter(code__in=set(codes)).order_by("code")
    return dict(rows.values_list("code", "kind"))


def titles(codes: Collection[str]) -> dict[str, str]:
    """Competency code → its title in the reader's language."""
    return {one.code: one.title for one in Competency.objects.filter(code__in=codes).order_by("code")}
