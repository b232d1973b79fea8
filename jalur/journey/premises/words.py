"""How bookings read on a screen."""

from django.utils.translation import gettext as _

from jalur.journey.premises.services.bookings import CopiedWeek
from jalur.kit import formats

# What collided stands on the page in sentences; of more than so many it is easier to look at both weeks.
MOST_TOLD = 20


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
