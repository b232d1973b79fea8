"""Seats kept for institutions of a network: the list, keeping some, one row of them, sending somebody, letting them go."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.workflow.views import crumb_of, find, page_of, record_page, step_page, takes_steps
from jalur.journey.candidates.models import Candidate
from jalur.journey.network import services, words
from jalur.journey.network.filters import ShareFilter
from jalur.journey.network.forms import SendForm, ShareForm
from jalur.journey.network.models import Share
from jalur.journey.network.rights import Right
from jalur.journey.network.tables import ShareTable
from jalur.journey.network.workflow import SHARE
from jalur.journey.training.models import Enrolment
from jalur.journey.training.rights import Right as TrainingRight
from jalur.journey.training.workflow import ENROLMENT, INTAKE
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Crumb, Empty, Grid, Notice, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.lists import list_page
from jalur.kit.refusals import refusal


@require_safe
@access.requires(Right.VIEW_SHARE)
def shares(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Share.objects.visible_to(request.actor).select_related(
            "intake__programme__provider", "centre"
        ),
        table=ShareTable,
        filters=ShareFilter,
        export_name="kursi-bersama",
        title=_("Shared seats"),
        lead=_("Seats of a class that its institution keeps for another one of the network, until a day."),
        empty=Empty(
            _("No seats are kept yet"),
            _("The institution of a class keeps seats on the page of the class."),
            icon="people",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.KEEP_SHARE)
def new_share(request: HttpRequest, number: str) -> HttpResponse:
    intake = find(INTAKE, request.actor, number)
    if intake.programme.provider_id != request.actor.organisation_id:
        raise Http404
    form = ShareForm(posted(request), instance=Share(intake=intake), today=dates.today())
    alone = Notice(_("Your institution is in no network yet. Ask another one to join yours."), tone="warn")
    return answer_form(
        request,
        form,
        lambda form: services.keep_share(actor=request.actor, share=form.instance, today=dates.today()),
        done=_("The seats are kept, and the institution is told."),
        to=partial(page_of, SHARE),
        title=_("Keep seats for an institution of the network"),
        button=_("Keep the seats"),
        lead=_(
            "Nobody else gets them until the last day. Then what is left is free for everybody by itself."
        ),
        crumbs=[crumb_of(INTAKE, intake)],
        notices=[alone] if form.is_empty else [],
    )


@require_safe
@access.requires(Right.VIEW_SHARE)
def share(request: HttpRequest, number: str) -> HttpResponse:
    record = find(SHARE, request.actor, number)
    return record_page(
        request,
        SHARE,
        record,
        crumbs=[Crumb(_("Shared seats"), reverse("network:shares"))],
        summary_title=_("What is kept"),
        figures=words.share_figures(record),
        rows=[
            words.class_row(_("Class"), record.intake),
            words.party(_("Kept for"), record.centre),
            *facts(record, "until", "note", "end_reason"),
            *words.beds_rows(record, dates.today()),
        ],
        grids=[_people(request.actor, record)],
    )


def _people(actor: Actor, record: Share) -> Grid:
    """Who was sent, for whoever sent them or sees the seat anyway."""
    seats = Enrolment.objects.filter(shared__share=record)
    if actor.organisation_id != record.centre_id:
        seats = seats & Enrolment.objects.visible_to(actor)
    tags = ENROLMENT.tags()
    return Grid(
        _("Who was sent"),
        [_("Candidate"), _("State"), _("Since")],
        [
            [Text(seat.candidate.person.name, seat.candidate.number), tags[seat.state], seat.created_at]
            for seat in seats.select_related("candidate__person").order_by("name", "pk")
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(SHARE)
def share_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    record = find(SHARE, request.actor, number)
    steps = {
        "fill": lambda candidate: _send(request.actor, record, candidate),
        "end": partial(services.end_share, actor=request.actor, share=record, today=dates.today()),
    }
    return step_page(request, SHARE, record, verb, steps[verb], own_forms={"fill": SendForm})


def _send(actor: Actor, record: Share, number: str) -> Any:
    """An institution sends whoever gave it her number, as it enrols in its own classes; an office its residents alone."""
    candidate = Candidate.objects.filter(number=number).first()
    is_theirs = actor.organisation_id == record.centre_id
    if candidate is None or not (
        is_theirs
        or access.covers(
            actor, TrainingRight.ENROL_ENROLMENT, Enrolment(intake=record.intake, candidate=candidate)
        )
    ):
        sentence = _("No candidate with this number can be enrolled here. Check the number.")
        raise refusal("candidate", "unknown", sentence)
    return services.fill_share(actor=actor, share=record, candidate=candidate, today=dates.today())
