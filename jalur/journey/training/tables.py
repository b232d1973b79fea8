from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column

from jalur.foundation.geography.models import Place
from jalur.foundation.people.models import Person
from jalur.journey.premises.models import Booking
from jalur.journey.premises.words import bed_in_words
from jalur.journey.training import queries, words
from jalur.journey.training.models import Enrolment, Intake, Programme, Reach, Shortfall, TravelPair
from jalur.journey.training.queries import Fit
from jalur.journey.training.workflow import ENROLMENT, INTAKE, SHORTFALL
from jalur.kit import dates, formats
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


class ClassTable(Table):
    programme = NameColumn(
        linkify=("training:intake", {"number": A("number")}),
        verbose_name=_("Class"),
        order_by=("programme__title",),
    )
    provider = Column(accessor="programme__provider", order_by=("programme__provider__name",), visible=False)
    place = Column(verbose_name=_("Place"), order_by=("place__name",))
    starts = DayColumn()
    ends = DayColumn(visible=False)
    seats = NumberColumn(visible=False)
    seats_left = NumberColumn(verbose_name=_("Left"))
    cost = MoneyColumn()
    pass_rate = PercentColumn(visible=False)
    reach = Column()
    number = CodeColumn(verbose_name=_("Number"), visible=False)

    class Meta:
        order_by = ("starts",)

    def render_reach(self, record: Intake) -> str:
        if record.reach == Reach.NATIONAL:
            return _("everybody")
        if record.reach == Reach.PROVINCE:
            return _("the province")
        around = self.neighbours.get(record.place_id, 0)
        place = str(record.place).removeprefix("Kabupaten ")
        return f"{place} +{around}" if around else place

    def value_reach(self, record: Intake) -> str:
        return record.get_reach_display()

    @cached_property
    def neighbours(self) -> dict[str, int]:
        """How many regencies lie within daily travel of each; read once for a list."""
        counted = TravelPair.objects.order_by().values("venue_id").annotate(count=Count("home_id"))
        return dict(counted.values_list("venue_id", "count"))


class DeskTable(ClassTable):
    """The institute's own classes with their state."""

    state = TagColumn(of=INTAKE.tag)
    taken = NumberColumn(verbose_name=_("Enrolled"))

    class Meta:
        order_by = ("starts",)
        sequence = ("programme", "state", "place", "starts", "ends", "taken", "seats_left", "...", "number")
        exclude = ("provider", "reach", "pass_rate", "cost")


class ProgrammeTable(Table):
    title = NameColumn(linkify=("training:programme", {"code": A("code")}), verbose_name=_("Programme"))
    provider = Column(order_by=("provider__name",))
    hours = NumberColumn()
    open_classes = NumberColumn(verbose_name=_("Open classes"))
    seats_left = NumberColumn(verbose_name=_("Seats left"))
    closed_on = DayColumn(verbose_name=_("Closed"))
    code = Column()

    class Meta:
        order_by = ("title",)


class SeatTable(Table):
    """Seats that residents have: what the labour office follows."""

    candidate = NameColumn(accessor="name", verbose_name=_("Candidate"))
    candidate_number = CodeColumn(accessor="number", verbose_name=_("Candidate number"))
    programme = Column(
        accessor="intake__programme__title",
        linkify=("training:intake", {"number": A("intake__number")}),
        verbose_name=_("Class"),
    )
    place = Column(accessor="intake__place", verbose_name=_("Place"), order_by=("intake__place__name",))
    starts = DayColumn(accessor="intake__starts")
    ends = DayColumn(accessor="intake__ends")
    state = TagColumn(tags=ENROLMENT.tags)

    class Meta:
        order_by = ("starts",)


class BelowTable(Table):
    """Who is below the standard of a programme, since when, and who looks after it."""

    name = NameColumn(linkify=("training:shortfall", {"pk": A("pk")}), verbose_name=_("Candidate"))
    number = CodeColumn(verbose_name=_("Candidate number"), visible=False)
    programme = Column(verbose_name=_("Programme"), order_by=("programme__title",))
    provider = Column(
        accessor="programme__provider",
        order_by=("programme__provider__name",),
        verbose_name=_("Institute"),
        visible=False,
    )
    intake = CodeColumn(accessor="enrolment__intake__number", verbose_name=_("Class"), visible=False)
    since = DayColumn()
    owner = Column(empty_values=(), order_by=("owner__name",))
    next_step = Column(empty_values=(), verbose_name=_("Next step"))
    decide_by = DayColumn(verbose_name=_("Look again by"))
    state = TagColumn(of=SHORTFALL.tag, visible=False)

    class Meta:
        order_by = ("since",)

    def render_owner(self, record: Shortfall) -> str:
        return words.owner_name(record)

    def value_owner(self, record: Shortfall) -> str:
        return words.owner_name(record)

    def render_next_step(self, record: Shortfall) -> str:
        return record.get_next_step_display() or "–"

    def value_next_step(self, record: Shortfall) -> str:
        return record.get_next_step_display()


