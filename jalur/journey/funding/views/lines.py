"""Budget lines: the list, a new one, one line with what it pays for, its steps."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.funding import services, words
from jalur.journey.funding.filters import LineFilter
from jalur.journey.funding.forms import LineForm
from jalur.journey.funding.models import BudgetLine
from jalur.journey.funding.rights import Right
from jalur.journey.funding.tables import LineTable
from jalur.journey.funding.workflow import LINE
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

STEPS = {"change": services.change_line, "close": services.close_line}


@require_safe
@access.requires(Right.VIEW_LINE)
def lines(request: HttpRequest) -> HttpResponse:
    actions = []
    if access.may(request.actor, Right.EDIT_LINE):
        actions.append(Action(_("New budget line"), reverse("funding:new"), "primary", icon="plus-lg"))
    if access.may(request.actor, Right.IMPORT_LINE):
        actions.append(Action(_("Import a spreadsheet"), reverse("imports:budget_lines")))
    if access.may(request.actor, Right.VIEW_COSTS):
        actions.append(Action(_("Cost per graduate"), reverse("funding:costs"), icon="cash-coin"))
    return list_page(
        request,
        queryset=BudgetLine.objects.visible_to(request.actor).for_lists(),
        table=LineTable,
        filters=LineFilter,
        export_name="mata-anggaran-pelatihan",
        title=_("Budget lines"),
        lead=_(
            "What training is paid from: whose money, from which source, what is committed to seats, what is left."
        ),
        about="budget-lines",
        actions=actions,
        empty=Empty(
            _("No budget line yet"),
            _("Enter what your institution has for training, or read in the list that you keep."),
            icon="wallet2",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_LINE)
def new(request: HttpRequest) -> HttpResponse:
    return answer_form(
        request,
        LineForm(posted(request), actor=request.actor, instance=BudgetLine()),
        lambda form: services.enter_line(actor=request.actor, line=form.instance, today=dates.today()),
        done=_("The line is entered. Seats can be paid from it on its days."),
        to=partial(page_of, LINE),
        title=_("New budget line"),
        button=_("Save"),
        crumbs=[crumb()],
    )


@require_safe
@access.requires(Right.VIEW_LINE)
def line(request: HttpRequest, key: str) -> HttpResponse:
    found = find(LINE, request.actor, key)
    return record_page(
        request,
        LINE,
        found,
        crumbs=[crumb()],
        figures=words.line_figures(found),
        summary_title=_("The line"),
        rows=words.line_rows(found),
        grids=[words.used_grid(found)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(LINE)
def line_step(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Change a line, or close it."""
    found = find(LINE, request.actor, key, action=Right.EDIT_LINE)
    take = partial(STEPS[verb], actor=request.actor, line=found, today=dates.today())
    own_forms = {"change": partial(LineForm, actor=request.actor, instance=found)}
    return step_page(request, LINE, found, verb, take, own_forms=own_forms)


def crumb() -> Crumb:
    return Crumb(_("Budget lines"), reverse("funding:lines"))
