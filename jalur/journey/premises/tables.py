from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column

from jalur.journey.premises.collisions import stretch_in_words
from jalur.journey.premises.models import Booking
from jalur.journey.premises.queries import clock_of
from jalur.journey.premises.workflow import BOOKING, CONSENT, LICENCE, RESOURCE
from jalur.kit.tables import CodeColumn, NameColumn, NumberColumn, Table, TagColumn


class ResourceTable(Table):
    name = NameColumn(linkify=("premises:resource", {"pk": A("pk")}), verbose_name=_("Name"))
    kind = Column()
    organisation = Column(order_by=("organisation__name",))
    units = NumberColumn()
    places = NumberColumn()
    repair = Column()
    state = TagColumn(of=RESOURCE.tag)

    class Meta:
        order_by = ("kind", "name")


class LicenceTable(Table):
    resource = NameColumn(
        linkify=("premises:licence", {"pk": A("pk")}),
        accessor="resource__name",
        verbose_name=_("Instructor"),
    )
    kind = Column()
    number = CodeColumn()
    issuer = Column()
    valid_from = Column()
    last_day = Column()
    state = TagColumn(of=LICENCE.tag)

    class Meta:
        order_by = ("last_day",)
        exclude = ("issuer",)


class ConsentTable(Table):
    candidate = NameColumn(
        linkify=("premises:consent", {"pk": A("pk")}),
        accessor="candidate__number",
        verbose_name=_("Number of the person's file"),
    )
    guardian = Column()
    signed_on = Column()
    centre = Column(order_by=("centre__name",))
    state = TagColumn(of=CONSENT.tag)

    class Meta:
        order_by = ("-signed_on",)


class BookingTable(Table):
    title = NameColumn(linkify=("premises:booking", {"number": A("number")}), verbose_name=_("What for"))
    bed = Column(accessor="candidate", verbose_name=_("Bed"), orderable=False)
    starts = Column(verbose_name=_("When"))
    state = TagColumn(of=BOOKING.tag)
    number = CodeColumn(verbose_name=_("Number"))

    class Meta:
        order_by = ("starts",)

    def render_starts(self, record: Booking) -> str:
        return stretch_in_words(*record.during, clock_of(record.organisation))

    def render_bed(self, record: Booking) -> str:
        """Which bed, and who sleeps in it; nothing of what is no bed."""
        if record.candidate is None:
            return ""
        return " · ".join([*(str(row.unit) for row in record.booked_units.all()), record.candidate.number])
