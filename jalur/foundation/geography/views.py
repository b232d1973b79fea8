import gzip
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalur.foundation.accounts import access
from jalur.foundation.geography import boundaries as boundary_files
from jalur.foundation.geography import queries
from jalur.foundation.geography.filters import CountryFilter, PlaceFilter
from jalur.foundation.geography.models import Country, Level, Place
from jalur.foundation.geography.rights import Right
from jalur.foundation.geography.tables import CountryTable, PlaceTable
from jalur.kit import dates, formats
from jalur.kit.components import Action, Area, Crumb, Figure, Grid, Map, Row, Tag, Text
from jalur.kit.forms import options_response
from jalur.kit.lists import list_page

SOURCE_OF_PEOPLE = "Dukcapil, semester II 2024, github.com/cahyadsn/wilayah (MIT)"
SOURCE_OF_BOUNDARIES = "github.com/cahyadsn/wilayah_boundaries (MIT)"


@require_safe
@access.requires(Right.VIEW_PLACE)
def provinces(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    rows = list(queries.children_of("", today))
    below = queries.counts_below([row.code for row in rows], today)
    counts = queries.counts_by_level(today)
    labels = [_("provinces"), _("regencies and cities"), _("districts"), _("villages")]
    return render(
        request,
        "geography/provinces.html",
        {
            "title": _("Places of Indonesia"),
            "lead": _("Official codes of the Ministry of Home Affairs, including former codes."),
            "actions": [
                Action(_("Search all places"), reverse("geography:place_list"), icon="search"),
                Action(_("Countries"), reverse("geography:country_list"), icon="globe"),
            ],
            "figures": [
                Figure(
                    label,
                    formats.number(counts.get(level, 0)),
                    as_of=today,
                    source="Kepmendagri 300.2.2-2430/2025",
                )
                for level, label in zip(Level.values, labels, strict=True)
            ],
            "map": _population_map(rows, "provinces", _("Inhabitants by province")),
            "grid": _places(_("Provinces"), Level.PROVINCE, rows, below),
        },
    )


@require_safe
@access.requires(Right.VIEW_PLACE)
def place(request: HttpRequest, code: str) -> HttpResponse:
    today = dates.today()
    here = get_object_or_404(Place.objects.visible_to(request.actor).select_related("successor"), code=code)
    above = queries.ancestors(code)
    rows = list(queries.children_of(code, today))
    below = queries.counts_below([row.code for row in rows], today) if here.level < Level.DISTRICT else {}
    return render(
        request,
        "geography/place.html",
        {
            "title": here.name,
            "caption": f"{here.get_kind_display()} · {here.code}",
            "tags": [Tag(_("former code"), "warn")] if not here.is_in_force(today) else [],
            "crumbs": [
                Crumb(_("Places of Indonesia"), reverse("geography:provinces")),
                *(Crumb(region.name, reverse("geography:place", args=[region.code])) for region in above),
            ],
            "rows": _facts(here, today),
            "map": _map_of(here, rows, today),
            "grid": _places(_below(here, len(rows)), here.level + 1, rows, below),
            "predecessors": here.predecessors.order_by("code"),
        },
    )


def _below(here: Place, count: int) -> str:
    if here.level == Level.VILLAGE:
        return ""
    return _("%(count)s below: %(level)s") % {
        "count": formats.number(count),
        "level": Level(here.level + 1).label,
    }


def _places(title: str, level: int, places: list[Place], below: dict[str, dict[str, int]]) -> Grid:
    """Sister places with what is known at their level: inhabitants and area down to regencies, the kind of a village."""
    columns: list[tuple[str, Callable[[Place], Any]]] = [
        (_("Name"), lambda place: Text(place.name, url=reverse("geography:place", args=[place.code]))),
        (_("Code"), lambda place: place.code),
    ]
    if level == Level.VILLAGE:
        columns.append((_("Kind"), lambda place: place.get_kind_display()))
    if level <= Level.REGENCY:
        columns.append((_("Inhabitants"), lambda place: place.population))
        columns.append((_("Area (km²)"), lambda place: place.area_km2 and round(place.area_km2)))
    if level == Level.PROVINCE:
        columns.append((_("Regencies and cities"), lambda place: below[place.code]["regencies"]))
    if level < Level.VILLAGE:
        columns.append((_("Villages"), lambda place: below[place.code]["villages"]))
    rows = [[cell(place) for _head, cell in columns] for place in places]
    return Grid(title, [head for head, _cell in columns], rows)


def _facts(here: Place, today: date) -> list[Row]:
    counts = queries.counts_by_level(today, here.code)
    names = {
        Level.REGENCY: _("Regencies and cities"),
        Level.DISTRICT: _("Districts"),
        Level.VILLAGE: _("Villages"),
    }
    rows = [Row(_("Code (Kemendagri)"), here.code, hint=here.cited)]
    if here.valid_from:
        rows.append(Row(_("Code in use from"), formats.day(here.valid_from)))
    if here.valid_to:
        rows.append(Row(_("No longer in use from"), formats.day(here.valid_to)))
    if here.successor:
        rows.append(
            Row(
                _("Became"),
                f"{here.successor.name} ({here.successor.code})",
                Action(_("Open"), reverse("geography:place", args=[here.successor.code])),
                hint="" if here.verified else _("Not checked against the source."),
            )
        )
    if here.population is not None:
        rows.append(
            Row(
                _("Inhabitants"),
                _("%(all)s (%(women)s women, %(men)s men)")
                % {
                    "all": formats.number(here.population),
                    "women": formats.number(here.women or 0),
                    "men": formats.number(here.men or 0),
                },
                hint=f"{SOURCE_OF_PEOPLE}",
            )
        )
    if here.area_km2:
        rows.append(Row(_("Area"), f"{formats.number(here.area_km2)} km²"))
    rows += [
        Row(name, formats.number(counts[level]))
        for level, name in names.items()
        if level > here.level and level in counts
    ]
    return rows


def _map_of(here: Place, rows: list[Place], today: date) -> Map | None:
    """A province with its regencies; a regency among its neighbours; nothing below, where we have no boundaries."""
    if not here.is_in_force(today):
        return None
    if here.level == Level.PROVINCE:
        return _population_map(rows, here.code, _("Inhabitants by regency and city"))
    if here.level == Level.REGENCY:
        sisters = list(queries.children_of(here.parent_id or "", today))
        return _population_map(
            sisters, here.code[:2], _("Inhabitants, among its neighbours"), focus=[here.code]
        )
    return None


def _population_map(rows: list[Place], name: str, title: str, focus: list[str] | None = None) -> Map:
    return Map(
        key="map",
        title=title,
        boundaries=reverse("geography:boundaries", args=[name]),
        areas=[
            Area(row.code, row.name, row.population, url=reverse("geography:place", args=[row.code]))
            for row in rows
        ],
        unit=_("inhabitants"),
        definition=_("People in the population register, women and men."),
        source=f"{SOURCE_OF_PEOPLE}; {SOURCE_OF_BOUNDARIES}",
        as_of=next((row.population_on for row in rows if row.population_on), None),
        focus=focus or [],
    )


@require_safe
@access.requires(Right.VIEW_PLACE)
def place_list(request: HttpRequest) -> HttpResponse:
    rows = Place.objects.visible_to(request.actor).select_related("parent", "successor")
    return list_page(
        request,
        queryset=rows,
        table=PlaceTable,
        filters=PlaceFilter,
        export_name="wilayah",
        title=_("All places"),
        lead=_("Provinces, regencies, cities, districts and villages, including former codes."),
        crumbs=[Crumb(_("Places of Indonesia"), reverse("geography:provinces"))],
    )


@require_safe
@access.requires(Right.VIEW_PLACE)
def place_options(request: HttpRequest, level: int | None = None) -> HttpResponse:
    today = dates.today()

    def fitting(text: str) -> list[tuple[str, str]]:
        return queries.search_places(text, level=level, on=today) or queries.similar_places(
            text, level=level, on=today
        )

    return options_response(request, fitting)


@require_safe
@access.requires(Right.VIEW_PLACE)
def country_list(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Country.objects.all(),
        table=CountryTable,
        filters=CountryFilter,
        export_name="negara",
        title=_("Countries"),
        lead=_("ISO 3166-1, with names in Indonesian and English."),
        crumbs=[Crumb(_("Places of Indonesia"), reverse("geography:provinces"))],
    )


@require_safe
@access.requires(Right.VIEW_PLACE)
def country_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, queries.search_countries)


@require_safe
@access.requires(Right.VIEW_PLACE)
def boundaries(request: HttpRequest, name: str) -> HttpResponse:
    """TopoJSON, already compressed; changes only with a release, so browsers keep it for a day."""
    content = boundary_files.compressed(name)
    if content is None:
        raise Http404
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer = HttpResponse(content, content_type="application/json", headers={"Content-Encoding": "gzip"})
    else:
        answer = HttpResponse(gzip.decompress(content), content_type="application/json")
    patch_vary_headers(answer, ["Accept-Encoding"])
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
