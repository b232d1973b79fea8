import django_tables2
from django.utils.translation import gettext_lazy as _

from jalur.journey.employers import words
from jalur.journey.employers.models import Employer, Problem
from jalur.kit.components import Tag
from jalur.kit.dates import today
from jalur.kit.tables import CountryColumn, DayColumn, NameColumn, NumberColumn, Table, TagColumn


def _standing(employer: Employer) -> Tag:
    return words.standing_tag(employer.verified_until, today(), has_problem=employer.has_problem)


class EmployerTable(Table):
    name = NameColumn(linkify=("employers:employer", {"pk": django_tables2.A("pk")}), verbose_name=_("Name"))
    employer_type = django_tables2.Column()
    country = CountryColumn("country")
    city = django_tables2.Column()
    registration = django_tables2.Column(visible=False)
    also_called = django_tables2.Column(visible=False)
    standing = TagColumn(
        of=_standing, accessor="pk", order_by=("verified_until",), verbose_name=_("Verification")
    )
    verified_until = DayColumn(verbose_name=_("Verified until"))
    running = NumberColumn(verbose_name=_("Open orders"))

    class Meta:
        order_by = ("name",)


class PublicProblemTable(Table):
    """Who is on the list, as everybody may read it."""

    who = NameColumn(
        accessor="known_name",
        linkify=("employers:problem", {"pk": django_tables2.A("pk")}),
        empty_values=(),
        verbose_name=_("Employer or partner agency"),
    )
    country = CountryColumn("country")
    kind = django_tables2.Column(verbose_name=_("Problem"))
    since = DayColumn(verbose_name=_("Since"))
    until = DayColumn(verbose_name=_("Until"))

    class Meta:
        order_by = ("-since",)

    def render_who(self, record: Problem) -> str:
        return record.known_name or words.about_words(record, names_household=False)

    def value_who(self, record: Problem) -> str:
        return self.render_who(record)


class ProblemTable(PublicProblemTable):
    """The same for those who keep the list."""

    standing = TagColumn(
        of=lambda problem: words.problem_state(problem, today()),
        accessor="pk",
        orderable=False,
        verbose_name=_("State"),
    )
    is_published = django_tables2.Column(verbose_name=_("Published"))

    class Meta(PublicProblemTable.Meta):
        pass

    def render_is_published(self, value: bool) -> str:
        return str(_("yes") if value else _("no"))

    def value_is_published(self, value: bool) -> str:
        return self.render_is_published(value)
