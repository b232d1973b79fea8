"""Places and countries for programs. Codes and both names: nothing depends on the language asked for."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from jalur.foundation.api.pages import Page, PageQuery, page_of
from jalur.foundation.api.router import Router
from jalur.foundation.geography import queries
from jalur.foundation.geography.models import Country, Level, Place
from jalur.foundation.geography.rights import Right
from jalur.kit import dates

router = Router("geography", _("Places and countries"))
LEVELS = {
    "province": Level.PROVINCE,
    "regency": Level.REGENCY,
    "district": Level.DISTRICT,
    "village": Level.VILLAGE,
}
LevelWord = Literal["province", "regency", "district", "village"]
WORDS: dict[int, LevelWord] = {1: "province", 2: "regency", 3: "district", 4: "village"}


class PlaceRecord(Schema):
    code: str
    name: str
    level: LevelWord
    kind: str
    parent: str | None
    successor: str | None = Field(description="What a code of the past became.")
    valid_from: date | None
    valid_to: date | None = Field(description="The first day on which the code is no longer given out.")
    population: int | None
    population_on: date | None


class Places(Page[PlaceRecord]):
    pass


class CountryRecord(Schema):
    code: str = Field(description="ISO 3166-1 alpha-2.")
    alpha3: str
    name_id: str
    name_en: str
    region: str
    currency: str


class Countries(Page[CountryRecord]):
    pass


class PlaceQuery(PageQuery):
    within: str = Field("", max_length=13, description="Code of a region: it and everything below it.")
    level: LevelWord | None = None
    search: str = Field("", max_length=100, description="A name as people write it: Diwek, Jombang.")
    past: bool = Field(False, description="Codes of the past too.")


@router.read("/places/", Right.VIEW_PLACE, Places)
def places(request: HttpRequest, query: Query[PlaceQuery]) -> Places:
    """Regions of Indonesia by their official codes (Kemendagri)."""
    rows = Place.objects.visible_to(request.actor).under(query.within)
    if query.level:
        rows = rows.filter(level=LEVELS[query.level])
    if not query.past:
        rows = rows.in_force(dates.today())
    if query.search:
        rows = rows.filter(pk__in=queries.found(rows, query.search).values("pk"))
    return page_of(Places, rows, query, lambda found: map(_place, found))


@router.read("/places/{code}/", Right.VIEW_PLACE, PlaceRecord)
def place(request: HttpRequest, code: str) -> PlaceRecord:
    """One region, of today or of the past."""
    return _place(get_object_or_404(Place.objects.visible_to(request.actor), code=code))


@router.read("/countries/", Right.VIEW_PLACE, Countries)
def countries(request: HttpRequest, query: Query[PageQuery]) -> Countries:  # noqa: ARG001 - the same for everybody
    """Countries and territories (ISO 3166-1)."""
    return page_of(Countries, Country.objects.all(), query, lambda found: map(_country, found))


def _place(place: Place) -> PlaceRecord:
    return PlaceRecord(
        code=place.code,
        name=place.name,
        level=WORDS[place.level],
        kind=place.kind,
        parent=place.parent_id,
        successor=place.successor_id,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
        population=place.population,
        population_on=place.population_on,
    )


def _country(country: Country) -> CountryRecord:
    return CountryRecord(
        code=country.code,
        alpha3=country.alpha3,
        name_id=country.name_id,
        name_en=country.name_en,
        region=country.region,
        currency=country.currency,
    )
