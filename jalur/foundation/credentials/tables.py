from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column

from jalur.foundation.credentials.models import SigningKey
from jalur.foundation.credentials.workflow import KEY
from jalur.kit import formats
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, Table, TagColumn


class KeyTable(Table):
    kid = CodeColumn(linkify=("credentials:key", {"pk": A("pk")}), verbose_name=_("Key"))
    issuer = NameColumn(
        accessor="issuer__name", order_by=("issuer__name",), verbose_name=_("Certification body")
    )
    activated_at = Column(verbose_name=_("Signs since"))
    backup_checked_on = DayColumn(verbose_name=_("Backup checked on"))
    state = TagColumn(tags=KEY.tags)

    class Meta:
        order_by = ("issuer", "-activated_at")

    def render_activated_at(self, record: SigningKey) -> str:
        return formats.moment(record.activated_at)
