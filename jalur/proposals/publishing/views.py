"""Publishing a plan: first the page that says what it changes; then the page of what was published."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalur.foundation.accounts import access
from jalur.foundation.work.models import WorkState
from jalur.foundation.workflow.views import find, record_page, step_page, takes_steps
from jalur.kit import dates, formats
from jalur.kit.answers import answer_refusal
from jalur.kit.components import Crumb, Row
from jalur.kit.htmx import wants_partial
from jalur.proposals.models import Publication, PublicationJob, PublicationState
from jalur.proposals.publishing import progress, queries, services, what_changes
from jalur.proposals.publishing.queries import Outlook
from jalur.proposals.rights import Right
from jalur.proposals.runs import queries as run_queries
from jalur.proposals.runs.views import plan_or_404
from jalur.proposals.runs.words import job_notice
from jalur.proposals.shared import links
from jalur.proposals.workflow import PUBLICATION, PUBLICATION_JOB


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.PUBLISH_PLAN)
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What publishing this plan to one's own people changes; confirmed, the publication."""
    run, today = plan_or_404(request, pk), dates.today()
    is_ours, place = run_queries.part_of(request.actor, run)
    if not is_ours:
        raise Http404
    if request.method == "POST":
        try:
            done = services.request_publication(actor=request.actor, run=run, today=today)
        except ValidationError as refused:
            return answer_refusal(request, refused, to=request.path)
        if isinstance(done, PublicationJob):
            return redirect("proposals:publication_job", done.pk)
        messages.success(request, _("The plan is published. Its proposals wait for a decision."))
        return redirect("proposals:publication", done.pk)
    if job := run_queries.under_way(run, place):
        return redirect("proposals:publication_job", job.pk)
    outlook = queries.outlook(run, place, today)
    can_publish = bool(outlook.published) and not run.is_what_if
    notice = what_changes.fallen_away(outlook)
    context = {
        "run": run,
        "title": _("Publish this plan?"),
        "about": "publish#publish",
        "caption": run.name,
        "lead": _(
            "Publishing proposes these paths to the people and puts them on the lists of their offices. Nothing is offered"
            " or held by it, and it can be taken back while nothing of it is decided."
        ),
        "button": _("Publish") if can_publish else "",
        "crumbs": links.crumbs(run),
        "notices": [notice] if notice else [],
        "rows": what_changes.outlook_rows(outlook, run, place),
        "grid": what_changes.changes_grid(list(outlook.changes)),
        "why_not": "" if can_publish or run.is_what_if else services.nothing_left(outlook.drafts),
    }
    return render(request, "proposals/publish.html", context)


@require_safe
@access.requires(Right.VIEW_RUN)
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was published, by whom, and what it changed."""
    shown = find(PUBLICATION, request.actor, pk)
    outlook = Outlook.from_json(shown.counts) if shown.counts else None
    rows = [
        Row(_("Plan"), shown.run.name),
        Row(_("Office"), str(shown.organisation or "")),
        Row(_("Published on"), formats.day(shown.published_on)),
        *(what_changes.outlook_rows(outlook, shown.run, shown.place) if outlook else ()),
    ]
    notice = what_changes.fallen_away(outlook) if outlook else None
    job = run_queries.under_way(shown.run, shown.place)
    on_its_way = [job_notice(job, request.actor)] if job else []
    hidden = {"actions": []} if job else {}
    return record_page(
        request,
        PUBLICATION,
        shown,
        caption=_("Published plan"),
        crumbs=links.crumbs(shown.run),
        rows=rows,
        summary_title="",
        notices=[*on_its_way, *([notice] if notice else [])],
        grids=[what_changes.changes_grid(list(outlook.changes))] if outlook else [],
        **hidden,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PUBLICATION)
def publication_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    shown: Publication = find(PUBLICATION, request.actor, pk)
    to = reverse("proposals:publication", args=[pk])
    job = run_queries.under_way(shown.run, shown.place)
    if job and request.method != "POST":
        return redirect("proposals:publication_job", job.pk)
    comes_back = shown.replaced.count() if shown.state == PublicationState.STANDING else 0

    def take() -> HttpResponse | Publication:
        done = services.request_taking_back(actor=request.actor, publication=shown, today=dates.today())
        return redirect("proposals:publication_job", done.pk) if isinstance(done, PublicationJob) else done

    return step_page(
        request,
        PUBLICATION,
        shown,
        verb,
        take,
        crumbs=[*links.crumbs(shown.run), Crumb(_("Published plan"), to)],
        rows=[
            Row(_("Proposals that disappear"), formats.number(shown.proposals.count())),
            Row(_("Proposals that come back"), formats.number(comes_back)),
        ],
    )


@require_safe
@access.requires(Right.PUBLISH_PLAN)
def publication_job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A large plan on its way to be published or taken back; once it is, the publication."""
    job = find(PUBLICATION_JOB, request.actor, pk)
    if wants_partial(request):
        if job.is_over:
            return HttpResponseClientRefresh()
        work = progress.job_work(job, request.actor)
        return render(request, "components/long_work.html", {"work": work})
    if job.state == WorkState.DONE and job.publication_id:
        return redirect("proposals:publication", job.publication_id)
    context = {
        "title": PUBLICATION_JOB.called(job),
        "caption": job.run.name,
        "crumbs": links.crumbs(job.run),
        "work": progress.job_work(job, request.actor),
    }
    return render(request, "proposals/publication_job.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PUBLICATION_JOB)
def publication_job_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    job = find(PUBLICATION_JOB, request.actor, pk)
    return step_page(
        request,
        PUBLICATION_JOB,
        job,
        verb,
        partial(services.cancel_job, actor=request.actor, job=job),
        crumbs=[
            *links.crumbs(job.run),
            Crumb(PUBLICATION_JOB.called(job), reverse("proposals:publication_job", args=[pk])),
        ],
    )
