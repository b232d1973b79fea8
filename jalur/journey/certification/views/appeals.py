"""Appeals: the list, one of them, giving it to another assessor, the second look."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import find, record_page, step_page, takes_steps
from jalur.journey.certification import queries, services, words
from jalur.journey.certification.filters import AppealFilter
from jalur.journey.certification.forms import ReviewerForm, ReviewForm
from jalur.journey.certification.models import Appeal
from jalur.journey.certification.rights import Right
from jalur.journey.certification.tables import AppealTable
from jalur.journey.certification.workflow import APPEAL
from jalur.kit import dates
from jalur.kit.components import Crumb, Empty, Row, Text
from jalur.kit.facts import facts
from jalur.kit.links import link
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.VIEW_APPEAL)
def appeals(request: HttpRequest) -> HttpResponse:
    related = ("assessment__scheme", "reviewer__user")
    return list_page(
        request,
        queryset=Appeal.objects.visible_to(request.actor).select_related(*related),
        table=AppealTable,
        filters=AppealFilter,
        export_name="banding",
        exportable=access.may(request.actor, Right.DECIDE_ASSESSMENT),
        title=_("Appeals"),
        lead=_("Another assessor looks again, and the body decides once more."),
        empty=Empty(_("Nobody has appealed"), icon="chat-left-text"),
    )


@require_safe
@access.requires(Right.VIEW_APPEAL)
def appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    record = find(APPEAL, request.actor, pk)
    one = record.assessment
    is_own = request.actor.person_id == one.candidate.person_id
    way = Text(one.scheme.title, one.code, link("certification:assessment", one.code))
    return record_page(
        request,
        APPEAL,
        record,
        crumbs=[Crumb(_("Appeals"), reverse("certification:appeals"))],
        summary_title=_("The appeal"),
        rows=[
            *([] if is_own else [Row(_("Candidate"), one.candidate.person.name, hint=one.candidate.number)]),
            Row(_("Assessment"), way),
            *facts(record, "filed_on", "grounds"),
            *([Row(_("Written down by"), record.written_by.name)] if record.written_by else []),
            *([Row(_("Who looks again"), str(record.reviewer))] if record.reviewer else []),
            *facts(record, "result", "finding", "reviewed_on"),
        ],
        grids=[words.units_grid(queries.units_of(one.scheme), queries.results_of(one), {})],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(APPEAL)
def appeal_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    record = find(APPEAL, request.actor, pk)
    step = {"actor": request.actor, "appeal": record, "today": dates.today()}
    take = services.assign_appeal if verb == "assign" else services.review_appeal
    own = {"assign": partial(ReviewerForm, body=record.assessment.body), "review": ReviewForm}
    return step_page(request, APPEAL, record, verb, partial(take, **step), own_forms=own)
