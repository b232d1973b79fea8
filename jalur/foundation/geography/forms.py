"""Places and countries as forms of every room ask for them: found by typing, given as their code."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography import queries
from jalur.foundation.geography.models import Level, Place
from jalur.kit import dates
from jalur.kit.forms import LookupField
from jalur.kit.reading import read_text


class PlaceField(LookupField):
    """A place in use today, at one level or any; a code of the past is answered with what it became."""

    def __init__(self, *, level: Level | None = None, **options: Any) -> None:
        super().__init__(
            search=lambda text: queries.search_places(text, level=level, on=dates.today()),
            similar=lambda text: queries.similar_places(text, level=level, on=dates.today()),
            label_of=queries.place_label,
            **{"url_name": "geography:place_options", **options},
        )

    def to_python(self, value: Any) -> str:
        text, today = self.read(value or "", read_text), dates.today()
        code = queries.former_code(text, today) or super().to_python(text)
        if former := queries.former_code(code, today):
            raise self.offer(self.search(former), queries.FORMER_CODE, code)
        return code


class RegencyField(PlaceField):
    """A regency or city in use today; gives its row."""

    def __init__(self, **options: Any) -> None:
        regency = {"url_name": "geography:regency_options", "model": Place}
        super().__init__(
            level=Level.REGENCY, **regency, **{"help_text": _("Type a few letters and choose."), **options}
        )


class CountryField(LookupField):
    """A country by its name, what Indonesians call it, or its code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            search=queries.search_countries,
            label_of=queries.country_label,
            url_name="geography:country_options",
            **options,
        )

    def to_python(self, value: Any) -> str:
        text = self.read(value or "", read_text)
        return queries.country_called(text) or super().to_python(text)
