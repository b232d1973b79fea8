from collections.abc import Iterable
from typing import Any

import django_tables2
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalur.foundation.people.models import Duplicate
from jalur.journey.candidates import words
from jalur.journey.candidates.models import Candidate
from jalur.journey.candidates.workflow import CANDIDATE
from jalur.kit import dates
from jalur.kit.components import Tag
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, NumberColumn, Table, TagColumn


class CandidateTable(Table):
    """The desk's list; rows come with person, place, wishes and language levels fetched."""

    name = NameColumn(
        accessor="person__name",
        linkify=("candidates:candidate", {"number": django_tables2.A("number")}),
        verbose_name=gettext_lazy("Name"),
    )
    number = CodeColumn(verbose_name=gettext_lazy("Number"))
    state = TagColumn(tags=CANDIDATE.tags, verbose_name=gettext_lazy("State"))
    residence = django_tables2.Column(
        accessor="person__residence",
        order_by=("person__residence_id",),
        verbose_name=gettext_lazy("Lives in"),
    )
    age = NumberColumn(
        accessor="person__birth_date", order_by=("-person__birth_date",), verbose_name=gettext_lazy("Age")
    )
    education = django_tables2.Column(verbose_name=gettext_lazy("Schooling"))
    languages = django_tables2.Column(
        empty_values=(), orderable=False, verbose_name=gettext_lazy("Languages")
    )
    wishes = django_tables2.Column(empty_values=(), orderable=False, verbose_name=gettext_lazy("Where to"))
    available_from = DayColumn(verbose_name=gettext_lazy("Can start"))
    planning = TagColumn(
        accessor="opted_out_of_planning_at", empty_values=(), verbose_name=gettext_lazy("Planned")
    )

    class Meta:
        order_by = ("name",)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.today = dates.today()

    def render_age(self, value: Any) -> int:
        return dates.completed_years(value, self.today)

    def value_age(self, value: Any) -> int:
        return dates.completed_years(value, self.today)

    def render_wishes(self, record: Candidate) -> str:
        return words.wishes_words(record)

    def render_languages(self, record: Candidate) -> str:
        # Levels come from the lowest step up: the last one of a scale is the highest held.
        levels: Iterable[Any] = getattr(record, "language_levels", ())
        highest = {one.competency.scale_id or one.competency_id: one.competency.title for one in levels}
        return ", ".join(highest.values())

    def render_planning(self, value: Any, column: TagColumn) -> str:
        return column.render(_plan_tag(value))

    def value_planning(self, value: Any) -> str:
        return _plan_tag(value).text


def _plan_tag(opted_out_at: Any) -> Tag:
    return Tag(_("no"), "warn") if opted_out_at else Tag(_("yes"), "none")


class DuplicateTable(Table):
    pair = NameColumn(
        accessor="first__name",
        linkify=("candidates:duplicate", {"pk": django_tables2.A("pk")}),
        verbose_name=gettext_lazy("Names"),
    )
    reason = django_tables2.Column(verbose_name=gettext_lazy("Why"))
    status = TagColumn(tags=words.duplicate_tags, verbose_name=gettext_lazy("Status"))
    created_at = DayColumn(verbose_name=gettext_lazy("Noticed"))

    class Meta:
        order_by = ("created_at",)

    def render_pair(self, record: Duplicate) -> str:
        return f"{record.first.name} · {record.second.name}"
