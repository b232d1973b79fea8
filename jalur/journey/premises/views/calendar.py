"""The centre's day and week, copying a week, and how much of it is used."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jalur.foundation.accounts import access
from jalur.foundation.due.rules import begins, ends
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import page_of
from jalur.journey.premises import queries, services, words
from jalur.journey.premises.collisions import stretch_in_words
from jalur.journey.premises.forms import CopyForm
from jalur.journey.premises.models import BookedUnit, Booking, Resource, ResourceKind, ResourceState
from jalur.journey.premises.rights import Right
from jalur.journey.premises.services.bookings import CopiedWeek
from jalur.journey.premises.views.bookings import book_actions
from jalur.journey.premises.workflow import BOOKING, RESOURCE
from jalur.kit import dates, formats
from jalur.kit.answers import answer_form
from jalur.kit.components import Action, Crumb, Grid, Notice, Text
from jalur.kit.forms import posted
from jalur.kit.links import link
from jalur.kit.reading import SOON, Unreadable, read_day

DAYS = 7
MONTH = 28


@dataclass(frozen=True)
class Day:
    """One day of a calendar: why it is off, and what is booked, as (hours, title, address)."""

    day: date
    off: str
    booked: list[tuple[str, str, str]]

    @property
    def label(self) -> str:
        return formats.day(self.day, "weekday")


def day_of(request: HttpRequest, name: str, otherwise: date) -> date:
    try:
        return read_day(request.GET.get(name, ""), SOON)
    except Unreadable:
        return otherwise


@require_safe
@access.requires(Right.VIEW_BOOKING)
def today(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    day, zone = day_of(request, "day", dates.today()), queries.clock_of(centre)
    rows = BookedUnit.objects.filter(
        resource__organisation=centre, during__overlap=(begins(day, zone), ends(day, zone))
    )
    held: dict[object, tuple[BookedUnit, dict[str, int]]] = {}
    for row in (
        rows.filter(candidate=None, is_lent=False)
        .select_related("booking", "resource")
        .order_by("during", "resource__name")
    ):
        _first, names = held.setdefault(row.booking_id, (row, {}))
        names[row.resource.name] = names.get(row.resource.name, 0) + 1
    table = [
        [
            f"{row.booking.starts.astimezone(zone):%H.%M}-{row.booking.ends.astimezone(zone):%H.%M}",
            Text(row.booking.title, url=page_of(BOOKING, row.booking)),
            ", ".join(f"{name} ({count})" if count > 1 else name for name, count in names.items()),
        ]
        for row, names in held.values()
    ]
    beds = rows.filter(resource__kind=ResourceKind.DORMITORY).count()
    moved = [
        [
            row.resource.name,
            Text(row.booking.title, url=page_of(BOOKING, row.booking)),
            stretch_in_words(*row.booking.during, zone),
            outage.reason,
        ]
        for row, outage in queries.to_be_moved(centre, dates.now())
    ]
    return render(
        request,
        "premises/today.html",
        {
            "title": formats.day(day, "long"),
            "caption": str(centre),
            "lead": _("%(count)s beds are taken this night.") % {"count": formats.number(beds)}
            if beds
            else "",
            "actions": book_actions(request),
            "notices": _off_notices(centre, day),
            "grids": [
                Grid(
                    _("To be moved"), [_("What is out of order"), _("What for"), _("When"), _("Why")], moved
                ),
                Grid(
                    _("Today"),
                    [_("Hours"), _("What for"), _("What it holds")],
                    table,
                    empty=_("Nothing is booked on this day."),
                ),
                *_loans(centre, day),
            ],
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1),
            "monday": day - timedelta(days=day.weekday()),
        },
    )


def _loans(centre: Organisation, day: date) -> list[Grid]:
    """What the centre has lent to others on a day, and what others lend it."""
    zone = queries.clock_of(centre)
    away, here = queries.lent_and_borrowed(centre, begins(day, zone), ends(day, zone))
    counts: dict[object, tuple[BookedUnit, int]] = {}
    for row in away:
        counts[row.booking_id] = (row, counts.get(row.booking_id, (row, 0))[1] + 1)
    lines: list[list[object]] = [
        [
            Text(row.resource.name, url=page_of(RESOURCE, row.resource)),
            count,
            _("lent to %(centre)s") % {"centre": row.centre},
            stretch_in_words(*row.booking.during, zone),
        ]
        for row, count in counts.values()
    ]
    lines += [
        [
            Text(one.name, url=page_of(RESOURCE, one)),
            one.units,
            _("lent by %(centre)s") % {"centre": one.lent_of.organisation} if one.lent_of else None,
            stretch_in_words(one.lent_during.lower, one.lent_during.upper, zone),
        ]
        for one in here
    ]
    return (
        [Grid(_("Lent and borrowed"), [_("Name"), _("How many"), _("Whose"), _("When")], lines)]
        if lines
        else []
    )


def _off_notices(centre: Organisation, day: date) -> list[Notice]:
    off = queries.days_off(centre)
    return [Notice(off[day], _("The centre is closed on this day"))] if day in off else []


@require_safe
@access.requires(Right.VIEW_BOOKING)
def week(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    asked, zone = day_of(request, "monday", dates.today()), queries.clock_of(centre)
    monday = asked - timedelta(days=asked.weekday())
    days = [monday + timedelta(days=number) for number in range(DAYS)]
    off = queries.days_off(centre)
    kind = request.GET.get("kind", "")
    resources = Resource.objects.filter(organisation=centre, state=ResourceState.USED)
    resources = resources.filter(kind=kind) if kind in ResourceKind.values else resources
    resources = list(resources.exclude(kind=ResourceKind.DORMITORY).order_by("kind", "name"))
    cells: dict[tuple[object, date], dict[object, tuple[str, str, str]]] = {}
    rows = queries.taken(
        [one.pk for one in resources], begins(monday, zone), begins(days[-1] + timedelta(days=1), zone)
    )
    held: dict[Booking, dict[Resource, None]] = {}
    for row in rows:
        if not row.is_lent:
            held.setdefault(row.booking, {})[row.resource] = None
        first, last = (moment.astimezone(zone) for moment in (row.during.lower, row.during.upper))
        until = last.date() if last > begins(last.date(), zone) else last.date() - timedelta(days=1)
        hours, title = f"{first:%H.%M}-{last:%H.%M}", row.booking.title
        if row.is_lent:
            hours, title = _("all day"), _("lent to %(centre)s") % {"centre": title}
        for day in days:
            if first.date() <= day <= until:
                shown = (hours, title, page_of(BOOKING, row.booking))
                cells.setdefault((row.resource_id, day), {})[row.booking_id] = shown
    lines = [
        (
            one,
            page_of(RESOURCE, one),
            [Day(day, off.get(day, ""), list(cells.get((one.pk, day), {}).values())) for day in days],
        )
        for one in resources
    ]
    copy = Action(_("Copy this week"), link("premises:copy", query=f"monday={monday.isoformat()}"))
    may_book = access.may(request.actor, Right.EDIT_BOOKING)
    return render(
        request,
        "premises/week.html",
        {
            "title": _("Week of %(day)s") % {"day": formats.day(monday, "long")},
            "caption": str(centre),
            "actions": [*book_actions(request), *([copy] if may_book else [])],
            "days": [(day, off.get(day, "")) for day in days],
            "lines": lines,
            "calendar": words.week_calendar(
                request.actor, centre, monday, held, add=reverse("premises:new_booking"), resources=resources
            ),
            "kinds": [choice for choice in ResourceKind.choices if choice[0] != ResourceKind.DORMITORY],
            "kind": kind,
            "monday": monday,
            "before": monday - timedelta(days=DAYS),
            "after": monday + timedelta(days=DAYS),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.requires(Right.EDIT_BOOKING)
def copy(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    asked = day_of(request, "monday", dates.today())
    monday = asked - timedelta(days=asked.weekday())

    def save(form: CopyForm) -> CopiedWeek:
        week = services.copy_week(
            actor=request.actor, centre=centre, monday=monday, to=form.monday, now=dates.now()
        )
        for sentence in words.left_out(week):
            messages.warning(request, sentence)
        return week

    return answer_form(
        request,
        CopyForm(posted(request), initial={"to": monday + timedelta(days=DAYS)}),
        save,
        done=words.copied,
        to=lambda week: link("premises:week", query=f"monday={week.monday.isoformat()}"),
        title=_("Copy the week of %(day)s") % {"day": formats.day(monday, "long")},
        button=_("Copy"),
        crumbs=[Crumb(_("This week"), link("premises:week", query=f"monday={monday.isoformat()}"))],
    )


@require_safe
@access.requires(Right.VIEW_BOOKING)
def occupancy(request: HttpRequest) -> HttpResponse:
    centre = get_object_or_404(Organisation, pk=request.actor.organisation_id)
    first = day_of(request, "from", dates.today() - timedelta(days=MONTH))
    last = max(first, min(day_of(request, "to", dates.today()), first + timedelta(days=366)))
    uses = queries.occupancy(centre, first, last)
    return render(
        request,
        "premises/occupancy.html",
        {
            "title": _("How much is used"),
            "caption": str(centre),
            "lead": _(
                "Hours booked, of the hours in which the centre was open; of beds, of every hour. Equipment and beds count one by one."
            ),
            "first": first,
            "last": last,
            "grids": [
                Grid(
                    str(kind.label).capitalize(),
                    [_("Name"), _("How many"), _("Hours booked"), _("Of hours open"), _("Share")],
                    [
                        [
                            Text(use.resource.name, url=page_of(RESOURCE, use.resource)),
                            use.resource.units,
                            round(use.booked_hours),
                            round(use.open_hours),
                            formats.percent(use.share, 0),
                        ]
                        for use in uses
                        if use.resource.kind == kind
                    ],
                )
                for kind in ResourceKind
            ],
        },
    )
