"""When a centre is open: its hours, its days off, the national ones beside them."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.organisations.models import Organisation
from jalur.journey.premises import queries, services
from jalur.journey.premises.forms import DayOffForm, OpeningForm
from jalur.journey.premises.models import DayOff, Opening
from jalur.journey.premises.rights import Right
from jalur.kit import dates, formats
from jalur.kit.answers import answer_button, answer_form
from jalur.kit.components import Action, Crumb, Grid, Row
from jalur.kit.forms import posted


@require_safe
@access.requires(Right.VIEW_BOOKING)
def opening(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    hours, today = queries.hours_of(centre), dates.today()
    own = set(DayOff.objects.filter(organisation=centre).values_list("day", flat=True))
    may_edit = access.may(request.actor, Right.EDIT_RESOURCE)
    ahead = [(day, name) for day, name in sorted(queries.days_off(centre).items()) if day >= today]
    has_break = hours.break_starts and hours.break_ends
    return render(
        request,
        "detail.html",
        {
            "title": _("Opening hours and days off"),
            "caption": str(centre),
            "happenings": None,
            "actions": [
                Action(_("Change the hours"), reverse("premises:hours"), "secondary"),
                Action(_("Add a day off"), reverse("premises:new_day_off"), "secondary"),
            ]
            if may_edit
            else [],
            "rows": [
                Row(_("Open"), f"{hours.opens:%H.%M}-{hours.closes:%H.%M}"),
                Row(_("Break"), f"{hours.break_starts:%H.%M}-{hours.break_ends:%H.%M}" if has_break else ""),
                Row(_("Days"), _("Monday to Saturday") if hours.on_saturday else _("Monday to Friday")),
            ],
            "grids": [
                Grid(
                    _("Days off ahead"),
                    [_("Day"), _("What day it is"), ""],
                    [
                        [
                            formats.day(day, "long"),
                            name,
                            Action(
                                _("Open after all"),
                                reverse("premises:drop_day_off", args=[day.isoformat()]),
                                "quiet",
                                post=True,
                            )
                            if may_edit and day in own
                            else "",
                        ]
                        for day, name in ahead
                    ],
                    empty=_("No day off is known."),
                )
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RESOURCE)
def hours(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    usual = queries.hours_of(centre)
    record = Opening.objects.filter(organisation=centre).first() or Opening(
        organisation=centre,
        opens=usual.opens,
        closes=usual.closes,
        break_starts=usual.break_starts,
        break_ends=usual.break_ends,
    )
    return answer_form(
        request,
        OpeningForm(posted(request), instance=record),
        lambda form: services.set_opening(actor=request.actor, opening=form.instance),
        done=_("The hours are saved. What is booked already stays."),
        title=_("Change the hours"),
        button=_("Save"),
        crumbs=[_crumb()],
        changes=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_RESOURCE)
def new_day_off(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    return answer_form(
        request,
        DayOffForm(posted(request), instance=DayOff(organisation=centre)),
        lambda form: services.keep_day_off(actor=request.actor, day_off=form.instance),
        done=_("The day is off. What is booked on it already stays."),
        title=_("Add a day off"),
        button=_("Save"),
        crumbs=[_crumb()],
    )


@require_POST
@access.requires(Right.EDIT_RESOURCE)
def drop_day_off(request: HttpRequest, day: str) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    return answer_button(
        request,
        lambda: services.drop_day_off(actor=request.actor, centre=centre, day=asked),
        done=_("The centre is open on this day."),
        to=reverse("premises:opening"),
    )


def _crumb() -> Crumb:
    return Crumb(_("Opening hours and days off"), reverse("premises:opening"))
