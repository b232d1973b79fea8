import django_tables2
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jalur.foundation.competencies.models import Competency, DestinationStandard, Occupation
from jalur.kit.dated import CheckedColumn, PeriodColumn
from jalur.kit.tables import CountryColumn, DayColumn, NameColumn, Table


class CompetencyTable(Table):
    title = NameColumn(
        linkify=("competencies:competency", {"code": django_tables2.A("code")}),
        verbose_name=_("Name"),
        order_by=("title_id", "title_en"),
    )
    code = django_tables2.Column(verbose_name=_("Code"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    scheme = django_tables2.Column(verbose_name=_("Kind of standard"))
    country = CountryColumn("country", verbose_name=_("Destination"))
    verified = CheckedColumn()

    class Meta:
        model = Competency
        fields = ("title", "code", "kind", "scheme", "country", "verified")
        order_by = ("kind", "code")


class StandardTable(Table):
    title = NameColumn(
        linkify=("competencies:standard", {"pk": django_tables2.A("pk")}),
        verbose_name=_("Work"),
        order_by=("title_id",),
    )
    country = CountryColumn("country", verbose_name=_("Destination"))
    occupation = django_tables2.Column(
        verbose_name=_("Occupation"), order_by=("occupation__code",), visible=False
    )
    route = django_tables2.Column(verbose_name=_("Route"))
    valid_from = DayColumn(verbose_name=_("From"))
    state = PeriodColumn()
    verified = CheckedColumn()

    class Meta:
        model = DestinationStandard
        fields = ("title", "country", "occupation", "route", "valid_from", "state", "verified")
        order_by = ("country", "title")


class OccupationTable(Table):
    title = NameColumn(verbose_name=_("Name"), order_by=("title_id",))
    code = django_tables2.Column(verbose_name=_("ISCO-08 code"))
    title_en = django_tables2.Column(verbose_name=_("English title"))
    parent = django_tables2.Column(verbose_name=_("Part of"), order_by=("code",))

    class Meta:
        model = Occupation
        fields = ("code", "title", "title_en", "parent")
        order_by = ("code",)

    def render_title_en(self, value: str) -> SafeString:
        return format_html('<span lang="en">{}</span>', value)

    def value_title_en(self, value: str) -> str:
        return value
