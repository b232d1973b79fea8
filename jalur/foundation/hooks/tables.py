import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.foundation.hooks import kinds
from jalur.foundation.hooks.models import Notice, NoticeState
from jalur.foundation.hooks.workflow import NOTICE
from jalur.kit import formats
from jalur.kit.filters import ChoiceFilter, FilterSet
from jalur.kit.tables import NameColumn, NumberColumn, Table, TagColumn


class NoticeFilter(FilterSet):
    state = ChoiceFilter(choices=NoticeState.choices, label=_("State"))

    class Meta:
        model = Notice
        fields = ("state",)


def answer_of(notice: Notice) -> str:
    """What the address said: the status of its answer, or why there was none."""
    return str(notice.answer or notice.get_trouble_display())


def next_try_of(notice: Notice) -> str:
    """When it is sent next; "" of what is not sent any more."""
    if notice.state != NoticeState.WAITING:
        return ""
    return formats.moment(max(notice.next_at, notice.hook.paused_until or notice.next_at))


class NoticeTable(Table):
    kind = NameColumn(linkify=("hooks:notice", {"pk": django_tables2.A("pk")}), verbose_name=_("What"))
    at = django_tables2.Column(verbose_name=_("When"), orderable=False)
    state = TagColumn(tags=NOTICE.tags, verbose_name=_("State"), orderable=False)
    answer = django_tables2.Column(verbose_name=_("Answer"), orderable=False, empty_values=())
    attempts = NumberColumn(verbose_name=_("Tries"), orderable=False)
    next_at = django_tables2.Column(verbose_name=_("Next try"), orderable=False)

    def render_kind(self, value: str) -> str:
        return kinds.words_of(value)

    def render_at(self, record: Notice) -> str:
        return formats.moment(record.at)

    def render_answer(self, record: Notice) -> str:
        return answer_of(record) or "–"

    def render_next_at(self, record: Notice) -> str:
        return next_try_of(record) or "–"
