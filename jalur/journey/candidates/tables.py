from typing import Any

import django_tables2
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.workflow import CANDIDATE
from jalur.kit import dates
from jalur.kit.components import Tag
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, NumberColumn, Table, TagColumn, first_of


class CandidateTable(Table):
    """The desk's list."""

    name = NameColumn(
        linkify=("candidates:candidate", {"number": django_tables2.A("number")}),
        verbose_name=gettext_lazy("Name"),
    )
    number = CodeColumn(verbose_name=gettext_lazy("Number"))
    state = TagColumn(tags=CANDIDATE.tags)
    residence = django_tables2.Column(
        accessor="person__residence", order_by=("home",), verbose_name=gettext_lazy("Lives in")
    )
    age = NumberColumn(
        accessor="person__birth_date", order_by=("-person__birth_date",), verbose_name=gettext_lazy("Age")
    )
    education = django_tables2.Column(visible=False, verbose_name=gettext_lazy("Schooling"))
    languages = django_tables2.Column(
        empty_values=(), orderable=False, visible=False, verbose_name=gettext_lazy("Languages")
    )
    wishes = django_tables2.Column(
        accessor="destinations", empty_values=(), orderable=False, verbose_name=gettext_lazy("Where to")
    )
    available_from = DayColumn(verbose_name=gettext_lazy("Can start"))
    planning = TagColumn(
        accessor="is_opted_out",
        order_by=("opted_out_of_planning_at",),
        tags=lambda: {False: Tag(_("yes")), True: Tag(_("no"), "warn")},
        visible=False,
        verbose_name=gettext_lazy("Automatic planning"),
    )

    class Meta:
        order_by = ("name",)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        # Said in thousands of cells: looked up once.
        self.today, self.anywhere = dates.today(), _("any destination")

    def render_age(self, value: Any) -> int:
        return dates.completed_years(value, self.today)

    value_age = render_age

    def render_languages(self, value: list[tuple[str, str]]) -> str:
        # The last one of a scale is the highest held.
        return ", ".join(dict(value).values())

    def render_wishes(self, value: list[str], record: Candidate) -> str:
        return self.anywhere if record.any_destination else first_of(list(dict.fromkeys(value)))

    def value_wishes(self, value: list[str], record: Candidate) -> str:
        return self.anywhere if record.any_destination else ", ".join(dict.fromkeys(value))
