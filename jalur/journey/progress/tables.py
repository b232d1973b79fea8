from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column

from jalur.journey.progress import queries, words
from jalur.journey.progress.queries import Item, Standing
from jalur.journey.training.models import Enrolment, EnrolmentState, Programme
from jalur.kit.tables import CodeColumn, NameColumn, NumberColumn, PercentColumn, Table


class ReadyTable(Table):
    """Who is how near to the assessment; a file of it goes to the assessment body, without identity numbers."""

    name = NameColumn(linkify=("progress:person", {"pk": A("pk")}), verbose_name=_("Candidate"))
    number = CodeColumn(verbose_name=_("Candidate number"))
    programme = Column(
        accessor="intake__programme", verbose_name=_("Programme"), order_by=("intake__programme__title",)
    )
    intake = CodeColumn(accessor="intake__number", verbose_name=_("Class"), visible=False)
    can = NumberColumn(verbose_name=_("Can do"))
    parts = NumberColumn(verbose_name=_("Parts"))
    attendance = PercentColumn(verbose_name=_("Attendance"))
    missing = Column(empty_values=(), orderable=False, verbose_name=_("Still missing"))
    competencies = Column(empty_values=(), orderable=False, verbose_name=_("Competencies"), visible=False)

    class Meta:
        order_by = ("name",)

    @cached_property
    def rows_here(self) -> list[Enrolment]:
        """Those of the page, all of them in a file."""
        return list(self.paginated_rows.data)

    @cached_property
    def known(self) -> dict[Any, Standing]:
        """Seat → where she stands."""
        return {one.seat.pk: one for one in queries.standings_of(self.rows_here)}

    @cached_property
    def taught(self) -> dict[Any, str]:
        pairs = Programme.teaches.through.objects.filter(
            programme__in={row.intake.programme_id for row in self.rows_here}
        ).order_by("competency")
        codes: dict[Any, list[str]] = {}
        for programme, code in pairs.values_list("programme", "competency"):
            codes.setdefault(programme, []).append(code)
        return {programme: "; ".join(several) for programme, several in codes.items()}

    def value_missing(self, record: Enrolment) -> str:
        if record.state == EnrolmentState.COMPLETED:
            return str(_("nothing: class completed"))
        one = self.known.get(record.pk)
        parts = [item.title for item in one.missing] if one else []
        return "; ".join([*parts, *filter(None, [words.too_little(record)])])

    def render_missing(self, record: Enrolment) -> str:
        if record.state == EnrolmentState.COMPLETED:
            return str(_("nothing: class completed"))
        one = self.known.get(record.pk)
        if one is None or not one.missing:
            return words.too_little(record) or "–"
        first, more = one.missing[0].title, len(one.missing) - 1
        return f"{first} (+{more})" if more else first

    def render_competencies(self, record: Enrolment) -> str:
        return self.taught.get(record.intake.programme_id, "–")


class ClassProgressTable(Table):
    """The people of a class; a column for each part is added by `of`."""

    name = NameColumn(linkify=("progress:person", {"pk": A("pk")}), verbose_name=_("Candidate"))
    number = CodeColumn(verbose_name=_("Candidate number"), visible=False)

    class Meta:
        order_by = ("name",)


class LevelColumn(Column):
    """How far each is with one part."""

    def __init__(self, item: Item, marks: dict[Any, Any], **options: Any) -> None:
        # Two words that are read as one, on a phone's cards too.
        options.setdefault("attrs", {"td": {"class": "cell-day"}})
        super().__init__(accessor="pk", orderable=False, verbose_name=item.title, **options)
        self.item, self.marks = item, marks

    def render(self, record: Enrolment) -> Any:
        return self.marks[record.pk].get(self.item.key, "–")


def of_class(people: Sequence[Standing], items: Sequence[Item]) -> type[Table]:
    """The table of one class, with a column for each of its parts."""
    marks = {
        one.seat.pk: {key: mark.get_level_display() for key, mark in one.marks.items()} for one in people
    }
    columns = {f"part_{number}": LevelColumn(item, marks) for number, item in enumerate(items)}
    return type("OneClassTable", (ClassProgressTable,), columns)
