"""How bookings read on a screen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.due.rules import begins
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.views import page_of
from jalur.journey.premises import queries, rules
from jalur.journey.premises.collisions import stretch_in_words
from jalur.journey.premises.models import Booking, BookingState, Resource
from jalur.journey.premises.rights import Right
from jalur.journey.premises.services.bookings import CopiedWeek
from jalur.journey.premises.workflow import BOOKING
from jalur.kit import dates, formats
from jalur.kit.calendars import DAYS, Calendar, Meeting, Shade
from jalur.kit.components import Grid, Notice, Text

# What collided stands on the page in sentences; of more than so many it is easier to look at both weeks.
MOST_TOLD = 20
DAY = timedelta(days=1)


def copied(week: CopiedWeek) -> str:
    return _("%(count)s bookings were copied.") % {"count": formats.number(week.booked)}


def left_out(week: CopiedWeek) -> list[str]:
    """What of a week was not copied, and why."""
    off = [
        _("Left out, a day off: %(day)s, %(name)s.") % {"day": formats.day(day, "long"), "name": name}
        for day, name in week.days_off.items()
    ]
    return off + [
        _("Left out, “%(title)s”: %(why)s") % {"title": booking.title, "why": why}
        for booking, why in week.collided[:MOST_TOLD]
    ]


def bed_in_words(booking: Booking) -> str:
    """ "Melati 1, bed 3": room and bed; "" once it was given back. Its units are read along with their rooms."""
    units = sorted(booking.booked_units.all(), key=lambda row: (row.resource.name, row.unit))
    return "; ".join(
        _("%(room)s, bed %(number)s") % {"room": row.resource.name, "number": row.unit} for row in units
    )


def no_consent() -> Notice:
    sentence = _("Call the guardian and record a new consent, or free the bed.")
    return Notice(sentence, _("The guardian's consent was taken back"), tone="warn")


def beds_grid(actor: Actor, beds: Iterable[Booking]) -> Grid:
    """Beds that stood on a consent, with the way to each for whoever sees bookings."""
    return Grid(
        _("Beds without consent"),
        [_("Number"), _("Room"), _("When")],
        [
            [
                Text(booking.number, url=page_of(BOOKING, booking))
                if access.covers(actor, Right.VIEW_BOOKING, booking)
                else booking.number,
                booking.title,
                stretch_in_words(*booking.during, queries.clock_of(booking.organisation)),
            ]
            for booking in beds
        ],
    )


def week_calendar(
    actor: Actor,
    centre: Organisation,
    monday: date,
    booked: Mapping[Booking, Iterable[Resource]],
    *,
    add: str,
    resources: Sequence[Resource] = (),
    closed: Mapping[date, str] | None = None,
) -> Calendar:
    """A week of a centre, or of what one class has booked there. booked: each with what it holds; add: the form of a new one;
    resources: whose days out of order are drawn; closed: more days on which nothing of this can be, and why."""
    zone, hours, now = queries.clock_of(centre), queries.hours_of(centre), dates.now()
    may_move = access.covers(actor, Right.EDIT_BOOKING, Booking(organisation=centre))
    days = [monday + timedelta(days=number) for number in range(DAYS)]
    off = {**(closed or {}), **queries.days_off(centre)}
    keys, whole = [one.pk for one in resources], (begins(days[0], zone), begins(days[-1] + DAY, zone))
    out = queries.outages(keys, *whole)
    lent = [row for row in queries.taken(keys, *whole) if row.is_lent]
    return Calendar(
        monday=monday,
        now=now.astimezone(zone),
        zone=formats.zone_name(now.astimezone(zone)),
        meetings=[
            Meeting(
                booking.number,
                booking.title,
                *(moment.astimezone(zone) for moment in booking.during),
                url=page_of(BOOKING, booking),
                holds={str(one.pk): one.name for one in held},
                move=reverse("premises:booking_step", args=[booking.number, "move"])
                if may_move and booking.ends > now and booking.state == BookingState.BOOKED
                else "",
            )
            for booking, held in booked.items()
        ],
        shades=[
            *(Shade(begins(day, zone), begins(day + DAY, zone), off[day]) for day in days if day in off),
            *(
                Shade(
                    *(moment.astimezone(zone) for moment in (row.during.lower, row.during.upper)),
                    _("Out of order: %(why)s") % {"why": row.reason},
                    of=str(row.resource_id),
                )
                for row in out
            ),
            *(
                Shade(
                    *(moment.astimezone(zone) for moment in (row.during.lower, row.during.upper)),
                    _("lent to %(centre)s") % {"centre": row.booking.title},
                    of=str(row.resource_id),
                )
                for row in lent
            ),
        ],
        open=_open(hours),
        add=add if may_move else "",
    )


def _open(hours: rules.Hours) -> list[tuple[list[int], time, time]]:
    """The hours of a working week, without the break."""
    days = list(range(1, 7 if hours.on_saturday else 6))
    if hours.break_starts is None or hours.break_ends is None:
        return [(days, hours.opens, hours.closes)]
    return [(days, hours.opens, hours.break_starts), (days, hours.break_ends, hours.closes)]
