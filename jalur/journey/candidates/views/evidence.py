"""What a candidate can do: entering it, confirming what shows it, taking it away."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import find, page_of, step_page, takes_steps
from jalur.journey.candidates import services, words
from jalur.journey.candidates.forms import HeldForm
from jalur.journey.candidates.models import HeldCompetency
from jalur.journey.candidates.rights import Right
from jalur.journey.candidates.words import file_crumbs
from jalur.journey.candidates.workflow import CANDIDATE, HELD
from jalur.kit import dates
from jalur.kit.answers import answer_button, answer_form
from jalur.kit.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_CANDIDATE)
def add_held(request: HttpRequest, number: str) -> HttpResponse:
    candidate = find(CANDIDATE, request.actor, number, action=Right.EDIT_CANDIDATE)
    return answer_form(
        request,
        HeldForm(
            posted(request),
            request.FILES or None,
            instance=HeldCompetency(candidate=candidate),
            initial={"competency": request.GET.get("competency")},
        ),
        lambda form: services.add_held(
            actor=request.actor,
            held=form.instance,
            today=dates.today(),
            paper=form.cleaned_data["paper"],
        ),
        done=_("Added. It counts once an official has seen the evidence."),
        title=_("Add a skill"),
        lead=_(
            "What the person can do, formal or informal. It counts once an official has seen what shows it."
        ),
        button=_("Add the skill"),
        crumbs=file_crumbs(request.actor, candidate),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(HELD)
def held_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Confirm evidence as it stood on the page, ask for more, or send it back."""
    held = find(HELD, request.actor, pk, action=Right.CONFIRM_EVIDENCE)
    options = {"actor": request.actor, "held": held}
    if verb == "confirm":
        options["seen"] = request.GET.get("seen", "")
    crumbs = file_crumbs(request.actor, held.candidate)
    context = {"caption": held.competency.title, "rows": words.evidence_rows(held)}
    return step_page(request, HELD, held, verb, partial(STEPS[verb], **options), crumbs=crumbs, **context)


STEPS = {"confirm": services.confirm_held, "ask": services.ask_for_more, "return": services.send_back}


@require_POST
@access.requires(Right.EDIT_CANDIDATE)
def remove_held(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    rows = HeldCompetency.objects.visible_to(request.actor, action=Right.EDIT_CANDIDATE)
    held = get_object_or_404(rows.select_related(*HELD.related), pk=pk, candidate__number=number)
    return answer_button(
        request,
        lambda: services.remove_held(actor=request.actor, held=held),
        done=_("Removed: %(what)s. You can enter it again.") % {"what": held.competency.title},
        to=page_of(CANDIDATE, held.candidate),
    )
