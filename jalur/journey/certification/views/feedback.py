"""What candidates say about their assessments: answering once, and the answers of many together."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import crumb_of, find
from jalur.journey.certification import queries, rules, services, words
from jalur.journey.certification.forms import FeedbackForm
from jalur.journey.certification.rights import Right
from jalur.journey.certification.workflow import ASSESSMENT
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Notice
from jalur.kit.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.GIVE_FEEDBACK)
def comment(request: HttpRequest, code: str) -> HttpResponse:
    """FR.AK.03, from her phone."""
    record = find(ASSESSMENT, request.actor, code)
    if not access.covers(request.actor, Right.GIVE_FEEDBACK, record):
        raise Http404
    asked = queries.questions(dates.today())
    offer = ASSESSMENT.offer("comment", request.actor, record)
    is_open = offer is not None and offer.is_free
    why_not = offer.why_not if offer else _("Once you were assessed, you can say here how it was.")
    return answer_form(
        request,
        FeedbackForm(posted(request), questions=asked if is_open else ()),
        lambda form: services.give_feedback(
            actor=request.actor,
            assessment=record,
            answers=form.answers(),
            now=dates.now(),
            today=dates.today(),
        ),
        done=_("Thank you. It goes to the assessment body, together with the answers of others."),
        title=_("How was your assessment?"),
        caption=record.scheme.title,
        lead=_(
            "Your assessor reads this only after the body has decided: it changes nothing in your result."
        ),
        button=_("Send") if is_open else "",
        crumbs=[crumb_of(ASSESSMENT, record)],
        notices=[] if is_open else [Notice(why_not, tone="info")],
    )


@require_safe
@access.requires(Right.COUNT_FEEDBACK)
def feedback(request: HttpRequest) -> HttpResponse:
    """The answers of a year together; nothing of a few."""
    body = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    since, until = rules.last_year(dates.today())
    said = queries.feedback_of(body, since, until)
    few = _(
        "Fewer than %(count)s people answered in this time. Their answers are not shown, so that nobody is recognised."
    )
    return render(
        request,
        "detail.html",
        {
            "title": _("What candidates say about their assessments"),
            "lead": _("Decided from %(since)s until before %(until)s. This month is counted once it is over.")
            % {"since": formats.day(since), "until": formats.day(until)},
            "crumbs": [Crumb(_("Days of assessment"), reverse("certification:days"))],
            "notices": []
            if said.lines
            else [Notice(few % {"count": formats.number(rules.FEW)}, tone="info")],
            "grids": words.feedback_grids(said),
        },
    )
