"""What the words of a list mean, and what is asked back where they may mean several things."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.foundation.competencies.queries import search_occupations
from jalur.foundation.geography import queries as geography
from jalur.foundation.geography.models import Level
from jalur.foundation.geography.rules import level_of
from jalur.foundation.imports.rows import Choice
from jalur.kit.folding import fold, words_of
from jalur.kit.forms import TELLING

Finder = Callable[[str], tuple[list[Choice], str]]
"""Text → what it may mean, and what to ask; "" where it surely means that one."""


def place_finder(region: str, today: date, meant: dict[str, Any]) -> Finder:
    """Places in force from a regency downwards, first in the region.

    meant: what was found for the parts of the list before this one.
    """

    def find(text: str) -> tuple[list[Choice], str]:
        if text not in meant:
            meant[text] = search(text)
        found: tuple[list[Choice], str] = meant[text]
        return found

    def search(text: str) -> tuple[list[Choice], str]:
        which = _("Which place is it? Your answer is for all rows that say the same.")
        if code := geography.former_code(text, today):
            became = _below_provinces(geography.search_places(code, on=today))
            return became, str(geography.FORMER_CODE) % {"text": code}
        for within in dict.fromkeys((region, "")):
            places = _below_provinces(geography.places_meant(text, within=within, on=today))
            if len(places) == 1:
                return places, "" if len(fold(text)) >= TELLING else which
            if places:
                return places, which
        return _below_provinces(geography.similar_places(text, on=today)), which

    return find


def find_occupations(text: str) -> tuple[list[Choice], str]:
    """Occupations, as a `Finder`."""
    found = search_occupations(text) if words_of(text) else []
    exact = [one for one in found if text == one[0] or fold(one[1]) == fold(text)]
    if exact or len(found) == 1:
        return (exact or found)[:1], ""
    return found, _("Which occupation is it? Your answer is for all rows that say the same.")


def _below_provinces(places: list[Choice]) -> list[Choice]:
    return [place for place in places if level_of(place[0]) >= Level.REGENCY]
