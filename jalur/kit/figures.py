"""Figures of what rooms count, as pages show them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalur.kit import formats
from jalur.kit.components import Figure


def counted(label: str, count: int, definition: str = "", *, of: int | None = None, **about: Any) -> Figure:
    """A count and what it counts; of: the whole that it is a part of, shown as a bar. about: the rest of a Figure."""
    if of is not None:
        about = {
            "trend": _("of %(all)s") % {"all": formats.number(of)},
            "share": count / of if of else None,
            **about,
        }
    return Figure(label, formats.number(count), definition=definition, **about)


def places(whole: tuple[str, int], taken: tuple[str, int], definition: str = "") -> list[Figure]:
    """How many places there are, how many are taken, how many are left; each of the first two under its label."""
    left = whole[1] - taken[1]
    return [counted(*whole), counted(*taken, definition, of=whole[1]), counted(_("Left"), left)]


def own(figures: Iterable[Figure], today: date) -> list[Figure]:
    """Figures that say what they count also say when and from where: today and our own tables, unless they say otherwise."""
    return [
        replace(figure, as_of=figure.as_of or today, source=figure.source or _("Jalur's own data"))
        if figure.definition
        else figure
        for figure in figures
    ]
