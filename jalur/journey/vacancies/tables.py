import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.journey.vacancies.models import Vacancy
from jalur.journey.vacancies.workflow import VACANCY
from jalur.kit.tables import CodeColumn, DayColumn, MoneyColumn, NameColumn, NumberColumn, Table, TagColumn


class VacancyTable(Table):
    """Vacancies at home as anybody may see them."""

    title = NameColumn(
        linkify=("vacancies:vacancy", {"number": django_tables2.A("number")}), verbose_name=_("Position")
    )
    employer = django_tables2.Column()
    place = django_tables2.Column(order_by=("place_id",))
    occupation = django_tables2.Column(order_by=("occupation_id",), visible=False)
    openings_left = NumberColumn(verbose_name=_("Left"))
    openings = NumberColumn(verbose_name=_("Requested"), visible=False)
    filled = NumberColumn(visible=False)
    pay_from = MoneyColumn(currency="IDR")
    pay_to = MoneyColumn(currency="IDR", visible=False)
    deadline = DayColumn()
    number = CodeColumn(verbose_name=_("Number"), visible=False)

    class Meta:
        order_by = ("deadline",)

    def render_place(self, record: Vacancy) -> str:
        return f"{record.place}, {record.place.parent}" if record.place.parent else str(record.place)

    value_place = render_place


class DeskTable(VacancyTable):
    """The same with their state, for those who keep them."""

    state = TagColumn(tags=VACANCY.tags)

    class Meta:
        order_by = ("deadline",)
        sequence = ("title", "state", "...", "number")
