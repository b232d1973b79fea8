from datetime import date
from functools import cached_property
from typing import Any

import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.foundation.organisations import words
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.rulebook.models import LicenceDuty
from jalur.foundation.rulebook.queries import licences_asked
from jalur.kit import dates
from jalur.kit.tables import CountryColumn, NameColumn, Table, TagColumn


class OrganisationTable(Table):
    """The public register; rows come with place, country and licences fetched."""

    name = NameColumn(
        linkify=("organisations:organisation", {"pk": django_tables2.A("pk")}), verbose_name=_("Name")
    )
    kind = django_tables2.Column(verbose_name=_("Kind"))
    standing = TagColumn(empty_values=(), orderable=False, verbose_name=_("Today"))
    place = django_tables2.Column(verbose_name=_("Place"), order_by=("place_id",))
    country = CountryColumn("country", verbose_name=_("Country"))

    class Meta:
        order_by = ("name",)

    def render_standing(self, record: Organisation, column: TagColumn) -> str:
        return column.render(self._tag(record))

    def value_standing(self, record: Organisation) -> str:
        return self._tag(record).text

    def _tag(self, record: Organisation) -> Any:
        return words.standing_tag(record, record.licences.all(), self.duties, self.today)

    @cached_property
    def duties(self) -> tuple[LicenceDuty, ...]:
        """Once for a list."""
        return licences_asked()

    @cached_property
    def today(self) -> date:
        return dates.today()
