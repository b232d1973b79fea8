import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.journey.permits import words
from jalur.journey.permits.models import Permit
from jalur.journey.permits.workflow import PERMIT, REQUEST
from jalur.kit.dates import today
from jalur.kit.tables import CountryColumn, DayColumn, NameColumn, NumberColumn, Table, TagColumn


class PermitTable(Table):
    """Permits as anybody may look them up."""

    number = NameColumn(linkify=("permits:permit", {"pk": django_tables2.A("pk")}))
    company = django_tables2.Column(verbose_name=_("Company (P3MI)"), order_by=("company__name",))
    destination = CountryColumn("destination")
    standing = TagColumn(
        of=lambda permit: words.standing(permit, today()),
        accessor="pk",
        order_by=("state", "valid_until"),
        verbose_name=_("Today"),
    )
    granted_on = DayColumn(visible=False)
    valid_until = DayColumn()
    quota_sum = NumberColumn(verbose_name=_("Allowed"))
    reserved_sum = NumberColumn(verbose_name=_("Reserved"))

    class Meta:
        order_by = ("-granted_on",)


class ApplicationTable(Table):
    """Applications for those who work on them."""

    title = NameColumn(
        accessor="pk",
        linkify=("permits:permit", {"pk": django_tables2.A("pk")}),
        order_by=("number", "applied_at"),
        verbose_name=_("Application or permit"),
    )
    company = django_tables2.Column(verbose_name=_("Company (P3MI)"), order_by=("company__name",))
    destination = CountryColumn("destination", visible=False)
    state = TagColumn(tags=PERMIT.tags)
    applied_at = DayColumn(verbose_name=_("Sent"))
    asked_sum = NumberColumn(verbose_name=_("Asked for"))
    quota_sum = NumberColumn(verbose_name=_("Allowed"), visible=False)
    valid_until = DayColumn(visible=False)

    class Meta:
        order_by = ("-applied_at",)

    def render_title(self, record: Permit) -> str:
        return str(record)

    def value_title(self, record: Permit) -> str:
        return str(record)


class RequestTable(Table):
    """What is asked about permits."""

    kind = NameColumn(linkify=("permits:request", {"pk": django_tables2.A("pk")}))
    permit = django_tables2.Column(accessor="permit__number", verbose_name=_("Permit"))
    office = django_tables2.Column(order_by=("office__name",))
    created_at = DayColumn(verbose_name=_("Asked on"))
    state = TagColumn(tags=REQUEST.tags)

    class Meta:
        order_by = ("-created_at",)
