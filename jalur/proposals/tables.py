from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from jalur.kit import formats
from jalur.kit.tables import (
    CodeColumn,
    DayColumn,
    NameColumn,
    NumberColumn,
    PercentColumn,
    SelectColumn,
    Table,
    TagColumn,
)
from jalur.proposals import causes, links, words
from jalur.proposals.models import CompetencyPrice, IntakePrice, OrderPrice, Proposal, Run

# On the screen it stands beside the name; a file has a column of its own.
ONLY_EXPORTED = {"td": {"class": "d-none"}, "th": {"class": "d-none"}}


class RunTable(Table):
    place = NameColumn(
        verbose_name=_("For the people of"),
        empty_values=(),
        linkify=lambda record: reverse("proposals:run", args=[record.pk]),
    )
    created_at = tables.Column(verbose_name=_("Asked for"))
    state = TagColumn(verbose_name=_("State"), tags=words.RUN_TAGS)
    candidates = NumberColumn(verbose_name=_("People"), accessor="counts__candidates", orderable=False)
    placed = NumberColumn(verbose_name=_("On a path"))
    value = NumberColumn(verbose_name=_("Value"), places=1)
    gap = PercentColumn(verbose_name=_("Below the best, at most"), places=2)

    class Meta(Table.Meta):
        model = Run
        fields: tuple[str, ...] = ()
        sequence = ("place", "created_at", "state", "candidates", "placed", "value", "gap")
        order_by = ("-created_at",)

    def render_place(self, record: Run) -> str:
        return str(record.place or _("Indonesia"))

    def value_place(self, record: Run) -> str:
        return str(record.place or _("Indonesia"))

    def render_created_at(self, value: Any) -> str:
        return formats.moment(value)


class ProposalTable(Table):
    selected = SelectColumn()
    candidate = NameColumn(
        verbose_name=_("Candidate"),
        accessor="candidate__person__name",
        linkify=lambda record: reverse("proposals:proposal", args=[record.pk]),
    )
    number = tables.Column(
        verbose_name=_("Candidate number"), accessor="candidate__number", attrs=ONLY_EXPORTED
    )
    destination = tables.Column(
        verbose_name=_("Destination"),
        accessor="order__destination",
        order_by="order__destination_id",
        attrs=ONLY_EXPORTED,
    )
    order = tables.Column(verbose_name=_("Job order"), accessor="order__title", order_by="order__title")
    classes = NumberColumn(verbose_name=_("Classes"))
    first_start = DayColumn(verbose_name=_("First class"))
    ready_by = DayColumn(verbose_name=_("Ready by"), accessor="order__ready_by")
    chance = PercentColumn(verbose_name=_("Chance to pass"), places=0)
    state = TagColumn(verbose_name=_("State"), tags=words.PROPOSAL_TAGS)

    class Meta(Table.Meta):
        model = Proposal
        fields: tuple[str, ...] = ()
        order_by = ("first_start", "candidate")

    def render_candidate(self, value: str, record: Proposal) -> str:
        return format_html('{}<br><span class="hint text-nowrap">{}</span>', value, record.candidate.number)

    def render_order(self, value: str, record: Proposal) -> str:
        country = record.order.destination.name
        return (
            value if country in value else format_html('{}<br><span class="hint">{}</span>', value, country)
        )

    def value_candidate(self, value: str) -> str:
        return value

    def value_order(self, value: str) -> str:
        return value


