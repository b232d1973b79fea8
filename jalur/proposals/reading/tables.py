import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.kit.tables import (
    DayColumn,
    NameColumn,
    NumberColumn,
    Table,
)
from jalur.proposals.models import CompetencyPrice, IntakePrice, OrderPrice
from jalur.proposals.reading import causes
from jalur.proposals.shared import links


class SeatTable(Table):
    programme = NameColumn(
        verbose_name=_("Class"),
        accessor="intake__programme__title",
        linkify=lambda record: links.intake_url(record.intake),
    )
    number = tables.Column(verbose_name=_("Class number"), accessor="intake__number", visible=False)
    place = tables.Column(verbose_name=_("Regency"), accessor="intake__place", order_by="intake__place__name")
    starts = DayColumn(verbose_name=_("Starts"), accessor="intake__starts")
    seats = NumberColumn(verbose_name=_("Seats free"))
    assigned = NumberColumn(verbose_name=_("In this plan"))
    price = NumberColumn(verbose_name=_("One more seat is worth (placements)"), places=2)

    class Meta(Table.Meta):
        model = IntakePrice
        fields: tuple[str, ...] = ()
        order_by = ("-price",)


class OrderTable(Table):
    title = NameColumn(
        verbose_name=_("Job order"),
        accessor="order__title",
        linkify=lambda record: reverse("proposals:order", args=[record.run_id, record.order.number]),
    )
    number = tables.Column(verbose_name=_("Order number"), accessor="order__number", visible=False)
    destination = tables.Column(
        verbose_name=_("Destination"),
        accessor="order__destination",
        order_by="order__destination_id",
        visible=False,
    )
    ready_by = DayColumn(verbose_name=_("Ready by"), accessor="order__ready_by")
    openings = NumberColumn(verbose_name=_("Openings left"), visible=False)
    assigned = NumberColumn(verbose_name=_("In this plan"))
    empty = NumberColumn(verbose_name=_("Stay empty"))
    late = NumberColumn(verbose_name=_("Lost to the deadline"), visible=False)
    cause = tables.Column(verbose_name=_("Mostly because"), empty_values=(), orderable=False)

    class Meta(Table.Meta):
        model = OrderPrice
        fields: tuple[str, ...] = ()
        order_by = ("-empty",)

    def render_title(self, value: str, record: OrderPrice) -> str:
        country = record.order.destination.name
        return value if country in value else f"{value}, {country}"

    def value_title(self, value: str) -> str:
        return value

    def render_cause(self, record: OrderPrice) -> str:
        return causes.main_label(record)

    def value_cause(self, record: OrderPrice) -> str:
        return causes.main_cause(record)


class CompetencyTable(Table):
    title = NameColumn(verbose_name=_("Competency"), accessor="competency", order_by="competency__title_id")
    code = tables.Column(verbose_name=_("Code"), accessor="competency__code", visible=False)
    kind = tables.Column(
        verbose_name=_("Kind"), accessor="competency__get_kind_display", order_by="competency__kind"
    )
    people = NumberColumn(verbose_name=_("People who find no seat"))
    value = NumberColumn(verbose_name=_("Value lost, at most"), places=1)

    class Meta(Table.Meta):
        model = CompetencyPrice
        fields: tuple[str, ...] = ()
        order_by = ("-value", "-people")

    def render_title(self, record: CompetencyPrice) -> str:
        return record.competency.title
