"""What stands in the way of a step in this room."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalur.foundation.accounts.access import Role
from jalur.foundation.files import queries as files
from jalur.foundation.files.kinds import kind_of
from jalur.foundation.workflow.steps import Ask
from jalur.journey.premises import uses
from jalur.journey.premises.models import (
    BedConsent,
    BookedUnit,
    Booking,
    Resource,
    ResourceKind,
    ResourceState,
)
from jalur.journey.premises.rules import CONSENT_PAPERS
from jalur.kit import dates
from jalur.kit.refusals import refusal


def nothing_is_booked_ahead(resource: Resource, _ask: Ask) -> ValidationError | None:
    rows = BookedUnit.objects.filter(resource=resource, during__endswith__gt=dates.now())
    if count := rows.values("booking").distinct().count():
        sentence = _("It is still booked %(count)s times. Move or cancel these first.")
        return refusal("state", "booked", sentence % {"count": count})
    return None


def is_not_over(booking: Booking, _ask: Ask) -> ValidationError | None:
    if booking.ends <= dates.now():
        return refusal("starts", "over", _("It is over; what has taken place stays as it was."))
    return None


def is_no_bed(booking: Booking, _ask: Ask) -> ValidationError | None:
    if booking.candidate_id is not None:
        return refusal("starts", "bed", _("Cancel this bed and book another one."))
    return None


def is_a_bed(booking: Booking, _ask: Ask) -> ValidationError | None:
    if booking.candidate_id is None:
        return refusal("starts", "no_bed", _("This is no bed."))
    return None


def has_another_room(booking: Booking) -> bool:
    """Whether there is another room of the centre in which the guest of a bed could sleep."""
    if booking.candidate is None:
        return False
    rooms = Resource.objects.filter(
        organisation=booking.organisation_id,
        kind=ResourceKind.DORMITORY,
        state=ResourceState.USED,
        sex=booking.candidate.person.sex,
    )
    return rooms.exclude(booked_units__booking=booking).exists()


def has_no_paper(consent: BedConsent, _ask: Ask | None = None) -> ValidationError | None:
    """The signed paper is added once; another paper is that of another consent."""
    if files.files_of(kind_of(CONSENT_PAPERS), consent):
        return refusal("paper", "there", _("The signed paper is on file already."))
    return None


def may_go_alone(booking: Booking, ask: Ask) -> ValidationError | None:
    """What another room gave along with something of its own goes with that."""
    return None if ask.actor.role == Role.SYSTEM else uses.kept(booking)


def is_out_of_order(resource: Resource, _ask: Ask) -> ValidationError | None:
    if not resource.outages.filter(during__endswith__gt=dates.now()).exists():
        return refusal("state", "in_order", _("It is not out of order."))
    return None


def is_its_own(resource: Resource, ask: Ask) -> ValidationError | None:
    """What another centre lends comes and goes with the loan."""
    if resource.lent_of_id is None or ask.actor.role == Role.SYSTEM:
        return None
    return refusal("state", "lent", _("Another centre lends it: it goes back with the loan."))


def is_by_the_system(_booking: Booking, ask: Ask) -> ValidationError | None:
    if ask.actor.role == Role.SYSTEM:
        return None
    return refusal("state", "not_alone", _("This goes with the loan it is of."))
