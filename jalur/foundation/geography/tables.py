import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Country, Place
from jalur.kit.tables import DayColumn, NameColumn, NumberColumn, Table


class PlaceTable(Table):
    name = NameColumn(linkify=("geography:place", {"code": django_tables2.A("code")}), verbose_name=_("Name"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    parent = django_tables2.Column(accessor="parent__name", verbose_name=_("Part of"))
    population = NumberColumn(verbose_name=_("Inhabitants"), order_by=("women", "men"))
    valid_to = DayColumn(verbose_name=_("No longer from"))
    successor = django_tables2.Column(accessor="successor__name", verbose_name=_("Became"))
    code = django_tables2.Column(verbose_name=_("Code"))

    class Meta:
        model = Place
        fields = ("name", "code", "kind", "parent", "population", "valid_to", "successor")
        order_by = ("code",)


class CountryTable(Table):
    name = NameColumn(verbose_name=_("Name"), order_by=("name_id",))
    code = django_tables2.Column(verbose_name=_("Code"))
    alpha3 = django_tables2.Column(verbose_name=_("Three letters"))
    region = django_tables2.Column(verbose_name=_("Part of the world"))
    currency = django_tables2.Column(verbose_name=_("Currency"))

    class Meta:
        model = Country
        fields = ("name", "code", "alpha3", "region", "currency")
        order_by = ("name",)
