"""What other rooms may ask about places and countries."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import product

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy

from jalur.foundation.geography import rules
from jalur.foundation.geography.models import Country, Level, Place, PlaceQuerySet
from jalur.kit.folding import fold
from jalur.kit.search import Folded, narrow, nearest

REGENCY_CODE = 5  # characters: 35.17
# Words of official names that nobody types first.
KIND_WORDS = ("Kabupaten", "Kota")
# Fewer letters tell nothing inside a name.
TELLING = 3
# Regions of one name that a place behind a comma may lie in.
MOST_REGIONS = 60


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


def count_by_regency(homes: Iterable[str]) -> list[tuple[str, int]]:
    """("Jombang, Jawa Timur", how many) of people by where they live, the most first."""
    counts = Counter(home[:REGENCY_CODE] for home in homes)
    names = path_names(counts)
    return [
        (names.get(code, code), count)
        for code, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


def place_label(code: str) -> str | None:
    """How a form shows a chosen place; None when there is none with this code."""
    return path_names([code]).get(code)


def matching(rows: PlaceQuerySet, text: str) -> PlaceQuerySet:
    """Places whose code starts with the text, or called as it says: "Kayangan", "Desa Kayangan", "Kec. Diwek, Jombang".

    What stands behind a comma is what the place lies in. Unordered; all of them for an empty text, none for signs alone.
    """
    if code := rules.typed_code(text):
        return rows.filter(code__startswith=code)
    name, *above = rules.parts_of(text)
    if not fold(name.words):
        return rows if not text.strip() else rows.none()
    return _named(_lying_in_each(rows, above), name)


def called(rows: PlaceQuerySet, text: str) -> PlaceQuerySet:
    """Places as `matching` reads the text; else, in any order and without commas, those whose name and the names of what they
    lie in make up all of it: "Desa Kayangan Jombang", "Jatim, Jombang, Diwek". Unordered.
    """
    full = rules.in_full(text)
    hits = matching(rows, text)
    if full != text and (of_full := matching(rows, full)).exists():
        # "Jogja" is a village in Aceh, too.
        own = hits.annotate(folded=Folded("name")).filter(folded=fold(rules.parts_of(text)[0].words))
        return rows.filter(Q(pk__in=of_full.values("pk")) | Q(pk__in=own.values("pk")))
    if not fold(text) or rules.typed_code(text) or hits.exists():
        return hits
    if codes := _told(full):
        return rows.filter(code__in=codes)
    if "," not in text and " " in text.strip():
        # "Kayan Diwek Jomb": what stands behind the name may be what it lies in.
        return matching(rows, ", ".join(text.split()))
    return hits


def found(rows: PlaceQuerySet, text: str) -> PlaceQuerySet:
    """Places that are `called` so, else those whose name is nearly the one typed. Unordered."""
    hits = called(rows, text)
    return hits if not fold(text) or rules.typed_code(text) or hits.exists() else _nearly(rows, text)


def _told(text: str) -> list[str]:
    """The codes of the places that a text names by names in full; of as few names as possible."""
    parts = [(part.words.lower().split(), part.level) for part in rules.parts_of(text)]
    if sum(len(words) for words, _level in parts) > rules.MOST_WORDS:
        return []
    known = _places_named(
        " ".join(words[start:end])
        for words, _level in parts
        for start in range(len(words))
        for end in range(start + 1, min(start + rules.LONGEST_NAME, len(words)) + 1)
    )
    ways = product(*(list(rules.cuts_of(words, lambda name: name in known)) for words, _level in parts))
    for way in sorted(ways, key=lambda way: sum(len(names) for names in way)):
        names = [
            [code for code in known[name] if not level or at or rules.level_of(code) == level]
            for names, (_words, level) in zip(way, parts, strict=True)
            for at, name in enumerate(names)
        ]
        if codes := [code for one in names for code in one if _lies_in_all(code, names, one)]:
            return codes
    return []


def _lies_in_all(code: str, names: list[list[str]], own: list[str]) -> bool:
    above = rules.ancestor_codes(code)
    return all(one is own or any(region in above for region in one) for one in names)


def _places_named(names: Iterable[str]) -> dict[str, list[str]]:
    """Name as given → codes of the places called exactly so; regencies and cities also without the word for them."""
    by_folded: dict[str, set[str]] = {}
    for name in names:
        for kind in (*KIND_WORDS, ""):
            if len(fold(name)) >= TELLING:
                by_folded.setdefault(fold(f"{kind} {name}"), set()).add(name)
    if not by_folded:
        return {}
    every = Place.objects.order_by().annotate(folded=Folded("name")).values_list("code", "folded")
    # Each by the index of names; of one question with many names the database would read every place.
    first, *rest = [every.filter(folded=one) for one in by_folded]
    found: dict[str, list[str]] = {}
    for code, folded in first.union(*rest, all=True).order_by("code"):
        for name in by_folded[folded]:
            found.setdefault(name, []).append(code)
    return found


def _lying_in_each(rows: PlaceQuerySet, above: Iterable[rules.Part]) -> PlaceQuerySet:
    for part in above:
        if fold(part.words):
            rows = rows.filter(_lying_in_named(part))
    return rows


def _named(rows: PlaceQuerySet, name: rules.Part) -> PlaceQuerySet:
    """Places called so; of a name that starts with the word for a kind of place, those of that level alone."""
    plain = (
        narrow(rows, ["name"], name.words)
        if len(fold(name.words)) >= TELLING
        else _beginning(rows, name.words)
    )
    of_level = plain.filter(level=name.level) if name.level else plain
    return of_level if not name.level or of_level.exists() else narrow(rows, ["name"], name.whole)


def _beginning(rows: PlaceQuerySet, words: str) -> PlaceQuerySet:
    """Two letters stand in every second name: only names that begin with them."""
    folded_name = Folded("name")
    return rows.annotate(folded=folded_name).filter(folded__startswith=fold(words))


def _lying_in_named(part: rules.Part) -> Q:
    regions = _named(Place.objects.filter(level__lt=Level.VILLAGE), part)
    found = Q(pk__in=[])
    for code in regions.order_by("level", "code").values_list("code", flat=True)[:MOST_REGIONS]:
        found |= Q(code__startswith=f"{code}.")
    return found


def search_places(
    text: str, *, level: int | None = None, within: str = "", on: date | None = None, limit: int = 12
) -> list[tuple[str, str]]:
    """(code, "Name, District, Regency, Province") of places that match the text; nothing for an empty one.

    The name typed in full comes first, then provinces before villages. `on` leaves out codes of the past; a code of the past
    itself finds what the place became.
    """
    if not text.strip():
        return []
    places = Place.objects.under(within)
    if level is not None:
        places = places.filter(level=level)
    if on is not None:
        places = places.in_force(on)
        if code := former_code(text, on):
            return _labelled(places.filter(code=_of_today(code, on)).values_list("code", flat=True))
    hits = _best_first(called(places, text), rules.parts_of(text)[0])
    return _labelled(hits.values_list("code", flat=True)[:limit])


def places_meant(text: str, *, within: str = "", on: date) -> list[tuple[str, str]]:
    """What a text means that nobody can be asked about: the places called exactly so, else all that match."""
    found = search_places(text, within=within, on=on)
    if rules.in_full(text) != text:
        return found
    name = rules.parts_of(text)[0]
    called = {rules.typed_code(text), fold(name.whole), fold(name.words)} - {""}
    exact = [one for one in found if one[0] in called or fold(one[1].split(",")[0]) in called]
    return exact or found


def similar_places(
    text: str, *, level: int | None = None, on: date | None = None, limit: int = 5
) -> list[tuple[str, str]]:
    """(code, label) of places whose name is nearly the one typed: a slip of the keyboard, another spelling."""
    places = Place.objects.filter(level=level) if level is not None else Place.objects.all()
    if on is not None:
        places = places.in_force(on)
    near = _nearly(places, text).order_by("-nearness", "level", "code")
    return _labelled(near.values_list("code", flat=True)[:limit])


def _nearly(places: PlaceQuerySet, text: str) -> PlaceQuerySet:
    part, *above = rules.parts_of(text)
    name = fold(part.words)
    places = _lying_in_each(places, above)
    near = nearest(places, "name", name)
    if near.exists():
        return near
    return nearest(places.filter(level=Level.REGENCY), "name", *(fold(kind) + name for kind in KIND_WORDS))


def _best_first(hits: PlaceQuerySet, name: rules.Part) -> PlaceQuerySet:
    typed = fold(name.words)
    full = [fold(name.whole), typed, *(fold(kind) + typed for kind in KIND_WORDS)]
    rank = Case(
        When(folded__in=full, then=Value(0)),
        *(When(folded__startswith=one, then=Value(1)) for one in full),
        default=Value(2),
        output_field=IntegerField(),
    )
    return hits.annotate(folded=Folded("name")).annotate(rank=rank).order_by("rank", "level", "name", "code")


def _labelled(codes: Iterable[str]) -> list[tuple[str, str]]:
    found = list(codes)
    names = path_names(found)
    return [(code, names[code]) for code in found]


FORMER_CODE = gettext_lazy("The code of %(text)s is no longer in use. It became this one.")
"""What whoever wrote a code of the past is asked, in box and cell."""


def former_code(text: str, on: date) -> str:
    """The code of the past that a text is; "" for everything else."""
    code = rules.typed_code(text)
    return code if code and _of_today(code, on) != code else ""


def _of_today(code: str, on: date) -> str:
    """What a code of the past became; below a regency that was renumbered, that regency."""
    if find_place(code) is not None or "." not in code:
        return todays_code(code, on)
    now = todays_code(code[:5], on)
    return code if now == code[:5] else now


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


def country_names(codes: Iterable[str]) -> dict[str, str]:
    """Code → name in the reader's language."""
    return {country.pk: country.name for country in Country.objects.filter(pk__in=set(codes))}


def country_words() -> dict[str, str]:
    """What a country may be called in a list → its code: code, names, and what else Indonesians write; the last wins."""
    words = {
        word: country.pk
        for country in Country.objects.order_by("pk")
        for word in (country.pk, country.alpha3, country.name_id, country.name_en)
    }
    return words | {word: code for code, several in rules.ALSO_CALLED.items() for word in several}


def country_called(text: str) -> str | None:
    """The code of the country that is called so, letter for letter."""
    words = {fold(word): code for word, code in country_words().items()}
    return words.get(fold(text))


def search_countries(text: str, limit: int = 12) -> list[tuple[str, str]]:
    """(code, name) of countries of which a name has the text in it, or whose code it is; best first."""
    typed, called = fold(text), country_called(text)
    matches = []
    for country in Country.objects.order_by("code"):
        names = [
            fold(name) for name in (country.name_id, country.name_en, *rules.ALSO_CALLED.get(country.pk, ()))
        ]
        if country.pk == called or any(typed in name for name in names):
            is_worse = not any(name.startswith(typed) for name in names)
            matches.append((country.pk != called, is_worse, country.name, country.pk))
    return [(code, name) for *_, name, code in sorted(matches)[:limit]]


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
