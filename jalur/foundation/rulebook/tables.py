import django_tables2
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jalur.foundation.rulebook.models import DestinationRule, LegalSource
from jalur.kit.components import Tag
from jalur.kit.dated import CheckedColumn, PeriodColumn
from jalur.kit.tables import NameColumn, Table, TagColumn

STATUS = {
    "open": Tag(_("open"), "done"),
    "paused": Tag(_("paused"), "warn"),
    "forbidden": Tag(_("forbidden"), "bad"),
    "unstated": Tag(_("no rule covers this"), "wait"),
}
SOURCE_STATUS = {
    "in_force": Tag(_("in force"), "done"),
    "amended": Tag(_("in force, amended"), "done"),
    "replaced": Tag(_("replaced"), "none"),
    "uncertain": Tag(_("status not known"), "warn"),
}


class RuleTable(Table):
    country = NameColumn(
        linkify=("rulebook:rule", {"pk": django_tables2.A("pk")}),
        verbose_name=_("Destination"),
        order_by=("country__name_id",),
        empty_values=(),
    )
    occupation = django_tables2.Column(
        verbose_name=_("Occupation"), order_by=("occupation__code",), empty_values=()
    )
    employer_type = django_tables2.Column(verbose_name=_("Employer"), empty_values=())
    route = django_tables2.Column(verbose_name=_("Route"), empty_values=())
    status = TagColumn(tags=STATUS, verbose_name=_("Status"))
    reaches = django_tables2.Column(verbose_name=_("It stops"), order_by=("extent",), visible=False)
    state = PeriodColumn()
    verified = CheckedColumn()

    class Meta:
        model = DestinationRule
        fields = (
            "country",
            "occupation",
            "employer_type",
            "route",
            "status",
            "reaches",
            "state",
            "verified",
        )
        order_by = ("country", "employer_type")

    def render_country(self, record: DestinationRule) -> str:
        return record.country.name if record.country else str(_("every destination"))

    def render_occupation(self, record: DestinationRule) -> str:
        return record.occupation.title if record.occupation else str(_("every occupation"))

    def render_employer_type(self, record: DestinationRule) -> str:
        return record.get_employer_type_display() or str(_("every employer"))

    def render_route(self, record: DestinationRule) -> str:
        return record.get_route_display() or str(_("every route"))

    def render_status(self, record: DestinationRule, column: TagColumn) -> str:
        return column.render(record.status)

    def value_status(self, record: DestinationRule) -> str:
        return record.get_status_display()


class SourceTable(Table):
    title = NameColumn(verbose_name=_("Title"))
    subject = django_tables2.Column(accessor="about", verbose_name=_("Subject"), order_by=("subject",))
    kind = django_tables2.Column(verbose_name=_("Kind"), visible=False)
    status = TagColumn(tags=SOURCE_STATUS, verbose_name=_("Status"))
    changed_by = django_tables2.Column(verbose_name=_("Changed by"), visible=False)
    verified = CheckedColumn()

    class Meta:
        model = LegalSource
        fields = ("title", "subject", "kind", "status", "changed_by", "verified")
        order_by = ("kind", "title")

    def render_title(self, record: LegalSource) -> str | SafeString:
        if not record.url:
            return record.title
        return format_html('<a href="{}" rel="noreferrer">{}</a>', record.url, record.title)

    def value_title(self, record: LegalSource) -> str:
        return record.title

    def render_status(self, record: LegalSource, column: TagColumn) -> str:
        return column.render(record.status)

    def value_status(self, record: LegalSource) -> str:
        return record.get_status_display()

    def render_kind(self, record: LegalSource) -> str:
        return record.get_kind_display()
