import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.journey.certification import words
from jalur.journey.certification.models import AssessmentDay, BlankDelivery
from jalur.journey.certification.workflow import (
    APPEAL,
    ASSESSMENT,
    ASSESSOR,
    BLANK,
    DAY,
    OUTSIDE,
    PLACE,
    SUBMISSION,
)
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, NumberColumn, Table, TagColumn


class SchemeTable(Table):
    title = NameColumn(
        linkify=("certification:scheme", {"pk": django_tables2.A("pk")}), verbose_name=_("Scheme")
    )
    code = CodeColumn(verbose_name=_("Code"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    version = CodeColumn(verbose_name=_("Version"))
    body = django_tables2.Column(order_by=("body__name",), verbose_name=_("Assessment body (LSP)"))
    valid_from = DayColumn(verbose_name=_("From"))
    valid_to = DayColumn(verbose_name=_("No more from"), visible=False)
    months = NumberColumn(verbose_name=_("Months that it counts"), visible=False)

    class Meta:
        order_by = ("title", "-valid_from")


class AssessorTable(Table):
    user = NameColumn(
        accessor="user__name",
        linkify=("certification:assessor", {"pk": django_tables2.A("pk")}),
        verbose_name=_("Assessor"),
    )
    number = CodeColumn(verbose_name=_("Licence"))
    body = django_tables2.Column(order_by=("body__name",), verbose_name=_("Assessment body (LSP)"))
    valid_from = DayColumn(verbose_name=_("From"))
    valid_to = DayColumn(verbose_name=_("No more from"))
    state = TagColumn(tags=ASSESSOR.tags)
    withdrawn_on = DayColumn(verbose_name=_("Taken back from"), visible=False)

    class Meta:
        order_by = ("user",)


class PlaceTable(Table):
    name = NameColumn(
        linkify=("certification:place", {"pk": django_tables2.A("pk")}), verbose_name=_("Test place (TUK)")
    )
    place = django_tables2.Column(order_by=("place_id",), verbose_name=_("Regency or city"))
    body = django_tables2.Column(
        order_by=("body__name",), verbose_name=_("Assessment body (LSP)"), visible=False
    )
    valid_from = DayColumn(verbose_name=_("From"))
    valid_to = DayColumn(verbose_name=_("No more from"))
    state = TagColumn(tags=PLACE.tags)
    withdrawn_on = DayColumn(verbose_name=_("Taken back from"), visible=False)

    class Meta:
        order_by = ("name",)


class DayTable(Table):
    day = DayColumn(verbose_name=_("Day"))
    scheme = NameColumn(
        accessor="scheme__title",
        linkify=("certification:day", {"number": django_tables2.A("number")}),
        verbose_name=_("Scheme"),
    )
    starts = django_tables2.Column(verbose_name=_("Time"), visible=False)
    place = django_tables2.Column(order_by=("place__name",), verbose_name=_("Test place (TUK)"))
    assessor = django_tables2.Column(order_by=("assessor__user__name",), verbose_name=_("Assessor"))
    called = NumberColumn(verbose_name=_("Called"))
    seats = NumberColumn(verbose_name=_("Seats"))
    state = TagColumn(tags=DAY.tags, visible=False)
    body = django_tables2.Column(
        order_by=("body__name",), verbose_name=_("Assessment body (LSP)"), visible=False
    )
    number = CodeColumn(verbose_name=_("Number"), visible=False)
    planned = DayColumn(accessor="plan__on", verbose_name=_("Assessment planned on"), visible=False)
    reviewed = DayColumn(accessor="review__on", verbose_name=_("Looked back on"), visible=False)

    class Meta:
        order_by = ("-day", "starts")

    def render_starts(self, record: AssessmentDay) -> str:
        return words.clock(record)


class AssessmentTable(Table):
    """Who is assessed by what, and what came of it: the list of a day as a file holds K and BK, numbers as text."""

    name = NameColumn(
        linkify=("certification:assessment", {"code": django_tables2.A("code")}), verbose_name=_("Candidate")
    )
    number = CodeColumn(verbose_name=_("Candidate number"), visible=False)
    scheme = django_tables2.Column(order_by=("scheme__title",), verbose_name=_("Scheme"))
    state = TagColumn(tags=ASSESSMENT.tags)
    day = DayColumn(accessor="day__day", verbose_name=_("Day"))
    institute = django_tables2.Column(order_by=("institute__name",), verbose_name=_("Institute"))
    body = django_tables2.Column(
        order_by=("body__name",), verbose_name=_("Assessment body (LSP)"), visible=False
    )
    result = django_tables2.Column(verbose_name=_("Recommended"), visible=False)
    decided_on = DayColumn(verbose_name=_("Decided on"), visible=False)
    expires_on = DayColumn(verbose_name=_("Counts until"), visible=False)
    code = CodeColumn(verbose_name=_("Number"), visible=False)

    class Meta:
        order_by = ("name",)


class AppealTable(Table):
    name = NameColumn(
        accessor="assessment__name",
        linkify=("certification:appeal", {"pk": django_tables2.A("pk")}),
        verbose_name=_("Candidate"),
    )
    scheme = django_tables2.Column(
        accessor="assessment__scheme", order_by=("assessment__scheme__title",), verbose_name=_("Scheme")
    )
    filed_on = DayColumn(verbose_name=_("Filed"))
    reviewer = django_tables2.Column(order_by=("reviewer__user__name",), verbose_name=_("Looked at again by"))
    state = TagColumn(tags=APPEAL.tags)

    class Meta:
        order_by = ("-filed_on", "name")


class SubmissionTable(Table):
    number = CodeColumn(
        linkify=("certification:submission", {"number": django_tables2.A("number")}), verbose_name=_("Number")
    )
    pleno = CodeColumn(accessor="pleno__number", verbose_name=_("Minutes"))
    held_on = DayColumn(accessor="pleno__held_on", verbose_name=_("Day of the meeting"))
    blanks_asked = NumberColumn(verbose_name=_("Blanks asked for"))
    sent_on = DayColumn(verbose_name=_("Sent on"))
    state = TagColumn(tags=SUBMISSION.tags)

    class Meta:
        order_by = ("-held_on", "number")


class OutsideTable(Table):
    name = NameColumn(
        linkify=("certification:outside", {"pk": django_tables2.A("pk")}), verbose_name=_("Candidate")
    )
    number = CodeColumn(verbose_name=_("Candidate number"), visible=False)
    competency = django_tables2.Column(order_by=("competency_id",), verbose_name=_("Level or skill"))
    kind = django_tables2.Column(verbose_name=_("Test or certificate"), visible=False)
    certificate = CodeColumn(verbose_name=_("Certificate"))
    body = django_tables2.Column(verbose_name=_("Who issued it"), visible=False)
    issuer = django_tables2.Column(
        order_by=("issuer__name",), verbose_name=_("Issuer in Jalur"), visible=False
    )
    score = django_tables2.Column(verbose_name=_("Score"), visible=False)
    taken_on = DayColumn(verbose_name=_("Day of the test or decision"), visible=False)
    expires_on = DayColumn(verbose_name=_("No longer valid from"))
    state = TagColumn(tags=OUTSIDE.tags)

    class Meta:
        order_by = ("-taken_on", "name")


class DeliveryTable(Table):
    """Received = in stock + used + spoilt + returned."""

    number = CodeColumn(
        linkify=("certification:delivery", {"number": django_tables2.A("number")}), verbose_name=_("Delivery")
    )
    received_on = DayColumn(verbose_name=_("Received on"))
    first = CodeColumn(verbose_name=_("Numbers"), order_by=("prefix", "first"))
    received = NumberColumn(verbose_name=_("Received"))
    in_stock = NumberColumn(verbose_name=_("In stock"))
    used = NumberColumn(verbose_name=_("Used"))
    spoilt = NumberColumn(verbose_name=_("Spoilt"))
    returned = NumberColumn(verbose_name=_("Returned"))
    letter = django_tables2.Column(verbose_name=_("Covering letter"), visible=False)
    body = django_tables2.Column(
        order_by=("body__name",), verbose_name=_("Assessment body (LSP)"), visible=False
    )

    class Meta:
        order_by = ("-received_on", "number")

    def render_first(self, record: BlankDelivery) -> str:
        return words.range_of(record)

    def value_first(self, record: BlankDelivery) -> str:
        return words.range_of(record)


class BlankTable(Table):
    number = CodeColumn(
        linkify=("certification:blank", {"pk": django_tables2.A("pk")}), verbose_name=_("Number of the blank")
    )
    state = TagColumn(tags=BLANK.tags)
    left_on = DayColumn(verbose_name=_("Out of stock since"))
    used_for = CodeColumn(order_by=("used_for__code",), verbose_name=_("Used for"))
    reason = django_tables2.Column(verbose_name=_("Why"))
    by = django_tables2.Column(accessor="by__name", verbose_name=_("Taken out by"), visible=False)
    delivery = CodeColumn(order_by=("delivery__number",), verbose_name=_("Delivery"), visible=False)

    class Meta:
        order_by = ("number",)


class PlenoTable(Table):
    number = CodeColumn(
        linkify=("certification:pleno", {"number": django_tables2.A("number")}), verbose_name=_("Number")
    )
    held_on = DayColumn(verbose_name=_("Day"))
    took_part = django_tables2.Column(verbose_name=_("Who took part"))
    note = django_tables2.Column(verbose_name=_("Note"), visible=False)

    class Meta:
        order_by = ("-held_on", "number")
