"""Bookings: the list, one of them, booking, moving, cancelling, beds."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import find, page_of, record_page, step_page, takes_steps
from jalur.journey.premises import queries, services, uses, words
from jalur.journey.premises.collisions import stretch_in_words
from jalur.journey.premises.filters import BookingFilter
from jalur.journey.premises.forms import BedForm, BookingForm, RoomForm
from jalur.journey.premises.models import BedConsent, Booking, Resource
from jalur.journey.premises.queries import clock_of
from jalur.journey.premises.rights import Right
from jalur.journey.premises.tables import BookingTable
from jalur.journey.premises.workflow import BOOKING, RESOURCE
from jalur.kit import dates
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Empty, Grid, Row, Text
from jalur.kit.facts import facts
from jalur.kit.forms import posted
from jalur.kit.lists import list_page

STEPS = {
    "move": lambda **step: services.move_booking(now=dates.now(), **step),
    "cancel": services.cancel_booking,
    "rehouse": lambda **step: services.rehouse(now=dates.now(), **step),
}


@require_safe
@access.requires(Right.VIEW_BOOKING)
def bookings(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        queryset=Booking.objects.visible_to(request.actor)
        .select_related("organisation", "candidate")
        .prefetch_related("booked_units"),
        table=BookingTable,
        filters=BookingFilter,
        export_name="pemesanan",
        title=_("Bookings"),
        actions=book_actions(request),
        empty=Empty(_("Nothing is booked yet"), icon="calendar3"),
    )


def book_actions(request: HttpRequest) -> list[Action]:
    if not access.may(request.actor, Right.EDIT_BOOKING):
        return []
    return [
        Action(_("Book"), reverse("premises:new_booking"), "primary", icon="plus-lg"),
        Action(_("Book a bed"), reverse("premises:new_bed")),
        Action(_("Guardians' consents"), reverse("premises:consents")),
    ]


@require_safe
@access.requires(Right.VIEW_BOOKING)
def booking(request: HttpRequest, number: str) -> HttpResponse:
    record = find(BOOKING, request.actor, number)
    held: dict[Resource, list[int]] = {}
    for row in record.booked_units.select_related("resource").order_by(
        "resource__kind", "resource__name", "unit"
    ):
        held.setdefault(row.resource, []).append(row.unit)
    return record_page(
        request,
        BOOKING,
        record,
        crumbs=[Crumb(_("Bookings"), reverse("premises:bookings"))],
        summary_title=_("The booking"),
        notices=[words.no_consent()] if _lacks_consent(record) else [],
        rows=[
            *facts(record, "cancel_reason"),
            Row(_("When"), stretch_in_words(*record.during, clock_of(record.organisation))),
            *([_who(request.actor, record)] if record.candidate_id else []),
            *facts(record, "consent"),
            *uses.rows_of(record),
        ],
        grids=[
            Grid(
                _("What it holds"),
                [_("Name"), _("Kind"), _("Which")],
                [
                    [
                        Text(what.name, url=page_of(RESOURCE, what)),
                        what.get_kind_display(),
                        ", ".join(map(str, units)) if what.units > 1 else None,
                    ]
                    for what, units in held.items()
                ],
            )
        ],
    )


def _who(actor: Actor, booking: Booking) -> Row:
    """The guest of a bed by her name for whoever sees her seat, by the number of her file for everybody else."""
    assert booking.candidate is not None  # a bed is booked for somebody
    number, named = booking.candidate.number, uses.guest_of(actor, booking)
    return Row(_("Who sleeps there"), named or number, hint=number if named else "")


def _lacks_consent(booking: Booking) -> bool:
    if booking.candidate_id is None:
        return False
    consents = BedConsent.objects.filter(candidate=booking.candidate_id, centre=booking.organisation_id)
    return booking in queries.beds_without_consent(consents, dates.now())


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_BOOKING)
def new_booking(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    values = {
        "day": request.GET.get("day", ""),
        "from_hour": request.GET.get("from", "08.00"),
        "to_hour": request.GET.get("to", "12.00"),
        "resources": request.GET.getlist("resource"),
    }
    return answer_form(
        request,
        BookingForm(posted(request), instance=Booking(organisation=centre), initial=values),
        lambda form: services.book(
            actor=request.actor, booking=form.instance, now=dates.now(), **form.beside
        ),
        done=_("It is booked."),
        to=partial(page_of, BOOKING),
        title=_("Book"),
        button=_("Book"),
        crumbs=[Crumb(_("This week"), reverse("premises:week"))],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_BOOKING)
def new_bed(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    return answer_form(
        request,
        BedForm(posted(request), centre=centre),
        lambda form: services.book_bed(actor=request.actor, now=dates.now(), **form.cleaned_data),
        done=_("The bed is booked."),
        to=partial(page_of, BOOKING),
        title=_("Book a bed"),
        button=_("Book"),
        lead=_("From the noon of the first day to the noon of the last."),
        crumbs=[Crumb(_("Bookings"), reverse("premises:bookings"))],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes_steps(BOOKING)
def booking_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    record = find(BOOKING, request.actor, number)
    take = partial(STEPS[verb], actor=request.actor, booking=record)
    own = {
        "move": partial(BookingForm, instance=record),
        "rehouse": partial(RoomForm, booking=record),
    }
    return step_page(request, BOOKING, record, verb, take, own_forms=own)
