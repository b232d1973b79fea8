"""The screens of seats: claim one, enrol somebody, give one back, see who has which."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Refused
from jalur.journey.candidates import queries as candidates
from jalur.journey.candidates.models import Candidate
from jalur.journey.training import queries, services, words
from jalur.journey.training.filters import SeatFilter
from jalur.journey.training.forms import EnrolForm, WithdrawForm
from jalur.journey.training.models import Enrolment, EnrolmentState
from jalur.journey.training.tables import SeatTable
from jalur.journey.training.views import find_intake, intake_page
from jalur.kit import dates
from jalur.kit.components import Action, Crumb, Empty
from jalur.kit.forms import apply_errors
from jalur.kit.lists import list_page

CONFLICT, UNPROCESSABLE = 409, 422
# Refusals that come from what others did meanwhile, not from what was asked.
OVERTAKEN = frozenset({"no_seat", "enrolled", "not_open", "started"})


@require_POST
@access.requires("training:enrolment:enrol")
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """A candidate takes a seat for herself. 302 when she has it, 409 when it is gone, 422 when she does not fit."""
    intake = find_intake(request.actor, number)
    candidate = candidates.own_candidate(request.actor)
    if candidate is None:
        raise Http404
    try:
        services.enrol(actor=request.actor, intake=intake, candidate=candidate, today=dates.today())
    except ValidationError as refusal:
        intake.refresh_from_db(fields=["taken", "state"])
        return intake_page(request, intake, refusal=refusal, status=_status(refusal))
    messages.success(request, _("The seat is yours. Come on the first day."))
    return redirect("training:intake", number=intake.number)


def _status(refusal: ValidationError) -> int:
    codes = {error.code for errors in refusal.error_dict.values() for error in errors}
    return CONFLICT if codes & OVERTAKEN else UNPROCESSABLE


@require_POST
@access.requires("training:enrolment:enrol")
def enrol(request: HttpRequest, number: str) -> HttpResponse:
    """The labour office or the institute gives somebody a seat, by candidate number."""
    intake = find_intake(request.actor, number)
    form = EnrolForm(request.POST)
    status = UNPROCESSABLE
    if form.is_valid():
        candidate = (
            Candidate.objects.select_related("person").filter(number=form.cleaned_data["candidate"]).first()
        )
        try:
            if candidate is None:
                raise Refused("training:enrolment:enrol")
            services.enrol(actor=request.actor, intake=intake, candidate=candidate, today=dates.today())
        except Refused:
            form.add_error("candidate", _("You can enrol nobody with this number here. Check the number."))
        except ValidationError as refusal:
            status = _status(refusal)
            apply_errors(form, refusal)
            intake.refresh_from_db(fields=["taken", "state"])
        else:
            messages.success(request, _("The candidate has a seat."))
            return redirect("training:intake", number=intake.number)
    return intake_page(request, intake, enrol_form=form, status=status)


@require_safe
@access.requires("training:enrolment:follow")
def seats(request: HttpRequest) -> HttpResponse:
    rows = Enrolment.objects.visible_to(request.actor, action="training:enrolment:follow").select_related(
        "candidate__person", "intake__programme", "intake__place"
    )
    return list_page(
        request,
        queryset=rows,
        table=SeatTable,
        filters=SeatFilter,
        export_name="kursi",
        title=_("Seats of our people"),
        lead=_("Residents of your region and the classes they are in."),
        empty=Empty(
            _("Nobody has a seat yet"),
            _("Enrol a candidate from the page of a class."),
            Action(_("Open classes"), reverse("training:open_classes")),
            icon="person-check",
        ),
    )


@require_safe
@access.requires("training:enrolment:own")
def mine(request: HttpRequest) -> HttpResponse:
    candidate = candidates.own_candidate(request.actor)
    found = queries.enrolments_of([candidate.pk]) if candidate else Enrolment.objects.none()
    tags = words.seat_tags()
    return render(
        request,
        "training/mine.html",
        {
            "title": _("My classes"),
            "seats": [(one, tags[one.state]) for one in found],
            "enrolled": EnrolmentState.ENROLLED,
            "empty": Empty(
                _("You have no seat in a class yet"),
                _("Choose a class that fits you and take a seat. You can give it back."),
                Action(_("See open classes"), reverse("training:open_classes"), "primary"),
                icon="calendar3",
            ),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires("training:enrolment:withdraw")
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    held = Enrolment.objects.visible_to(request.actor, action="training:enrolment:withdraw")
    seat = get_object_or_404(held.select_related("intake__programme", "candidate__person"), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["left_reason"]
        try:
            services.withdraw(actor=request.actor, enrolment=seat, reason=reason)
        except ValidationError as refusal:
            apply_errors(form, refusal)
        else:
            messages.success(request, _("The seat is free again."))
            return redirect("training:intake", number=seat.intake.number)
    context = {
        "title": _("Give the seat back"),
        "lead": _("Somebody else can take it at once."),
        "crumbs": [Crumb(seat.intake.programme.title, reverse("training:intake", args=[seat.intake.number]))],
        "form": form,
        "button": _("Give back"),
        "weight": "danger",
    }
    return render(request, "training/form.html", context, status=UNPROCESSABLE if form.errors else 200)
