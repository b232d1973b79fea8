from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column

from jalur.foundation.letters.kinds import kind_of
from jalur.foundation.letters.models import Letter
from jalur.foundation.letters.workflow import LETTER
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, Table, TagColumn


class LetterTable(Table):
    number = CodeColumn(linkify=("letters:letter", {"pk": A("pk")}), verbose_name=_("Number"))
    dated = DayColumn(order_by=("dated", "serial"))
    kind = Column(verbose_name=_("Kind"))
    recipient = NameColumn(verbose_name=_("To"))
    state = TagColumn(tags=LETTER.tags)
    subject = Column(visible=False)
    signed_by = Column(visible=False)
    organisation = Column(visible=False, order_by=("organisation__name",))

    class Meta:
        order_by = ("-dated",)

    def render_kind(self, record: Letter) -> str:
        return str(kind_of(record.kind).title)
