"""Programmes: the list, one programme, adding, changing and closing it."""

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.competencies import queries as competencies
from jalur.foundation.competencies.words import age_words
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.job_orders import queries as job_orders
from jalur.journey.training import services, words
from jalur.journey.training.filters import ProgrammeFilter
from jalur.journey.training.forms import ProgrammeForm
from jalur.journey.training.models import Intake, IntakeState, Programme
from jalur.journey.training.rights import Right
from jalur.journey.training.tables import ProgrammeTable
from jalur.journey.training.workflow import INTAKE, PROGRAMME
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Row, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.lists import list_page

STEPS = {
    "change": services.change_programme,
    "close": lambda **step: services.close_programme(today=dates.today(), **step),
}


@require_safe
@access.requires(Right.VIEW_PROGRAMME)
def programmes(request: HttpRequest) -> HttpResponse:
    rows = Programme.objects.visible_to(request.actor).select_related("provider")
    new = Action(_("Add a programme"), reverse("training:new_programme"), "primary", icon="plus-lg")
    return list_page(
        request,
        queryset=rows.with_supply(dates.today()),
        table=ProgrammeTable,
        filters=ProgrammeFilter,
        export_name="program-pelatihan",
        title=_("Training programmes"),
        lead=_("What institutes teach, in the same units that orders and destinations require."),
        actions=[new] if access.may(request.actor, Right.EDIT_PROGRAMME) else [],
        empty=Empty(_("No programme yet"), icon="journal-text"),
    )


@require_safe
@access.requires(Right.VIEW_PROGRAMME)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    programme = find(PROGRAMME, request.actor, code)
    teaches_on = not programme.closed_on and access.covers(request.actor, Right.EDIT_PROGRAMME, programme)
    address = link("training:new_intake", query=f"programme={programme.pk}")
    return record_page(
        request,
        PROGRAMME,
        programme,
        "training/programme.html",
        crumbs=_list_crumb(),
        first=[Action(_("Plan a class"), address, "primary", icon="plus-lg")] if teaches_on else [],
        notices=words.newer_curriculum(programme, dates.today()),
        summary_title=_("The programme"),
        rows=[*_facts(programme), *words.curriculum_rows(programme)],
        grids=[_classes(request.actor, programme), *words.curriculum_grids(programme)],
        **curriculum(programme, dates.today()),
    )


def curriculum(programme: Programme, ready_on: date) -> dict[str, Any]:
    """What a programme teaches and asks, and the jobs behind it for people who are ready on a day: curriculum.html."""
    teaches = list(programme.teaches.order_by("kind", "code"))
    codes, counts_as = {competency.code for competency in teaches}, competencies.closure()
    asked = job_orders.openings_asked(dates.today(), codes)
    return {
        "teaches": [(competency, asked.get(competency.code, 0)) for competency in teaches],
        "prerequisites": programme.prerequisites.order_by("kind", "code"),
        "jobs": job_orders.jobs_asking(frozenset().union(*(counts_as[code] for code in codes)), ready_on),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_PROGRAMME)
def new_programme(request: HttpRequest) -> HttpResponse:
    provider = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    return answer_form(
        request,
        ProgrammeForm(posted(request), instance=Programme(provider=provider)),
        lambda form: services.add_programme(actor=request.actor, programme=form.instance, **form.beside),
        done=_("The programme is saved. You can open its first class now."),
        to=partial(page_of, PROGRAMME),
        title=_("Add a programme"),
        button=_("Save"),
        crumbs=_list_crumb(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(PROGRAMME)
def programme_step(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Change or close a programme."""
    programme = find(PROGRAMME, request.actor, code)
    take = partial(STEPS[verb], actor=request.actor, programme=programme)
    forms = {"change": partial(ProgrammeForm, instance=programme)}
    return step_page(request, PROGRAMME, programme, verb, take, own_forms=forms)


def _list_crumb() -> list[Crumb]:
    return [Crumb(_("Training programmes"), reverse("training:programmes"))]


def _facts(programme: Programme) -> list[Row]:
    return [
        *facts(programme, "provider", "hours"),
        Row(_("Ages on the first day"), age_words(programme)),
        *facts(programme, "min_education", "closed_on"),
        words.pass_rate_row(programme),
    ]


def _classes(actor: Actor, programme: Programme) -> Grid:
    intakes = Intake.objects.visible_to(actor).filter(programme=programme).select_related("place")
    intakes = intakes.exclude(state__in=(IntakeState.CANCELLED, IntakeState.DISCARDED))
    return Grid(
        _("Classes"),
        [_("Class"), _("Place"), _("Starts"), _("Left"), _("State")],
        [
            [
                Text(intake.number, url=page_of(INTAKE, intake)),
                intake.place,
                intake.starts,
                intake.left,
                INTAKE.tag(intake),
            ]
            for intake in intakes.order_by("-starts", "number")[:50]
        ],
        empty=_("No class has been opened yet."),
    )
