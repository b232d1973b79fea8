"""The problem list: what everybody may read of it, one entry, entering, changing and lifting one."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.files import queries as files
from jalur.foundation.files import words as file_words
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.organisations.workflow import ORGANISATION
from jalur.foundation.workflow import consequences
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.employers import services, words
from jalur.journey.employers.filters import ProblemFilter, PublicProblemFilter
from jalur.journey.employers.forms import PaperForm, ProblemForm
from jalur.journey.employers.models import Problem
from jalur.journey.employers.rights import Right
from jalur.journey.employers.rules import PROBLEM_PAPERS
from jalur.journey.employers.tables import ProblemTable, PublicProblemTable
from jalur.journey.employers.views.verifications import find_about
from jalur.journey.employers.workflow import EMPLOYER, PROBLEM
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_PROBLEM)
def problems(request: HttpRequest) -> HttpResponse:
    """For everybody what is published and counts today; for those who keep the list all of it."""
    actor, today = request.actor, dates.today()
    keeps = access.may(actor, Right.ENTER_PROBLEM)
    rows: QuerySet[Problem] = Problem.objects.visible_to(actor)
    if not keeps:
        rows = rows.filter(is_published=True).running(today)
    return list_page(
        request,
        queryset=rows.for_lists(actor),
        table=ProblemTable if keeps else PublicProblemTable,
        filters=ProblemFilter if keeps else PublicProblemFilter,
        export_name="daftar-bermasalah",
        title=_("Employers and partners with problems"),
        lead=_(
            "As of %(day)s. On it stands whom a labour attaché or the ministry warns of (UU 18/2017 art. 10): nobody is sent there"
            " meanwhile. Who is not on it has not been found good."
        )
        % {"day": formats.day(today, "long")},
        empty=Empty(_("Nobody is on the list today"), icon="shield-check"),
    )


@require_safe
@access.requires(Right.VIEW_PROBLEM)
def problem(request: HttpRequest, pk: UUID) -> HttpResponse:
    record, actor, today = find(PROBLEM, request.actor, pk), request.actor, dates.today()
    keeps = access.covers(actor, Right.VIEW_UNPUBLISHED, record)
    kind = kind_of(PROBLEM_PAPERS)
    told = keeps or not record.names_household
    return record_page(
        request,
        PROBLEM,
        record,
        crumbs=[problems_crumb()],
        summary_title=_("The entry"),
        rows=[
            Row(
                _("Employer or partner agency"),
                words.about_words(record, names_household=keeps),
                _way_to(actor, record),
            ),
            *facts(record, "country", "kind", *(["words"] if told else []), "since", "until"),
            Row(_("Today"), words.problem_state(record, today).text),
            *(facts(record, "source") if told else []),
            *facts(record, *(["lift_reason", "entered_by"] if keeps else [])),
            *(
                [
                    Row(_("Published"), _("yes") if record.is_published else _("no")),
                    Row(
                        _("File"),
                        "",
                        *file_words.links(actor, kind, record, files.files_of(kind, record))[:1],
                    ),
                ]
                if keeps
                else []
            ),
        ],
    )


def _way_to(actor: Actor, record: Problem) -> Action | None:
    if record.employer is None:
        return Action(_("Open"), page_of(ORGANISATION, record.about))
    if access.covers(actor, Right.VIEW_EMPLOYER, record.employer):
        return Action(_("Open"), page_of(EMPLOYER, record.employer))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ENTER_PROBLEM)
def new_problem(request: HttpRequest, whose: str, pk: UUID) -> HttpResponse:
    about, crumbs = find_about(request.actor, whose, pk, Right.ENTER_PROBLEM, Problem)
    today = dates.today()

    def save(form: Any) -> Problem:
        return services.enter_problem(actor=request.actor, about=about, problem=form.instance, today=today)

    def beforehand(form: Any) -> list[consequences.Group]:
        return consequences.beforehand(partial(save, form), on=max(form.instance.since, today))

    return answer_form(
        request,
        ProblemForm(posted(request), instance=Problem(), initial={"since": today}),
        save,
        beforehand=beforehand,
        done=_("On the list. What it stops stands still."),
        to=partial(page_of, PROBLEM),
        title=_("Put on the problem list"),
        lead=_("Before it counts you see which orders and people it would touch."),
        caption=about.name,
        button=_("Put on the list"),
        weight="danger",
        crumbs=crumbs,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PROBLEM)
def problem_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Change an entry, or take it off the list."""
    record, today = find(PROBLEM, request.actor, pk, action=Right.ENTER_PROBLEM), dates.today()
    takes = {
        "change": partial(services.change_problem, actor=request.actor, problem=record, today=today),
        "add_source": partial(services.add_source, actor=request.actor, problem=record, today=today),
        "lift": partial(services.lift_problem, actor=request.actor, problem=record, today=today),
    }

    def beforehand(form: Any) -> list[consequences.Group]:
        given = {"reason": form.cleaned_data["lift_reason"]} if verb == "lift" else {}
        return consequences.beforehand(partial(takes[verb], **given), on=today)

    return step_page(
        request,
        PROBLEM,
        record,
        verb,
        takes[verb],
        own_forms={
            "change": partial(ProblemForm, instance=record),
            "add_source": partial(PaperForm, files=request.FILES or None),
        },
        beforehand=None if verb == "add_source" else beforehand,
        caption=words.about_words(record, names_household=True),
    )


def problems_crumb() -> Crumb:
    return Crumb(_("Employers and partners with problems"), reverse("employers:problems"))
