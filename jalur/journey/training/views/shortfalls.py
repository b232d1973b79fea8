"""Who is below the standard: the list, one of them with its steps, and a remedial class for several."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.journey.candidates.rights import Right as CandidateRight
from jalur.journey.training import queries, services, words
from jalur.journey.training.filters import BelowFilter
from jalur.journey.training.forms import LookAfterForm, NextStepForm, RemedialForm
from jalur.journey.training.models import Intake, Shortfall
from jalur.journey.training.rights import Right
from jalur.journey.training.services import Opened
from jalur.journey.training.tables import BelowTable
from jalur.journey.training.workflow import INTAKE, SHORTFALL
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Row
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page

STEPS = {
    "decide": services.decide_next,
    "hand_over": services.hand_over,
    "meet": services.meet_standard,
    "stop": services.stop,
    "resume": services.resume,
}
SHORTER = timedelta(weeks=2)
NOTICE = timedelta(weeks=2)


@require_safe
@access.requires(Right.VIEW_SHORTFALL)
def below(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Shortfall.objects.visible_to(request.actor).for_lists(),
        table=BelowTable,
        filters=BelowFilter,
        export_name="belum-kompeten",
        exportable=access.may(request.actor, CandidateRight.EXPORT_CANDIDATE),
        title=_("Below the standard"),
        lead=_("Whoever finished a class and is not yet competent, until the standard is met."),
        empty=Empty(
            _("Nobody is below the standard"),
            _("Whoever is recorded as not yet competent when a class closes appears here, with an owner."),
            icon="person-check",
        ),
    )


@require_safe
@access.requires(Right.VIEW_SHORTFALL)
def shortfall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is still missing, who looks after it, what comes next."""
    row, today = find(SHORTFALL, request.actor, pk), dates.today()
    missing = queries.missing_of(row, today)
    intake = row.enrolment.intake
    return record_page(
        request,
        SHORTFALL,
        row,
        crumbs=[] if request.actor.person_id else [Crumb(_("Below the standard"), link("training:below"))],
        rows=[
            Row(_("Candidate"), row.candidate.person.name, hint=row.candidate.number),
            Row(_("Class"), intake.number, Action(_("Open"), page_of(INTAKE, intake))),
            *facts(row, "since"),
            *(
                [
                    Row(_("Still missing"), "; ".join(missing) or _("nothing that the file shows")),
                    Row(_("Who looks after it"), words.looked_after_by(row, today)),
                    Row(_("Next step"), words.next_step_words(row)),
                ]
                if row.state == "below"
                else []
            ),
            *facts(row, "handed_over_because", "met_how", "stopped_because", "ended_on"),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(SHORTFALL)
def shortfall_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Say what comes next, hand over, met elsewhere, stop and go on."""
    right = Right.STOP_SHORTFALL if verb in ("stop", "resume") else Right.KEEP_SHORTFALL
    row = find(SHORTFALL, request.actor, pk, action=right)
    take = partial(STEPS[verb], actor=request.actor, shortfall=row, today=dates.today())
    forms = {"decide": NextStepForm, "hand_over": partial(LookAfterForm, shortfall=row)}
    return step_page(request, SHORTFALL, row, verb, take, own_forms=forms)


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_INTAKE)
def remedial(request: HttpRequest, number: str) -> HttpResponse:
    """A remedial class for the people of a closed class, filled from that one."""
    of = find(INTAKE, request.actor, number, action=Right.EDIT_INTAKE)
    people, today = queries.below_after(of), dates.today()
    starts = today + NOTICE
    values = {
        "place": of.place_id,
        "reach": of.reach,
        "seats": len(people) or None,
        "with_bed": of.with_bed,
        "starts": starts,
        "ends": starts + SHORTER,
        "cost": 0,
        "pass_rate": of.pass_rate,
    }
    return answer_form(
        request,
        RemedialForm(posted(request), instance=Intake(programme=of.programme), below=people, initial=values),
        lambda form: services.open_remedial(
            actor=request.actor,
            of=of,
            intake=form.instance,
            people=form.cleaned_data["people"],
            today=today,
        ),
        done=_opened,
        to=lambda opened: page_of(INTAKE, opened.intake),
        title=_("Open a remedial class"),
        lead=_(
            "For people of class %(number)s who are not yet competent. What must be held before is not asked again; everybody chosen "
            "is offered a seat by message."
        )
        % {"number": of.number},
        button=_("Open the class and offer the seats"),
        crumbs=[crumb_of(INTAKE, of)],
    )


def _opened(opened: Opened) -> str:
    offered = len(opened.offered)
    sentence = ngettext(
        "The class is open; %(count)s person is offered a seat.",
        "The class is open; %(count)s people are offered a seat.",
        offered,
    ) % {"count": formats.number(offered)}
    if not opened.left_out:
        return sentence
    named = " ".join(f"{row.name}: {why}" for row, why in opened.left_out)
    not_offered = _("Not offered:")
    return f"{sentence} {not_offered} {named}"
