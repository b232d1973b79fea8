"""What other rooms may ask about places and countries."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Case, Count, IntegerField, Value, When
from django.db.models.functions import Left

from jalur.foundation.geography import rules
from jalur.foundation.geography.models import Country, Level, Place, PlaceQuerySet

# Words of official names that nobody types first.
KIND_WORDS = ("Kabupaten", "Kota")


def place_subtree(code: str) -> PlaceQuerySet:
    """The region and everything below it, codes of the past included; every place for ""."""
    return Place.objects.under(code).order_by("code")


def ancestors(code: str) -> list[Place]:
    """The places above a code, from the province down, without itself."""
    return list(Place.objects.filter(code__in=rules.ancestor_codes(code)).order_by("code"))


def path_names(codes: Iterable[str]) -> dict[str, str]:
    """Code → "Village, District, Regency, Province" for many codes in one query; what is no place is left out."""
    wanted = {code for code in codes if rules.is_code(code)}
    needed = wanted | {above for code in wanted for above in rules.ancestor_codes(code)}
    names = dict(Place.objects.filter(code__in=needed).values_list("code", "name"))
    return {
        code: ", ".join(names[one] for one in [code, *reversed(rules.ancestor_codes(code))] if one in names)
        for code in wanted
        if code in names
    }


def place_label(code: str) -> str | None:
    """How a form shows a chosen place; None when there is none with this code."""
    return path_names([code]).get(code)


def matching(rows: PlaceQuerySet, text: str) -> PlaceQuerySet:
    """Places with a word of the name starting with every word typed, or whose code starts with the text; unordered."""
    typed = text.strip()
    if typed.replace(".", "").isdecimal():
        return rows.filter(code__startswith=typed)
    words = ["".join(letter for letter in word if letter.isalnum()) for word in typed.split()]
    words = [word for word in words if word]
    if not words:
        return rows.none() if typed else rows
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
    return rows.annotate(words=SearchVector("name", config="simple")).filter(words=query)


def search_places(
    text: str, *, level: int | None = None, within: str = "", on: date | None = None, limit: int = 12
) -> list[tuple[str, str]]:
    """(code, "Name, District, Regency, Province") of places that match the text; nothing for an empty one.

    The name typed in full comes first, then provinces before villages. `on` leaves out codes of the past.
    """
    typed = text.strip()
    if not typed:
        return []
    places = Place.objects.under(within)
    if on is not None:
        places = places.in_force(on)
    if level is not None:
        places = places.filter(level=level)
    exact = [typed, *(f"{kind} {typed}" for kind in KIND_WORDS)]
    hits = (
        matching(places, typed)
        .annotate(
            is_exact=Case(
                *(When(name__iexact=name, then=Value(0)) for name in exact),
                default=Value(1),
                output_field=IntegerField(),
            )
        )
        .order_by("is_exact", "level", "name", "code")
    )
    codes = list(hits.values_list("code", flat=True)[:limit])
    names = path_names(codes)
    return [(code, names[code]) for code in codes]


def find_place(code: str) -> Place | None:
    """The place with this code, of today or of the past. A past one has `successor` loaded."""
    return Place.objects.select_related("successor").filter(code=code).first()


def place_of_nik(digits: str) -> tuple[Place | None, Place | None]:
    """(where the code points, the regency it lies in) for the first six digits of an identity number.

    Codes of the past count, because a NIK never changes: 9116… stays valid for what is Boven Digoel (93.02) today.
    The district is None when only the regency is known; both are None when neither is.
    """
    try:
        code = rules.from_digits(digits[:6])
    except ValueError:
        return None, None
    if rules.level_of(code) != Level.DISTRICT:
        return None, None
    places = {
        place.code: place
        for place in Place.objects.select_related("successor").filter(
            code__in=[code, rules.parent_code(code)]
        )
    }
    return places.get(code), places.get(rules.parent_code(code))


def todays_code(code: str, on: date) -> str:
    """The code that stands for a place on a day: its own, or that of what it became."""
    place = find_place(code)
    while place is not None and not place.is_in_force(on) and place.successor is not None:
        place = place.successor
    return place.code if place else code


def children_of(code: str, on: date) -> PlaceQuerySet:
    """What lies directly below a place on a day; the provinces for ""."""
    places = Place.objects.in_force(on)
    return (places.filter(parent=code) if code else places.filter(level=Level.PROVINCE)).order_by("code")


def country_label(code: str) -> str | None:
    country = Country.objects.filter(code=code).first()
    return country.name if country else None


def search_countries(text: str, limit: int = 12) -> list[tuple[str, str]]:
    """(code, name) of countries whose name in either language has the text in it, or whose code it is; best first."""
    words = text.strip().lower()
    matches = []
    for country in Country.objects.order_by("code"):
        names = [country.name_id.lower(), country.name_en.lower()]
        if words == country.code.lower() or any(words in name for name in names):
            matches.append((not any(name.startswith(words) for name in names), country.name, country.code))
    return [(code, name) for _, name, code in sorted(matches)[:limit]]


def counts_by_level(on: date, within: str = "") -> dict[int, int]:
    """Level → how many places of it lie in a region (everywhere for "") on a day."""
    rows = Place.objects.under(within).in_force(on).order_by().values("level").annotate(count=Count("code"))
    return {row["level"]: row["count"] for row in rows}


def counts_below(codes: list[str], on: date) -> dict[str, dict[str, int]]:
    """Code → {"regencies": …, "districts": …, "villages": …} below each of sister places, in one query."""
    if not codes:
        return {}
    length = len(codes[0])
    names = {Level.REGENCY: "regencies", Level.DISTRICT: "districts", Level.VILLAGE: "villages"}
    counts: dict[str, dict[str, int]] = {code: dict.fromkeys(names.values(), 0) for code in codes}
    rows = (
        Place.objects.under(rules.parent_code(codes[0]))
        .in_force(on)
        .filter(level__gt=rules.level_of(codes[0]))
        .annotate(above=Left("code", length))
        .order_by()
        .values("above", "level")
        .annotate(count=Count("code"))
    )
    for row in rows:
        if row["above"] in counts and row["level"] in names:
            counts[row["above"]][names[Level(row["level"])]] = row["count"]
    return counts
