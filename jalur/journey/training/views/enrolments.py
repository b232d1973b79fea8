"""Seats: taking one, enrolling somebody, giving one back, and who has which."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.letters.words import letter_actions
from jalur.foundation.workflow.views import (
    crumb_of,
    find,
    page_of,
    record_page,
    step_actions,
    step_page,
    takes_steps,
)
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate, State
from jalur.journey.candidates.rights import Right as CandidateRight
from jalur.journey.job_orders import queries as job_orders
from jalur.journey.training import queries, services, words
from jalur.journey.training.filters import SeatFilter
from jalur.journey.training.forms import EnrolForm
from jalur.journey.training.models import Enrolment, EnrolmentQuerySet, Intake
from jalur.journey.training.rights import Right
from jalur.journey.training.tables import SeatTable
from jalur.journey.training.workflow import ENROLMENT, INTAKE
from jalur.kit import dates, formats
from jalur.kit.answers import answer_button, answer_form
from jalur.kit.components import Action, Empty, Grid, Row, Tag, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.lists import list_page
from jalur.kit.refusals import refusal

STEPS = {
    "withdraw": services.withdraw,
    "accept": lambda **step: services.accept_seat(today=dates.today(), **step),
    "decline": services.decline_seat,
}


def own_seat(actor: Actor, intake: Intake) -> dict[str, Any] | None:
    """The reader's seat in a class (its tag and actions), or the offer to take one; None where there is neither."""
    candidate = candidates.own_candidate(actor) if actor.person_id else None
    if candidate is None:
        return None
    rows = Enrolment.objects.visible_to(actor).filter(intake=intake, candidate=candidate)
    seat = rows.current().for_lists().prefetch_related("bed__booked_units__resource").first()
    if seat is not None:
        return {
            "tag": ENROLMENT.tag(seat),
            "actions": step_actions(ENROLMENT, actor, seat),
            "turn": words.turn(seat),
            "bed": words.bed_of(seat),
        }
    wanted = Enrolment(intake=intake, candidate=candidate)
    offer = ENROLMENT.offer("enrol", actor, wanted) if intake.is_open(dates.today()) else None
    if offer is None:
        return None
    address = reverse("training:claim", args=[intake.number])
    take = Action(_("Take a seat"), address, "primary", post=True, hindered=offer.why_not)
    line = ENROLMENT.offer("wait", actor, wanted)
    wait = Action(
        _("Join the waiting list"), reverse("training:join", args=[intake.number]), "primary", post=True
    )
    has_line = bool(line and line.is_free)
    return {"tag": None, "actions": [wait] if has_line else [take], "has_line": has_line}


def _seats(actor: Actor, intake: Intake) -> EnrolmentQuerySet:
    """The seats of a class that were taken, not given back, and that the actor may see."""
    rows = Enrolment.objects.visible_to(actor).filter(intake=intake)
    return rows.kept().for_lists()


def seats_grid(actor: Actor, intake: Intake) -> Grid:
    """The seats of the class that the actor may see, each with the way to give it back and whether its job stands still."""
    tags, seats = ENROLMENT.tags(), list(_seats(actor, intake).order_by("candidate__name", "pk"))
    on_hold = job_orders.on_hold(seat.candidate_id for seat in seats)
    held = Tag(_("on hold; the seat is kept"), "wait")
    calls = any(letter_actions(actor, seat) for seat in seats)
    return Grid(
        _("Who has a seat"),
        [
            _("Candidate"),
            _("State"),
            *([_("Job order")] if on_hold else []),
            _("Since"),
            "",
            *([""] if calls else []),
        ],
        [
            [
                Text(seat.candidate.person.name, seat.candidate.number),
                tags[seat.state],
                *([held if seat.candidate_id in on_hold else ""] if on_hold else []),
                seat.created_at,
                next(iter(step_actions(ENROLMENT, actor, seat)), ""),
                *([next(iter(letter_actions(actor, seat, label=_("Letter"))), "")] if calls else []),
            ]
            for seat in seats
        ],
    )


def waiting_grid(actor: Actor, intake: Intake) -> Grid | None:
    """The waiting list in its order, as far as the actor may see it; None where nobody waits."""
    line = list(Enrolment.objects.visible_to(actor).filter(intake=intake).in_line().for_line())
    if not line:
        return None
    tags = ENROLMENT.tags()
    return Grid(
        _("Waiting list"),
        [_("Place in line"), _("Candidate"), _("State"), _("Since"), _("Answer by"), "", ""],
        [
            [
                formats.number(place),
                Text(seat.candidate.person.name, seat.candidate.number),
                tags[seat.state],
                seat.created_at,
                seat.answer_by,
                *(
                    next(iter(step_actions(ENROLMENT, actor, seat, verb)), "")
                    for verb in ("accept", "decline")
                ),
            ]
            for place, seat in enumerate(line, start=1)
        ],
    )


@require_POST
@access.requires(Right.ENROL_ENROLMENT)
def join(request: HttpRequest, number: str) -> HttpResponse:
    """A candidate takes the last place on the waiting list of a full class."""
    intake, candidate = find(INTAKE, request.actor, number), candidates.own_candidate(request.actor)
    if candidate is None:
        raise Http404
    return answer_button(
        request,
        lambda: services.join_waiting_list(
            actor=request.actor, intake=intake, candidate=candidate, today=dates.today()
        ),
        done=_("You are on the waiting list. When a seat is free for you, you get a message."),
        to=page_of(INTAKE, intake),
    )


