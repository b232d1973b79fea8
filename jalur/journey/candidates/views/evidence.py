"""What a candidate can do: entering it, confirming what shows it, taking it away."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import find, page_of
from jalur.journey.candidates import services
from jalur.journey.candidates.forms import HeldForm
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.views.files import file_crumbs
from jalur.journey.candidates.workflow import CANDIDATE
from jalur.kit import dates
from jalur.kit.answers import answer_button, answer_form
from jalur.kit.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_CANDIDATE)
def add_held(request: HttpRequest, number: str) -> HttpResponse:
    candidate = find(CANDIDATE, request.actor, number, action=Right.EDIT_CANDIDATE)
    return answer_form(
        request,
        HeldForm(posted(request), instance=HeldCompetency(candidate=candidate)),
        lambda form: services.add_held(actor=request.actor, held=form.instance, today=dates.today()),
        done=_("Added. It counts for the plan once an official has seen the evidence."),
        title=_("Add a skill"),
        lead=_("What the person can do, formal or informal. School reports and test results count at once."),
        button=_("Add the skill"),
        crumbs=file_crumbs(request.actor, candidate),
    )


def _find_held(request: HttpRequest, number: str, pk: UUID, right: Right) -> HeldCompetency:
    rows = HeldCompetency.objects.visible_to(request.actor, action=right).select_related(
        "candidate", "candidate__person", "competency"
    )
    return get_object_or_404(rows, pk=pk, candidate__number=number)


@require_POST
@access.requires(Right.CONFIRM_EVIDENCE)
def confirm_held(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    held = _find_held(request, number, pk, Right.CONFIRM_EVIDENCE)
    return answer_button(
        request,
        lambda: services.confirm_held(actor=request.actor, held=held),
        done=_("Confirmed: %(what)s counts for the plan.") % {"what": held.competency.title},
        to=page_of(CANDIDATE, held.candidate),
    )


@require_POST
@access.requires(Right.EDIT_CANDIDATE)
def remove_held(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    held = _find_held(request, number, pk, Right.EDIT_CANDIDATE)
    return answer_button(
        request,
        lambda: services.remove_held(actor=request.actor, held=held),
        done=_("Removed: %(what)s. You can enter it again.") % {"what": held.competency.title},
        to=page_of(CANDIDATE, held.candidate),
    )
