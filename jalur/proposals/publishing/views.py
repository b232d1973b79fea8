"""Publishing a plan: first the page that says what it changes; then the page of what was published."""

from functools import partial
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import find, record_page, step_page, takes_steps
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Row
from jalur.kit.forms import posted
from jalur.proposals.models import Publication, PublicationState
from jalur.proposals.publishing import queries, services, what_changes
from jalur.proposals.publishing.queries import Outlook
from jalur.proposals.rights import Right
from jalur.proposals.runs import queries as run_queries
from jalur.proposals.runs.views import plan_or_404
from jalur.proposals.shared import links
from jalur.proposals.workflow import PUBLICATION


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.PUBLISH_PLAN)
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What publishing this plan to one's own people changes; confirmed, the publication."""
    run, today = plan_or_404(request, pk), dates.today()
    is_ours, place = run_queries.part_of(request.actor, run)
    if not is_ours:
        raise Http404
    outlook = queries.outlook(run, place, today)
    can_publish = bool(outlook.published) and not run.is_what_if
    notice = what_changes.fallen_away(outlook)
    return answer_form(
        request,
        forms.Form(posted(request)),
        lambda _form: services.publish(actor=request.actor, run=run, today=today),
        done=_("The plan is published. Its proposals wait for a decision."),
        to=lambda publication: reverse("proposals:publication", args=[publication.pk]),
        template="proposals/publish.html",
        run=run,
        title=_("Publish this plan?"),
        caption=run.name,
        lead=_(
            "Publishing proposes these paths to the people and puts them on the lists of their offices. Nothing is offered"
            " or held by it, and it can be taken back while nothing of it is decided."
        ),
        button=_("Publish") if can_publish else "",
        crumbs=links.crumbs(run),
        notices=[notice] if notice else [],
        rows=what_changes.outlook_rows(outlook, run, place),
        grid=what_changes.changes_grid(list(outlook.changes)),
        why_not="" if can_publish or run.is_what_if else services.nothing_left(outlook),
    )


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
    return record_page(
        request,
        PUBLICATION,
        shown,
        caption=_("Published plan"),
        crumbs=links.crumbs(shown.run),
        rows=rows,
        summary_title="",
        notices=[notice] if notice else [],
        grids=[what_changes.changes_grid(list(outlook.changes))] if outlook else [],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PUBLICATION)
def publication_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    shown: Publication = find(PUBLICATION, request.actor, pk)
    to = reverse("proposals:publication", args=[pk])
    comes_back = shown.replaced.count() if shown.state == PublicationState.STANDING else 0
    return step_page(
        request,
        PUBLICATION,
        shown,
        verb,
        partial(services.take_plan_back, actor=request.actor, publication=shown, today=dates.today()),
        crumbs=[*links.crumbs(shown.run), Crumb(_("Published plan"), to)],
        rows=[
            Row(_("Proposals that disappear"), formats.number(shown.proposals.count())),
            Row(_("Proposals that come back"), formats.number(comes_back)),
        ],
    )