class ParticipantTable(Table):
    """Who is in a class, on paper with room to sign."""

    number = CodeColumn(verbose_name=_("Candidate number"))
    name = NameColumn(verbose_name=_("Name"))
    sex = Column(accessor="candidate__person__sex", verbose_name=_("Sex"))
    home = Column(verbose_name=_("Lives in"))
    signature = Column(
        accessor="pk",
        orderable=False,
        exclude_from_export=True,
        verbose_name=_("Signature"),
        attrs={"td": {"class": "cell-sign print-only"}, "th": {"class": "print-only"}},
    )

    class Meta:
        order_by = ("name",)

    def render_sex(self, record: Enrolment) -> str:
        return record.candidate.person.get_sex_display()

    def render_home(self, value: str) -> str:
        return self.homes.get(value, value)

    def render_bed(self, value: Booking) -> str:
        return bed_in_words(value)

    def render_signature(self, value: object) -> str:  # noqa: ARG002 - asked like every column
        return ""

    @cached_property
    def homes(self) -> dict[str, str]:
        """Village and regency of everybody in the class; read once."""
        villages = set(self.data.data.values_list("home", flat=True))
        names = dict(
            Place.objects.filter(code__in=villages | {code[:5] for code in villages}).values_list(
                "code", "name"
            )
        )
        return {code: ", ".join(dict.fromkeys((names[code], names[code[:5]]))) for code in villages}


class CallTable(ParticipantTable):
    """The same with phone numbers; only for a page whose opening is recorded."""

    phone = Column(
        accessor="candidate__person", orderable=False, exclude_from_export=True, verbose_name=_("Phone")
    )

    class Meta:
        order_by = ("name",)
        sequence = ("...", "phone", "signature")

    def render_phone(self, value: Person) -> str:
        if not value.phone_sealed:
            return "–"
        number = value.phone()
        return format_html('<a href="tel:{}">{}</a>', number, formats.phone(number))


class BoarderTable(ParticipantTable):
    """Who is in a class that boards, with the bed of each."""

    bed = Column(orderable=False, verbose_name=_("Bed"))

    class Meta:
        order_by = ("name",)
        sequence = ("...", "bed", "signature")


class BoarderCallTable(CallTable):
    """The same with phone numbers."""

    bed = Column(orderable=False, verbose_name=_("Bed"))

    class Meta:
        order_by = ("name",)
        sequence = ("...", "bed", "phone", "signature")


class IdleTable(Table):
    """A row for each competency of each programme."""

    competency = NameColumn(verbose_name=_("Competency"), order_by=("competency__code",))
    code = CodeColumn(accessor="competency__code", verbose_name=_("Code"))
    kind = Column(accessor="competency__kind", verbose_name=_("Kind"), visible=False)
    programme = Column(
        linkify=("training:programme", {"code": A("programme__code")}),
        order_by=("programme__title",),
        verbose_name=_("Programme"),
    )
    provider = Column(
        accessor="programme__provider", order_by=("programme__provider__name",), verbose_name=_("Institute")
    )
    place = Column(
        accessor="programme__provider__place",
        order_by=("programme__provider__place__name",),
        verbose_name=_("Place"),
        visible=False,
    )

    class Meta:
        order_by = ("programme", "code")

    def render_kind(self, record: Any) -> str:
        return str(record.competency.get_kind_display())

    def value_kind(self, record: Any) -> str:
        return self.render_kind(record)


class UntaughtTable(Table):
    title = NameColumn(accessor="title", verbose_name=_("Competency"), order_by=("title_id", "title_en"))
    code = CodeColumn(verbose_name=_("Code"))
    kind = Column(verbose_name=_("Kind"))
    abroad = NumberColumn(verbose_name=_("Openings abroad"))
    home = NumberColumn(verbose_name=_("Openings in Indonesia"))
    programmes = NumberColumn(verbose_name=_("Programmes elsewhere"))

    class Meta:
        order_by = ("-openings", "code")


class FitTable(Table):
    """Programmes with the standards of the day that they teach something of."""

    title = NameColumn(linkify=("training:programme", {"code": A("code")}), verbose_name=_("Programme"))
    provider = Column(order_by=("provider__name",), verbose_name=_("Institute"))
    completes = Column(empty_values=(), orderable=False, verbose_name=_("Completes"))
    missing = Column(empty_values=(), orderable=False, verbose_name=_("Leads to; still to be added"))
    classes = NumberColumn(verbose_name=_("Classes not over"), visible=False)
    people = NumberColumn(verbose_name=_("People in them"))
    curriculum = CodeColumn(accessor="curriculum__code", verbose_name=_("Curriculum"), visible=False)

    class Meta:
        order_by = ("title",)

    @cached_property
    def fits(self) -> dict[Any, list[Fit]]:
        on = dates.today()
        return queries.fits(on, Programme.objects.taught(on))

    def value_completes(self, record: Programme) -> str:
        whole = [words.standard_name(fit.standard) for fit in self.fits.get(record.pk, ()) if not fit.missing]
        return "; ".join(whole)

    def value_missing(self, record: Programme) -> str:
        short = [fit for fit in self.fits.get(record.pk, ()) if fit.missing]
        return "; ".join(f"{words.standard_name(fit.standard)}: {', '.join(fit.missing)}" for fit in short)

    def render_completes(self, record: Programme) -> str:
        return _first(self.value_completes(record))

    def render_missing(self, record: Programme) -> str:
        return _first(self.value_missing(record))


def _first(standards: str) -> str:
    """Of several the first, and how many more there are; all of them stand in the file and on the programme's page."""
    first, *more = standards.split("; ")
    return f"{first} (+{len(more)})" if more else first or "–"
