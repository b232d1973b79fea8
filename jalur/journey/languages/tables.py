from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tables2 import A, Column

from jalur.journey.languages import queries, words
from jalur.journey.languages.models import EntryTest
from jalur.journey.languages.workflow import TEST
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, NumberColumn, Table, TagColumn


class TestTable(Table):
    """Entry tests that an office or a centre keeps."""

    candidate = NameColumn(
        accessor="name",
        linkify=("languages:entry_test", {"pk": A("pk")}),
        verbose_name=gettext_lazy("Candidate"),
    )
    candidate_number = CodeColumn(
        accessor="number", verbose_name=gettext_lazy("Candidate number"), visible=False
    )
    scale = Column(order_by=("scale__language", "scale_id"))
    level = Column(order_by=("level__rank",), empty_values=())
    points = NumberColumn(visible=False)
    maximum = NumberColumn(visible=False)
    listening = NumberColumn(visible=False)
    speaking = NumberColumn(visible=False)
    reading = NumberColumn(visible=False)
    writing = NumberColumn(visible=False)
    taken_on = DayColumn()
    given_by = Column(order_by=("given_by__name",), visible=False)
    state = TagColumn(tags=TEST.tags)

    class Meta:
        order_by = ("-taken_on",)

    def render_level(self, record: EntryTest) -> str:
        return words.level_words(record)

    value_level = render_level


class PlacedTable(Table):
    """Who was placed into which level, what comes next, and whether she has a class."""

    candidate = NameColumn(
        accessor="name",
        linkify=("languages:entry_test", {"pk": A("pk")}),
        verbose_name=gettext_lazy("Candidate"),
    )
    candidate_number = CodeColumn(
        accessor="number", verbose_name=gettext_lazy("Candidate number"), visible=False
    )
    home = Column(
        accessor="candidate__person__residence", order_by=("home",), verbose_name=gettext_lazy("Lives in")
    )
    scale = Column(order_by=("scale__language", "scale_id"), visible=False)
    level = Column(order_by=("level__rank",), empty_values=(), verbose_name=gettext_lazy("Placed at"))
    next = Column(accessor="pk", orderable=False, verbose_name=gettext_lazy("Next level"))
    taken_on = DayColumn(verbose_name=gettext_lazy("Tested on"))
    state = TagColumn(of=words.class_tag, orderable=False, verbose_name=gettext_lazy("Class"))

    class Meta:
        order_by = ("taken_on",)

    @cached_property
    def levels(self) -> dict[str, dict[int, Any]]:
        return queries.levels_of(queries.all_scales())

    def render_level(self, record: EntryTest) -> str:
        return words.level_words(record)

    value_level = render_level

    def render_next(self, record: EntryTest) -> str:
        above = self.levels[record.scale_id].get(record.rung + 1)
        return above.title if above else _("none above")

    value_next = render_next
