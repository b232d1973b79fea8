from datetime import date

import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.journey.forecasts.workflow import FORECAST
from jalur.kit import formats
from jalur.kit.tables import CodeColumn, CountryColumn, NameColumn, NumberColumn, Table, TagColumn


class ForecastTable(Table):
    occupation = NameColumn(
        linkify=("forecasts:forecast", {"number": django_tables2.A("number")}),
        order_by=("occupation_id",),
        verbose_name=_("Occupation"),
    )
    destination = CountryColumn("destination")
    people = NumberColumn(verbose_name=_("Expected"))
    begins = django_tables2.Column()
    ends = django_tables2.Column()
    sureness = django_tables2.Column(visible=False)
    organisation = django_tables2.Column(order_by=("organisation__name",))
    state = TagColumn(tags=FORECAST.tags)
    came = NumberColumn(visible=False)
    number = CodeColumn(verbose_name=_("Number"), visible=False)

    class Meta:
        order_by = ("begins",)

    def render_begins(self, value: date) -> str:
        return formats.month(value)

    def render_ends(self, value: date) -> str:
        return formats.month(value)

    def render_sureness(self, value: str) -> str:
        return value.partition(":")[0]

    def value_begins(self, value: date) -> date:
        return value

    value_ends = value_begins
