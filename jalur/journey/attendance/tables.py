from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column

from jalur.journey.attendance import words
from jalur.journey.attendance.models import MarkState, Standing
from jalur.journey.premises.models import BookedPerson
from jalur.journey.training.models import Session
from jalur.kit.components import Tag
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, NumberColumn, PercentColumn, Table, TagColumn


def roll_tag(session: Any) -> Tag:
    """How far the roll of a meeting is, from what `queries.meetings` counts."""
    if not session.people and not session.marked:
        return Tag(str(_("nobody has to come")), "none")
    if session.marked >= session.people:
        return Tag(str(_("roll complete")), "done")
    return Tag(str(_("roll begun") if session.marked else _("no roll yet")), "warn")


class MeetingTable(Table):
    title = NameColumn(
        accessor="booking__title",
        linkify=("attendance:roll", {"number": A("booking__number")}),
        verbose_name=_("Meeting"),
        order_by=("booking__title",),
    )
    starts = Column(accessor="booking__starts", verbose_name=_("When"), order_by=("booking__starts",))
    intake = Column(
        accessor="intake__programme__title",
        linkify=("training:intake", {"number": A("intake__number")}),
        verbose_name=_("Class"),
        order_by=("intake__programme__title",),
    )
    roll = TagColumn(of=roll_tag, accessor="pk", verbose_name=_("Roll"), orderable=False)
    people = NumberColumn(verbose_name=_("People"))
    attended = NumberColumn(verbose_name=_("Attended"))
    class_number = CodeColumn(accessor="intake__number", verbose_name=_("Class number"), visible=False)
    number = CodeColumn(accessor="booking__number", verbose_name=_("Meeting number"), visible=False)

    class Meta:
        order_by = ("-starts",)

    def render_starts(self, record: Session) -> str:
        return words.when(record)

    def value_starts(self, value: datetime) -> datetime:
        return value


class PaperTable(Table):
    """A roll on paper: a box for each state, room to sign."""

    name = NameColumn(verbose_name=_("Name"))
    number = CodeColumn(verbose_name=_("Candidate number"))
    boxes = Column(accessor="pk", orderable=False, verbose_name=_("Attendance"))
    signature = Column(
        accessor="pk",
        orderable=False,
        verbose_name=_("Signature"),
        attrs={"td": {"class": "cell-sign print-only"}, "th": {"class": "print-only"}},
    )

    class Meta:
        order_by = ("name",)

    def render_boxes(self, value: object) -> str:  # noqa: ARG002 - asked like every column
        return "  ".join(f"☐ {state.label}" for state in MarkState)

    def render_signature(self, value: object) -> str:  # noqa: ARG002 - asked like every column
        return ""


class SheetTable(Table):
    """What is taken along to be filled in without network: a row for each person and meeting, known again by both numbers."""

    name = NameColumn(accessor="candidate__name", verbose_name=_("Name"), order_by=("candidate__name",))
    when = Column(accessor="booking__starts", verbose_name=_("When"), order_by=("booking__starts",))
    title = Column(accessor="booking__title", verbose_name=_("What for"), visible=False)
    state = Column(accessor="state", verbose_name=_("Attendance"), empty_values=(), orderable=False)
    note = Column(accessor="note", verbose_name=_("Note"), orderable=False)
    meeting = CodeColumn(accessor="booking__number", verbose_name=_("Meeting number"))
    number = CodeColumn(accessor="candidate__number", verbose_name=_("Candidate number"))

    class Meta:
        order_by = ("when", "name")

    def render_when(self, record: BookedPerson) -> str:
        return words.when_booked(record.booking)

    def value_when(self, record: BookedPerson) -> str:
        return words.when_booked(record.booking)

    def render_state(self, value: str) -> str:
        return str(MarkState(value).label) if value else "–"

    def value_state(self, value: str) -> str:
        return str(MarkState(value).label) if value else ""


class AttendanceTable(Table):
    """The people of a class with what their marks add up to."""

    name = NameColumn(verbose_name=_("Name"))
    number = CodeColumn(verbose_name=_("Candidate number"))
    attended = NumberColumn()
    held = NumberColumn()
    excused = NumberColumn()
    share = PercentColumn(verbose_name=_("Share"))
    in_a_row = NumberColumn()
    missed_since = DayColumn(visible=False)
    away_because = Column(verbose_name=_("Stays away"))

    class Meta:
        order_by = ("name",)

    def value_away_because(self, record: Standing) -> str:
        return record.get_away_because_display()


class AwayTable(Table):
    """Who stays away, of all classes that the reader follows."""

    name = NameColumn(
        linkify=("attendance:of_class", {"number": A("intake__number")}), verbose_name=_("Name")
    )
    number = CodeColumn(verbose_name=_("Candidate number"))
    intake = Column(
        accessor="intake__programme__title",
        linkify=("training:intake", {"number": A("intake__number")}),
        verbose_name=_("Class"),
        order_by=("intake__programme__title",),
    )
    provider = Column(accessor="intake__programme__provider", verbose_name=_("Institute"), visible=False)
    away_because = Column(verbose_name=_("Why"))
    missed_since = DayColumn()
    in_a_row = NumberColumn()
    share = PercentColumn(verbose_name=_("Share"))
    away_since = DayColumn(visible=False)
    class_number = CodeColumn(accessor="intake__number", verbose_name=_("Class number"), visible=False)

    class Meta:
        order_by = ("missed_since", "name")