@require_POST
@access.requires(Right.ENROL_ENROLMENT)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """A candidate takes a seat for herself; whether she has it, or why not, stands on the page she is led to."""
    intake, candidate = find(INTAKE, request.actor, number), candidates.own_candidate(request.actor)
    if candidate is None:
        raise Http404
    return answer_button(
        request,
        lambda: services.enrol(actor=request.actor, intake=intake, candidate=candidate, today=dates.today()),
        done=_("The seat is yours. Come on the first day."),
        to=page_of(INTAKE, intake),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.ENROL_ENROLMENT)
def enrol(request: HttpRequest, number: str) -> HttpResponse:
    """The labour office or the institute gives somebody a seat, by candidate number."""
    intake = find(INTAKE, request.actor, number)

    def save(form: EnrolForm) -> Enrolment:
        candidate = Candidate.objects.filter(number=form.cleaned_data["candidate"]).first()
        wanted = candidate and Enrolment(intake=intake, candidate=candidate)
        if candidate is None or not access.covers(request.actor, Right.ENROL_ENROLMENT, wanted):
            sentence = _("No candidate with this number can be enrolled here. Check the number.")
            raise refusal("candidate", "unknown", sentence)
        given = {"actor": request.actor, "intake": intake, "candidate": candidate, "today": dates.today()}
        return services.enrol_or_wait(**given) if form.cleaned_data["waits"] else services.enrol(**given)

    return answer_form(
        request,
        EnrolForm(posted(request)),
        save,
        done=lambda seat: words.turn(seat) or _("The candidate has a seat."),
        title=_("Enrol a candidate"),
        button=_("Enrol"),
        crumbs=[crumb_of(INTAKE, intake)],
        secondary=words.consent_way(request.actor, intake, request.POST.get("candidate", "").strip()[:12]),
    )


@require_safe
@access.requires(Right.VIEW_ENROLMENT)
def enrolment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One seat, or one place on a waiting list: by when it is answered, and all that happened to it."""
    seat = find(ENROLMENT, request.actor, pk)
    turn = words.turn(seat)
    return record_page(
        request,
        ENROLMENT,
        seat,
        crumbs=[crumb_of(INTAKE, seat.intake)],
        rows=[
            Row(_("Candidate"), seat.candidate.person.name, hint=seat.candidate.number),
            *([Row(_("Waiting list"), turn)] if turn else []),
            *facts(seat.intake, "starts", "ends"),
            *([Row(_("Bed"), bed)] if (bed := words.bed_of(seat)) else []),
            *facts(seat, "left_reason"),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(ENROLMENT)
def enrolment_step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Give a seat back, take an offered one, leave the waiting list."""
    right = Right.ENROL_ENROLMENT if verb == "accept" else Right.WITHDRAW_ENROLMENT
    seat = find(ENROLMENT, request.actor, pk, action=right)
    take = partial(STEPS[verb], actor=request.actor, enrolment=seat)
    return step_page(request, ENROLMENT, seat, verb, take, crumbs=[crumb_of(INTAKE, seat.intake)])


@require_safe
@access.requires(Right.FOLLOW_ENROLMENT)
def seats(request: HttpRequest) -> HttpResponse:
    rows = Enrolment.objects.visible_to(request.actor, action=Right.FOLLOW_ENROLMENT)
    return list_page(
        request,
        queryset=rows.for_lists(),
        table=SeatTable,
        filters=SeatFilter,
        by_key=True,
        export_name="kursi",
        exportable=access.may(request.actor, CandidateRight.EXPORT_CANDIDATE),
        title=_("Residents' classes"),
        lead=_("Residents of your region and the classes they are in."),
        empty=Empty(
            _("Nobody has a seat yet"),
            _("Open a class to enrol a candidate."),
            Action(_("Open classes"), reverse("training:open_classes")),
            icon="person-check",
        ),
    )


OPEN_TO_HER = 4  # whether a seat can be taken asks some queries of each; all open classes are a button away


def _open_to(actor: Actor, candidate: Candidate | None) -> list[tuple[Intake, Action]]:
    """The classes that take her, each with the button that takes the seat."""
    if candidate is None or candidate.state == State.WITHDRAWN:
        return []
    return [
        (
            intake,
            Action(_("Take a seat"), reverse("training:claim", args=[intake.number]), post=True),
        )
        for intake in queries.classes_for(candidate, dates.today(), limit=OPEN_TO_HER)
        if ENROLMENT.offer("enrol", actor, Enrolment(intake=intake, candidate=candidate))
    ]


@require_safe
@access.requires(Right.OWN_ENROLMENT)
def mine(request: HttpRequest) -> HttpResponse:
    rows = Enrolment.objects.visible_to(request.actor).filter(candidate__person=request.actor.person_id)
    candidate = candidates.own_candidate(request.actor)
    context = {
        "title": _("My classes"),
        "seats": [
            (
                seat,
                ENROLMENT.tag(seat),
                step_actions(ENROLMENT, request.actor, seat),
                words.turn(seat),
                words.bed_of(seat),
            )
            for seat in rows.for_lists().prefetch_related("bed__booked_units__resource")
        ],
        "open_to_her": _open_to(request.actor, candidate),
        "all_classes": Action(_("See open classes"), reverse("training:open_classes")),
    }
    return render(request, "training/mine.html", context)
