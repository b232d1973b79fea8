import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.journey.certificates.words import tag_of
from jalur.kit import dates
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, Table, TagColumn


class CertificateTable(Table):
    """What was issued: numbers as text, also in a file."""

    name = NameColumn(
        linkify=("certificates:certificate", {"registration": django_tables2.A("registration")}),
        verbose_name=_("Candidate"),
    )
    registration = CodeColumn(verbose_name=_("Register number"))
    scheme = django_tables2.Column(order_by=("scheme__title",), verbose_name=_("Scheme"))
    state = TagColumn(of=lambda record: tag_of(record, dates.today()))
    ends_on = DayColumn(verbose_name=_("No more from"))
    decided_on = DayColumn(verbose_name=_("Decided on"), visible=False)
    issued_on = DayColumn(verbose_name=_("Issued on"), visible=False)
    blank = CodeColumn(verbose_name=_("BNSP blank"), visible=False)
    issuer = django_tables2.Column(
        order_by=("issuer__name",), verbose_name=_("Assessment body (LSP)"), visible=False
    )
    number = CodeColumn(verbose_name=_("Candidate number"), visible=False)
    holder = django_tables2.Column(verbose_name=_("Name as signed"), visible=False)

    class Meta:
        order_by = ("-issued_on", "registration")


class WaitingTable(Table):
    """Who was decided competent and has no certificate yet."""

    name = NameColumn(
        linkify=("certificates:issue", {"code": django_tables2.A("code")}), verbose_name=_("Candidate")
    )
    scheme = django_tables2.Column(order_by=("scheme__title",), verbose_name=_("Scheme"))
    decided_on = DayColumn(verbose_name=_("Decided on"))
    pleno = django_tables2.Column(order_by=("pleno__number",), verbose_name=_("Minutes"))
    code = CodeColumn(verbose_name=_("Number"), visible=False)
    number = CodeColumn(verbose_name=_("Candidate number"), visible=False)

    class Meta:
        order_by = ("decided_on", "name")
