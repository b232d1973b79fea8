"""Entry tests: the list, one by one, a morning's people on one page, one test and its steps."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.languages import queries, services, words
from jalur.journey.languages.filters import TestFilter
from jalur.journey.languages.forms import ListForm, ListStartForm, TestForm
from jalur.journey.languages.models import EntryTest
from jalur.journey.languages.rights import Right
from jalur.journey.languages.tables import TestTable
from jalur.journey.languages.workflow import TEST
from jalur.journey.training.models import Programme
from jalur.journey.training.rights import Right as TrainingRight
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form, ask_form
from jalur.kit.components import Action, Crumb, Empty
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.RECORD_ENTRY_TEST)
def tests(request: HttpRequest) -> HttpResponse:
    actions = [
        Action(_("Record a test"), reverse("languages:new"), "primary", icon="plus-lg"),
        Action(_("A morning's list"), reverse("languages:start_list"), icon="list-ol"),
        Action(_("Placed into a level"), reverse("languages:placed"), icon="signpost-split"),
    ]
    if access.may(request.actor, Right.IMPORT_ENTRY_TEST):
        actions.append(Action(_("Import a spreadsheet"), reverse("imports:entry_tests")))
    return list_page(
        request,
        queryset=EntryTest.objects.visible_to(request.actor).for_lists(),
        table=TestTable,
        filters=TestFilter,
        by_key=True,
        export_name="tes-masuk-bahasa",
        title=_("Entry tests"),
        lead=_(
            "With what people begin in a language. A test places somebody into a level; it is no certificate."
        ),
        about="entry-test",
        actions=actions,
        empty=Empty(
            _("No test is recorded yet"),
            _("Record one, fill in a morning's list, or read in the list that you keep."),
            icon="translate",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_ENTRY_TEST)
def new(request: HttpRequest) -> HttpResponse:
    first = {"candidate": request.GET.get("candidate", ""), "scale": request.GET.get("scale", "")}
    return answer_form(
        request,
        TestForm(posted(request), actor=request.actor, instance=EntryTest(), initial=first),
        lambda form: services.record_test(actor=request.actor, test=form.instance, today=dates.today()),
        done=_("The test is recorded. Below: what comes next."),
        to=partial(page_of, TEST),
        title=_("Record an entry test"),
        lead=_("It places somebody into a level. What counts for a job is still shown by a certificate."),
        button=_("Record"),
        crumbs=[_crumb()],
    )


@require_safe
@access.requires(Right.RECORD_ENTRY_TEST)
def start_list(request: HttpRequest) -> HttpResponse:
    """What is the same for all: scale and day."""
    form = ListStartForm(request.GET if request.GET.get("scale") else None)
    if form.is_bound and form.is_valid():
        return redirect(f"{reverse('languages:fill_list')}?{request.GET.urlencode()}")
    return ask_form(
        request,
        form,
        title=_("A morning's list"),
        lead=_("First what is the same for everybody, then a line for each person."),
        button=_("Continue"),
        crumbs=[_crumb()],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.RECORD_ENTRY_TEST)
def fill_list(request: HttpRequest) -> HttpResponse:
    start = ListStartForm(request.GET)
    if not start.is_valid():
        return redirect("languages:start_list")
    scale, taken_on = start.cleaned_data["scale"], start.cleaned_data["taken_on"]
    form = ListForm(
        posted(request),
        actor=request.actor,
        scale=scale,
        taken_on=taken_on,
        people=start.people(request.actor),
    )

    def done(rows: list[EntryTest]) -> str:
        sentence = ngettext("%(count)s test recorded.", "%(count)s tests recorded.", len(rows))
        return sentence % {"count": formats.number(len(rows))}

    return answer_form(
        request,
        form,
        lambda form: services.record_many(actor=request.actor, rows=form.rows, today=dates.today()),
        done=done,
        to=f"{reverse('languages:tests')}?scale={scale.pk}&taken_from={taken_on}&taken_to={taken_on}",
        title=_("%(scale)s, %(day)s") % {"scale": scale.title, "day": formats.day(taken_on, "long")},
        lead=_(
            "One line for each person; Tab leads to the next box. Lines without a level are left out, all others are recorded together."
        ),
        button=_("Record all"),
        template="languages/list.html",
        crumbs=[_crumb(), Crumb(_("A morning's list"), reverse("languages:start_list"))],
    )


@require_safe
@access.requires(Right.VIEW_ENTRY_TEST)
def entry_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One test: what it found, what teaches the next level, which classes take her."""
    test, today = find(TEST, request.actor, pk), dates.today()
    above = queries.levels_of([test.scale_id])[test.scale_id].get(test.rung + 1)
    is_own = request.actor.person_id is not None
    grids, first = [], []
    if above is not None and test.state == "recorded":
        classes = queries.next_classes(test.candidate, test.scale_id, test.rung + 1, today)
        grids = [
            words.classes_grid(
                _("Classes that take her today: %(level)s") % {"level": above.title},
                classes,
                empty=_("No open class of this level in reach takes her today."),
                number="" if is_own else test.candidate.number,
            ),
            words.programmes_grid(
                queries.programmes_for(test.scale_id, test.rung + 1, test.candidate.home, today)
            ),
        ]
        if access.may(request.actor, TrainingRight.EDIT_INTAKE):
            own = queries.own_programmes([test.scale_id], request.actor.organisation_id, today)
            first = [open_a_class(own.get((test.scale_id, test.rung + 1)))]
    return record_page(
        request,
        TEST,
        test,
        crumbs=[Crumb(_("My languages"), reverse("languages:mine")) if is_own else _crumb()],
        first=[one for one in first if one],
        summary_title=_("What the test found"),
        rows=words.rows_of(test, above.title if above else _("none above")),
        grids=grids,
    )


def open_a_class(programme: Programme | None) -> Action | None:
    """The form of a new class of a programme that leads to the level; None where the institute has none."""
    if programme is None:
        return None
    address = f"{reverse('training:new_intake')}?programme={programme.pk}"
    return Action(_("Open a class for this level"), address, icon="calendar-plus")


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(TEST)
def entry_test_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Correct a test, or strike it out."""
    test = find(TEST, request.actor, pk, action=Right.RECORD_ENTRY_TEST)
    steps = {"correct": services.correct_test, "strike": services.strike_test}
    take = partial(steps[verb], actor=request.actor, test=test, today=dates.today())
    own_forms = {"correct": partial(TestForm, actor=request.actor, instance=test)}
    return step_page(request, TEST, test, verb, take, own_forms=own_forms)


def _crumb() -> Crumb:
    return Crumb(_("Entry tests"), reverse("languages:tests"))
