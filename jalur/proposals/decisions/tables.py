import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jalur.kit.tables import (
    DayColumn,
    NameColumn,
    NumberColumn,
    PercentColumn,
    SelectColumn,
    Table,
    TagColumn,
)
from jalur.proposals.decisions import words
from jalur.proposals.models import Proposal
from jalur.proposals.workflow import PROPOSAL


class ProposalTable(Table):
    selected = SelectColumn()
    candidate = NameColumn(
        verbose_name=_("Candidate"),
        accessor="name",
        linkify=lambda record: reverse("proposals:proposal", args=[record.pk]),
    )
    number = tables.Column(verbose_name=_("Candidate number"), orderable=False, visible=False)
    destination = tables.Column(
        verbose_name=_("Destination"), accessor="order__destination", orderable=False, visible=False
    )
    order = tables.Column(verbose_name=_("Job order"), accessor="order__title", order_by="order__title")
    classes = NumberColumn(verbose_name=_("Classes"))
    first_start = DayColumn(verbose_name=_("First class"))
    ready_by = DayColumn(verbose_name=_("Ready by"), accessor="order__ready_by")
    chance = PercentColumn(verbose_name=_("Chance to pass"), places=0)
    state = TagColumn(verbose_name=_("State"), tags=PROPOSAL.tags)

    class Meta(Table.Meta):
        model = Proposal
        fields: tuple[str, ...] = ()
        order_by = ("first_start", "candidate")

    def render_order(self, value: str, record: Proposal) -> str:
        country = record.order.destination.name
        return value if country in value else f"{value}, {country}"

    def value_order(self, value: str) -> str:
        return value


class ItemTable(Table):
    candidate = NameColumn(
        verbose_name=_("Candidate"),
        accessor="proposal__name",
        linkify=lambda record: reverse("proposals:proposal", args=[record.proposal_id]),
    )
    number = tables.Column(verbose_name=_("Candidate number"), accessor="proposal__number")
    order = tables.Column(verbose_name=_("Job order"), accessor="proposal__order__title")
    outcome = TagColumn(verbose_name=_("Outcome"), tags=words.OUTCOME_TAGS)
    because = tables.Column(verbose_name=_("Because"))

    class Meta(Table.Meta):
        order_by = ("outcome",)
