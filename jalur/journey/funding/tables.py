from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column

from jalur.journey.funding.workflow import LINE
from jalur.kit.tables import DayColumn, MoneyColumn, NameColumn, NumberColumn, Table, TagColumn


class LineTable(Table):
    """Budget lines: what there is, what is committed, what is left."""

    title = NameColumn(linkify=("funding:line", {"key": A("key")}), verbose_name=_("Purpose of the money"))
    number = Column(verbose_name=_("Number"), visible=False)
    source = Column()
    owner = Column(order_by=("owner__name",), visible=False)
    used_by = Column(order_by=("used_by__name",), visible=False)
    year = NumberColumn(visible=False)
    amount = MoneyColumn(currency="IDR")
    committed = MoneyColumn(currency="IDR", verbose_name=_("Committed"), visible=False)
    left_over = MoneyColumn(currency="IDR", verbose_name=_("Left"))
    valid_to = DayColumn(verbose_name=_("Until"))
    state = TagColumn(tags=LINE.tags)

    class Meta:
        order_by = ("-year", "number")

    def render_year(self, value: int) -> str:
        return str(value)
