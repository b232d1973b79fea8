"""Figures of what rooms count, as pages show them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.kit import formats
from jalur.kit.components import Figure


def counted(label: str, count: int, definition: str = "", *, of: int | None = None, **rest: Any) -> Figure:
    """A count and what it counts; of: the whole that it is a part of, shown as a bar. rest: of a Figure."""
    if of is not None:
        rest = {
            "trend": _("of %(all)s") % {"all": formats.number(of)},
            "share": count / of if of else None,
            **rest,
        }
    return Figure(label, formats.number(count), definition=definition, **rest)


def places(
    whole: tuple[str, int], taken: tuple[str, int], definition: str = "", *, about: str = "", kept: int = 0
) -> list[Figure]:
    """How many places are taken of how many, and how many are left: one fact, one figure with its bar. kept: gone, not taken."""
    (all_label, count), (label, held) = whole, taken
    words = {
        "all": formats.number(count),
        "places": all_label.lower(),
        "left": formats.number(count - held - kept),
    }
    return [
        counted(
            label,
            held,
            definition,
            of=count,
            trend=_("of %(all)s %(places)s, %(left)s left") % words,
            about=about,
        )
    ]


def own(figures: Iterable[Figure], today: date) -> list[Figure]:
    """Figures that say what they count also say when and from where: today and our own tables, unless they say otherwise."""
    return [
        replace(figure, as_of=figure.as_of or today, source=figure.source or _("Jalur's own data"))
        if figure.definition
        else figure
        for figure in figures
    ]
