from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_tables2 import A, Column

from jalur.foundation.competencies.models import Education
from jalur.foundation.people.models import Sex
from jalur.journey.talent_pool import queries, words
from jalur.journey.talent_pool.workflow import CONSENT, REQUEST
from jalur.kit import dates, formats
from jalur.kit.tables import CodeColumn, DayColumn, NameColumn, Table, TagColumn, first_of


class PoolTable(Table):
    """The pool as companies see it. Nothing is ordered by what is not shown: an order tells too."""

    number = NameColumn(linkify=("talent_pool:entry", {"number": A("number")}), verbose_name=_("Pool number"))
    skills = Column(empty_values=(), orderable=False, verbose_name=_("Can do"))
    levels = Column(empty_values=(), orderable=False, verbose_name=_("Languages"))
    certified = Column(
        empty_values=(), orderable=False, visible=False, verbose_name=_("Certificates of competence")
    )
    schooling = Column(order_by=("schooling",), visible=False, verbose_name=_("Schooling"))
    born = Column(orderable=False, verbose_name=_("Age"))
    regency = Column(orderable=False, verbose_name=_("Region"))
    countries = Column(empty_values=(), orderable=False, verbose_name=_("Wants to go to"))
    works = Column(empty_values=(), orderable=False, visible=False, verbose_name=_("Work wished for"))
    ready_from = Column(orderable=False, verbose_name=_("Ready from"))

    class Meta:
        order_by = ("number",)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.today = dates.today()
        self.common: Mapping[str, set[str]] | None = None

    def render_skills(self, value: list[str]) -> str:
        return first_of(value)

    def value_skills(self, value: list[str]) -> str:
        return ", ".join(value)

    def render_levels(self, value: list[tuple[str, str]]) -> str:
        return ", ".join(words.languages(value))

    value_levels = render_levels

    def render_certified(self, value: list[str]) -> str:
        return ", ".join(dict.fromkeys(value))

    value_certified = render_certified

    def render_schooling(self, value: int) -> str:
        return str(Education(value).label)

    value_schooling = render_schooling

    def render_born(self, value: Any) -> str:
        return words.age(value, self.today)

    value_born = render_born

    def render_regency(self, record: Any) -> str:
        if self.common is None:
            self.common = queries.common_by_regency(record.seen_for, self.today)
        return words.region(record, self.common)

    value_regency = render_regency

    def render_countries(self, record: Any) -> str:
        return first_of(words.wanted_countries(record))

    def value_countries(self, record: Any) -> str:
        return ", ".join(words.wanted_countries(record))

    def render_works(self, value: list[str]) -> str:
        return ", ".join(dict.fromkeys(value))

    value_works = render_works

    def render_ready_from(self, value: Any) -> str:
        return formats.month(max(value, self.today))

    value_ready_from = render_ready_from


class ProgrammeTable(PoolTable):
    """As missions see it: programmes between governments ask for women or men."""

    gender = Column(orderable=False, visible=False, verbose_name=_("Sex"))

    class Meta:
        order_by = ("number",)

    def render_gender(self, value: str) -> str:
        return str(Sex(value).label)

    value_gender = render_gender


class ConsentTable(Table):
    """Whom an office has in its region: with the number of the file, as offices see people."""

    number = NameColumn(
        linkify=("talent_pool:consent", {"number": A("number")}), verbose_name=_("Pool number")
    )
    candidate = CodeColumn(
        accessor="candidate__number", order_by=("candidate__number",), verbose_name=_("Candidate number")
    )
    state = TagColumn(tags=CONSENT.tags)
    given_on = DayColumn()
    until = DayColumn()

    class Meta:
        order_by = ("until",)


class RequestTable(Table):
    number = NameColumn(
        linkify=("talent_pool:request", {"number": A("number")}), verbose_name=_("Request number")
    )
    consent = CodeColumn(
        accessor="consent__number", order_by=("consent__number",), verbose_name=_("Pool number")
    )
    what_for = Column(empty_values=(), orderable=False, verbose_name=_("For what"))
    seeker = Column(order_by=("seeker__name",))
    state = TagColumn(tags=REQUEST.tags)
    answer_by = DayColumn()
    answered_on = DayColumn(visible=False)

    class Meta:
        order_by = ("-answer_by",)

    def render_what_for(self, record: Any) -> str:
        return words.what_for(record)

    value_what_for = render_what_for