class SeatTable(Table):
    programme = NameColumn(
        verbose_name=_("Class"),
        accessor="intake__programme__title",
        linkify=lambda record: links.intake_url(record.intake),
    )
    number = tables.Column(verbose_name=_("Class number"), accessor="intake__number")
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
    number = tables.Column(verbose_name=_("Order number"), accessor="order__number", attrs=ONLY_EXPORTED)
    destination = tables.Column(
        verbose_name=_("Destination"), accessor="order__destination", order_by="order__destination_id"
    )
    ready_by = DayColumn(verbose_name=_("Ready by"), accessor="order__ready_by")
    openings = NumberColumn(verbose_name=_("Openings left"))
    assigned = NumberColumn(verbose_name=_("In this plan"))
    empty = NumberColumn(verbose_name=_("Stay empty"))
    late = NumberColumn(verbose_name=_("Lost to the deadline"))
    cause = tables.Column(verbose_name=_("Mostly because"), empty_values=(), orderable=False)

    class Meta(Table.Meta):
        model = OrderPrice
        fields: tuple[str, ...] = ()
        order_by = ("-empty",)

    def render_title(self, value: str, record: OrderPrice) -> str:
        return format_html('{}<br><span class="hint text-nowrap">{}</span>', value, record.order.number)

    def value_title(self, value: str) -> str:
        return value

    def render_cause(self, record: OrderPrice) -> str:
        return causes.main_cause(record)

    def value_cause(self, record: OrderPrice) -> str:
        return causes.main_cause(record)


class CompetencyTable(Table):
    title = NameColumn(verbose_name=_("Competency"), accessor="competency", order_by="competency__title_id")
    code = tables.Column(verbose_name=_("Code"), accessor="competency__code", attrs=ONLY_EXPORTED)
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
        return format_html(
            '{}<br><span class="hint text-nowrap">{}</span>', record.competency.title, record.competency_id
        )

    def value_title(self, record: CompetencyPrice) -> str:
        return record.competency.title


class PossibleClassTable(Table):
    """Rows of a study: dicts, as `services.studying` writes them."""

    programme = NameColumn(verbose_name=_("Class"))
    place = tables.Column(verbose_name=_("Regency"), attrs=ONLY_EXPORTED)
    starts = DayColumn(verbose_name=_("Starts"))
    ends = DayColumn(verbose_name=_("Ends"), attrs=ONLY_EXPORTED)
    seats = NumberColumn(verbose_name=_("Seats"), attrs=ONLY_EXPORTED)
    at_most = NumberColumn(verbose_name=_("Could add at most"), places=2)
    predicted = NumberColumn(verbose_name=_("Predicted"), places=2)
    gain = NumberColumn(verbose_name=_("Planned again: adds"), places=2)
    proved = CodeColumn(verbose_name=_("Proved between"), orderable=False)
    taken = NumberColumn(verbose_name=_("Seats taken"))
    placed = NumberColumn(verbose_name=_("People more"))

    class Meta(Table.Meta):
        order_by = ("-gain", "-at_most")

    def render_programme(self, value: str, record: dict[str, Any]) -> str:
        return format_html('{}<br><span class="hint">{}</span>', value, record["place"])

    def value_programme(self, value: str) -> str:
        return value


class BudgetTable(Table):
    """Rows of a budget curve: dicts, as `services.studying` writes them."""

    budget = NumberColumn(verbose_name=_("Budget (rupiah)"))
    value = NumberColumn(verbose_name=_("Value"), places=1)
    bound = NumberColumn(verbose_name=_("No plan can reach more than"), places=1)
    placed = NumberColumn(verbose_name=_("On a path"))
    spent = NumberColumn(verbose_name=_("Used (rupiah)"))
    per_billion = NumberColumn(verbose_name=_("Each billion since the row above"), places=1)

    class Meta(Table.Meta):
        order_by = ("budget",)


class ItemTable(Table):
    candidate = NameColumn(
        verbose_name=_("Candidate"),
        accessor="proposal__candidate__person__name",
        linkify=lambda record: reverse("proposals:proposal", args=[record.proposal_id]),
    )
    number = tables.Column(verbose_name=_("Candidate number"), accessor="proposal__candidate__number")
    order = tables.Column(verbose_name=_("Job order"), accessor="proposal__order__title")
    outcome = TagColumn(verbose_name=_("Outcome"), tags=words.OUTCOME_TAGS)
    because = tables.Column(verbose_name=_("Because"))

    class Meta(Table.Meta):
        order_by = ("outcome",)
