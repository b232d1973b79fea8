"""Vacancies at home: the public list, the desk, one vacancy and its steps."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.competencies.words import by_kind
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.vacancies import queries, services, words
from jalur.journey.vacancies.filters import DeskVacancyFilter, PublicVacancyFilter
from jalur.journey.vacancies.forms import CountForm, VacancyForm
from jalur.journey.vacancies.models import PUBLISHED, State, Vacancy
from jalur.journey.vacancies.rights import Right
from jalur.journey.vacancies.tables import DeskTable, VacancyTable
from jalur.journey.vacancies.workflow import VACANCY
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Figure
from jalur.kit.figures import counted, places
from jalur.kit.forms import by_label, options_response, posted
from jalur.kit.lists import list_page

STEPS = {
    "open": services.open_vacancy,
    "change": services.change_vacancy,
    "count": services.count_filled,
    "fill": services.fill_vacancy,
    "withdraw": services.withdraw_vacancy,
}


@require_safe
@access.requires(Right.VIEW_VACANCY)
def open_vacancies(request: HttpRequest) -> HttpResponse:
    published = Vacancy.objects.visible_to(request.actor).filter(state__in=PUBLISHED)
    return list_page(
        request,
        queryset=published.for_lists(),
        table=VacancyTable,
        filters=PublicVacancyFilter,
        by_key=True,
        export_name="lowongan-dalam-negeri",
        title=_("Vacancies at home"),
        lead=_("Work in Indonesia, entered by labour offices and employers. Applying costs nothing."),
        empty=Empty(
            _("No vacancies at home are open now"),
            _("They appear here as soon as a labour office or an employer has entered them."),
            icon="house",
        ),
    )


@require_safe
@access.requires(Right.VIEW_DRAFT)
def desk(request: HttpRequest) -> HttpResponse:
    rows = access.narrow(Vacancy.objects.all(), request.actor, Right.VIEW_DRAFT)
    actions = [Action(_("New vacancy"), reverse("vacancies:new"), "primary", icon="plus-lg")]
    if access.may(request.actor, Right.IMPORT_VACANCY):
        actions.append(Action(_("Import a spreadsheet"), reverse("imports:vacancies"), "secondary"))
    return list_page(
        request,
        queryset=rows.for_lists(),
        table=DeskTable,
        filters=DeskVacancyFilter,
        by_key=True,
        export_name="lowongan-di-meja",
        title=_("Vacancies we keep"),
        actions=actions,
        figures=_desk_figures(queries.counts_by_state(rows)),
        empty=Empty(
            _("No vacancies here yet"),
            _("Enter one, or read in a list as your office keeps it."),
            icon="inbox",
        ),
    )


def _desk_figures(counts: dict[str, int]) -> list[Figure]:
    address = reverse("vacancies:desk")
    return [
        counted(str(state.label), counts.get(state, 0), url=f"{address}?state={state.value}")
        for state in State
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ENTER_VACANCY)
def new(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        VacancyForm(posted(request), actor=request.actor),
        lambda form: services.enter_vacancy(
            actor=request.actor, vacancy=form.instance, today=dates.today(), **form.beside
        ),
        done=_("The vacancy is saved as a draft. Check it, then publish it."),
        to=partial(page_of, VACANCY),
        title=_("New vacancy"),
        button=_("Save as a draft"),
        crumbs=[_desk_crumb()],
    )


@require_safe
@access.requires(Right.ENTER_VACANCY)
def employer_options(request: HttpRequest) -> HttpResponse:
    return options_response(request, queries.search_employers, by_label)


@require_safe
@access.requires(Right.VIEW_VACANCY)
def vacancy(request: HttpRequest, number: str) -> HttpResponse:
    vacancy = find(VACANCY, request.actor, number)
    keeps_it = access.covers(request.actor, Right.VIEW_DRAFT, vacancy)
    public = Crumb(_("Vacancies at home"), reverse("vacancies:open_vacancies"))
    return record_page(
        request,
        VACANCY,
        vacancy,
        "vacancies/vacancy.html",
        crumbs=[_desk_crumb() if keeps_it else public],
        notices=words.notices_of(vacancy),
        figures=places(
            (_("Requested"), vacancy.openings),
            (_("Filled"), vacancy.filled),
            _("As counted by who keeps the vacancy."),
            about="vacancy-page#filled",
        ),
        summary_title=_("The vacancy"),
        rows=words.rows_of(vacancy),
        requirements=by_kind(vacancy.requirements.order_by("kind", "code")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(VACANCY)
def vacancy_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Publish, change, count what is filled, say that all is, or withdraw."""
    vacancy = find(VACANCY, request.actor, number)
    take = partial(STEPS[verb], actor=request.actor, vacancy=vacancy, today=dates.today())
    own_forms = {
        "change": partial(VacancyForm, instance=vacancy, actor=request.actor),
        "count": partial(CountForm, vacancy=vacancy),
    }
    return step_page(request, VACANCY, vacancy, verb, take, own_forms=own_forms)


def _desk_crumb() -> Crumb:
    return Crumb(_("Vacancies we keep"), reverse("vacancies:desk"))
