"""Whom something takes, and competencies by kind, as every room's screens say it."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from jalur.foundation.competencies.models import SCHOOLING, SEXES, Competency, Kind, LanguageScale

LANGUAGES = {
    "ar": pgettext_lazy("language", "Arabic"),
    "de": pgettext_lazy("language", "German"),
    "en": pgettext_lazy("language", "English"),
    "hu": pgettext_lazy("language", "Hungarian"),
    "it": pgettext_lazy("language", "Italian"),
    "ja": pgettext_lazy("language", "Japanese"),
    "ko": pgettext_lazy("language", "Korean"),
    "ms": pgettext_lazy("language", "Malay"),
    "mul": pgettext_lazy("language", "Several languages"),
    "pl": pgettext_lazy("language", "Polish"),
    "ro": pgettext_lazy("language", "Romanian"),
    "sk": pgettext_lazy("language", "Slovak"),
    "tr": pgettext_lazy("language", "Turkish"),
    "yue": pgettext_lazy("language", "Cantonese"),
    "zh": pgettext_lazy("language", "Mandarin"),
}


class Ages(Protocol):
    """Limits, a row that has them, an age range of the rulebook."""

    @property
    def min_age(self) -> int | None: ...

    @property
    def max_age(self) -> int | None: ...


def age_words(limits: Ages) -> str:
    """An age range in completed years, in words."""
    youngest, oldest = limits.min_age, limits.max_age
    if youngest is not None and oldest is not None:
        return _("%(youngest)s to %(oldest)s years") % {"youngest": youngest, "oldest": oldest}
    if youngest is not None:
        return _("at least %(youngest)s years") % {"youngest": youngest}
    if oldest is not None:
        return _("at most %(oldest)s years") % {"oldest": oldest}
    return _("any age")


def sex_words(sex: str) -> str:
    """women, men, or women and men."""
    return str(dict(SEXES)[sex])


def schooling_words(min_education: int | None) -> str:
    """The schooling that is asked for at least."""
    return str(dict(SCHOOLING)[min_education])


def by_kind(competencies: Iterable[Competency]) -> list[tuple[str, list[Competency]]]:
    """Competencies under the headings skill, language, soft skill, culture; empty headings are left out."""
    rows = list(competencies)
    groups = [(str(kind.label), [row for row in rows if row.kind == kind]) for kind in Kind]
    return [(heading, group) for heading, group in groups if group]


def language_name(code: str) -> str:
    """The language's name in the language of the screen; its code where we have no name."""
    return str(LANGUAGES.get(code, code))


def languages_on_scales() -> list[tuple[str, str]]:
    """(code, name) of the languages that some scale measures, by name."""
    codes = LanguageScale.objects.exclude(language="").values_list("language", flat=True).distinct()
    pairs = [(code, language_name(code)) for code in codes.order_by("language")]
    return sorted(pairs, key=lambda pair: pair[1])
