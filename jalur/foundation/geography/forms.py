"""Places and countries as forms of every room ask for them: found by typing, given as their code."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography import queries
from jalur.foundation.geography.models import Level, Place
from jalur.kit import dates
from jalur.kit.forms import LookupField


class PlaceField(LookupField):
    """A place in use today, at any level."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            search=lambda text: queries.search_places(text, on=dates.today()),
            label_of=queries.place_label,
            url_name="geography:place_options",
            **options,
        )


class RegencyField(LookupField):
    """A regency or city in use today; gives its row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            search=lambda text: queries.search_places(text, level=Level.REGENCY, on=dates.today()),
            label_of=queries.place_label,
            url_name="geography:regency_options",
            model=Place,
            **{"help_text": _("Type a few letters and choose."), **options},
        )


class CountryField(LookupField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            search=queries.search_countries,
            label_of=queries.country_label,
            url_name="geography:country_options",
            **options,
        )
