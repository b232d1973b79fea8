from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column

from jalur.journey.curricula.workflow import VERSION
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, NumberColumn, Table, TagColumn


class VersionTable(Table):
    title = NameColumn(linkify=("curricula:version", {"code": A("code")}), verbose_name=_("Curriculum"))
    provider = Column(
        accessor="curriculum__provider",
        order_by=("curriculum__provider__name",),
        verbose_name=_("Institute"),
    )
    number = NumberColumn(verbose_name=_("Version"))
    state = TagColumn(tags=VERSION.tags)
    part_count = NumberColumn(verbose_name=_("Parts"))
    total = NumberColumn(verbose_name=_("Hours (JP)"))
    valid_from = DayColumn(verbose_name=_("In force from"))
    code = CodeColumn(verbose_name=_("Number"), visible=False)

    class Meta:
        order_by = ("title", "-number")
