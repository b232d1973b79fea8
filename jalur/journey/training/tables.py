import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.journey.training.workflow import ENROLMENT, INTAKE
from jalur.kit.tables import (
    CodeColumn,
    DayColumn,
    MoneyColumn,
    NameColumn,
    NumberColumn,
    PercentColumn,
    Table,
    TagColumn,
)
from jalur.kit.templatetags.jalur import DASH


class ClassTable(Table):
    programme = NameColumn(
        linkify=("training:intake", {"number": django_tables2.A("number")}),
        verbose_name=_("Class"),
        order_by=("programme__title",),
    )
    provider = django_tables2.Column(
        accessor="programme__provider", verbose_name=_("Institute"), order_by=("programme__provider__name",)
    )
    place = django_tables2.Column(verbose_name=_("Place"), order_by=("place__name",))
    starts = DayColumn(verbose_name=_("Starts"))
    ends = DayColumn(verbose_name=_("Ends"))
    seats = NumberColumn(verbose_name=_("Seats"))
    seats_left = NumberColumn(verbose_name=_("Left"))
    cost = MoneyColumn(verbose_name=_("Cost per seat"))
    pass_rate = PercentColumn(verbose_name=_("Pass rate"))
    reach = django_tables2.Column(verbose_name=_("Who can come"))
    number = CodeColumn(verbose_name=_("Number"))

    class Meta:
        order_by = ("starts",)
        default = DASH


class DeskTable(ClassTable):
    """The institute's own classes with their state."""

    state = TagColumn(tags=INTAKE.tags, verbose_name=_("State"))
    taken = NumberColumn(verbose_name=_("Enrolled"))

    class Meta:
        order_by = ("starts",)
        default = DASH
        sequence = ("programme", "state", "place", "starts", "ends", "taken", "seats_left", "...", "number")
        exclude = ("provider", "reach", "pass_rate", "cost")


class ProgrammeTable(Table):
    title = NameColumn(
        linkify=("training:programme", {"code": django_tables2.A("code")}), verbose_name=_("Programme")
    )
    provider = django_tables2.Column(verbose_name=_("Institute"), order_by=("provider__name",))
    hours = NumberColumn(verbose_name=_("Training hours (JP)"))
    open_classes = NumberColumn(verbose_name=_("Open classes"))
    seats_left = NumberColumn(verbose_name=_("Seats left"))
    closed_on = DayColumn(verbose_name=_("Closed"))
    code = django_tables2.Column(verbose_name=_("Code"))

    class Meta:
        order_by = ("title",)
        default = DASH


class SeatTable(Table):
    """Seats that residents have: what the labour office follows."""

    candidate = NameColumn(accessor="candidate__person__name", verbose_name=_("Candidate"))
    candidate_number = CodeColumn(accessor="candidate__number", verbose_name=_("Candidate number"))
    programme = django_tables2.Column(
        accessor="intake__programme__title",
        linkify=("training:intake", {"number": django_tables2.A("intake__number")}),
        verbose_name=_("Class"),
    )
    place = django_tables2.Column(
        accessor="intake__place", verbose_name=_("Place"), order_by=("intake__place__name",)
    )
    starts = DayColumn(accessor="intake__starts", verbose_name=_("Starts"))
    ends = DayColumn(accessor="intake__ends", verbose_name=_("Ends"))
    state = TagColumn(tags=ENROLMENT.tags, verbose_name=_("State"))

    class Meta:
        order_by = ("starts",)
        default = DASH
