from datetime import timedelta
from typing import Any

import django_tables2
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from jalur.foundation.due.queries import holidays
from jalur.foundation.organisations.models import Organisation
from jalur.journey.network.queries import AHEAD
from jalur.journey.network.words import free_hours, seats_in_words
from jalur.journey.network.workflow import LOAN, MEMBER, SHARE, TRANSFER
from jalur.kit import dates, formats
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, NumberColumn, Table, TagColumn

# Of an institution's programmes on the screen; a file holds all.
SHOWN = 1


class MemberTable(Table):
    centre = NameColumn(
        linkify=("network:member", {"number": django_tables2.A("number")}), verbose_name=_("Institution")
    )
    place = django_tables2.Column(
        accessor="centre__place", order_by=("centre__place_id",), verbose_name=_("Regency or city")
    )
    hub = django_tables2.Column(order_by=("hub__name",))
    state = TagColumn(tags=MEMBER.tags)
    valid_from = DayColumn(verbose_name=_("Since"))
    valid_to = DayColumn(verbose_name=_("Until"), visible=False)
    purpose = django_tables2.Column(visible=False)
    number = CodeColumn(verbose_name=_("Number"), visible=False)

    class Meta:
        order_by = ("hub", "centre")


class LoanTable(Table):
    resource = NameColumn(
        linkify=("network:loan", {"number": django_tables2.A("number")}),
        order_by=("resource__name",),
        verbose_name=_("What is lent"),
    )
    units = NumberColumn(verbose_name=_("How many"))
    lender = django_tables2.Column(order_by=("lender__name",), verbose_name=_("Lends"))
    borrower = django_tables2.Column(order_by=("borrower__name",), verbose_name=_("Borrows"))
    first = DayColumn(verbose_name=_("From"))
    last = DayColumn(verbose_name=_("Until"))
    state = TagColumn(tags=LOAN.tags)
    purpose = django_tables2.Column(visible=False)
    number = CodeColumn(verbose_name=_("Number"), visible=False)

    class Meta:
        order_by = ("-first", "number")


class TransferTable(Table):
    name = NameColumn(
        accessor="enrolment__name",
        linkify=("network:transfer", {"pk": django_tables2.A("pk")}),
        verbose_name=_("Candidate"),
    )
    number = CodeColumn(accessor="enrolment__number", verbose_name=_("Candidate number"), visible=False)
    sender = django_tables2.Column(order_by=("sender__name",), verbose_name=_("Comes from"))
    to = django_tables2.Column(
        accessor="to__programme__provider",
        order_by=("to__programme__provider__name",),
        verbose_name=_("Goes on at"),
    )
    programme = django_tables2.Column(
        accessor="to__programme__title", verbose_name=_("Class to go on in"), visible=False
    )
    starts = DayColumn(accessor="to__starts", verbose_name=_("First day"))
    state = TagColumn(tags=TRANSFER.tags)

    class Meta:
        order_by = ("-starts", "name")


class ShareTable(Table):
    programme = NameColumn(
        accessor="intake__programme__title",
        linkify=("network:share", {"number": django_tables2.A("number")}),
        verbose_name=_("Class"),
    )
    centre = django_tables2.Column(order_by=("centre__name",), verbose_name=_("Kept for"))
    provider = django_tables2.Column(
        accessor="intake__programme__provider",
        order_by=("intake__programme__provider__name",),
        verbose_name=_("Kept by"),
        visible=False,
    )
    starts = DayColumn(accessor="intake__starts", verbose_name=_("First day"))
    seats = NumberColumn(verbose_name=_("Seats"))
    left = NumberColumn(verbose_name=_("Left"))
    until = DayColumn()
    state = TagColumn(tags=SHARE.tags)
    intake = CodeColumn(accessor="intake__number", verbose_name=_("Class number"), visible=False)
    note = django_tables2.Column(visible=False)
    number = CodeColumn(verbose_name=_("Number"), visible=False)

    class Meta:
        order_by = ("-until", "number")


class LayerColumn(NumberColumn):
    """How much of a layer is met, as a bar and in figures."""

    def __init__(self, layer: str, **options: Any) -> None:
        self.layer = layer
        super().__init__(accessor=f"{layer}_met", **options)

    def render(self, value: int, record: Any) -> str:
        asked = getattr(record, f"{self.layer}_asked")
        return format_html(
            '<progress class="bar" max="{}" value="{}" aria-hidden="true"></progress> {}',
            max(asked, 1),
            value,
            f"{value}/{asked}",
        )

    def value(self, value: int, record: Any) -> str:
        return f"{value}/{getattr(record, f'{self.layer}_asked')}"


class ReadinessTable(Table):
    name = NameColumn(
        linkify=("network:institution", {"pk": django_tables2.A("pk")}), verbose_name=_("Institution")
    )
    place = django_tables2.Column(order_by=("place_id",), verbose_name=_("Regency or city"))
    legality = LayerColumn("legality", verbose_name=_("Legality"))
    facilities = LayerColumn("facilities", verbose_name=_("Facilities"))
    programme = LayerColumn("programme", verbose_name=_("Programme"))
    looked_on = DayColumn(verbose_name=_("Looked at"))
    runs_out = DayColumn(verbose_name=_("First runs out"))

    class Meta:
        order_by = ("name",)


class CapacityTable(Table):
    """Each institution once."""

    name = NameColumn(
        linkify=("network:institution", {"pk": django_tables2.A("pk")}), verbose_name=_("Institution")
    )
    place = django_tables2.Column(order_by=("place_id",), verbose_name=_("Regency or city"), visible=False)
    open_seats = django_tables2.Column(orderable=False, verbose_name=_("Seats left, by programme"))
    beds_f = NumberColumn(verbose_name=_("Beds, women"))
    beds_m = NumberColumn(verbose_name=_("Beds, men"))
    workshop_hours = NumberColumn(empty_values=(), orderable=False, verbose_name=_("Workshop hours"))
    instructor_hours = NumberColumn(empty_values=(), orderable=False, verbose_name=_("Instructors' hours"))
    workshops = NumberColumn(verbose_name=_("Workshops"), visible=False)
    instructors = NumberColumn(verbose_name=_("Instructors"), visible=False)

    class Meta:
        order_by = ("name",)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        first = dates.today()
        self.days = [first + timedelta(days=number) for number in range(AHEAD.days)]
        self.off = set(holidays())

    def render_open_seats(self, value: list[dict[str, Any]]) -> str:
        more = f" +{len(value) - SHOWN}" if len(value) > SHOWN else ""
        return seats_in_words(value[:SHOWN]) + more

    def value_open_seats(self, value: list[dict[str, Any]]) -> str:
        return seats_in_words(value)

    def value_workshop_hours(self, record: Organisation) -> int:
        return free_hours(record, self.days, self.off)[0]

    def value_instructor_hours(self, record: Organisation) -> int:
        return free_hours(record, self.days, self.off)[1]

    def render_workshop_hours(self, record: Organisation) -> str:
        return formats.number(self.value_workshop_hours(record))

    def render_instructor_hours(self, record: Organisation) -> str:
        return formats.number(self.value_instructor_hours(record))
