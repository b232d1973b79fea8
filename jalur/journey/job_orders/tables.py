from datetime import date, datetime

import django_tables2
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jalur.journey.job_orders.models import JobOrder, State
from jalur.journey.job_orders.workflow import ORDER
from jalur.kit import formats
from jalur.kit.dates import day_of, today
from jalur.kit.tables import (
    CodeColumn,
    CountryColumn,
    DayColumn,
    MoneyColumn,
    NameColumn,
    NumberColumn,
    Table,
    TagColumn,
)


class OrderTable(Table):
    """Open and closed orders as anybody may see them."""

    title = NameColumn(
        linkify=("job_orders:order", {"number": django_tables2.A("number")}), verbose_name=_("Position")
    )
    destination = CountryColumn("destination")
    occupation = django_tables2.Column(order_by=("occupation_id",), visible=False)
    openings = NumberColumn(verbose_name=_("Requested"))
    reserved = NumberColumn(visible=False)
    openings_left = NumberColumn(verbose_name=_("Left"))
    monthly_pay = MoneyColumn(currency=".pay_currency")
    ready_by = DayColumn(verbose_name=_("Ready by"))
    number = CodeColumn(verbose_name=_("Number"), visible=False)

    class Meta:
        order_by = ("ready_by",)

    def render_title(self, value: str, record: JobOrder) -> SafeString | str:
        if record.state != State.HELD:
            return value
        return format_html('{} <span class="hint">· {}</span>', value, State.HELD.label)

    def value_title(self, value: str) -> str:
        return value


class DeskTable(OrderTable):
    """Orders with their state, for those who work on them."""

    state = TagColumn(tags=ORDER.tags)
    waiting_since = django_tables2.Column(verbose_name=_("Waiting"))
    company = django_tables2.Column(verbose_name=_("Company (P3MI)"), order_by=("company__name",))
    reference = django_tables2.Column(verbose_name=_("Own number"), visible=False)

    class Meta:
        order_by = ("ready_by",)
        exclude = ("occupation", "monthly_pay")
        sequence = ("title", "state", "waiting_since", "...", "company", "number", "reference")

    def render_waiting_since(self, value: datetime) -> SafeString:
        sent = day_of(value)
        days = (today() - sent).days
        words = ngettext("%(days)s day", "%(days)s days", days) % {"days": formats.number(days)}
        since = formats.day(sent, "short")
        return format_html(
            '<span class="unbroken">{}</span> <span class="hint unbroken">{}</span>', words, since
        )

    def value_waiting_since(self, value: datetime | None) -> date | None:
        return day_of(value) if value else None


class VerifyTable(DeskTable):
    """The same for whoever verifies, all of one country: what has waited longest comes first."""

    destination = CountryColumn("destination", visible=False)

    class Meta(DeskTable.Meta):
        order_by = ("waiting_since", "ready_by")
