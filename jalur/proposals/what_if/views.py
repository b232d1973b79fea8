"""Questions about a finished plan that take the planner again: which class to open, what more or less money would do."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import step_page, takes_steps
from jalur.journey.training.rights import Right as TrainingRight
from jalur.kit import dates
from jalur.kit.answers import answer_refusal
from jalur.kit.components import Crumb, Empty
from jalur.kit.htmx import wants_partial
from jalur.kit.lists import list_page
from jalur.proposals.models import Run, Study, StudyKind
from jalur.proposals.rights import Right
from jalur.proposals.runs.views import plan_or_404
from jalur.proposals.shared import links
from jalur.proposals.what_if import answers, queries, services
from jalur.proposals.what_if.forms import OpeningsForm
from jalur.proposals.what_if.tables import BudgetTable, OpenableClassTable, PossibleClassTable
from jalur.proposals.workflow import STUDY


@require_safe
@access.requires(Right.VIEW_RUN)
def openings(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = plan_or_404(request, pk)
    study = queries.latest_study(run, StudyKind.OPENINGS)
    rows = answers.class_rows(study) if study else []
    return study_page(
        request,
        run,
        study,
        rows=rows,
        table=OpenableClassTable
        if access.may(request.actor, TrainingRight.EDIT_INTAKE)
        else PossibleClassTable,
        chart=answers.chart_of_classes(run, rows),
        form=OpeningsForm(run=run),
        export_name="kelas-yang-dapat-dibuka",
        title=_("Which class to open"),
        about="seat-value#open-next",
        lead=_(
            "Every programme, in every regency, on many days: what a class that is not there yet could add. The best "
            "are planned again with the class."
        ),
    )


@require_safe
@access.requires(Right.VIEW_RUN)
def budget(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = plan_or_404(request, pk)
    study = queries.latest_study(run, StudyKind.BUDGET)
    rows = study.result.get("rows", []) if study else []
    return study_page(
        request,
        run,
        study,
        rows=rows,
        table=BudgetTable,
        chart=answers.chart_of_budget(run, rows),
        form=None,
        export_name="kurva-anggaran",
        title=_("More or less money"),
        lead=_(
            "What half the money for training, as much, or half as much again would reach; each is planned again."
        ),
    )


def study_page(
    request: HttpRequest,
    run: Run,
    study: Study | None,
    *,
    rows: list[dict[str, Any]],
    table: type,
    **context: Any,
) -> HttpResponse:
    """The form, the work while it lasts, and the answer as chart and list."""
    waits = study is not None and not study.is_over
    if study is not None and wants_partial(request) and request.headers.get("HX-Target") != "results":
        if study.is_over:
            return HttpResponseClientRefresh()
        return render(request, "components/long_work.html", {"work": answers.work_of(study, request.actor)})
    name = context["title"]
    kind = "openings" if issubclass(table, PossibleClassTable) else "budget"
    shows_work = study is not None and (waits or study.state == "failed")
    return list_page(
        request,
        queryset=rows,
        table=table,
        filters=None,
        template="proposals/study.html",
        run=run,
        study=study,
        work=answers.work_of(study, request.actor) if shows_work else None,
        notices=answers.notices_of(study) if study and not waits else [],
        may_start=not waits and access.covers(request.actor, Right.START_RUN, run),
        start_address=f"proposals:start_{kind}",
        caption=links.name_of(run),
        crumbs=links.crumbs(run),
        tabs=links.tabs(run, request.actor, kind),
        empty=Empty(_("The answer will be listed here"))
        if waits
        else Empty(_("Nothing has been calculated yet"), _("The labour office that made the plan can ask.")),
        **context | {"title": name},
    )


@require_POST
@access.requires(Right.START_RUN)
def start_openings(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = plan_or_404(request, pk)
    access.check(request.actor, Right.START_RUN, run)
    form = OpeningsForm(request.POST, run=run)
    if not form.is_valid():
        return answer_refusal(
            request, ValidationError(form.errors.as_data()), to=reverse("proposals:openings", args=[run.pk])
        )
    return begin(request, run, StudyKind.OPENINGS, form.cleaned_data)


@require_POST
@access.requires(Right.START_RUN)
def start_budget(request: HttpRequest, pk: UUID) -> HttpResponse:
    return begin(request, plan_or_404(request, pk), StudyKind.BUDGET, {})


def begin(request: HttpRequest, run: Run, kind: StudyKind, wanted: dict[str, Any]) -> HttpResponse:
    page = reverse(f"proposals:{kind.value}", args=[run.pk])
    try:
        services.start_study(actor=request.actor, run=run, kind=kind, wanted=wanted, today=dates.today())
    except ValidationError as refused:
        return answer_refusal(request, refused, to=page)
    return redirect(page)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(STUDY)
def study_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    study = Study.objects.visible_to(request.actor).select_related("run__place").filter(pk=pk).first()
    if study is None:
        raise Http404
    page = reverse(f"proposals:{study.kind}", args=[study.run_id])
    return step_page(
        request,
        STUDY,
        study,
        verb,
        partial(services.cancel_study, actor=request.actor, study=study),
        crumbs=[*links.crumbs(study.run), Crumb(STUDY.called(study), page)],
    )
