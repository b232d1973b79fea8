from django.utils.translation import gettext_lazy as _

from jalur.foundation.geography.models import Country
from jalur.foundation.rulebook.models import EmployerType
from jalur.journey.employers.models import ProblemKind, ProblemState, State
from jalur.journey.employers.queries import RUNS_OUT_SOON
from jalur.kit import dates
from jalur.kit.filters import ChoiceFilter, FilterSet, ModelFilter
from jalur.kit.lists import SearchFilter, StandingFilter

COUNTRIES = {"queryset": lambda _request: Country.objects.by_name(), "label": _("Country")}


class EmployerFilter(FilterSet):
    q = SearchFilter(
        fields=["name", "also_called", "city", "registration"], label=_("Name, city or registration number")
    )
    country = ModelFilter(**COUNTRIES)
    employer_type = ChoiceFilter(choices=EmployerType.choices, label=_("Employer type"))
    verified = ChoiceFilter(
        cases={
            "yes": (_("counts today"), lambda rows: rows.filter(verified_until__gte=dates.today())),
            "ending": (
                _("ends within 60 days or has ended"),
                lambda rows: rows.filter(verified_until__lt=dates.today() + RUNS_OUT_SOON),
            ),
            "never": (_("never verified"), lambda rows: rows.filter(verified_until=None)),
        },
        label=_("Verification"),
    )
    problem = ChoiceFilter(
        cases={
            "yes": (_("on the problem list today"), lambda rows: rows.filter(has_problem=True)),
            "no": (_("not on it"), lambda rows: rows.filter(has_problem=False)),
        },
        label=_("Problem list"),
    )
    state = StandingFilter(choices=State.choices, standing=State.CURRENT, label=_("State"))


class PublicProblemFilter(FilterSet):
    """Names of households are neither shown nor to be guessed by searching."""

    q = SearchFilter(fields=["known_name"], label=_("Name of a company or partner agency"))
    country = ModelFilter(**COUNTRIES)
    kind = ChoiceFilter(choices=ProblemKind.choices, label=_("What the problem is"))


class ProblemFilter(PublicProblemFilter):
    counts = StandingFilter(
        cases={
            "running": (_("counts today"), lambda rows: rows.running(dates.today())),
            "ended": (
                _("ended by its last day"),
                lambda rows: rows.filter(state=ProblemState.LISTED, until__lt=dates.today()),
            ),
            "lifted": (_("taken off the list"), lambda rows: rows.filter(state=ProblemState.LIFTED)),
        },
        standing="running",
        label=_("State"),
    )
    published = ChoiceFilter(
        cases={
            "yes": (_("published"), lambda rows: rows.filter(is_published=True)),
            "no": (_("not published"), lambda rows: rows.filter(is_published=False)),
        },
        label=_("Publication"),
    )
