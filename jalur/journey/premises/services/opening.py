"""Writing when a centre is open."""

from datetime import date

from django.utils.translation import gettext as _

from jalur.foundation.accounts import access
from jalur.foundation.accounts.access import Actor
from jalur.foundation.history import services as history
from jalur.foundation.organisations.models import Organisation
from jalur.foundation.workflow.locks import deed
from jalur.journey.premises.models import DayOff, Opening
from jalur.journey.premises.rights import Right
from jalur.kit.database import refused_in_words
from jalur.kit.refusals import refusal


@deed
def set_opening(*, actor: Actor, opening: Opening) -> Opening:
    """The hours of a centre from now on; bookings outside of them stay."""
    access.check(actor, Right.EDIT_RESOURCE, opening)
    opening.full_clean()
    with refused_in_words(Opening):
        opening.save()
    history.record(actor=actor, event="premises:opening:set", subject=opening)
    return opening


@deed
def keep_day_off(*, actor: Actor, day_off: DayOff) -> DayOff:
    """A day on which the centre is closed; bookings on it stay."""
    access.check(actor, Right.EDIT_RESOURCE, day_off)
    day_off.full_clean()
    with refused_in_words(DayOff):
        day_off.save()
    history.record(actor=actor, event="premises:day_off:kept", subject=day_off)
    return day_off


@deed
def drop_day_off(*, actor: Actor, centre: Organisation, day: date) -> None:
    """The centre is open on this day after all."""
    found = DayOff.objects.filter(organisation=centre, day=day).first()
    if found is None:
        raise refusal("day", "unknown", _("This day is not a day off of the centre."))
    access.check(actor, Right.EDIT_RESOURCE, found)
    history.record(actor=actor, event="premises:day_off:dropped", subject=found)
    found.delete()
