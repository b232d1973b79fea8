"""The body decides: its meetings, the minutes of one, writing them with a decision for each person."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Organisation
from jalur.journey.certification import services
from jalur.journey.certification.filters import PlenoFilter
from jalur.journey.certification.forms import PlenoForm
from jalur.journey.certification.models import Appeal, AppealState, Assessment, Pleno, State, Submission
from jalur.journey.certification.rights import Right
from jalur.journey.certification.tables import PlenoTable
from jalur.journey.certification.workflow import APPEAL, ASSESSMENT
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Notice, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page


@require_safe
@access.requires(Right.DECIDE_ASSESSMENT)
def plenos(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Pleno.objects.visible_to(request.actor),
        table=PlenoTable,
        filters=PlenoFilter,
        export_name="pleno",
        title=_("Meetings that decided"),
        lead=_("The assessor recommends, the assessment body decides: two different people."),
        actions=[
            Action(_("Write minutes"), reverse("certification:new_pleno"), "primary", icon="plus-lg"),
            Action(_("Files for BNSP"), reverse("certification:submissions")),
        ],
        empty=Empty(_("Nothing was decided yet"), icon="clipboard-check"),
    )


@require_safe
@access.requires(Right.DECIDE_ASSESSMENT)
def pleno(request: HttpRequest, number: str) -> HttpResponse:
    one = get_object_or_404(Pleno.objects.visible_to(request.actor).select_related("body"), number=number)
    tags, appeal_tags = ASSESSMENT.tags(), APPEAL.tags()
    # A later meeting that grants an appeal signs the assessment anew: what this one decided stays here.
    decided = Assessment.objects.filter(code__in=list(one.decided)) if one.decided else one.assessments.all()
    rows: list[list[object]] = [
        [
            Text(each.name, each.number, link("certification:assessment", each.code)),
            str(each.scheme),
            tags[State(one.decided.get(each.code, each.state))],
        ]
        for each in decided.select_related("scheme").order_by("name", "pk")
    ]
    appeals: list[list[object]] = [
        [
            Text(each.assessment.name, each.assessment.number, link("certification:appeal", each.pk)),
            tags[State(one.decided[str(each.pk)])]
            if str(each.pk) in one.decided
            else appeal_tags[each.state],
        ]
        for each in one.appeals.select_related("assessment").order_by("filed_on", "pk")
    ]
    grids = [Grid(_("Decided about"), [_("Candidate"), _("Scheme"), _("Decided")], rows)]
    if appeals:
        grids.append(Grid(_("Appeals"), [_("Candidate"), _("Decided")], appeals))
    return render(
        request,
        "detail.html",
        {
            "title": one.number,
            "caption": _("Minutes of a decision"),
            "crumbs": [_crumb()],
            "actions": _file_for_bnsp(request.actor, one),
            "summary_title": _("The meeting"),
            "rows": facts(one, "held_on", "took_part", "note"),
            "grids": grids,
        },
    )


def _file_for_bnsp(actor: Actor, pleno: Pleno) -> list[Action]:
    """The way to the file for BNSP, or to putting it together."""
    if not access.may(actor, Right.SUBMIT_RESULT) or pleno.body_id != actor.organisation_id:
        return []
    made = Submission.objects.filter(pleno=pleno).first()
    if made is not None:
        return [Action(_("File for BNSP"), link("certification:submission", made.number))]
    label = _("Put the file for BNSP together")
    return [Action(label, link("certification:new_submission", pleno.number))] if pleno.decided else []


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.DECIDE_ASSESSMENT)
def new_pleno(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    body = get_object_or_404(Organisation, pk=actor.organisation_id)
    waiting = Assessment.objects.visible_to(actor, Right.DECIDE_ASSESSMENT).filter(
        state=State.ASSESSED, body=body
    )
    appeals = Appeal.objects.filter(
        state=AppealState.REVIEWED, assessment__state=State.NOT_YET, assessment__body=body
    )
    form = PlenoForm(
        posted(request),
        instance=Pleno(body=body),
        waiting=list(waiting.select_related("scheme", "assessor__user").order_by("name", "pk")),
        appeals=list(appeals.select_related("assessment").order_by("filed_on", "pk")),
        as_recommended=request.GET.get("as") == "recommended",
    )
    write = partial(services.hold_pleno, actor=actor, today=dates.today())
    return answer_form(
        request,
        form,
        lambda form: write(pleno=form.instance, decision=services.Decision(form.results(), form.appealed())),
        done=_("Decided. Each of them has been told."),
        to=lambda made: link("certification:pleno", made.number),
        title=_("Minutes of a decision"),
        lead=_(
            "All decisions of the meeting are written at once. Competent is who is competent in every unit."
        ),
        button=_("Decide"),
        crumbs=[_crumb()],
        notices=_before_deciding(form),
    )


def _before_deciding(form: PlenoForm) -> list[Notice]:
    if not form.waiting and not form.appeals:
        return [Notice(_("Nobody waits for a decision. An assessor recommends first."))]
    if len(form.waiting) < 2 or form.is_bound:
        return []
    text = _("Begin with what the assessors recommended, and change what the meeting decides otherwise.")
    tick = link("certification:new_pleno", query="as=recommended")
    return [Notice(text, actions=[Action(_("Tick everybody as recommended"), tick)])]


def _crumb() -> Crumb:
    return Crumb(_("Meetings that decided"), reverse("certification:plenos"))
